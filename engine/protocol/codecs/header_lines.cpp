#include "engine/protocol/codecs/header_lines.h"

#include "engine/protocol/codecs/value_text.h"
#include "engine/protocol/protocols.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t mostLines = 512;

struct Line {
    Bytes name;
    Bytes text;
    std::size_t from; ///< In the frame, with its end of line.
    std::size_t to;
};

struct Lines {
    std::vector<Line> lines;
    std::size_t end = 0; ///< After the empty line.
    bool complete = false;
};

Bytes trimmed(Bytes text)
{
    const auto isBlank = [](std::uint8_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && isBlank(text.front()))
        text = text.subspan(1);
    while (!text.empty() && isBlank(text.back()))
        text = text.first(text.size() - 1);
    return text;
}

/// Up to the next line feed, which is part of it; a line that is continued goes on.
std::size_t lineEnd(Bytes frame, std::size_t at, std::size_t end)
{
    while (true) {
        const auto feed = std::find(frame.begin() + static_cast<std::ptrdiff_t>(at), frame.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{'\n'});
        const auto after = std::min(static_cast<std::size_t>(feed - frame.begin()) + 1, end);
        const bool isContinued = after < end && (frame[after] == ' ' || frame[after] == '\t');
        if (!isContinued)
            return after;
        at = after;
    }
}

Lines linesAt(Bytes frame, std::size_t at, std::size_t end)
{
    Lines out;
    while (at < end && out.lines.size() < mostLines) {
        const bool isEmpty = frame[at] == '\n' || (frame[at] == '\r' && at + 1 < end && frame[at + 1] == '\n');
        if (isEmpty) {
            at += frame[at] == '\n' ? 1 : 2;
            out.complete = true;
            break;
        }
        const std::size_t next = lineEnd(frame, at, end);
        const Bytes line = frame.subspan(at, next - at);
        const auto colon = static_cast<std::size_t>(std::ranges::find(line, std::uint8_t{':'}) - line.begin());
        const Bytes text = colon < line.size() ? line.subspan(colon + 1) : Bytes();
        out.lines.push_back({trimmed(line.first(colon)), trimmed(text), at, next});
        at = next;
    }
    out.end = at;
    return out;
}

bool equalsIgnoringCase(Bytes a, std::string_view b)
{
    const auto lower = [](auto c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : static_cast<int>(static_cast<std::uint8_t>(c)); };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Has the protocol a field for it? Only the first line of a name goes there.
bool hasField(const DecodeContext& context, Bytes name)
{
    if (context.protocols == nullptr || context.protocol == nullptr)
        return false;
    return std::ranges::any_of(context.protocol->fields, [&](const FieldDesc& field) {
        const auto* header = dynamic_cast<const HeaderCodec*>(context.protocols->type(field.type).codec);
        return header != nullptr && equalsIgnoringCase(name, header->header());
    });
}

bool isRepeated(const Lines& lines, std::size_t index)
{
    return std::any_of(lines.lines.begin(), lines.lines.begin() + static_cast<std::ptrdiff_t>(index),
                       [&](const Line& line) { return equalsIgnoringCase(line.name, toString(lines.lines[index].name)); });
}

Buffer headerLine(Bytes name, Bytes text)
{
    Buffer out = toBuffer(name);
    append(out, toBuffer(": "));
    append(out, text);
    append(out, toBuffer("\r\n"));
    return out;
}

/// Name and text; nothing if the value is no such pair.
std::optional<std::pair<Buffer, Buffer>> pairOf(const Value& value)
{
    const std::vector<Value>* items = value.tuple() != nullptr ? &value.tuple()->items : value.list() != nullptr ? &value.list()->items : nullptr;
    if (items == nullptr || items->size() != 2)
        return std::nullopt;
    auto name = textBytes((*items)[0]);
    auto text = textBytes((*items)[1]);
    return name && text ? std::optional(std::pair(std::move(*name), std::move(*text))) : std::nullopt;
}

Value pairValue(Bytes name, Bytes text)
{
    return ValueTuple{{Value(toBuffer(name)), Value(toBuffer(text))}};
}

std::vector<std::pair<Buffer, Buffer>> pairsOf(const Value& value)
{
    std::vector<std::pair<Buffer, Buffer>> out;
    if (const ValueList* list = value.list())
        for (const Value& item : list->items)
            if (auto pair = pairOf(item))
                out.push_back(std::move(*pair));
    return out;
}

std::string textOf(const Value& value)
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

} // namespace

