// Fields, their types and their defaults.
#include "engine/protocol/loader.h"

#include "engine/base/address.h"
#include "engine/base/hexdump.h"
#include "engine/protocol/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace fw {
namespace {

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

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex)
        text.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - value : value);
}

/// YAML's "\x82" is a code point; in a default it stands for a byte.
Buffer bytesOf(const std::string& utf8)
{
    Buffer out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if ((c == 0xc2 || c == 0xc3) && i + 1 < utf8.size())
            out.push_back(static_cast<std::uint8_t>((c & 3) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3f)));
        else
            out.push_back(c);
    }
    return out;
}

template <class Array>
std::optional<Value> bytesValue(const std::optional<Array>& address)
{
    if (!address)
        return std::nullopt;
    return Value(Buffer(address->begin(), address->end()));
}

std::optional<EnvSource> envNamed(const std::string& name)
{
    static const std::map<std::string, EnvSource> sources = {
        {"iface_mac", EnvSource::InterfaceMac}, {"next_hop_mac", EnvSource::NextHopMac}, {"source_ip", EnvSource::SourceIp},
        {"source_ip6", EnvSource::SourceIp6},   {"iface_ip", EnvSource::InterfaceIp},    {"now_ms", EnvSource::NowMs},
        {"random", EnvSource::Random}};
    const auto found = sources.find(name);
    return found == sources.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

void Loader::makeFields(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const Place place{definition.source, (definition.isStruct ? "structs." : "protocols.") + definition.name};
    checkKeys(definition.node,
              {"title", "doc", "group", "ref", "fields", "extends", "match", "set", "drop", "payload", "bind", "variants", "heuristics",
               "pseudo", "summary", "summary_with", "answers", "quoted", "checks", "stream", "repeat", "trailer", "link_types", "origin", "origin_offset",
               "endian", "variant_key", "align", "padding", "raw", "replaces", "fill_to", "examples", "flat"},
              place);
    const auto text = [&](const char* key) { return definition.node[key] ? definition.node[key].Scalar() : std::string(); };
    protocol.title = definition.node["title"] ? text("title") : definition.name;
    protocol.doc = text("doc");
    protocol.group = definition.node["group"] ? text("group") : "Other";
    for (const auto& item : definition.node["ref"] ? definition.node["ref"] : YAML::Node())
        protocol.refs.push_back(item.Scalar());
    protocol.isPadding = text("padding") == "true";
    protocol.repeat = text("repeat") == "true";
    protocol.flat = text("flat") == "true";
    for (const auto& item : definition.node["link_types"] ? definition.node["link_types"] : YAML::Node())
        protocol.linkTypes.push_back(item.as<std::uint32_t>(0));
    for (const auto& [name, node] : definition.fields)
        readField(definition, name, node, {place.source, place.path + "." + name});
    for (const auto& item : definition.node["trailer"] ? definition.node["trailer"] : YAML::Node()) {
        readField(definition, item.begin()->first.Scalar(), item.begin()->second, {place.source, place.path + ".trailer"});
        protocol.fields.back().trailer = true;
        definition.fields.emplace_back(item.begin()->first.Scalar(), item.begin()->second);
    }
}

void Loader::readField(Definition& definition, const std::string& name, const YAML::Node& node, const Place& place)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const auto index = static_cast<FieldIndex>(protocol.fields.size());
    if (!protocol.fieldIndex.try_emplace(name, index).second)
        report(node, place, "a second field of this name");
    FieldDesc& field = protocol.fields.emplace_back();
    field.name = name;
    const YAML::Node endian = node.IsMap() && node["endian"] ? node["endian"] : definition.node["endian"];
    const bool littleEndian = endian && endian.Scalar() == "le";
    if (node.IsScalar()) {
        field.type = namedType(node.Scalar(), littleEndian, node, place);
    } else if (node.IsMap()) {
        checkKeys(node,
                  {"type", "list", "tlv", "codec", "switch", "default", "env", "auto", "sized_by", "len", "count", "until", "if", "enum",
                   "flags", "base", "unit", "scale", "format", "endian", "align", "fill", "align_before", "pad", "verify", "fuzz", "doc",
                   "title", "ref", "filter", "scapy", "scapy_chain", "encoding", "role", "role_if", "remark", "hidden", "pad_to", "packet"},
                  place);
        field.type = readType(node, littleEndian, place);
        readNaming(field, node, place);
        readSpacing(field, node, place);
        if (const YAML::Node env = node["env"]) {
            const auto source = envNamed(env.Scalar());
            if (source)
                field.env = *source;
            else
                report(env, place, "expected iface_mac, next_hop_mac, source_ip, source_ip6, iface_ip, now_ms or random");
        }
    } else {
        report(node, place, "expected a type or a map");
        field.type = addType({});
    }
    TypeDesc& type = m_out->m_types[field.type];
    const bool isPart = node.IsMap() && node["len"] && type.kind != Kind::Int; // The first bytes of an address.
    field.bits = isPart ? std::uint16_t{0} : type.bits;
    if (const auto word = definition.words.find(name); word != definition.words.end()) {
        field.wordBits = word->second.first;
        field.wordShift = word->second.second;
        type.littleEndian = false; // The word is, its bits are taken as a number.
    }
}

