#include "engine/packet/value_writer.h"

#include "engine/base/address.h"
#include "engine/packet/python_text.h"
#include "engine/packet/sets.h"
#include "engine/packet/value_formats.h"
#include "engine/protocol/codec.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fw {

namespace {

std::string hexNumber(std::int64_t value, bool isUnsigned)
{
    if (isUnsigned)
        return fmt::format("0x{:x}", static_cast<std::uint64_t>(value));
    return value < 0 ? fmt::format("-0x{:x}", 0 - static_cast<std::uint64_t>(value)) : fmt::format("0x{:x}", value);
}

std::string joined(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, ", "));
}

bool isAddress(Kind kind)
{
    return kind == Kind::Mac || kind == Kind::Ipv4 || kind == Kind::Ipv6;
}

std::string groupedHex(const Buffer& bytes, std::initializer_list<std::size_t> groups, char separator)
{
    std::string out;
    std::size_t at = 0;
    for (const std::size_t group : groups) {
        if (at != 0)
            out += separator;
        out += toHex(Bytes(bytes).subspan(at, group));
        at += group;
    }
    return out;
}

/// What is read is a float, as Scapy divides it; what is typed or by default is most often a whole number.
std::string scaledText(std::int64_t value, double scale, bool isRead)
{
    constexpr double largestExact = 9007199254740992.0;
    const double shown = static_cast<double>(value) * scale;
    const bool isWhole = shown == std::floor(shown) && std::abs(shown) < largestExact;
    return isWhole && (!isRead || scale == std::floor(scale)) ? std::to_string(static_cast<std::int64_t>(shown)) : pythonFloat(shown);
}

/// Nothing if the bytes are not of the kind's size.
std::optional<std::string> addressOf(Kind kind, const Buffer& bytes)
{
    if (kind == Kind::Mac && bytes.size() == 6)
        return macText(bytes);
    if (kind == Kind::Ipv4 && bytes.size() == 4)
        return ipv4Text(bytes);
    if (kind == Kind::Ipv6 && bytes.size() == 16)
        return ipv6Text(bytes);
    if (kind == Kind::Eui64 && bytes.size() == 8)
        return groupedHex(bytes, {1, 1, 1, 1, 1, 1, 1, 1}, ':');
    if (kind == Kind::Oui && bytes.size() == 3)
        return groupedHex(bytes, {1, 1, 1}, ':');
    if (kind == Kind::Uuid && bytes.size() == 16)
        return groupedHex(bytes, {4, 2, 2, 2, 6}, '-');
    return std::nullopt;
}

/// Zeros at the end of a field of fixed size are not told.
Buffer withoutFilling(const Buffer& value)
{
    return {value.begin(), std::find_if(value.rbegin(), value.rend(), [](std::uint8_t byte) { return byte != 0; }).base()};
}

/// What a person types for bytes: printable characters as they are, everything else as \xff.
std::string escaped(Bytes bytes)
{
    std::string out;
    while (!bytes.empty()) {
        const Utf8Character character = decodeUtf8(bytes);
        const std::size_t size = std::max<std::size_t>(character.size, 1);
        if (character.size != 0 && character.value != '\\' && isPrintable(character.value))
            out += toString(bytes.first(size));
        else if (bytes[0] == '\\')
            out += "\\\\";
        else
            for (const std::uint8_t byte : bytes.first(size))
                out += fmt::format("\\x{:02x}", byte);
        bytes = bytes.subspan(size);
    }
    return out;
}

/// Python's repr() of a value of which nothing is known but itself.
std::string untyped(const Value& value)
{
    if (const auto* number = value.integer())
        return std::to_string(*number);
    if (const auto* number = value.real())
        return pythonFloat(*number);
    if (const auto* bytes = value.bytes())
        return pythonBytes(*bytes);
    if (const auto* name = value.hostName())
        return pythonString(toBuffer(name->text));
    std::vector<std::string> parts;
    if (const auto* list = value.list()) {
        std::ranges::transform(list->items, std::back_inserter(parts), untyped);
        return "[" + joined(parts) + "]";
    }
    if (const auto* tuple = value.tuple()) {
        std::ranges::transform(tuple->items, std::back_inserter(parts), untyped);
        return "(" + joined(parts) + (parts.size() == 1 ? ",)" : ")");
    }
    return "None";
}

