#include "engine/protocol/codecs/decimal_digits.h"

#include <algorithm>
#include <cctype>

namespace fw {
namespace {

constexpr std::uint8_t filler = 15;

std::uint8_t digitValue(std::uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const int letter = std::tolower(c);
    return letter >= 'a' && letter <= 'e' ? static_cast<std::uint8_t>(letter - 'a' + 10) : filler;
}

} // namespace

Decoded DecimalDigitsCodec::decode(const DecodeContext& context) const
{
    Buffer digits;
    const auto add = [&](int half) {
        if (half != filler)
            digits.push_back(static_cast<std::uint8_t>("0123456789abcde"[half]));
    };
    for (std::size_t at = context.at; at < context.end; ++at) {
        const int high = context.frame[at] >> 4;
        const int low = context.frame[at] & 0x0f;
        add(m_lowFirst ? low : high);
        add(m_lowFirst ? high : low);
    }
    return {.value = std::move(digits), .used = context.end - context.at};
}

Buffer DecimalDigitsCodec::encode(const Value& value) const
{
    Buffer out;
    const Buffer digits = value.bytes() != nullptr ? *value.bytes() : Buffer();
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const std::uint8_t first = digitValue(digits[i]);
        const std::uint8_t second = i + 1 < digits.size() ? digitValue(digits[i + 1]) : filler;
        out.push_back(static_cast<std::uint8_t>(m_lowFirst ? second << 4 | first : first << 4 | second));
    }
    return out;
}

std::optional<Value> DecimalDigitsCodec::parse(std::string_view text) const
{
    if (!std::ranges::all_of(text, [](char c) { return digitValue(static_cast<std::uint8_t>(c)) != filler; }))
        return std::nullopt;
    return Value(toBuffer(text));
}

std::string DecimalDigitsCodec::format(const Value& value) const
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

} // namespace fw
