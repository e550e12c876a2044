#include "engine/protocol/codecs/labels.h"

#include <algorithm>

namespace fw {

Decoded LabelsCodec::decode(const DecodeContext& context) const
{
    Bytes rest = context.frame.subspan(context.at, context.end - context.at);
    Buffer text;
    bool damaged = false;
    for (bool isFirst = true; !rest.empty(); isFirst = false) {
        const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 1);
        damaged = damaged || length < rest[0];
        if (!isFirst)
            text.push_back('.');
        append(text, rest.subspan(1, length));
        rest = rest.subspan(1 + length);
    }
    return {.value = std::move(text), .used = context.end - context.at, .elsewhere = {}, .damaged = damaged};
}

Buffer LabelsCodec::encode(const Value& value) const
{
    constexpr std::size_t longest = 255;
    Buffer out;
    const Buffer* content = value.bytes();
    if (content == nullptr || content->empty())
        return out;
    for (auto at = content->begin(); ; ++at) {
        const auto dot = std::find(at, content->end(), std::uint8_t{'.'});
        const Bytes label = Bytes(at, dot).first(std::min<std::size_t>(static_cast<std::size_t>(dot - at), longest));
        out.push_back(static_cast<std::uint8_t>(label.size()));
        append(out, label);
        if (dot == content->end())
            return out;
        at = dot;
    }
}

std::optional<Value> LabelsCodec::parse(std::string_view text) const
{
    return Value(toBuffer(text));
}

std::string LabelsCodec::format(const Value& value) const
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

} // namespace fw
