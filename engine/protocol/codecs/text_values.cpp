#include "engine/protocol/codecs/text_values.h"

#include "engine/base/address.h"
#include "engine/protocol/codecs/ip_prefix.h"
#include "engine/protocol/codecs/value_text.h"

namespace fw {
namespace {

constexpr std::size_t addressBytes = 4;

const IpPrefixCodec& prefixes()
{
    static const IpPrefixCodec codec("prefix_ipv4", addressBytes);
    return codec;
}

std::string_view textOf(const Value& value)
{
    const Buffer* text = value.bytes();
    return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text->data()), text->size()) : std::string_view();
}

/// What is no such text is sent as it is.
Buffer bytesOf(const Value& value)
{
    return value.bytes() != nullptr ? *value.bytes() : Buffer();
}

/// Its bytes; nothing if the text is none.
std::optional<Buffer> gapBlock(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    Buffer out;
    for (const std::string_view part : {text.substr(0, colon), text.substr(colon + 1)}) {
        const auto number = integerIn(part);
        if (!number || *number < 0 || *number > 0xffff)
            return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(*number >> 8));
        out.push_back(static_cast<std::uint8_t>(*number));
    }
    return out;
}

std::optional<Buffer> classlessRoute(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const auto network = colon != std::string_view::npos ? prefixes().parse(text.substr(0, colon)) : std::nullopt;
    const auto router = colon != std::string_view::npos ? parseIpv4(std::string(text.substr(colon + 1))) : std::nullopt;
    if (!network || !router)
        return std::nullopt;
    Buffer out = prefixes().encode(*network);
    out.insert(out.end(), router->begin(), router->end());
    return out;
}

} // namespace

Decoded GapBlockCodec::decode(const DecodeContext& context) const
{
    if (context.end - context.at < 4)
        return {.cut = true};
    const auto number = [&](std::size_t at) { return std::to_string(context.frame[context.at + at] << 8 | context.frame[context.at + at + 1]); };
    return {.value = toBuffer(number(0) + ":" + number(2)), .used = 4};
}

Buffer GapBlockCodec::encode(const Value& value) const
{
    return gapBlock(textOf(value)).value_or(bytesOf(value));
}

std::optional<Value> GapBlockCodec::parse(std::string_view text) const
{
    return gapBlock(text) ? std::optional(Value(toBuffer(text))) : std::nullopt;
}

std::string GapBlockCodec::format(const Value& value) const
{
    return std::string(textOf(value));
}

Decoded ClasslessRouteCodec::decode(const DecodeContext& context) const
{
    const Decoded network = prefixes().decode(context);
    const std::size_t used = network.used + addressBytes;
    if (network.damaged || context.end - context.at < used)
        return {.cut = true};
    const Bytes router = context.frame.subspan(context.at + network.used, addressBytes);
    return {.value = toBuffer(prefixes().format(network.value) + ":" + addressText(router)), .used = used};
}

Buffer ClasslessRouteCodec::encode(const Value& value) const
{
    return classlessRoute(textOf(value)).value_or(bytesOf(value));
}

std::optional<Value> ClasslessRouteCodec::parse(std::string_view text) const
{
    return classlessRoute(text) ? std::optional(Value(toBuffer(text))) : std::nullopt;
}

std::string ClasslessRouteCodec::format(const Value& value) const
{
    return std::string(textOf(value));
}

} // namespace fw