void Loader::readNaming(FieldDesc& field, const YAML::Node& node, const Place& place)
{
    const auto text = [&](const char* key) { return node[key] ? node[key].Scalar() : std::string(); };
    field.doc = text("doc");
    field.title = text("title");
    field.unit = text("unit");
    field.filter = text("filter");
    field.scapyClass = text("scapy");
    field.chain = text("scapy_chain") == "true";
    field.hidden = text("hidden") == "true";
    field.stack = static_cast<bool>(node["packet"]);
    field.chain = field.chain || field.stack;
    const std::string base = text("base");
    static const std::map<std::string, Base> bases = {
        {"", Base::Default}, {"dec", Base::Dec}, {"hex", Base::Hex}, {"bin", Base::Bin}, {"oct", Base::Oct}, {"ascii", Base::Ascii}};
    if (const auto found = bases.find(base); found != bases.end())
        field.base = found->second;
    else
        report(node["base"], place, "expected dec, hex, bin, oct or ascii");
    static const std::map<std::string, Role> roles = {{"", Role::None}, {"destination", Role::Destination},
                                                      {"final_destination", Role::FinalDestination},
                                                      {"final_destination_first", Role::FinalDestinationFirst}, {"final_source", Role::FinalSource}};
    if (const auto found = roles.find(text("role")); found != roles.end())
        field.role = found->second;
    else
        report(node["role"], place, "expected destination, final_destination, final_destination_first or final_source");
    if (node["scale"]) {
        field.scale = node["scale"].as<double>(1);
        field.scaled = true;
    }
    static const std::map<std::string, ValueFormat> formats = {
        {"", ValueFormat::None}, {"bytes", ValueFormat::AsBytes}, {"chaddr", ValueFormat::Chaddr}, {"utc", ValueFormat::Utc},
        {"utc2000", ValueFormat::Utc2000}, {"elapsed", ValueFormat::Elapsed}, {"dot11_rate", ValueFormat::Dot11Rate}, {"oui", ValueFormat::Oui}};
    if (const auto found = formats.find(text("format")); found != formats.end())
        field.format = found->second;
    else
        report(node["format"], place, "expected bytes, chaddr, utc, utc2000, elapsed, dot11_rate or oui");
    if (const YAML::Node names = node["enum"]; names && names.IsMap() && field.format == ValueFormat::AsBytes) {
        for (const auto& item : names)
            field.bytesNames[bytesOf(item.first.Scalar())] = item.second.Scalar();
    } else if (names) {
        if (names.IsScalar()) {
            if (const auto by = m_enumsBy.find(names.Scalar()); by != m_enumsBy.end())
                field.namesFor = {by->second.tables.begin(), by->second.tables.end()};
            else if (const auto found = m_enumsByName.find(names.Scalar()); found != m_enumsByName.end())
                field.names = found->second;
            else
                report(names, place, fmt::format("there is no enumeration '{}'", names.Scalar()));
        } else if (names["by"]) {
            const std::string hidden = place.path; // An inline one is kept under the field's own path.
            readEnum(hidden, names, place);
            field.namesFor = {m_enumsBy[hidden].tables.begin(), m_enumsBy[hidden].tables.end()};
        } else {
            field.names = readEnum("", names, place);
        }
    }
    if (const YAML::Node flags = node["flags"]) {
        if (flags.IsScalar()) {
            const auto found = m_flagSetsByName.find(flags.Scalar());
            if (found == m_flagSetsByName.end())
                report(flags, place, fmt::format("there is no flag set '{}'", flags.Scalar()));
            else
                field.flags = found->second;
        } else {
            field.flags = readFlagSet("", flags, place);
        }
    }
}

