/// How codecs read and write numbers and bytes as text.
#pragma once

#include "engine/protocol/value.h"

namespace fw {

/// "17", "-1" or "0x11"; nothing if there is anything else.
[[nodiscard]] std::optional<std::int64_t> integerIn(std::string_view text);
/// b'x\x00', as Python's repr() writes bytes.
[[nodiscard]] std::string bytesText(Bytes bytes);
/// The bytes of text or bytes, else null.
[[nodiscard]] std::optional<Buffer> textBytes(const Value& value);

} // namespace fw
