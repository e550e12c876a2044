#include "engine/protocol/codecs/text_parts.h"

#include "engine/protocol/codecs/value_text.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::uint8_t telnetCommand = 255; // IAC
constexpr std::uint8_t telnetEnd = 240;     // SE
constexpr std::size_t mostPriorityBytes = 12;

Bytes areaOf(const DecodeContext& context)
{
    return context.frame.subspan(context.at, context.end - context.at);
}

Buffer textOf(const Value& value)
{
    return value.bytes() != nullptr ? *value.bytes() : Buffer();
}

std::size_t offsetOf(Bytes area, std::initializer_list<std::uint8_t> wanted)
{
    return static_cast<std::size_t>(std::ranges::find_first_of(area, wanted) - area.begin());
}

} // namespace

std::optional<Value> TextPartCodec::parse(std::string_view text) const
{
    return Value(toBuffer(text));
}

std::string TextPartCodec::format(const Value& value) const
{
    return toString(textOf(value));
}

Decoded VerbCodec::decode(const DecodeContext& context) const
{
    const Bytes area = areaOf(context);
    const std::size_t size = offsetOf(area, {' ', '\r', '\n'});
    return {.value = toBuffer(area.first(size)), .used = size};
}

Buffer VerbCodec::encode(const Value& value) const
{
    return textOf(value);
}

Decoded ArgumentCodec::decode(const DecodeContext& context) const
{
    const Bytes area = areaOf(context);
    const std::size_t feed = offsetOf(area, {'\n'});
    const std::size_t used = std::min(feed + 1, area.size());
    Bytes text = area.first(feed);
    if (!text.empty() && text.back() == '\r')
        text = text.first(text.size() - 1);
    if (!text.empty() && text.front() == ' ')
        text = text.subspan(1);
    return {.value = toBuffer(text), .used = used, .elsewhere = {}, .damaged = feed == area.size()};
}

Buffer ArgumentCodec::encode(const Value& value) const
{
    const Buffer text = textOf(value);
    Buffer out;
    if (!text.empty())
        out.push_back(' ');
    append(out, text);
    append(out, toBuffer("\r\n"));
    return out;
}

Decoded SyslogDataCodec::decode(const DecodeContext& context) const
{
    const Bytes area = areaOf(context);
    std::size_t at = 0;
    bool isQuoted = false;
    if (!area.empty() && area[0] == '-') {
        at = 1;
    } else {
        while (at < area.size() && area[at] == '[') {
            for (++at; at < area.size() && (isQuoted || area[at] != ']'); ++at) {
                if (area[at] == '"')
                    isQuoted = !isQuoted;
                else if (area[at] == '\\' && at + 1 < area.size())
                    ++at;
            }
            at = std::min(at + 1, area.size());
        }
    }
    const bool takesBlank = at < area.size() && area[at] == ' ';
    return {.value = toBuffer(area.first(at)), .used = at + (takesBlank ? 1 : 0), .elsewhere = {}, .damaged = at == 0 || isQuoted};
}

Buffer SyslogDataCodec::encode(const Value& value) const
{
    Buffer out = textOf(value);
    if (out.empty())
        out.push_back('-');
    out.push_back(' ');
    return out;
}

Decoded SyslogPriorityCodec::decode(const DecodeContext& context) const
{
    const Bytes area = areaOf(context).first(std::min(context.end - context.at, mostPriorityBytes));
    const std::size_t close = offsetOf(area, {'>'});
    const bool isWhole = close < area.size() && area[0] == '<';
    const auto number = isWhole ? integerIn(toString(area.subspan(1, close - 1))) : std::nullopt;
    return {.value = number.value_or(0), .used = isWhole ? close + 1 : 0, .elsewhere = {}, .damaged = !number};
}

Buffer SyslogPriorityCodec::encode(const Value& value) const
{
    return toBuffer("<" + format(value) + ">");
}

std::optional<Value> SyslogPriorityCodec::parse(std::string_view text) const
{
    const auto number = integerIn(text);
    return number && *number >= 0 ? std::optional(Value(*number)) : std::nullopt;
}

std::string SyslogPriorityCodec::format(const Value& value) const
{
    return std::to_string(value.integer() != nullptr ? *value.integer() : 0);
}

Decoded TelnetDataCodec::decode(const DecodeContext& context) const
{
    const Bytes area = areaOf(context);
    Buffer data;
    std::size_t at = 0;
    for (; at < area.size(); ++at) {
        if (area[at] != telnetCommand) {
            data.push_back(area[at]);
        } else if (at + 1 < area.size() && area[at + 1] == telnetCommand) {
            data.push_back(telnetCommand);
            ++at;
        } else if (!m_isNegotiation) {
            break;
        } else if (at + 1 < area.size() && area[at + 1] == telnetEnd) {
            return {.value = std::move(data), .used = at + 2};
        } else {
            data.push_back(area[at]);
        }
    }
    return {.value = std::move(data), .used = at, .elsewhere = {}, .damaged = m_isNegotiation};
}

Buffer TelnetDataCodec::encode(const Value& value) const
{
    Buffer out;
    for (const std::uint8_t byte : textOf(value)) {
        out.push_back(byte);
        if (byte == telnetCommand)
            out.push_back(byte);
    }
    if (m_isNegotiation)
        out.insert(out.end(), {telnetCommand, telnetEnd});
    return out;
}

} // namespace fw