void Loader::readSpacing(FieldDesc& field, const YAML::Node& node, const Place& place)
{
    const auto number = [&](const YAML::Node& at) -> std::uint16_t {
        const auto value = at ? at.as<int>(-1) : 0;
        if (value < 0 || value > 4096)
            report(at, place, "expected a number from 0 to 4096");
        return static_cast<std::uint16_t>(std::clamp(value, 0, 4096));
    };
    field.align = number(node["align"]);
    field.alignBefore = number(node["align_before"]);
    field.padTo = number(node["pad_to"]);
    if (node["fill"]) {
        field.fill = static_cast<std::uint8_t>(number(node["fill"]));
        field.fixedFill = static_cast<bool>(node["len"]);
    }
    if (const YAML::Node pad = node["pad"]) {
        field.pad.multiple = number(pad["to"]);
        field.pad.one = pad["one"] ? idNamed(pad["one"], place) : noProtocol;
        field.pad.many = pad["many"] ? idNamed(pad["many"], place) : noProtocol;
    }
}

TypeId Loader::addType(TypeDesc type)
{
    m_out->m_types.push_back(std::move(type));
    return static_cast<TypeId>(m_out->m_types.size() - 1);
}

TypeId Loader::readType(const YAML::Node& node, bool littleEndian, const Place& place)
{
    if (const YAML::Node cases = node["switch"])
        return switchType(cases, littleEndian, place);
    TypeId id = noType;
    if (const YAML::Node packet = node["packet"]) {
        const ProtocolId first = idNamed(packet, place);
        id = addType({.kind = Kind::List, .element = addType({.kind = Kind::Struct, .structure = first == noProtocol ? ProtocolId{0} : first})});
    } else if (const YAML::Node element = node["list"]) {
        const TypeId of = element.IsMap() ? readType(element, littleEndian, place) : namedType(element.Scalar(), littleEndian, element, place);
        id = addType({.kind = Kind::List, .element = of});
    } else if (const YAML::Node tlv = node["tlv"]) {
        const auto found = m_tlvsByName.find(tlv.Scalar());
        if (found == m_tlvsByName.end()) {
            report(tlv, place, fmt::format("there is no TLV list '{}'", tlv.Scalar()));
            return addType({});
        }
        id = addType({.kind = Kind::Tlv, .tlv = found->second});
    } else if (const YAML::Node codec = node["codec"]) {
        id = namedType(codec.Scalar(), littleEndian, codec, place);
    } else if (const YAML::Node type = node["type"]) {
        id = namedType(type.Scalar(), littleEndian, type, place);
    } else {
        report(node, place, "expected one of type, list, tlv, codec, switch");
        return addType({});
    }
    if (node["len"])
        m_lengthNodes[id] = node["len"];
    return id;
}

TypeId Loader::namedType(const std::string& name, bool littleEndian, const YAML::Node& at, const Place& place)
{
    if (name.size() >= 2 && (name[0] == 'u' || name[0] == 'i') && std::isdigit(static_cast<unsigned char>(name[1]))) {
        unsigned bits = 0;
        const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), bits);
        if (error == std::errc{} && end == name.data() + name.size() && bits >= 1 && bits <= 64)
            return addType({.kind = Kind::Int, .bits = static_cast<std::uint8_t>(bits), .isSigned = name[0] == 'i',
                            .littleEndian = littleEndian && bits % 8 == 0});
        if (error == std::errc{} && end == name.data() + name.size() && name[0] == 'u' && bits <= 248 && bits % 8 == 0)
            return addType({.kind = Kind::Octets, .bits = static_cast<std::uint8_t>(bits), .isNumber = true});
    }
    for (const FixedType& fixed : fixedTypes)
        if (fixed.name == name)
            return addType({.kind = fixed.kind, .bits = fixed.bits, .littleEndian = littleEndian});
    if (const Codec* codec = findCodec(name))
        return addType({.kind = Kind::Codec, .codec = codec});
    if (const auto found = m_out->m_byName.find(name); found != m_out->m_byName.end())
        return addType({.kind = Kind::Struct, .structure = found->second});
    report(at, place, fmt::format("there is no type, codec or structure '{}'", name));
    return addType({});
}

