/// A display filter as a tree, before any name in it is looked up.
#pragma once

#include "engine/filter/tokens.h"

#include <optional>

namespace fw::filter {

enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Contains, Matches, In, NotIn };
/// How many of several values have to pass. Unsaid: any of them, but all of them for !=.
enum class Quantifier : std::uint8_t { Unsaid, Any, All };
enum class Arithmetic : std::uint8_t { Add, Subtract, Multiply, Divide, Modulo, And, Or, Xor, ShiftLeft, ShiftRight };

/// "#2", "#-1" (the innermost), "#[2-3]"; both ends count.
struct LayerNumbers {
    std::int32_t first = 1;
    std::int32_t last = 1;
};
/// Bytes of a value, as Wireshark's [first:length]; a negative first counts from the end, no length: to the end.
struct Slice {
    std::int32_t first = 0;
    std::optional<std::int32_t> length;
};

struct Syntax {
    enum class Kind : std::uint8_t {
        Or, And, Xor, Not,       ///< children
        Compare,                 ///< left, right
        Set,                     ///< right of In: members; a Range holds two.
        Range,
        Calculate, Negate,
        Call,                    ///< text: name; children: arguments
        Name,                    ///< text: tcp.port, IP. `layers` if numbered; `member` what follows a number or an index: IP#2.src, DNS.qd[0].qname
        Slice,                   ///< of its child
        Number, Real, Text, Address,
    };
    Kind kind = Kind::Name;
    std::size_t from = 0; ///< In the text.
    std::size_t to = 0;
    std::string text;
    std::uint64_t number = 0;
    long double real = 0;
    Comparison comparison{};
    Quantifier quantifier{};
    Arithmetic arithmetic{};
    std::optional<LayerNumbers> layers;
    std::optional<Slice> slice;
    std::vector<Syntax> children;

    [[nodiscard]] bool isConstant() const { return kind == Kind::Number || kind == Kind::Real || kind == Kind::Text || kind == Kind::Address; }
};

/// An empty text is an And of nothing, which is true.
[[nodiscard]] Checked<Syntax> parse(std::string_view text);

} // namespace fw::filter
