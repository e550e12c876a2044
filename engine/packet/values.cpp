// What a field makes of a value, and of what a person types in a cell.
#include "engine/packet/coercion.h"
#include "engine/packet/literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace fw {
namespace {

constexpr std::size_t mostDepth = 64;
constexpr std::size_t mostParts = 65'536;

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

/// Splits at the commas that stand in no bracket and no string.
std::vector<std::string_view> partsOf(std::string_view text)
{
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    std::size_t depth = 0;
    char quote = 0;
    for (std::size_t i = 0; i < text.size() && parts.size() < mostParts; ++i) {
        const char c = text[i];
        if (quote != 0) {
            i += c == '\\' ? 1 : 0;
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(' || c == '[') {
            ++depth;
        } else if ((c == ')' || c == ']') && depth > 0) {
            --depth;
        } else if (c == ',' && depth == 0) {
            parts.push_back(trimmed(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    if (const std::string_view last = trimmed(text.substr(start)); !last.empty() || parts.empty())
        parts.push_back(last);
    return parts;
}

std::optional<Value> literal(std::string_view text)
{
    literals::Reader reader(text, literals::Reader::Arithmetic::No);
    auto value = reader.value();
    return value && reader.atEnd() ? std::optional(std::move(*value)) : std::nullopt;
}

Value looseValue(std::string_view text, std::size_t depth);

/// 1..30, and 8000-8010 where both ends are numbers.
std::optional<Value> range(std::string_view text, std::size_t depth)
{
    std::size_t at = text.find("..");
    std::size_t width = 2;
    if (at == std::string_view::npos) {
        at = text.find('-', 1);
        width = 1;
        if (text.find_first_not_of("0123456789- ") != std::string_view::npos || text.rfind('-') != at)
            return std::nullopt;
    }
    if (at == std::string_view::npos || at == 0 || at + width >= text.size())
        return std::nullopt;
    return Value(ValueTuple{{looseValue(trimmed(text.substr(0, at)), depth + 1), looseValue(trimmed(text.substr(at + width)), depth + 1)}});
}

std::vector<Value> looseValues(std::string_view text, std::size_t depth)
{
    std::vector<Value> values;
    for (const std::string_view part : partsOf(text))
        values.push_back(looseValue(part, depth + 1));
    return values;
}

/// As a literal, but names and addresses need no quotes: [ssh, 80..82], 10.0.0.1.
Value looseValue(std::string_view text, std::size_t depth)
{
    if (auto value = literal(text))
        return std::move(*value);
    const bool isEnclosed = text.size() >= 2 && ((text.front() == '[' && text.back() == ']') || (text.front() == '(' && text.back() == ')'));
    if (depth < mostDepth && isEnclosed) {
        auto values = looseValues(text.substr(1, text.size() - 2), depth);
        return text.front() == '[' ? Value(ValueList{std::move(values)}) : Value(ValueTuple{std::move(values)});
    }
    if (depth < mostDepth)
        if (auto bounds = range(text, depth))
            return std::move(*bounds);
    return HostName{std::string(text)};
}

/// Escapes as in Python, without the quotes.
Buffer unescaped(std::string_view text)
{
    std::string quoted = "b\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            quoted += text[i] == '"' ? "\\\"" : text[i] == '\n' ? "\\n" : "\\r";
        else if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n')
            quoted.append({text[i], text[++i]});
        else
            quoted += text[i] == '\\' ? std::string("\\\\") : std::string(1, text[i]);
    }
    const auto tokens = literals::tokenize(quoted + "\"");
    return tokens[0].kind == literals::Token::Kind::Bytes ? toBuffer(tokens[0].text) : toBuffer(text);
}

std::optional<Buffer> hexText(std::string_view text)
{
    if (!text.starts_with("0x") || text.size() % 2 != 0 || text.size() == 2)
        return std::nullopt;
    Buffer bytes;
    for (std::size_t i = 2; i < text.size(); i += 2) {
        std::uint8_t byte = 0;
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
        if (error != std::errc{} || end != text.data() + i + 2)
            return std::nullopt;
        bytes.push_back(byte);
    }
    return bytes;
}

bool holdsText(const Protocols& protocols, const FieldDesc& field)
{
    const Kind kind = field.type == noType ? Kind::None : protocols.type(field.type).kind;
    return kind == Kind::Octets || kind == Kind::Text || kind == Kind::CString || kind == Kind::Line;
}

/// A string, a list of them or a random text if it is written as one; else the characters themselves.
Result<Value> characters(Coercion& coercion, std::string_view text)
{
    if (text.find_first_of("\"'[(") != std::string_view::npos)
        if (auto value = literal(text); value && !value->isNone())
            if (auto converted = coercion.whole(std::move(*value)))
                return converted;
    if (auto bytes = hexText(trimmed(text)))
        return Value(std::move(*bytes));
    return Value(unescaped(text));
}

} // namespace

Result<Value> coerce(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, Value value, const Layer* owner)
{
    if (field >= protocol.fields.size())
        return fail(Errc::UnknownField, 0, fmt::format("{}.{}", protocol.name, field));
    return Coercion(protocols, protocol, field, owner).whole(std::move(value));
}

Result<Value> parseFieldText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, std::string_view text, const Layer* owner)
{
    if (field >= protocol.fields.size())
        return fail(Errc::UnknownField, 0, fmt::format("{}.{}", protocol.name, field));
    Coercion coercion(protocols, protocol, field, owner);
    if (holdsText(protocols, protocol.fields[field]))
        return characters(coercion, text);
    const std::string_view cell = trimmed(text);
    if (cell.empty() || cell == "None" || cell == "auto")
        return Value();
    const auto parts = partsOf(cell);
    if (parts.size() == 1)
        return coercion.whole(looseValue(parts.front(), 0));
    return coercion.whole(Value(ValueList{looseValues(cell, 0)}));
}

} // namespace fw