TypeId Loader::switchType(const YAML::Node& cases, bool littleEndian, const Place& place)
{
    TypeDesc type{.kind = Kind::Switch};
    std::vector<YAML::Node> nodes;
    if (!cases.IsSequence()) {
        report(cases, place, "expected a list of cases");
        return addType({});
    }
    for (const auto& item : cases) {
        const bool little = item.IsMap() && item["endian"] ? item["endian"].Scalar() == "le" : littleEndian;
        type.cases.push_back({0, readType(item, little, place)});
        nodes.push_back(item);
    }
    const TypeId id = addType(std::move(type));
    m_switchNodes[id] = std::move(nodes);
    return id;
}

void Loader::readTlvs(const YAML::Node& section, const Place& place)
{
    if (!section || !section.IsMap())
        return;
    const auto tags = [](const YAML::Node& node) {
        std::vector<std::uint32_t> out;
        for (const auto& item : node ? node : YAML::Node())
            out.push_back(item.as<std::uint32_t>(0));
        return out;
    };
    for (const auto& item : section) {
        const std::string name = item.first.Scalar();
        const YAML::Node& node = item.second;
        const Place here{place.source, place.path + "." + name};
        checkKeys(node, {"repr", "tag", "len", "bare", "bare_as", "stop", "rest", "cases", "endian", "align"}, here);
        m_tlvsByName[name] = static_cast<std::uint16_t>(m_out->m_tlvs.size());
        m_out->m_tlvs.emplace_back();
        TlvDesc tlv;
        tlv.name = name;
        const auto width = [&](const YAML::Node& type) -> std::uint8_t {
            static const std::map<std::string, std::uint8_t> widths = {{"u8", 8}, {"u16", 16}, {"u24", 24}, {"u32", 32}};
            const auto found = type && type.IsScalar() ? widths.find(type.Scalar()) : widths.end();
            if (type && found == widths.end())
                report(type, here, "expected u8, u16, u24 or u32");
            return found == widths.end() ? std::uint8_t{8} : found->second;
        };
        tlv.littleEndian = node["endian"] && node["endian"].Scalar() == "le";
        if (node["align"])
            tlv.align = static_cast<std::uint8_t>(std::clamp(node["align"].as<int>(1), 1, 64));
        tlv.tagBits = width(node["tag"]);
        if (const YAML::Node len = node["len"]) {
            tlv.lenBits = width(len.IsMap() ? len["type"] : len);
            const std::string counts = len.IsMap() && len["counts"] ? len["counts"].Scalar() : "value";
            tlv.counts = counts == "all" ? TlvDesc::Counts::All : counts == "after_tag" ? TlvDesc::Counts::AfterTag : TlvDesc::Counts::Value;
            tlv.unit = len.IsMap() && len["unit"] ? static_cast<std::uint8_t>(std::clamp(len["unit"].as<int>(1), 1, 64)) : std::uint8_t{1};
        }
        tlv.bare = tags(node["bare"]);
        tlv.stop = tags(node["stop"]);
        tlv.bareAsName = static_cast<bool>(node["bare_as"]);
        for (const auto& tagged : node["cases"] ? node["cases"] : YAML::Node())
            readTlvCase(tlv, tagged.first.as<std::uint32_t>(0), tagged.second, here);
        m_out->m_tlvs[m_tlvsByName[name]] = std::move(tlv);
    }
}