/// An automatic field is None; but a number that counts a chain of packets is counted, and what has no default is zero.
std::string unsetText(FieldScope& scope, FieldIndex field)
{
    const FieldDesc& desc = scope.protocol().fields[field];
    const Value& value = scope.value(field);
    const TypeId id = scope.typeFor(desc.type, value);
    const TypeDesc type = id != noType ? scope.protocols().type(id) : TypeDesc{};
    const bool isEmptyList = value.list() != nullptr && value.list()->items.empty();
    if (type.kind == Kind::Tlv && (isEmptyList || value.isNone()))
        return scope.protocols().tlv(type.tlv).bareAsName ? "[]" : "''";
    if (!value.isNone())
        return ValueWriter(scope).field(field, value);
    const FieldDesc* sized = desc.sizes != noField ? &scope.protocol().fields[desc.sizes] : nullptr;
    if (sized != nullptr && sized->chain && sized->sizedBy && sized->sizedBy->counts)
        return std::to_string(scope.countOfField(desc.sizes).number);
    return desc.automatic == 0 && !desc.hasDefault && type.kind == Kind::Int ? "0" : ValueWriter(scope).field(field, value);
}

/// Defaults are not told, except lists and structures: Scapy makes those anew for each packet, so they count as set.
bool isTold(FieldScope& scope, FieldIndex field)
{
    const Value& value = scope.value(field);
    const bool isEmptyList = value.list() != nullptr && value.list()->items.empty();
    if (scope.protocol().fields[field].hidden || !scope.isPresent(field))
        return false;
    const FlagSetDesc* flags = scope.protocol().fields[field].flags;
    if (flags != nullptr && flags->isSet && value.integer() != nullptr && *value.integer() == 0) // As an empty list.
        return false;
    if (scope.isSet(field))
        return !isEmptyList || scope.protocol().fields[field].chain;
    const bool isMade = value.layer() != nullptr || (value.list() != nullptr && !isEmptyList);
    return scope.origin(field) == Origin::Bound || isMade || scope.isNothing(field);
}

} // namespace

std::optional<TlvParts> tlvParts(const TlvDesc& tlv, const Value& element)
{
    const ValueTuple* tuple = element.tuple();
    if (tuple == nullptr || tuple->items.empty() || tuple->items[0].integer() == nullptr)
        return std::nullopt;
    const auto tag = static_cast<std::uint32_t>(*tuple->items[0].integer());
    const std::span<const Value> rest = std::span(tuple->items).subspan(1);
    if (rest.size() == 1 && rest[0].tuple() != nullptr)
        return TlvParts{tag, tlv.find(tag), rest[0].tuple()->items, true};
    if (rest.size() == 1 && rest[0].list() != nullptr)
        return TlvParts{tag, tlv.find(tag), rest[0].list()->items, true};
    return TlvParts{tag, tlv.find(tag), rest, rest.size() > 1};
}

const TypeDesc* tlvPartType(const Protocols& protocols, const TlvParts& tlv, std::size_t index)
{
    if (tlv.known == nullptr || tlv.known->parts.empty())
        return nullptr;
    const auto& parts = tlv.known->parts;
    const TypeId type = tlv.known->shape == TlvShape::Each ? parts[0] : parts[std::min(index, parts.size() - 1)];
    return type == noType ? nullptr : &protocols.type(type);
}

std::string ValueWriter::field(FieldIndex field, const Value& value)
{
    const std::string written = ofType(field, m_scope.typeFor(desc(field).type, value), value);
    if (m_style == Style::Shown)
        for (const Remark& remark : desc(field).remarks)
            if (remark.when == 0 || m_scope.protocols().program(remark.when).evaluate(m_scope).isTrue())
                return written + " (" + remark.text + ")";
    return written;
}

std::string ValueWriter::ofType(FieldIndex field, TypeId typeId, const Value& value)
{
    static const TypeDesc unknown;
    const TypeDesc& type = typeId == noType ? unknown : m_scope.protocols().type(typeId);
    if (value.isNone())
        return type.kind == Kind::None ? "''" : m_style == Style::Edit ? "" : "None";
    if (const ValueSet* several = value.set())
        return set(field, typeId, *several);
    if (const auto* name = value.hostName()) {
        if (m_style == Style::Edit)
            return name->text;
        return fmt::format("{}(\"{}/{}\")", type.kind == Kind::Ipv6 ? "Net6" : "Net", name->text, type.bits);
    }
    if (type.kind == Kind::Codec && value.bytes() == nullptr && m_style != Style::Raw)
        return codec(field, type, value);
    if (const auto* number = value.integer())
        return integer(field, type, *number);
    if (const auto* number = value.real())
        return pythonFloat(*number);
    if (value.bytes() != nullptr && type.kind == Kind::Struct) // Bytes that made none.
        return structure(rest(value));
    if (const auto* content = value.bytes())
        return bytes(field, type, *content);
    if (const auto* elements = value.list())
        return list(field, type, *elements);
    if (const Layer* layer = value.layer())
        return structure(*layer);
    return untyped(value);
}

