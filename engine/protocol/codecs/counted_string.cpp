#include "engine/protocol/codecs/counted_string.h"

#include <algorithm>

namespace fw {

Decoded CountedStringCodec::decode(const DecodeContext& context) const
{
    if (context.at >= context.end)
        return {.value = Buffer{}, .used = 0, .elsewhere = {}, .damaged = true};
    const std::size_t length = context.frame[context.at];
    const std::size_t take = std::min(length, context.end - context.at - 1);
    return {.value = toBuffer(context.frame.subspan(context.at + 1, take)), .used = 1 + take, .elsewhere = {}, .damaged = take < length};
}

Buffer CountedStringCodec::encode(const Value& value) const
{
    Buffer out;
    const Buffer* content = value.bytes();
    const std::size_t length = content != nullptr ? std::min<std::size_t>(content->size(), 255) : 0;
    out.push_back(static_cast<std::uint8_t>(length));
    if (content != nullptr)
        append(out, Bytes(*content).first(length));
    return out;
}

std::optional<Value> CountedStringCodec::parse(std::string_view text) const
{
    return Value(toBuffer(text));
}

std::string CountedStringCodec::format(const Value& value) const
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

} // namespace fw