void Loader::readTlvCase(TlvDesc& tlv, std::uint32_t tag, const YAML::Node& node, const Place& place)
{
    TlvCase& target = tlv.cases[tag];
    target.name = node["name"] ? node["name"].Scalar() : std::to_string(tag);
    target.noneAsBytes = node["as"] && node["as"].Scalar() == "bytes";
    target.asList = node["as"] && node["as"].Scalar() == "list";
    target.asText = node["as"] && node["as"].Scalar() == "text";
    if (const YAML::Node names = node["enum"]; names && names.IsScalar() && m_enumsByName.contains(names.Scalar()))
        target.valueEnum = m_enumsByName[names.Scalar()];
    const YAML::Node value = node["value"];
    if (!value)
        target.shape = tlv.isBare(tag) ? TlvShape::None : TlvShape::Octets;
    else if (value.IsSequence()) {
        target.shape = TlvShape::Tuple;
        for (const auto& part : value)
            target.parts.push_back(namedType(part.Scalar(), tlv.littleEndian, part, place));
    } else if (value.IsMap()) {
        target.shape = TlvShape::Each;
        target.parts.push_back(namedType(value["each"] ? value["each"].Scalar() : "", tlv.littleEndian, value, place));
    } else if (value.Scalar() == "none") {
        target.shape = TlvShape::None;
    } else if (value.Scalar() == "bytes") {
        target.shape = TlvShape::Octets;
    } else {
        const TypeId type = namedType(value.Scalar(), tlv.littleEndian, value, place);
        target.shape = m_out->m_types[type].kind == Kind::Struct ? TlvShape::Struct : TlvShape::One;
        target.parts.push_back(type);
    }
}

void Loader::readDefaults(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const Place place{definition.source, definition.name};
    std::map<std::string, YAML::Node> overrides;
    for (const char* key : {"match", "set"})
        for (const auto& item : definition.node[key] ? definition.node[key] : YAML::Node())
            overrides[item.first.Scalar()] = item.second.IsSequence() && item.second.size() > 0 && std::string_view(key) == "match" ? item.second[0] : item.second;
    for (const auto& [name, node] : definition.fields) {
        FieldDesc& field = protocol.fields[protocol.fieldIndex[name]];
        const auto overridden = overrides.find(name);
        const bool isSaid = overridden != overrides.end() || (node.IsMap() && node["default"]);
        const YAML::Node given = !isSaid ? YAML::Node() : overridden != overrides.end() ? overridden->second : node["default"];
        const Kind kind = m_out->m_types[field.type].kind;
        if (isSaid && given.IsNull()) {
            field.hasDefault = true; // None: sent as zero, shown as not set.
        } else if (isSaid) {
            const auto value = literal(field, field.type, given, {place.source, place.path + "." + name + ".default"});
            if (value) {
                field.defaultValue = *value;
                field.hasDefault = true;
            }
        } else if (kind == Kind::Int || kind == Kind::Virtual) {
            field.defaultValue = std::int64_t{0};
        } else if (kind == Kind::List || kind == Kind::Tlv) {
            field.defaultValue = ValueList{};
        } else if (kind == Kind::Octets || kind == Kind::Text || kind == Kind::CString || kind == Kind::Line) {
            field.defaultValue = Buffer(m_out->m_types[field.type].bits / 8U);
        }
    }
}