std::string ValueWriter::integer(FieldIndex field, const TypeDesc& type, std::int64_t value)
{
    if (m_style == Style::Raw)
        return plainInteger(field, type, value);
    if (m_style == Style::Shown)
        if (auto special = formatted(desc(field), m_scope.namesOf(field), Value(value)))
            return std::move(*special);
    if (desc(field).flags != nullptr && desc(field).flags->isSet && m_style == Style::Shown)
        return setOfFlags(*desc(field).flags, value);
    if (desc(field).flags != nullptr && (value != 0 || m_style != Style::Edit)) // An empty cell would mean "automatic".
        return desc(field).flags->text(static_cast<std::uint64_t>(value));
    if (const EnumDesc* names = m_scope.namesOf(field)) {
        const auto found = names->names.find(value);
        if (found != names->names.end())
            return found->second;
    }
    const double scale = desc(field).scale;
    const std::string unit = m_style == Style::Edit || desc(field).unit.empty() ? "" : " " + desc(field).unit;
    if (desc(field).scaled)
        return scaledText(value, scale, m_scope.state(field) == SlotState::Dissected) + unit;
    return plainInteger(field, type, value);
}

std::string ValueWriter::setOfFlags(const FlagSetDesc& flags, std::int64_t value) const
{
    const FieldIndex by = m_scope.protocol().find(flags.by);
    const std::int64_t* kind = by == noField ? nullptr : m_scope.value(by).integer();
    return flags.setText(static_cast<std::uint64_t>(value), kind != nullptr ? *kind : 0);
}

std::string ValueWriter::plainInteger(FieldIndex field, const TypeDesc& type, std::int64_t value) const
{
    const bool isUnsigned = type.kind == Kind::Int && type.bits == 64 && !type.isSigned;
    const EnumDesc* names = m_scope.namesOf(field);
    const bool hex = desc(field).base == Base::Hex || (desc(field).base == Base::Default && names != nullptr && names->hex);
    if (hex && m_style != Style::Raw)
        return hexNumber(value, isUnsigned);
    return isUnsigned ? std::to_string(static_cast<std::uint64_t>(value)) : std::to_string(value);
}

std::string ValueWriter::bytes(FieldIndex field, const TypeDesc& type, const Buffer& value) const
{
    const bool isFilled = desc(field).fixedFill && desc(field).format != ValueFormat::Chaddr;
    const Buffer told = isFilled ? withoutFilling(value) : value;
    if (m_style == Style::Shown)
        if (auto special = formatted(desc(field), nullptr, Value(told)))
            return std::move(*special);
    if (const auto address = addressOf(type.kind, value))
        return type.kind == Kind::Uuid && m_style == Style::Shown ? "UUID('" + *address + "')" : *address;
    if (type.kind == Kind::Codec && !type.codec->isQuoted())
        return codec(field, type, value);
    if (type.kind == Kind::Codec && m_style == Style::Shown)
        return pythonString(toBuffer(codec(field, type, value)));
    if (type.isNumber)
        return wideNumber(value, desc(field).base == Base::Hex);
    if (type.kind == Kind::Octets && desc(field).base == Base::Hex && m_style == Style::Shown)
        return toHex(value);
    return text(m_style == Style::Shown ? told : value);
}

std::string ValueWriter::codec(FieldIndex field, const TypeDesc& type, const Value& value) const
{
    if (m_style == Style::Edit)
        return type.codec->plain(value);
    const SlotState state = m_scope.state(field);
    const Codec::Came came = state == SlotState::Dissected ? Codec::Came::Read : state == SlotState::Explicit ? Codec::Came::Set : Codec::Came::Default;
    return type.codec->shown(value, m_scope.namesOf(field), came);
}

std::string ValueWriter::text(const Buffer& value) const
{
    switch (m_style) {
    case Style::Raw:
        return pythonBytes(value);
    case Style::Edit: {
        std::string typed = escaped(value);
        if (typed.starts_with('"') || typed.starts_with('\'')) // Quotes round a text are not taken as part of it.
            typed.replace(0, 1, fmt::format("\\x{:02x}", value.front()));
        return typed;
    }
    case Style::Shown:
        break;
    }
    return pythonString(value);
}

