// Options: ('MSS', 1460), ('NOP', None), 'end', (254, b'xy').
#include "engine/packet/coercion.h"

#include "engine/packet/near_names.h"

#include <algorithm>

namespace fw {

Result<Value> Coercion::toTlvs(const TypeDesc& type, Value value)
{
    const TlvDesc& tlv = m_protocols.tlv(type.tlv);
    std::vector<Value> given;
    if (auto* list = std::get_if<ValueList>(&value.data))
        given = std::move(list->items);
    else
        given.push_back(std::move(value));
    const bool outer = std::exchange(m_strict, false);
    const EnumDesc* names = std::exchange(m_names, nullptr);
    const FlagSetDesc* flags = std::exchange(m_flags, nullptr);
    ValueList out;
    Result<Value> element = Value();
    for (Value& item : given) {
        element = toTlv(tlv, std::move(item));
        if (!element)
            break;
        out.items.push_back(std::move(*element));
    }
    m_strict = outer;
    m_names = names;
    m_flags = flags;
    return element ? Result<Value>(std::move(out)) : element;
}

std::optional<std::uint32_t> Coercion::tagOf(const TlvDesc& tlv, const Value& value) const
{
    if (const auto* number = value.integer())
        return *number >= 0 && *number < std::int64_t{1} << tlv.tagBits ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
    const auto text = literalText(value);
    return text ? tlv.tagNamed(*text) : std::nullopt;
}

Result<Value> Coercion::toTlv(const TlvDesc& tlv, Value value)
{
    auto* tuple = std::get_if<ValueTuple>(&value.data);
    if (tuple == nullptr && value.list() != nullptr) // JSON has no tuples.
        return toTlv(tlv, ValueTuple{value.list()->items});
    if (tuple != nullptr && tuple->items.empty())
        return bad(value, "(name, value)");
    const Value tagText = tuple != nullptr ? tuple->items.front() : value;
    if (const auto tag = tagOf(tlv, tagText)) {
        if (tuple == nullptr)
            return tlvOf(tlv, *tag, {});
        return tlvOf(tlv, *tag, {std::make_move_iterator(tuple->items.begin() + 1), std::make_move_iterator(tuple->items.end())});
    }
    if (value.bytes() != nullptr)
        return value; // Bytes that are no option: they are sent as they are.
    std::vector<std::string_view> names;
    for (const auto& [tag, known] : tlv.cases)
        names.emplace_back(known.name);
    return bad(tagText, "an option (" + nearNamesText(literalText(tagText).value_or(""), names, 4) + ") or its number");
}

Result<Value> Coercion::tlvOf(const TlvDesc& tlv, std::uint32_t tag, std::vector<Value> values)
{
    static const TlvCase unknown;
    const TlvCase& known = tlv.find(tag) != nullptr ? *tlv.find(tag) : unknown;
    // One tuple of values is the same as several values.
    if (auto* several = values.size() == 1 ? std::get_if<ValueTuple>(&values[0].data) : nullptr)
        values = std::exchange(several->items, {});
    if (auto* several = values.size() == 1 && known.shape == TlvShape::Each ? std::get_if<ValueList>(&values[0].data) : nullptr)
        values = std::exchange(several->items, {});
    std::erase_if(values, [](const Value& value) { return value.isNone(); });
    const auto isEmpty = [](const Value& value) { return literalText(value) == ""; };
    if (tlv.isBare(tag))
        return std::ranges::all_of(values, isEmpty) ? Result<Value>(ValueTuple{{Value(std::int64_t{tag})}}) : bad(values[0], "no value for " + known.name);
    std::vector<Value> parts;
    for (Value& value : values) {
        Result<Value> part = tlvPart(known, parts.size(), std::move(value));
        if (!part)
            return part;
        parts.push_back(std::move(*part));
    }
    Result<Value> content = tlvContent(known, std::move(parts));
    if (!content || content->isNone())
        return content ? Result<Value>(ValueTuple{{Value(std::int64_t{tag})}}) : content;
    return Value(ValueTuple{{Value(std::int64_t{tag}), std::move(*content)}});
}

/// The parts as one value, the way dissecting gives it.
Result<Value> Coercion::tlvContent(const TlvCase& known, std::vector<Value> parts)
{
    const bool isRaw = parts.size() == 1 && parts[0].bytes() != nullptr && m_raw;
    if (known.shape == TlvShape::None && parts.empty())
        return Value(Buffer());
    if (known.shape == TlvShape::Each && !isRaw)
        return Value(ValueTuple{std::move(parts)});
    if (known.shape == TlvShape::Tuple && !isRaw && parts.size() == known.parts.size())
        return Value(ValueTuple{std::move(parts)});
    if (parts.size() == 1 && (isRaw || known.shape != TlvShape::Tuple))
        return std::move(parts[0]);
    if (parts.empty())
        return Value();
    Buffer joined;
    for (const Value& part : parts)
        if (part.bytes() == nullptr)
            return bad(ValueTuple{parts}, std::to_string(known.parts.size()) + " values for " + known.name);
        else
            append(joined, *part.bytes());
    return Value(std::move(joined));
}

Result<Value> Coercion::tlvPart(const TlvCase& known, std::size_t place, Value value)
{
    m_raw = false;
    if (known.parts.empty())
        return toBytes(value);
    if (known.shape != TlvShape::Each && place >= known.parts.size())
        return bad(value, std::to_string(known.parts.size()) + " value for " + known.name);
    const EnumDesc* outer = std::exchange(m_names, known.valueEnum);
    Result<Value> part = to(known.parts[known.shape == TlvShape::Each ? 0 : place], value);
    m_names = outer;
    m_raw = !part && value.bytes() != nullptr; // Wrong on purpose: sent as it is.
    return m_raw ? Result<Value>(std::move(value)) : part;
}

} // namespace fw