HeaderCodec::HeaderCodec(std::string codecName)
    : m_codecName(std::move(codecName))
    , m_header(m_codecName.substr(m_codecName.find(':') + 1))
{
}

Decoded HeaderCodec::decode(const DecodeContext& context) const
{
    const Lines lines = linesAt(context.frame, context.at, context.end);
    const auto found = std::ranges::find_if(lines.lines, [&](const Line& line) { return equalsIgnoringCase(line.name, m_header); });
    if (found == lines.lines.end())
        return {.value = {}, .used = 0, .elsewhere = {}, .damaged = false, .absent = true};
    return {.value = toBuffer(found->text), .used = 0, .elsewhere = {{found->from, found->to - found->from}}};
}

Buffer HeaderCodec::encode(const Value& value) const
{
    return value.bytes() != nullptr ? headerLine(toBuffer(m_header), *value.bytes()) : Buffer();
}

std::optional<Value> HeaderCodec::parse(std::string_view text) const
{
    return Value(toBuffer(text));
}

std::string HeaderCodec::format(const Value& value) const
{
    return textOf(value);
}

Decoded HeaderLinesCodec::decode(const DecodeContext& context) const
{
    const Lines lines = linesAt(context.frame, context.at, context.end);
    ValueList others;
    for (std::size_t i = 0; i < lines.lines.size(); ++i)
        if (!hasField(context, lines.lines[i].name) || isRepeated(lines, i))
            others.items.push_back(pairValue(lines.lines[i].name, lines.lines[i].text));
    return {.value = std::move(others), .used = lines.end - context.at, .elsewhere = {}, .damaged = !lines.complete};
}

Buffer HeaderLinesCodec::encode(const Value& value) const
{
    Buffer out;
    for (const auto& [name, text] : pairsOf(value))
        append(out, headerLine(name, text));
    append(out, toBuffer("\r\n"));
    return out;
}

std::optional<Value> HeaderLinesCodec::parse(std::string_view text) const
{
    if (text.empty() || text == "{}" || text == "[]")
        return Value();
    const Buffer bytes = toBuffer(text);
    ValueList out;
    for (const Line& line : linesAt(bytes, 0, bytes.size()).lines)
        out.items.push_back(pairValue(line.name, line.text));
    return Value(std::move(out));
}

std::string HeaderLinesCodec::format(const Value& value) const
{
    std::vector<std::string> parts;
    for (const auto& [name, text] : pairsOf(value))
        parts.push_back(bytesText(name) + ": " + bytesText(text));
    if (parts.empty())
        return "None"; // As Scapy.
    return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

std::string HeaderLinesCodec::plain(const Value& value) const
{
    std::vector<std::string> parts;
    for (const auto& [name, text] : pairsOf(value))
        parts.push_back(toString(name) + ": " + toString(text));
    return fmt::format("{}", fmt::join(parts, "\n"));
}

std::optional<Value> HeaderLinesCodec::convert(const Value& given, const EnumDesc*) const
{
    const ValueList* list = given.list();
    if (list == nullptr || !std::ranges::all_of(list->items, [](const Value& item) { return pairOf(item).has_value(); }))
        return std::nullopt;
    ValueList out;
    for (const auto& [name, text] : pairsOf(given))
        out.items.push_back(pairValue(name, text));
    return Value(std::move(out));
}

Decoded WordCodec::decode(const DecodeContext& context) const
{
    const Bytes area = context.frame.subspan(context.at, context.end - context.at);
    const auto stop = std::ranges::find_if(area, [](std::uint8_t c) { return c == ' ' || c == '\r' || c == '\n'; });
    const auto size = static_cast<std::size_t>(stop - area.begin());
    const bool takesBlank = stop != area.end() && *stop == ' ';
    return {.value = toBuffer(area.first(size)), .used = size + (takesBlank ? 1 : 0)};
}

Buffer WordCodec::encode(const Value& value) const
{
    Buffer out = value.bytes() != nullptr ? *value.bytes() : Buffer();
    out.push_back(' ');
    return out;
}

std::optional<Value> WordCodec::parse(std::string_view text) const
{
    return Value(toBuffer(text));
}

std::string WordCodec::format(const Value& value) const
{
    return textOf(value);
}

} // namespace fw
