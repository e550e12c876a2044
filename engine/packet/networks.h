/// Several addresses in one text: "10.0.0.0/30", "192.168.1.1-254", "192.168.1.*", "10.0.0.1-10.0.0.9", "fe80::/126".
#pragma once

#include "engine/protocol/value.h"

namespace fw {

/// One address (its bytes), or a set of them. Nothing if the text is no such thing, or names more than can be listed.
/// `size` is 4 or 16.
[[nodiscard]] std::optional<Value> networkValue(std::string_view text, std::size_t size);
/// All addresses from one to another; nothing if they are the wrong way round or not addresses of that size.
[[nodiscard]] std::optional<Value> networkBetween(std::string_view first, std::string_view last, std::size_t size);
/// Whether the text could be the name of a host. Says nothing of whether there is one.
[[nodiscard]] bool isHostName(std::string_view text);

} // namespace fw
