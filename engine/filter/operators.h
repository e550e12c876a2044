/// Words and signs of display filters, and small questions about what was read.
#pragma once

#include "engine/filter/syntax.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fw::filter {

inline constexpr std::pair<std::string_view, Comparison> comparisonSigns[] = {
    {"==", Comparison::Equal}, {"===", Comparison::Equal}, {"!=", Comparison::NotEqual}, {"!==", Comparison::NotEqual}, {"<", Comparison::Less},
    {"<=", Comparison::LessEqual}, {">", Comparison::Greater}, {">=", Comparison::GreaterEqual}, {"~", Comparison::Matches},
};
inline constexpr std::pair<std::string_view, Comparison> comparisonWords[] = {
    {"eq", Comparison::Equal}, {"ne", Comparison::NotEqual}, {"lt", Comparison::Less}, {"le", Comparison::LessEqual}, {"gt", Comparison::Greater},
    {"ge", Comparison::GreaterEqual}, {"contains", Comparison::Contains}, {"matches", Comparison::Matches}, {"in", Comparison::In},
    {"any_eq", Comparison::Equal}, {"all_eq", Comparison::Equal}, {"any_ne", Comparison::NotEqual}, {"all_ne", Comparison::NotEqual},
};
inline constexpr std::pair<std::string_view, Arithmetic> arithmeticSigns[] = {
    {"|", Arithmetic::Or}, {"^", Arithmetic::Xor}, {"&", Arithmetic::And}, {"bitand", Arithmetic::And}, {"bitor", Arithmetic::Or},
    {"<<", Arithmetic::ShiftLeft}, {">>", Arithmetic::ShiftRight}, {"+", Arithmetic::Add}, {"-", Arithmetic::Subtract},
    {"*", Arithmetic::Multiply}, {"/", Arithmetic::Divide}, {"%", Arithmetic::Modulo},
};
/// The higher, the closer it binds; as in Python.
[[nodiscard]] inline int bindingOf(Arithmetic operation)
{
    switch (operation) {
    case Arithmetic::Or: return 1;
    case Arithmetic::Xor: return 2;
    case Arithmetic::And: return 3;
    case Arithmetic::ShiftLeft:
    case Arithmetic::ShiftRight: return 4;
    case Arithmetic::Add:
    case Arithmetic::Subtract: return 5;
    default: return 6;
    }
}

template <class Table>
auto lookUp(const Table& table, std::string_view text) -> std::optional<decltype(table[0].second)>
{
    for (const auto& [name, meaning] : table)
        if (name == text)
            return meaning;
    return std::nullopt;
}

/// "!==" and the words any_… and all_… say themselves of how many values they speak; "===" is Wireshark's all_eq.
inline Quantifier quantifierOf(std::string_view sign)
{
    if (sign == "===" || sign.starts_with("all_"))
        return Quantifier::All;
    return sign == "!==" || sign.starts_with("any_") ? Quantifier::Any : Quantifier::Unsaid;
}

inline bool isLiteral(const Token& token)
{
    return token.kind == Token::Kind::Number || token.kind == Token::Kind::Real || token.kind == Token::Kind::Text || token.kind == Token::Kind::Address;
}

inline Syntax leaf(const Token& token)
{
    const Syntax::Kind kind = token.kind == Token::Kind::Number ? Syntax::Kind::Number
        : token.kind == Token::Kind::Real              ? Syntax::Kind::Real
        : token.kind == Token::Kind::Text              ? Syntax::Kind::Text
        : token.kind == Token::Kind::Address           ? Syntax::Kind::Address
                                                       : Syntax::Kind::Name;
    return Syntax{.kind = kind, .from = token.column, .to = token.end(), .text = token.text, .number = token.number, .real = token.real, .children = {}};
}

inline std::size_t heightOf(const Syntax& syntax)
{
    std::size_t height = 1;
    const Syntax* at = &syntax;
    while (at->kind == Syntax::Kind::Calculate) {
        ++height;
        at = &at->children.front();
    }
    return height;
}

inline bool isReserved(std::string_view word)
{
    constexpr std::string_view joining[] = {"and", "or", "xor", "not", "any", "all"};
    return std::ranges::find(joining, word) != std::end(joining) || lookUp(comparisonWords, word);
}

inline bool takesMember(const Syntax& inner)
{
    const bool isIndex = inner.kind == Syntax::Kind::Slice && inner.children.front().kind == Syntax::Kind::Name && inner.slice->first >= 0 && inner.slice->length == 1;
    return isIndex || (inner.kind == Syntax::Kind::Name && inner.layers);
}

/// DNS.qd[0].qname is one name with an index in it.
inline Syntax withMember(Syntax inner, const std::string& member)
{
    if (inner.kind == Syntax::Kind::Slice) {
        Syntax name = std::move(inner.children.front());
        name.text += "[" + std::to_string(inner.slice->first) + "]";
        inner = std::move(name);
    }
    inner.text += "." + member;
    return inner;
}

} // namespace fw::filter
