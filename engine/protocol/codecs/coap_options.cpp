#include "engine/protocol/codecs/coap_options.h"

#include "engine/protocol/codecs/value_text.h"
#include "engine/protocol/description.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

constexpr std::uint8_t payloadMarker = 0xff;
constexpr std::size_t mostOptions = 1024;
constexpr std::size_t oneMoreByte = 13; // The nibble's number, and what the bytes after it start counting from.
constexpr std::size_t twoMoreBytes = 14;
constexpr std::size_t twoByteBase = 269;

/// A delta or length: a nibble and the bytes it may be continued in.
struct Extended {
    std::uint8_t nibble;
    Buffer more;
};

Extended extended(std::size_t number)
{
    if (number < oneMoreByte)
        return {static_cast<std::uint8_t>(number), {}};
    if (number < twoByteBase)
        return {oneMoreByte, {static_cast<std::uint8_t>(number - oneMoreByte)}};
    const std::size_t rest = std::min<std::size_t>(number - twoByteBase, 0xffff);
    return {twoMoreBytes, {static_cast<std::uint8_t>(rest >> 8), static_cast<std::uint8_t>(rest)}};
}

/// Nothing if the bytes end before, or the nibble is the reserved 15.
std::optional<std::size_t> readExtended(std::size_t nibble, Bytes frame, std::size_t& at, std::size_t end)
{
    if (nibble < oneMoreByte)
        return nibble;
    const std::size_t bytes = nibble - oneMoreByte + 1;
    if (bytes > 2 || end - at < bytes)
        return std::nullopt;
    const std::size_t number = bytes == 1 ? frame[at] + oneMoreByte : be16(frame, at) + twoByteBase;
    at += bytes;
    return number;
}

const Value* partOf(const Value& option, std::size_t part)
{
    const ValueTuple* tuple = option.tuple();
    return tuple != nullptr && part < tuple->items.size() ? &tuple->items[part] : nullptr;
}

std::size_t numberOf(const Value& option)
{
    const Value* number = partOf(option, 0);
    return number != nullptr && number->integer() != nullptr ? static_cast<std::size_t>(std::clamp<std::int64_t>(*number->integer(), 0, 0xffff)) : 0;
}

} // namespace

Decoded CoapOptionsCodec::decode(const DecodeContext& context) const
{
    Decoded out;
    ValueList options;
    std::size_t at = context.at;
    std::size_t number = 0;
    while (at < context.end && context.frame[at] != payloadMarker && options.items.size() < mostOptions) {
        const std::uint8_t head = context.frame[at];
        std::size_t next = at + 1;
        const auto delta = readExtended(head >> 4, context.frame, next, context.end);
        const auto length = delta ? readExtended(head & 0x0f, context.frame, next, context.end) : std::nullopt;
        if (!length) {
            out.damaged = true;
            break;
        }
        number += *delta;
        const std::size_t take = std::min(*length, context.end - next);
        options.items.emplace_back(ValueTuple{{Value(static_cast<std::int64_t>(number)), Value(toBuffer(context.frame.subspan(next, take)))}});
        at = next + take;
        if (take < *length) {
            out.damaged = true;
            break;
        }
    }
    out.used = at - context.at;
    out.value = std::move(options);
    return out;
}

Buffer CoapOptionsCodec::encode(const Value& value) const
{
    Buffer out;
    std::vector<Value> options = value.list() != nullptr ? value.list()->items : std::vector<Value>();
    std::ranges::stable_sort(options, {}, numberOf);
    std::size_t before = 0;
    for (const Value& option : options) {
        const Value* content = partOf(option, 1);
        const Buffer bytes = content != nullptr && content->bytes() != nullptr ? *content->bytes() : Buffer();
        const Extended delta = extended(numberOf(option) - before);
        const Extended length = extended(bytes.size());
        out.push_back(static_cast<std::uint8_t>(delta.nibble << 4 | length.nibble));
        append(out, delta.more);
        append(out, length.more);
        append(out, bytes);
        before = numberOf(option);
    }
    return out;
}

std::optional<Value> CoapOptionsCodec::parse(std::string_view text) const
{
    return text.empty() || text == "[]" ? std::optional(Value(ValueList{})) : std::nullopt;
}

std::string CoapOptionsCodec::formatNamed(const Value& value, const EnumDesc* names) const
{
    std::vector<std::string> parts;
    for (const Value& option : value.list() != nullptr ? value.list()->items : std::vector<Value>()) {
        const auto number = static_cast<std::int64_t>(numberOf(option));
        const Value* content = partOf(option, 1);
        const bool named = names != nullptr && names->names.contains(number);
        parts.push_back(fmt::format("({}, {})", named ? "'" + names->names.at(number) + "'" : std::to_string(number),
                                    bytesText(content != nullptr && content->bytes() != nullptr ? *content->bytes() : Buffer())));
    }
    return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::optional<Value> CoapOptionsCodec::convert(const Value& given, const EnumDesc* names) const
{
    if (given.list() == nullptr)
        return std::nullopt;
    ValueList options;
    for (const Value& item : given.list()->items) {
        const Value* tag = partOf(item, 0);
        const Value* content = partOf(item, 1);
        const auto bytes = content != nullptr ? textBytes(*content) : std::nullopt;
        if (!bytes)
            return std::nullopt;
        std::optional<std::int64_t> number = tag->integer() != nullptr ? std::optional(*tag->integer()) : std::nullopt;
        if (const auto name = textBytes(*tag); name && names != nullptr)
            if (const auto found = names->values.find(toString(*name)); found != names->values.end())
                number = found->second;
        if (!number || *number < 0 || *number > 0xffff)
            return std::nullopt;
        options.items.emplace_back(ValueTuple{{Value(*number), Value(*bytes)}});
    }
    return Value(std::move(options));
}

} // namespace fw
