#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace fw::cli {

/// The expression of a packet template, "Ping" or "ping"; otherwise names that are like it.
[[nodiscard]] std::expected<std::string, std::string> templateNamed(std::string_view name);

} // namespace fw::cli
