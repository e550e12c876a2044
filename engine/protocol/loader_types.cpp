// How values lie in bytes: types, and lists of tag, length, value.
#include "engine/protocol/loader.h"

#include "engine/protocol/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace fw {
namespace {

constexpr std::int64_t mostTag = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t mostUnit = 64;

struct FixedType {
    std::string_view name;
    Kind kind;
    std::uint8_t bits;
};
constexpr FixedType fixedTypes[] = {
    {"mac", Kind::Mac, 48},   {"ipv4", Kind::Ipv4, 32},   {"ipv6", Kind::Ipv6, 128}, {"eui64", Kind::Eui64, 64},
    {"oui", Kind::Oui, 24},   {"uuid", Kind::Uuid, 128},  {"bytes", Kind::Octets, 0}, {"str", Kind::Text, 0},
    {"cstr", Kind::CString, 0}, {"line", Kind::Line, 0},  {"none", Kind::None, 0},   {"virtual", Kind::Virtual, 0},
    {"f32", Kind::Float, 32}, {"f64", Kind::Float, 64},
};

/// u1 … u64, i1 … i64, u72 … u248
std::optional<TypeDesc> numberType(std::string_view name, bool littleEndian)
{
    if (name.size() < 2 || name.size() > 4 || (name[0] != 'u' && name[0] != 'i') || name[1] < '1' || name[1] > '9')
        return std::nullopt;
    const auto bits = parseInteger(name.substr(1)).value_or(0);
    const bool isSigned = name[0] == 'i';
    if (bits >= 1 && bits <= 64)
        return TypeDesc{.kind = Kind::Int, .bits = static_cast<std::uint8_t>(bits), .isSigned = isSigned, .littleEndian = littleEndian && bits % 8 == 0};
    if (!isSigned && bits > 64 && bits <= 248 && bits % 8 == 0)
        return TypeDesc{.kind = Kind::Octets, .bits = static_cast<std::uint8_t>(bits), .isNumber = true};
    return std::nullopt;
}

} // namespace

TypeId Loader::addType(TypeDesc type, const YamlNode& at, const Place& place)
{
    if (!hasRoom(m_out->m_types.size(), at, place))
        return 0;
    m_out->m_types.push_back(std::move(type));
    return static_cast<TypeId>(m_out->m_types.size() - 1);
}

/// Of a field, an element of a list or a case of a switch.
TypeId Loader::readType(const YamlNode& node, bool littleEndian, const Place& place)
{
    std::vector<std::string_view> given;
    for (const std::string_view key : {"switch", "packet", "list", "tlv", "codec", "type"})
        if (node[key])
            given.push_back(key);
    if (given.size() != 1) {
        report(node, place, given.empty() ? "expected one of type, list, tlv, codec, switch, packet" : fmt::format("expected only one of {}", fmt::join(given, ", ")));
        return addType({}, node, place);
    }
    const bool little = isLittleEndian(node, littleEndian, place);
    const YamlNode& what = node[given.front()];
    TypeId id = noType;
    if (given.front() == "switch")
        id = switchType(what, little, place);
    else if (given.front() == "packet")
        id = packetType(what, place);
    else if (given.front() == "list")
        id = listType(what, little, place);
    else if (given.front() == "tlv")
        id = tlvType(what, place);
    else
        id = namedType(what, little, place);
    if (node["len"])
        m_lengthNodes[id] = &node["len"];
    return id;
}

TypeId Loader::packetType(const YamlNode& first, const Place& place)
{
    const ProtocolId protocol = idNamed(first, place);
    const TypeId element = addType({.kind = Kind::Struct, .structure = protocol == noProtocol ? ProtocolId{0} : protocol}, first, place);
    return addType({.kind = Kind::List, .element = element}, first, place);
}

TypeId Loader::listType(const YamlNode& element, bool littleEndian, const Place& place)
{
    TypeId of = noType;
    if (!element.isMap())
        of = namedType(element, littleEndian, place);
    else {
        checkKeys(element, {"type", "list", "tlv", "codec", "switch", "packet", "len", "endian"}, place);
        of = readType(element, littleEndian, place);
    }
    return addType({.kind = Kind::List, .element = of}, element, place);
}

TypeId Loader::tlvType(const YamlNode& name, const Place& place)
{
    const std::uint16_t* found = m_tlvs.find(isUsers(place), name.text());
    if (found != nullptr)
        return addType({.kind = Kind::Tlv, .tlv = *found}, name, place);
    report(name, place, fmt::format("there is no TLV list '{}'", name.text()));
    return addType({}, name, place);
}

TypeId Loader::switchType(const YamlNode& cases, bool littleEndian, const Place& place)
{
    TypeDesc type{.kind = Kind::Switch};
    std::vector<const YamlNode*> nodes;
    if (!cases.isList())
        report(cases, place, "expected a list of cases");
    for (const YamlNode& item : cases.items()) {
        if (!checkKeys(item, {"when", "type", "list", "tlv", "codec", "switch", "packet", "len", "endian"}, place))
            continue;
        type.cases.push_back({0, readType(item, littleEndian, place)});
        nodes.push_back(&item);
    }
    const TypeId id = addType(std::move(type), cases, place);
    m_switchNodes[id] = std::move(nodes);
    return id;
}

