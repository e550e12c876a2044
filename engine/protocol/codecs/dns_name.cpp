#include "engine/protocol/codecs/dns_name.h"

#include <algorithm>

namespace fw {
namespace {

constexpr int maxPointers = 32;     // A chain any longer is a loop, or made to waste time.
constexpr std::size_t maxName = 1024;
constexpr std::size_t farthestTarget = 0x4000; // A pointer has 14 bits.

} // namespace

Decoded DnsNameCodec::decode(const DecodeContext& context) const
{
    Decoded out;
    Buffer name;
    std::size_t at = context.at;
    std::size_t limit = context.end;
    std::size_t segment = at; // Where the labels now being read began.
    int pointers = 0;
    bool jumped = false;
    const auto leave = [&](std::size_t end) {
        if (jumped)
            out.elsewhere.emplace_back(segment, end - segment);
        else
            out.used = end - context.at;
    };
    while (true) {
        if (at >= limit || name.size() > maxName) {
            out.damaged = true;
            leave(std::min(at, limit));
            break;
        }
        const std::uint8_t length = context.frame[at];
        if (length >= 0xc0) {
            if (at + 1 >= limit || ++pointers > maxPointers) {
                out.damaged = true;
                leave(std::min(at + 2, limit));
                break;
            }
            leave(at + 2);
            jumped = true;
            at = context.origin + (static_cast<std::size_t>(length & 0x3f) << 8 | context.frame[at + 1]);
            segment = at;
            limit = context.frame.size(); // A pointer may lead anywhere in the message.
            continue;
        }
        ++at;
        if (length == 0) {
            leave(at);
            break;
        }
        const std::size_t take = std::min<std::size_t>(length, limit - at);
        append(name, context.frame.subspan(at, take));
        name.push_back('.');
        at += take;
        out.damaged = out.damaged || take < length;
    }
    if (name.empty())
        name.push_back('.');
    out.value = std::move(name);
    return out;
}

Buffer DnsNameCodec::encode(const Value& value) const
{
    Buffer out;
    const Buffer* name = value.bytes();
    if (name != nullptr) {
        auto at = name->begin();
        while (at != name->end()) {
            const auto dot = std::find(at, name->end(), std::uint8_t{'.'});
            const auto length = std::min<std::ptrdiff_t>(dot - at, 63); // RFC 1035: a label is at most 63 octets.
            if (length > 0) {
                out.push_back(static_cast<std::uint8_t>(length));
                out.insert(out.end(), at, at + length);
            }
            at = dot == name->end() ? dot : dot + 1;
        }
    }
    out.push_back(0);
    return out;
}

Buffer DnsNameCodec::encodeAmong(const Value& value, std::size_t at, WrittenNames& names) const
{
    const Buffer whole = encode(value);
    Buffer out;
    for (std::size_t i = 0; whole[i] != 0; i += 1 + std::size_t{whole[i]}) {
        Buffer rest(whole.begin() + static_cast<std::ptrdiff_t>(i), whole.end());
        const auto earlier = names.find(rest);
        if (m_compresses && earlier != names.end() && earlier->second < at) {
            out.push_back(static_cast<std::uint8_t>(0xc0 | earlier->second >> 8));
            out.push_back(static_cast<std::uint8_t>(earlier->second));
            return out;
        }
        if (at + i < farthestTarget)
            names.try_emplace(std::move(rest), at + i);
        out.insert(out.end(), whole.begin() + static_cast<std::ptrdiff_t>(i), whole.begin() + static_cast<std::ptrdiff_t>(i + 1 + whole[i]));
    }
    out.push_back(0);
    return out;
}

std::optional<Value> DnsNameCodec::parse(std::string_view text) const
{
    Buffer name = toBuffer(text);
    if (name.empty() || name.back() != '.')
        name.push_back('.');
    return Value(std::move(name));
}

std::string DnsNameCodec::format(const Value& value) const
{
    return value.bytes() != nullptr ? toString(*value.bytes()) : std::string();
}

} // namespace fw
