#include "engine/protocol/codecs/isis_id.h"

#include "engine/base/bytes.h"

#include <algorithm>
#include <cctype>

namespace fw {
namespace {

int digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char letter = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool isSeparator(char c)
{
    return c == '.' || c == '-';
}

/// Digits without the signs between them; what is no digit ends them.
Buffer bytesOf(std::string_view text)
{
    Buffer out;
    int high = -1;
    for (const char c : text) {
        if (isSeparator(c))
            continue;
        const int digit = digitValue(c);
        if (digit < 0)
            break;
        if (high >= 0)
            out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
        high = high >= 0 ? -1 : digit;
    }
    return out;
}

} // namespace

std::size_t IsisIdCodec::size() const
{
    switch (m_form) {
    case Form::System:
        return 6;
    case Form::Node:
        return 7;
    case Form::Message:
        return 8;
    case Form::Area:
        break;
    }
    return 0;
}

Decoded IsisIdCodec::decode(const DecodeContext& context) const
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const std::size_t there = context.end - context.at;
    const std::size_t used = size() != 0 ? std::min(size(), there) : there;
    Buffer text;
    for (std::size_t i = 0; i < used; ++i) {
        const bool isAfterPair = m_form == Form::Area ? i % 2 == 1 : i > 0 && i % 2 == 0;
        if (i == 7)
            text.push_back(m_form == Form::Area ? '.' : '-');
        else if (isAfterPair)
            text.push_back('.');
        const std::uint8_t byte = context.frame[context.at + i];
        text.push_back(static_cast<std::uint8_t>(digits[byte >> 4]));
        text.push_back(static_cast<std::uint8_t>(digits[byte & 0x0f]));
    }
    return {.value = std::move(text), .used = used, .damaged = used < size()};
}

Buffer IsisIdCodec::encode(const Value& value) const
{
    Buffer out = value.bytes() != nullptr ? bytesOf(toString(*value.bytes())) : Buffer();
    if (size() != 0)
        out.resize(size());
    return out;
}

std::optional<Value> IsisIdCodec::parse(std::string_view text) const
{
    const auto digits = std::ranges::count_if(text, [](char c) { return digitValue(c) >= 0; });
    const bool isWhole = std::ranges::all_of(text, [](char c) { return digitValue(c) >= 0 || isSeparator(c); }) && digits % 2 == 0;
    if (!isWhole || (size() != 0 && static_cast<std::size_t>(digits) != size() * 2))
        return std::nullopt;
    return Value(toBuffer(text));
}

std::string IsisIdCodec::format(const Value& value) const
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

} // namespace fw
