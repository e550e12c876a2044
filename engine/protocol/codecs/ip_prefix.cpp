#include "engine/protocol/codecs/ip_prefix.h"

#include "engine/base/address.h"
#include "engine/protocol/codecs/value_text.h"

#include <algorithm>

namespace fw {

Decoded IpPrefixCodec::decode(const DecodeContext& context) const
{
    if (context.at >= context.end)
        return {.value = Buffer{0}, .used = 0, .elsewhere = {}, .damaged = true};
    const std::size_t bits = context.frame[context.at];
    const std::size_t size = (bits + 7) / 8;
    const std::size_t take = std::min(size, context.end - context.at - 1);
    return {.value = toBuffer(context.frame.subspan(context.at, 1 + take)), .used = 1 + take, .elsewhere = {},
            .damaged = take < size || size > m_addressBytes};
}

Buffer IpPrefixCodec::encode(const Value& value) const
{
    return value.bytes() != nullptr && !value.bytes()->empty() ? *value.bytes() : Buffer{0};
}

std::optional<Value> IpPrefixCodec::parse(std::string_view text) const
{
    const std::size_t slash = std::min(text.find('/'), text.size());
    const std::string address(text.substr(0, slash));
    Buffer bytes;
    if (const auto v4 = m_addressBytes == 4 ? parseIpv4(address) : std::nullopt)
        bytes.assign(v4->begin(), v4->end());
    else if (const auto v6 = m_addressBytes == 16 ? parseIpv6(address) : std::nullopt)
        bytes.assign(v6->begin(), v6->end());
    const auto bits = slash == text.size() ? std::optional(static_cast<std::int64_t>(m_addressBytes * 8)) : integerIn(text.substr(slash + 1));
    if (bytes.empty() || !bits || *bits < 0 || *bits > 255)
        return std::nullopt;
    bytes.resize(static_cast<std::size_t>(*bits + 7) / 8);
    bytes.insert(bytes.begin(), static_cast<std::uint8_t>(*bits));
    return Value(std::move(bytes));
}

std::string IpPrefixCodec::format(const Value& value) const
{
    const Buffer* bytes = value.bytes();
    const std::size_t bits = bytes != nullptr && !bytes->empty() ? bytes->front() : 0;
    Buffer address = bits > 0 || (bytes != nullptr && bytes->size() > 1) ? Buffer(bytes->begin() + 1, bytes->end()) : Buffer();
    address.resize(m_addressBytes);
    return addressText(address) + "/" + std::to_string(bits);
}

} // namespace fw