std::optional<Value> Loader::literal(const FieldDesc& field, TypeId typeId, const YAML::Node& node, const Place& place)
{
    const TypeDesc& type = m_out->m_types[typeId];
    if (type.kind == Kind::Switch) {
        if (node.IsScalar() && node.Scalar().empty())
            return Value(Buffer{});
        for (const SwitchCase& item : type.cases) {
            const std::size_t before = m_errors.size();
            if (auto value = literal(field, item.type, node, place))
                return value;
            m_errors.resize(before);
        }
    } else if (type.kind == Kind::List && node.IsSequence()) {
        ValueList list;
        for (const auto& item : node) {
            auto value = literal(field, type.element, item, place);
            if (!value)
                return std::nullopt;
            list.items.push_back(std::move(*value));
        }
        return Value(std::move(list));
    } else if (type.kind == Kind::Tlv && node.IsSequence() && node.size() == 0) {
        return Value(ValueList{});
    } else if (type.kind == Kind::Struct && node.IsMap()) {
        const ProtocolDesc& structure = m_out->m_protocols[type.structure];
        auto layer = std::make_shared<Layer>();
        layer->protocol = type.structure;
        layer->fields.resize(structure.fields.size());
        for (const auto& item : node) {
            const FieldIndex index = structure.find(item.first.Scalar());
            if (index == noField) {
                report(item.first, place, fmt::format("'{}' has no field '{}'", structure.name, item.first.Scalar()));
                continue;
            }
            if (auto value = literal(structure.fields[index], structure.fields[index].type, item.second, place))
                layer->fields[index] = {SlotState::Explicit, std::move(*value)};
        }
        return Value(LayerPtr(std::move(layer)));
    } else if (node.IsScalar()) {
        if (auto value = scalarLiteral(field, type, node))
            return value;
    }
    report(node, place, "expected a value that fits the field's type");
    return std::nullopt;
}

std::optional<Value> Loader::scalarLiteral(const FieldDesc& field, const TypeDesc& type, const YAML::Node& node)
{
    const std::string text = node.Scalar();
    switch (type.kind) {
    case Kind::Int:
    case Kind::Virtual:
        if (const auto number = parseInteger(text))
            return Value(*number);
        if (field.flags != nullptr)
            if (const auto bits = field.flags->parse(text))
                return Value(static_cast<std::int64_t>(*bits));
        if (field.names != nullptr)
            if (const auto found = field.names->values.find(text); found != field.names->values.end())
                return Value(found->second);
        return std::nullopt;
    case Kind::Float:
        return Value(node.as<double>(0));
    case Kind::Mac:
        return bytesValue(parseMac(text));
    case Kind::Ipv4:
        return bytesValue(parseIpv4(text));
    case Kind::Ipv6:
        return bytesValue(parseIpv6(text));
    case Kind::Uuid:
    case Kind::Oui:
    case Kind::Eui64: {
        std::string digits = text;
        std::erase_if(digits, [](char c) { return c == '-' || c == ':'; });
        Buffer bytes;
        HexError error;
        return parseHex(digits, bytes, error) && bytes.size() == type.bits / 8U ? std::optional(Value(std::move(bytes))) : std::nullopt;
    }
    case Kind::Octets:
    case Kind::Text:
    case Kind::CString:
    case Kind::Line:
        return Value(bytesOf(text));
    case Kind::Codec:
        return type.codec->parse(text);
    default:
        return std::nullopt;
    }
}

std::string Loader::scapyClassOf(const Protocols& protocols, const FieldDesc& field, bool inBitGroup)
{
    const TypeDesc& type = protocols.type(field.type);
    const bool named = field.names != nullptr || !field.namesFor.empty();
    switch (type.kind) {
    case Kind::Int: {
        if (field.flags != nullptr)
            return "FlagsField";
        if (inBitGroup)
            return named ? "BitEnumField" : "BitField";
        if (!field.namesFor.empty())
            return "MultiEnumField";
        static const std::map<int, std::string> sizes = {{8, "Byte"}, {16, "Short"}, {24, "ThreeBytes"}, {32, "Int"}, {64, "Long"}};
        const auto size = sizes.find(type.bits);
        const std::string width = size == sizes.end() ? "Bit" : size->second;
        const std::string prefix = std::string(type.littleEndian ? "LE" : "") + (field.base == Base::Hex ? "X" : "") + (type.isSigned ? "Signed" : "");
        return prefix + width + (named ? "EnumField" : "Field");
    }
    case Kind::Float:
        return "IEEEFloatField";
    case Kind::Mac:
        return "MACField";
    case Kind::Ipv4:
        return "IPField";
    case Kind::Ipv6:
        return "IP6Field";
    case Kind::Uuid:
        return "UUIDField";
    case Kind::Struct:
        return "PacketField";
    case Kind::List:
        return protocols.type(type.element).kind == Kind::Struct ? "PacketListField" : "FieldListField";
    case Kind::Switch:
        return "MultipleTypeField";
    default:
        return "StrField";
    }
}

} // namespace fw
