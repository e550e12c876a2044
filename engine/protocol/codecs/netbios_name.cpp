#include "engine/protocol/codecs/netbios_name.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t characters = 15;
constexpr std::uint8_t lengthByte = 32; // Two letters for each of the 16 characters.

} // namespace

Decoded NetbiosNameCodec::decode(const DecodeContext& context) const
{
    const Bytes bytes = context.frame.subspan(context.at, std::min(context.end - context.at, 1 + 2 * characters));
    Decoded out{.value = {}, .used = bytes.size(), .elsewhere = {}, .damaged = bytes.size() < 1 + 2 * characters || bytes[0] != lengthByte};
    Buffer name;
    for (std::size_t i = 1; i + 1 < bytes.size(); i += 2) {
        const auto isLetter = [](std::uint8_t c) { return c >= 'A' && c <= 'P'; };
        out.damaged = out.damaged || !isLetter(bytes[i]) || !isLetter(bytes[i + 1]);
        name.push_back(static_cast<std::uint8_t>((bytes[i] - 'A') << 4 | ((bytes[i + 1] - 'A') & 0x0f)));
    }
    out.value = std::move(name);
    return out;
}

Buffer NetbiosNameCodec::encode(const Value& value) const
{
    Buffer name = value.bytes() != nullptr ? *value.bytes() : Buffer();
    name.resize(characters, ' ');
    Buffer out{lengthByte};
    for (const std::uint8_t c : name) {
        out.push_back(static_cast<std::uint8_t>('A' + (c >> 4)));
        out.push_back(static_cast<std::uint8_t>('A' + (c & 0x0f)));
    }
    return out;
}

std::optional<Value> NetbiosNameCodec::parse(std::string_view text) const
{
    return Value(toBuffer(text));
}

std::string NetbiosNameCodec::format(const Value& value) const
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

std::string NetbiosNameCodec::shown(const Value& value, const EnumDesc*, Came) const
{
    std::string text = format(value);
    text.erase(text.find_last_not_of('\0') + 1);
    return text;
}

} // namespace fw
