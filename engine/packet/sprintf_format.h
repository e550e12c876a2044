/// Python's '%' operator for one value: "-15s", "05d", "#x".
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace fw {

/// A value as Python would see it.
struct PythonValue {
    struct Whole {
        std::uint64_t magnitude = 0;
        bool negative = false;
    };
    std::variant<std::monostate, Whole, double> number; ///< If it counts as one.
    std::string text; ///< str() of it
    std::string repr; ///< repr() of it
};

struct PythonFormat {
    std::string flags; ///< Of "-+ #0"
    std::size_t width = 0;
    std::size_t precision = none;
    char conversion = 's';
    std::string_view rest; ///< Text behind the conversion.

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    [[nodiscard]] bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

/// What stands behind the '%'; otherwise what was expected.
[[nodiscard]] std::expected<PythonFormat, std::string> parsePythonFormat(std::string_view text);
/// The value's text; otherwise what was expected instead of it.
[[nodiscard]] std::expected<std::string, std::string> formatPython(const PythonFormat& format, const PythonValue& value);

} // namespace fw
