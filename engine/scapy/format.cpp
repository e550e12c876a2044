// A stack as the expression that makes it: what is set, not what the layers imply.
#include "engine/packet/field_scope.h"
#include "engine/packet/python_text.h"
#include "engine/packet/sets.h"
#include "engine/protocol/codec.h"
#include "engine/scapy/scapy.h"

#include "engine/base/address.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace fw::scapy {
namespace {

constexpr int mostDepth = 32;

std::string inQuotes(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : std::string(1, c);
    }
    return out + "\"";
}

bool isPlainText(Bytes bytes)
{
    return std::ranges::all_of(bytes, [](std::uint8_t c) { return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t'; });
}

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ",")); }

/// Writes the values of one layer or structure.
class Writer {
public:
    Writer(const Protocols& protocols, const Layer& layer, int depth)
        : m_protocols(protocols)
        , m_layer(completed(protocols, layer))
        , m_scope(FieldScope::alone(protocols, m_layer))
        , m_depth(depth)
    {
    }

    std::string layer()
    {
        std::vector<std::string> fields;
        for (std::size_t i = 0; i < m_scope.protocol().fields.size() && m_depth < mostDepth; ++i) {
            const Slot& slot = m_layer.fields[i];
            const bool isRead = slot.state == SlotState::Dissected && !m_scope.protocol().fields[i].hidden;
            if ((slot.state == SlotState::Explicit || isRead) && !slot.value.isNone())
                fields.push_back(m_scope.protocol().fields[i].name + "=" + field(static_cast<FieldIndex>(i), slot.value));
        }
        return fmt::format("{}({})", m_scope.protocol().name, fmt::join(fields, ", "));
    }

private:
    std::string field(FieldIndex index, const Value& value)
    {
        m_field = &m_scope.protocol().fields[index];
        m_hex = m_field->base == Base::Hex || (m_field->names != nullptr && m_field->names->hex);
        m_flags = m_field->flags != nullptr && !m_field->flags->isSet ? m_field->flags : nullptr; // Of a set Scapy takes the number as well.
        m_isSwitch = m_field->type != noType && m_protocols.type(m_field->type).kind == Kind::Switch;
        return typed(m_field->type, value);
    }

    std::string typed(TypeId id, const Value& value)
    {
        static const TypeDesc unknown;
        if (const ValueSet* several = value.set())
            return set(id, *several);
        id = m_scope.typeFor(id, value);
        const TypeDesc& type = id == noType ? unknown : m_protocols.type(id);
        if (const auto* number = value.integer())
            return integer(type, *number);
        if (const auto* number = value.real())
            return std::isfinite(*number) ? pythonFloat(*number) : fmt::format("float(\"{}\")", *number);
        if (const auto* content = value.bytes())
            return bytes(type, *content);
        if (const HostName* name = value.hostName())
            return inQuotes(name->text);
        if (const ValueList* elements = value.list())
            return list(type, *elements);
        if (const Layer* structure = value.layer())
            return Writer(m_protocols, *structure, m_depth + 1).layer();
        if (type.kind == Kind::Codec)
            return inQuotes(type.codec->plain(value));
        return value.tuple() != nullptr ? "(" + sequence(noType, value.tuple()->items) + ")" : "None";
    }

    std::string integer(const TypeDesc& type, std::int64_t value) const
    {
        const bool isUnsigned = type.kind == Kind::Int && type.bits == 64 && !type.isSigned;
        const auto pattern = static_cast<std::uint64_t>(value);
        if (m_flags != nullptr && value != 0)
            if (const std::string text = m_flags->text(pattern); m_flags->parse(text) == pattern)
                return inQuotes(text);
        if (m_field->scaled && m_field->scale != 1)
            return pythonFloat(static_cast<double>(value) * m_field->scale);
        if (m_hex && (value > 9 || (isUnsigned && value < 0)))
            return fmt::format("{:#x}", pattern);
        return isUnsigned ? std::to_string(pattern) : std::to_string(value);
    }

    std::string bytes(const TypeDesc& type, const Buffer& value) const
    {
        const std::size_t size = type.bits / 8U;
        const bool isAddress = type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6;
        if (isAddress && value.size() == size)
            return inQuotes(addressText(value));
        if ((type.kind == Kind::Oui || type.kind == Kind::Eui64) && value.size() == size)
            return inQuotes(macText(value));
        if (type.kind == Kind::Uuid && value.size() == size)
            return inQuotes(toHex(value));
        if (type.kind == Kind::Codec)
            if (const std::string text = type.codec->plain(value); isPlainText(toBuffer(text)) && type.codec->parse(text) == Value(value))
                return inQuotes(text);
        const bool isText = type.kind == Kind::Octets || type.kind == Kind::Text || type.kind == Kind::CString || type.kind == Kind::Line;
        return isText && !m_isSwitch && isPlainText(value) ? inQuotes(toString(value)) : pythonBytes(value);
    }

    std::string sequence(TypeId type, const std::vector<Value>& items)
    {
        std::vector<std::string> parts;
        for (const Value& item : items)
            parts.push_back(typed(type, item));
        return joined(parts);
    }