std::string ValueWriter::list(FieldIndex field, const TypeDesc& type, const ValueList& value)
{
    if (type.kind == Kind::Tlv)
        return tlvList(field, m_scope.protocols().tlv(type.tlv), value);
    if (desc(field).chain && m_style != Style::Edit)
        return chain(value);
    std::vector<std::string> parts;
    for (const Value& item : value.items)
        parts.push_back(listElement(field, m_scope.typeFor(type.element, item), item, &item != &value.items.back()));
    const bool isSpaced = desc(field).scapyClass == "IP6ListField" && m_style == Style::Shown; // Scapy's own way for these.
    return isSpaced ? "[ " + joined(parts) + " ]" : "[" + joined(parts) + "]";
}

std::string ValueWriter::listElement(FieldIndex field, TypeId typeId, const Value& value, bool isFollowed)
{
    static const TypeDesc unknown;
    const TypeDesc& type = typeId == noType ? unknown : m_scope.protocols().type(typeId);
    const Kind kind = type.kind;
    if (kind == Kind::Struct)
        return structure(value.layer() != nullptr ? *value.layer() : rest(value), isFollowed);
    const bool isText = kind == Kind::Codec && (type.codec->isText() || !type.codec->isQuoted());
    if (value.bytes() != nullptr && kind == Kind::Octets && desc(field).base == Base::Hex && m_style == Style::Shown)
        return toHex(*value.bytes());
    if (value.bytes() != nullptr && !isAddress(kind) && !isText)
        return m_scope.state(field) == SlotState::Dissected ? pythonBytes(*value.bytes()) : pythonString(*value.bytes());
    return ofType(field, typeId, value);
}

std::string ValueWriter::chain(const ValueList& value)
{
    if (value.items.empty())
        return "None";
    std::string out;
    for (const Value& item : value.items)
        out += structureHead(item.layer() != nullptr ? *item.layer() : rest(item));
    return out + std::string(value.items.size(), '>');
}

Layer ValueWriter::rest(const Value& value) const
{
    return rawLayer(m_scope.protocols(), value.bytes() != nullptr ? *value.bytes() : Buffer());
}

std::string ValueWriter::tlvList(FieldIndex field, const TlvDesc& tlv, const ValueList& value)
{
    std::vector<std::string> parts;
    for (const Value& item : value.items)
        parts.push_back(tlvElement(field, tlv, item));
    return "[" + (tlv.bareAsName ? fmt::format("{}", fmt::join(parts, " ")) : joined(parts)) + "]";
}

std::string ValueWriter::tlvElement(FieldIndex field, const TlvDesc& tlv, const Value& element)
{
    const auto parts = tlvParts(tlv, element);
    if (!parts)
        return element.layer() != nullptr ? structure(*element.layer()) : untyped(element);
    const bool isTuple = !tlv.bareAsName || m_style == Style::Edit;
    std::vector<std::string> values;
    for (std::size_t i = 0; i < parts->values.size(); ++i) {
        const TypeDesc* type = tlvPartType(m_scope.protocols(), *parts, i);
        values.push_back(isTuple ? tlvPart(type, parts->values[i], true) : bareTlvPart(field, parts->known, type, parts->values[i]));
    }
    const std::string name = parts->known != nullptr ? parts->known->name : std::to_string(parts->tag);
    const bool isList = parts->known != nullptr && parts->known->asList;
    if (!isTuple && isList)
        return name + "=[" + joined(values) + "]";
    if (!isTuple)
        return values.empty() ? name : fmt::format("{}={}", name, fmt::join(values, ","));
    const std::string quotedName = parts->known != nullptr ? "'" + name + "'" : name;
    if (values.empty() && tlv.bareAsName && !parts->isGroup)
        return quotedName;
    std::string value = values.empty() ? "None" : values[0];
    if (isList)
        value = "[" + joined(values) + "]";
    else if (parts->isGroup)
        value = "(" + joined(values) + (values.size() == 1 ? ",)" : ")");
    return "(" + quotedName + ", " + value + ")";
}

std::string ValueWriter::tlvPart(const TypeDesc* type, const Value& value, bool quoted)
{
    if (const Layer* layer = value.layer())
        return structure(*layer);
    const Buffer* bytes = value.bytes();
    if (bytes != nullptr && type != nullptr && type->kind == Kind::Codec && type->codec->isText())
        return pythonString(*bytes);
    const auto address = bytes != nullptr && type != nullptr ? addressOf(type->kind, *bytes) : std::nullopt;
    if (!address)
        return untyped(value);
    return quoted ? "'" + *address + "'" : *address;
}

