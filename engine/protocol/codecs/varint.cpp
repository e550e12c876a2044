#include "engine/protocol/codecs/varint.h"

#include "engine/protocol/codecs/value_text.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t mostGroups = 10; // 64 bits, seven at a time.

Decoded decodeQuic(Bytes bytes)
{
    Decoded out{.value = std::int64_t{0}, .used = bytes.size(), .elsewhere = {}, .damaged = true};
    if (bytes.empty())
        return out;
    const std::size_t size = std::size_t{1} << (bytes[0] >> 6);
    const std::size_t take = std::min(size, bytes.size());
    std::uint64_t number = bytes[0] & 0x3f;
    for (std::size_t i = 1; i < take; ++i)
        number = number << 8 | bytes[i];
    return {.value = static_cast<std::int64_t>(number), .used = take, .elsewhere = {}, .damaged = take < size};
}

Decoded decodeGroups(Bytes bytes, std::size_t most, bool highestFirst)
{
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < std::min(most, bytes.size()); ++i) {
        const std::uint64_t group = bytes[i] & 0x7f;
        number = highestFirst ? number << 7 | group : number | group << (7 * i);
        if ((bytes[i] & 0x80) == 0)
            return {.value = static_cast<std::int64_t>(number), .used = i + 1};
    }
    return {.value = static_cast<std::int64_t>(number), .used = std::min(most, bytes.size()), .elsewhere = {}, .damaged = true};
}

Buffer encodeQuic(std::uint64_t number)
{
    const unsigned form = number < 1U << 6 ? 0 : number < 1U << 14 ? 1 : number < 1U << 30 ? 2 : 3;
    Buffer out(std::size_t{1} << form);
    writeBits(out, 0, static_cast<unsigned>(out.size() * 8), number);
    out[0] = static_cast<std::uint8_t>((out[0] & 0x3f) | form << 6);
    return out;
}

Buffer encodeGroups(std::uint64_t number, bool highestFirst)
{
    Buffer out;
    do {
        out.push_back(static_cast<std::uint8_t>(number & 0x7f));
        number >>= 7;
    } while (number != 0);
    if (highestFirst)
        std::ranges::reverse(out);
    for (std::size_t i = 0; i + 1 < out.size(); ++i)
        out[i] |= 0x80;
    return out;
}

} // namespace

Decoded VarintCodec::decode(const DecodeContext& context) const
{
    const Bytes bytes = context.frame.subspan(context.at, context.end - context.at);
    switch (m_form) {
    case Form::Quic:
        return decodeQuic(bytes);
    case Form::Mqtt:
        return decodeGroups(bytes, 4, false);
    case Form::Leb128:
        return decodeGroups(bytes, mostGroups, false);
    case Form::Sdnv:
        return decodeGroups(bytes, mostGroups, true);
    }
    return {};
}

Buffer VarintCodec::encode(const Value& value) const
{
    const auto number = static_cast<std::uint64_t>(value.integer() != nullptr ? *value.integer() : 0);
    return m_form == Form::Quic ? encodeQuic(number) : encodeGroups(number, m_form == Form::Sdnv);
}

std::optional<Value> VarintCodec::parse(std::string_view text) const
{
    const auto number = integerIn(text);
    return number ? std::optional(Value(*number)) : std::nullopt;
}

std::string VarintCodec::format(const Value& value) const
{
    return std::to_string(static_cast<std::uint64_t>(value.integer() != nullptr ? *value.integer() : 0));
}

} // namespace fw
