#include "engine/protocol/codecs/xor_mapped.h"

#include "engine/base/address.h"
#include "engine/protocol/codecs/value_text.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::uint8_t magic[] = {0x21, 0x12, 0xa4, 0x42};

/// Mixing twice gives what there was.
Buffer mixed(Bytes bytes)
{
    Buffer out = toBuffer(bytes);
    for (std::size_t i = 0; i < out.size() && i < std::size(magic); ++i)
        out[i] ^= magic[i];
    return out;
}

/// Nothing if fewer bytes are left.
std::optional<Buffer> taken(const DecodeContext& context, std::size_t size)
{
    return context.end - context.at >= size ? std::optional(mixed(context.frame.subspan(context.at, size))) : std::nullopt;
}

} // namespace

Decoded XorPortCodec::decode(const DecodeContext& context) const
{
    const auto port = taken(context, 2);
    return port ? Decoded{.value = Value(static_cast<std::int64_t>((*port)[0] << 8 | (*port)[1])), .used = 2} : Decoded{.cut = true};
}

Buffer XorPortCodec::encode(const Value& value) const
{
    const std::int64_t port = value.integer() != nullptr ? *value.integer() : 0;
    return mixed(Buffer{static_cast<std::uint8_t>(port >> 8), static_cast<std::uint8_t>(port)});
}

std::optional<Value> XorPortCodec::parse(std::string_view text) const
{
    const auto port = integerIn(text);
    return port && *port >= 0 && *port <= 0xffff ? std::optional(Value(*port)) : std::nullopt;
}

std::string XorPortCodec::format(const Value& value) const
{
    return value.integer() != nullptr ? std::to_string(*value.integer()) : std::string();
}

Decoded XorIpv4Codec::decode(const DecodeContext& context) const
{
    auto address = taken(context, 4);
    return address ? Decoded{.value = Value(std::move(*address)), .used = 4} : Decoded{.cut = true};
}

Buffer XorIpv4Codec::encode(const Value& value) const
{
    return mixed(value.bytes() != nullptr ? *value.bytes() : Buffer(4));
}

std::optional<Value> XorIpv4Codec::parse(std::string_view text) const
{
    const auto address = parseIpv4(std::string(text));
    return address ? std::optional(Value(Buffer(address->begin(), address->end()))) : std::nullopt;
}

std::string XorIpv4Codec::format(const Value& value) const
{
    return value.bytes() != nullptr && value.bytes()->size() == 4 ? addressText(*value.bytes()) : std::string();
}

} // namespace fw