/// hostname='alpha' as typed, hostname=b'alpha' as read; message-type='offer' as typed, message-type=offer as read.
std::string ValueWriter::bareTlvPart(FieldIndex field, const TlvCase* known, const TypeDesc* type, const Value& value)
{
    const bool isTyped = m_scope.state(field) == SlotState::Explicit && m_style == Style::Shown;
    const Buffer* bytes = value.bytes();
    if (known != nullptr && known->valueEnum != nullptr && value.integer() != nullptr) {
        const auto found = known->valueEnum->names.find(*value.integer());
        if (found != known->valueEnum->names.end())
            return isTyped ? pythonString(toBuffer(found->second)) : found->second;
    }
    const auto isReadable = [](std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }; // Else it was typed as b'…'.
    const bool isTypedText = isTyped && known != nullptr && bytes != nullptr && std::ranges::all_of(*bytes, isReadable);
    const bool isText = isTypedText || (known != nullptr && known->asText);
    if (isText && bytes != nullptr && (type == nullptr || !isAddress(type->kind)) && m_style == Style::Shown)
        return pythonString(*bytes);
    return tlvPart(type, value, false);
}

std::string ValueWriter::set(FieldIndex field, TypeId type, const ValueSet& value)
{
    static const TypeDesc unknown;
    const TypeDesc& desc = type == noType ? unknown : m_scope.protocols().type(type);
    if (const RangeBounds* range = asRange(value)) {
        const auto bound = [&](std::int64_t number) {
            const double scale = this->desc(field).scaled ? this->desc(field).scale : 1;
            return scale == 1 || m_style == Style::Raw ? plainInteger(field, desc, number) : pythonFloat(static_cast<double>(number) * scale);
        };
        const std::string first = bound(range->first);
        const std::string last = bound(range->last);
        return range->step == 1 ? fmt::format("({}, {})", first, last) : fmt::format("({}, {}, {})", first, last, range->step);
    }
    if (const auto* members = asList(value)) {
        std::vector<std::string> parts;
        for (const Value& member : *members)
            parts.push_back(setMember(field, type, member));
        return "[" + joined(parts) + "]";
    }
    const AddressBounds* addresses = asAddresses(value);
    if (addresses != nullptr && m_style == Style::Edit)
        return addresses->text;
    if (addresses != nullptr || m_style == Style::Edit)
        return value.text(&m_scope, [](const void*, const Value& member) { return untyped(member); });
    const std::string* written = asRandom(value);
    return written != nullptr ? "<" + written->substr(0, written->find('(')) + ">" : "<RandChoice>";
}

std::string ValueWriter::setMember(FieldIndex field, TypeId typeId, const Value& value)
{
    const Kind kind = typeId == noType ? Kind::None : m_scope.protocols().type(typeId).kind;
    const bool isName = m_scope.namesOf(field) != nullptr || desc(field).flags != nullptr;
    const bool isPlain = value.isNone() || (value.set() != nullptr && asRange(*value.set()) == nullptr) || value.hostName() != nullptr;
    const std::string written = ofType(field, typeId, value);
    if (m_style == Style::Edit)
        return value.bytes() != nullptr && !isAddress(kind) ? pythonBytes(*value.bytes()) : written;
    if (isPlain)
        return written;
    if (const Buffer* bytes = value.bytes(); bytes != nullptr && !isAddress(kind))
        return isUtf8(*bytes) ? pythonString(*bytes) : pythonBytes(*bytes);
    return (isName && m_style == Style::Shown) || isAddress(kind) ? pythonString(toBuffer(written)) : written;
}

std::string ValueWriter::structureHead(const Layer& layer, bool isFollowed)
{
    const Layer whole = completed(m_scope.protocols(), layer);
    FieldScope scope = FieldScope::alone(m_scope.protocols(), whole, &m_scope, isFollowed);
    return "<" + scope.protocol().name + " " + reprFields(scope) + " |";
}

std::string ValueWriter::structure(const Layer& layer, bool isFollowed)
{
    return structureHead(layer, isFollowed) + ">";
}

std::string shownText(FieldScope& scope, FieldIndex field)
{
    return scope.isSet(field) ? ValueWriter(scope).field(field, scope.value(field)) : unsetText(scope, field);
}

std::string reprFields(FieldScope& scope)
{
    const auto& fields = scope.protocol().fields;
    ValueWriter writer(scope);
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto field = static_cast<FieldIndex>(i);
        if (isTold(scope, field))
            out += " " + fields[i].name + "=" + writer.field(field, scope.isNothing(field) ? Value() : scope.value(field));
    }
    return out;
}

} // namespace fw
