#include "engine/protocol/codecs/type_bitmap.h"

#include "engine/protocol/codecs/value_text.h"
#include "engine/protocol/description.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace fw {
namespace {

constexpr std::size_t mostBytes = 32; // Of one window: 256 bits.

std::optional<std::int64_t> typeNumber(const Value& given, const EnumDesc* names)
{
    if (const auto* number = given.integer())
        return *number >= 0 && *number <= 0xffff ? std::optional(*number) : std::nullopt;
    const auto name = textBytes(given);
    if (!name || names == nullptr)
        return std::nullopt;
    const auto found = names->values.find(toString(*name));
    return found == names->values.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

Decoded TypeBitmapCodec::decode(const DecodeContext& context) const
{
    Decoded out;
    ValueList types;
    std::size_t at = context.at;
    while (at + 2 <= context.end) {
        const std::int64_t window = context.frame[at];
        const std::size_t told = context.frame[at + 1];
        const std::size_t size = std::min({told, mostBytes, context.end - at - 2});
        out.damaged = out.damaged || size < told || told == 0;
        for (std::size_t bit = 0; bit < size * 8; ++bit)
            if ((context.frame[at + 2 + bit / 8] & 0x80 >> bit % 8) != 0)
                types.items.emplace_back(window << 8 | static_cast<std::int64_t>(bit));
        at += 2 + size;
    }
    out.damaged = out.damaged || at < context.end;
    out.used = context.end - context.at;
    out.value = std::move(types);
    return out;
}

Buffer TypeBitmapCodec::encode(const Value& value) const
{
    if (const Buffer* bytes = value.bytes())
        return *bytes;
    std::set<std::int64_t> types;
    if (const ValueList* list = value.list())
        for (const Value& item : list->items)
            if (const auto number = typeNumber(item, nullptr))
                types.insert(*number);
    Buffer out;
    for (auto next = types.begin(); next != types.end();) {
        const std::int64_t window = *next >> 8;
        Buffer bits;
        for (; next != types.end() && *next >> 8 == window; ++next) {
            const auto bit = static_cast<std::size_t>(*next & 0xff);
            bits.resize(std::max(bits.size(), bit / 8 + 1));
            bits[bit / 8] |= static_cast<std::uint8_t>(0x80 >> bit % 8);
        }
        out.push_back(static_cast<std::uint8_t>(window));
        out.push_back(static_cast<std::uint8_t>(bits.size()));
        append(out, bits);
    }
    return out;
}

std::optional<Value> TypeBitmapCodec::parse(std::string_view text) const
{
    ValueList types;
    while (true) {
        const std::size_t from = text.find_first_not_of("[], ");
        if (from == std::string_view::npos)
            return Value(std::move(types));
        const std::size_t to = std::min(text.find_first_of("[], ", from), text.size());
        const auto number = integerIn(text.substr(from, to - from));
        if (!number || *number < 0 || *number > 0xffff)
            return std::nullopt;
        types.items.emplace_back(*number);
        text.remove_prefix(to);
    }
}

std::string TypeBitmapCodec::formatNamed(const Value& value, const EnumDesc* names) const
{
    if (const Buffer* bytes = value.bytes())
        return bytesText(*bytes);
    std::vector<std::string> parts;
    if (const ValueList* list = value.list())
        for (const Value& item : list->items) {
            const std::int64_t number = item.integer() != nullptr ? *item.integer() : 0;
            const auto found = names != nullptr ? names->names.find(number) : decltype(names->names.end()){};
            const bool named = names != nullptr && found != names->names.end();
            parts.push_back(named ? "'" + found->second + "'" : std::to_string(number));
        }
    return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::optional<Value> TypeBitmapCodec::convert(const Value& given, const EnumDesc* names) const
{
    if (given.bytes() != nullptr)
        return given;
    const ValueList* list = given.list();
    if (list == nullptr)
        return std::nullopt;
    ValueList types;
    for (const Value& item : list->items) {
        const auto number = typeNumber(item, names);
        if (!number)
            return std::nullopt;
        types.items.emplace_back(*number);
    }
    return Value(std::move(types));
}

} // namespace fw