    std::string list(const TypeDesc& type, const ValueList& value)
    {
        if (type.kind == Kind::Tlv) {
            std::vector<std::string> parts;
            for (const Value& item : value.items)
                parts.push_back(tlv(m_protocols.tlv(type.tlv), item));
            return "[" + joined(parts) + "]";
        }
        const auto isLayer = [](const Value& item) { return item.layer() != nullptr; };
        if (m_field->chain && value.items.empty())
            return "None";
        if (m_field->chain && std::ranges::all_of(value.items, isLayer)) {
            std::vector<std::string> parts;
            for (const Value& item : value.items)
                parts.push_back(typed(type.element, item));
            return fmt::format("{}", fmt::join(parts, "/"));
        }
        return "[" + sequence(type.kind == Kind::List ? type.element : noType, value.items) + "]";
    }

    std::string tlv(const TlvDesc& tlvs, const Value& element)
    {
        const ValueTuple* tuple = element.tuple();
        const std::int64_t* tag = tuple != nullptr && !tuple->items.empty() ? tuple->items[0].integer() : nullptr;
        if (tag == nullptr)
            return typed(noType, element);
        const auto number = static_cast<std::uint32_t>(*tag);
        const TlvCase* known = tlvs.find(number);
        const bool hasName = known != nullptr && tlvs.tagNamed(known->name) == number;
        const std::string name = hasName ? inQuotes(known->name) : std::to_string(number);
        if (tuple->items.size() == 1)
            return tlvs.bareAsName && tlvs.isBare(number) && hasName ? name : "(" + name + ",None)";
        const Value& value = tuple->items[1];
        const ValueTuple* several = value.tuple();
        if (several == nullptr)
            return "(" + name + "," + tlvPart(known, 0, value) + ")";
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < several->items.size(); ++i)
            parts.push_back(tlvPart(known, i, several->items[i]));
        if (known != nullptr && known->asList)
            return "(" + name + ",[" + joined(parts) + "])";
        if (tlvs.bareAsName && !parts.empty())
            return "(" + name + "," + joined(parts) + ")";
        return "(" + name + ",(" + joined(parts) + (parts.size() == 1 ? ",))" : "))");
    }

    std::string tlvPart(const TlvCase* known, std::size_t place, const Value& value)
    {
        const std::size_t count = known != nullptr ? known->parts.size() : 0;
        return typed(count == 0 ? noType : known->parts[known->shape == TlvShape::Each ? 0 : std::min(place, count - 1)], value);
    }

    std::string set(TypeId type, const ValueSet& value)
    {
        const FlagSetDesc* flags = std::exchange(m_flags, nullptr); // A list of flag names is one value to Scapy.
        std::string out;
        if (const RangeBounds* range = asRange(value)) {
            const std::string step = range->step == 1 ? "" : fmt::format(",{}", range->step);
            out = fmt::format("({},{}{})", typed(type, range->first), typed(type, range->last), step);
        } else if (const auto* members = asList(value)) {
            out = "[" + sequence(type, *members) + "]";
        } else if (const auto* choices = asChoice(value)) {
            out = "RandChoice(" + sequence(type, *choices) + ")";
        } else if (const AddressBounds* addresses = asAddresses(value); addresses != nullptr && addresses->text.find('/') != std::string::npos) {
            out = inQuotes(addresses->text);
        } else if (addresses != nullptr) {
            out = fmt::format("{}(\"{}\",\"{}\")", addresses->first.size() == 4 ? "Net" : "Net6", addressText(addresses->first), addressText(addresses->last));
        } else if (const std::string* random = asRandom(value)) {
            out = *random;
        } else {
            out = typed(type, value.at(0));
        }
        m_flags = flags;
        return out;
    }

    const Protocols& m_protocols;
    Layer m_layer;
    FieldScope m_scope;
    int m_depth;
    const FieldDesc* m_field = nullptr;
    const FlagSetDesc* m_flags = nullptr;
    bool m_hex = false;
    bool m_isSwitch = false;
};

/// The bytes of a layer that is nothing but readable text.
const Buffer* payloadText(const Protocols& protocols, const Layer& layer)
{
    if (layer.protocol != protocols.raw() || layer.fields.size() != 1 || layer.fields[0].state == SlotState::Auto)
        return nullptr;
    const Buffer* bytes = layer.fields[0].value.bytes();
    return bytes != nullptr && isPlainText(*bytes) ? bytes : nullptr;
}

} // namespace

std::string format(const Protocols& protocols, const Draft& draft)
{
    std::string out;
    for (std::size_t i = 0; i < draft.layers.size(); ++i) {
        // Python joins layers from the left, and two strings cannot be joined.
        const Buffer* text = i > 0 ? payloadText(protocols, draft.layers[i]) : nullptr;
        out += i > 0 ? "/" : "";
        out += text != nullptr ? inQuotes(toString(*text)) : Writer(protocols, draft.layers[i], 0).layer();
    }
    return out;
}

} // namespace fw::scapy
