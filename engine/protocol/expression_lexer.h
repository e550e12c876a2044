/// Text of an expression to its words.
#pragma once

#include "engine/base/error.h"

#include <string_view>
#include <vector>

namespace fw {

struct ExprToken {
    enum class Kind : std::uint8_t { Number, String, Name, Symbol, End };
    Kind kind = Kind::End;
    std::string text; ///< Of a string what is between the quotes.
    std::int64_t number = 0;
    std::size_t column = 0; ///< 0-based
};

/// The last one is End. Syntax: a character that begins no word, a string without its end, a number of more than 63 bits, more than
/// 512 words; offset is the column.
[[nodiscard]] Result<std::vector<ExprToken>> splitExpression(std::string_view text);

} // namespace fw