TypeId Loader::namedType(const YamlNode& node, bool littleEndian, const Place& place)
{
    const std::string& name = node.text();
    if (const auto number = numberType(name, littleEndian))
        return addType(*number, node, place);
    for (const FixedType& fixed : fixedTypes)
        if (fixed.name == name)
            return addType({.kind = fixed.kind, .bits = fixed.bits, .littleEndian = littleEndian}, node, place);
    if (const Codec* codec = findCodec(name))
        return addType({.kind = Kind::Codec, .codec = codec}, node, place);
    if (const auto found = m_out->m_byName.find(name); found != m_out->m_byName.end())
        return addType({.kind = Kind::Struct, .structure = found->second}, node, place);
    if (node)
        report(node, place, fmt::format("there is no type, codec or structure '{}'", name));
    return addType({}, node, place);
}

void Loader::nameTlvs(const YamlNode& root, std::size_t source)
{
    for (const auto& [key, node] : mapAt(root, "tlvs", {source, "", nullptr})) {
        const Place place{source, "tlvs." + key.text(), nullptr};
        const auto id = static_cast<std::uint16_t>(m_out->m_tlvs.size());
        if (!hasRoom(m_out->m_tlvs.size(), key, place) || !addName(m_tlvs, key, id, place))
            continue;
        m_out->m_tlvs.emplace_back().name = key.text();
        m_tlvNodes.emplace_back(&node, place);
    }
}

void Loader::readTlv(TlvDesc& tlv, const YamlNode& node, const Place& place)
{
    if (!checkKeys(node, {"tag", "len", "bare", "bare_as", "stop", "cases", "endian", "align"}, place))
        return;
    tlv.littleEndian = isLittleEndian(node, false, place);
    tlv.align = static_cast<std::uint8_t>(numberAt(node, "align", 1, mostUnit, 1, place));
    tlv.tagBits = wordAt<std::uint8_t>(node, "tag", {{"u8", 8}, {"u16", 16}, {"u24", 24}, {"u32", 32}}, 8, place);
    readTlvLength(tlv, node, place);
    for (auto [key, tags] : {std::pair{"bare", &tlv.bare}, std::pair{"stop", &tlv.stop}})
        for (const YamlNode& item : listAt(node, key, place))
            if (const auto tag = number(item, 0, mostTag, place))
                tags->push_back(static_cast<std::uint32_t>(*tag));
    tlv.bareAsName = wordAt<bool>(node, "bare_as", {{"name", true}}, false, place);
    for (const auto& [tag, value] : mapAt(node, "cases", place))
        readTlvCase(tlv, tag, value, place);
}

void Loader::readTlvLength(TlvDesc& tlv, const YamlNode& node, const Place& place)
{
    const YamlNode& len = node["len"];
    const bool isMap = len.isMap();
    if (isMap)
        checkKeys(len, {"type", "counts", "unit"}, place);
    tlv.lenBits = wordAt<std::uint8_t>(isMap ? len : node, isMap ? "type" : "len", {{"u8", 8}, {"u16", 16}, {"u24", 24}, {"u32", 32}}, 8, place);
    using enum TlvDesc::Counts;
    tlv.counts = wordAt<TlvDesc::Counts>(len, "counts", {{"value", Value}, {"all", All}, {"after_tag", AfterTag}}, Value, place);
    tlv.unit = static_cast<std::uint8_t>(numberAt(len, "unit", 1, mostUnit, 1, place));
}

void Loader::readTlvCase(TlvDesc& tlv, const YamlNode& tag, const YamlNode& node, const Place& place)
{
    const auto value = number(tag, 0, mostTag, place);
    if (!checkKeys(node, {"name", "value", "enum", "as"}, place) || !value)
        return;
    const auto key = static_cast<std::uint32_t>(*value);
    TlvCase& target = tlv.cases[key];
    target.name = node["name"] ? textAt(node, "name", place) : std::to_string(key);
    enum class As : std::uint8_t { Itself, List, Text };
    const As as = wordAt<As>(node, "as", {{"list", As::List}, {"text", As::Text}}, As::Itself, place);
    target.asList = as == As::List;
    target.asText = as == As::Text;
    if (const Names* names = namesAt(node, place)) {
        target.valueEnum = names->plain;
        if (names->plain == nullptr)
            report(node["enum"], place, "expected an enumeration without 'by'");
    }
    if (node["value"])
        readTlvValue(target, tlv.littleEndian, node["value"], place);
    else
        target.shape = tlv.isBare(key) ? TlvShape::None : TlvShape::Octets;
}

void Loader::readTlvValue(TlvCase& target, bool littleEndian, const YamlNode& value, const Place& place)
{
    if (value.isList()) {
        target.shape = TlvShape::Tuple;
        for (const YamlNode& part : value.items())
            target.parts.push_back(namedType(part, littleEndian, place));
    } else if (value.isMap()) {
        target.shape = TlvShape::Each;
        checkKeys(value, {"each"}, place);
        target.parts.push_back(namedType(neededAt(value, "each", place), littleEndian, place));
    } else if (value.text() == "none" || value.text() == "bytes") {
        target.shape = value.text() == "none" ? TlvShape::None : TlvShape::Octets;
    } else {
        const TypeId type = namedType(value, littleEndian, place);
        target.shape = m_out->m_types[type].kind == Kind::Struct ? TlvShape::Struct : TlvShape::One;
        target.parts.push_back(type);
    }
}

} // namespace fw
