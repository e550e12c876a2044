/// Names like the one that was not found, for messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fw {

/// The likest first: those that start with it, then by edit distance, then in the order given. At most `most`.
[[nodiscard]] std::vector<std::string> nearNames(std::string_view name, const std::vector<std::string_view>& known, std::size_t most = 5);
/// "ttl, tos, …": the near names, and dots if there are more.
[[nodiscard]] std::string nearNamesText(std::string_view name, const std::vector<std::string_view>& known, std::size_t most = 5);

} // namespace fw
