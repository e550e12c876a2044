/// A display filter as words, numbers, addresses, texts and signs.
#pragma once

#include "engine/filter/error.h"

#include <string_view>
#include <vector>

namespace fw::filter {

struct Token {
    enum class Kind : std::uint8_t {
        End,
        Name,    ///< tcp.port, IP, and
        Number,  ///< 80, 0x50, 0b1
        Real,    ///< 0.5
        Text,    ///< "GET", r"\d", b"\x00"; `text` is what it stands for.
        Address, ///< 10.0.0.1, 10.0.0.0/8, fe80::/64, 02:00:00:00:00:01, 0a:0b; `text` is as written.
        Sign,
        Bad,     ///< `text` is what was expected.
    };
    Kind kind = Kind::End;
    std::size_t column = 0;
    std::size_t length = 0;
    std::string text;
    std::uint64_t number = 0;
    long double real = 0;

    [[nodiscard]] bool is(std::string_view sign) const { return kind == Kind::Sign && text == sign; }
    [[nodiscard]] bool isWord(std::string_view word) const { return kind == Kind::Name && text == word; }
    [[nodiscard]] std::size_t end() const { return column + length; }
};

/// Longer filters are refused.
inline constexpr std::size_t longestFilter = 16'384;

/// Ends with an End token, after the first Bad one if there is one. Between the brackets of a slice a colon is a sign.
[[nodiscard]] std::vector<Token> tokenize(std::string_view text);

} // namespace fw::filter
