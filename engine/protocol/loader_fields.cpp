// Structures and protocols, and their fields.
#include "engine/protocol/loader.h"

#include <fmt/format.h>

#include <limits>

namespace fw {
namespace {

constexpr std::int64_t mostSpacing = 4096;

} // namespace

void Loader::makeFields(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const YamlNode& node = *definition.node;
    const Place place = placeOf(definition);
    checkKeys(node,
              {"title", "doc", "group", "ref", "fields", "trailer", "endian", "extends", "match", "set", "drop", "payload", "bind", "link_types",
               "variants", "heuristics", "pseudo", "summary", "summary_with", "flat", "answers", "quoted", "checks", "examples", "stream",
               "repeat", "fill_to", "origin", "origin_offset", "align", "padding", "raw"},
              place);
    const std::string title = textAt(node, "title", place);
    protocol.title = node["title"] ? title : definition.name;
    protocol.doc = textAt(node, "doc", place);
    const std::string group = textAt(node, "group", place);
    protocol.group = node["group"] ? group : "Other";
    for (const YamlNode& item : listAt(node, "ref", place))
        protocol.refs.push_back(item.text());
    protocol.isPadding = flagAt(node, "padding", place);
    protocol.repeat = flagAt(node, "repeat", place);
    protocol.flat = flagAt(node, "flat", place);
    for (const YamlNode& item : listAt(node, "link_types", place))
        if (const auto type = number(item, 0, std::numeric_limits<std::uint32_t>::max(), place))
            protocol.linkTypes.push_back(static_cast<std::uint32_t>(*type));
    const bool littleEndian = isLittleEndian(node, false, place);
    for (const WrittenField& field : definition.fields)
        readField(definition, field, littleEndian);
    for (const YamlNode& item : listAt(node, "trailer", place)) {
        if (!item.isMap() || item.size() != 1) {
            report(item, place, "expected '- name: type' or '- name: {…}'");
            continue;
        }
        const auto [key, field] = item.entries().front();
        definition.fields.push_back({key.text(), &field, definition.source});
        readField(definition, definition.fields.back(), littleEndian);
        protocol.fields.back().trailer = true;
    }
}

void Loader::readField(Definition& definition, const WrittenField& written, bool littleEndian)
{
    const YamlNode& node = *written.node;
    const Place place = placeOf(definition, written);
    ProtocolDesc& protocol = protocolOf(definition);
    const auto index = static_cast<FieldIndex>(protocol.fields.size());
    if (!protocol.fieldIndex.try_emplace(written.name, index).second)
        report(node, place, fmt::format("a second field '{}'", written.name));
    FieldDesc& field = protocol.fields.emplace_back();
    field.name = written.name;
    if (node.isText()) {
        field.type = namedType(node, littleEndian, place);
    } else if (checkKeys(node,
                         {"type", "list", "tlv", "codec", "switch", "packet", "default", "auto", "env", "sized_by", "len", "count", "until",
                          "if", "enum", "flags", "base", "unit", "scale", "format", "remark", "endian", "align", "fill", "align_before",
                          "pad_to", "pad", "verify", "role", "role_if", "hidden", "doc", "title", "filter", "scapy", "scapy_chain"},
                         place)) {
        field.type = readType(node, littleEndian, place);
        readNaming(field, node, place);
        readFormat(field, node, place);
        readSpacing(field, node, place);
        using enum EnvSource;
        field.env = wordAt<EnvSource>(node, "env",
                                      {{"iface_mac", InterfaceMac}, {"next_hop_mac", NextHopMac}, {"source_ip", SourceIp}, {"source_ip6", SourceIp6},
                                       {"iface_ip", InterfaceIp}, {"now_ms", NowMs}, {"random", Random}},
                                      None, place);
    } else {
        field.type = addType({}, node, place);
    }
    TypeDesc& type = m_out->m_types[field.type];
    const bool isPart = node["len"] && type.kind != Kind::Int; // The first bytes of an address.
    field.bits = isPart ? std::uint16_t{0} : type.bits;
    if (const auto word = definition.words.find(written.name); word != definition.words.end()) {
        field.wordBits = word->second.first;
        field.wordShift = word->second.second;
        type.littleEndian = false; // The word is, its bits are taken as a number.
    }
}

void Loader::readNaming(FieldDesc& field, const YamlNode& node, const Place& place)
{
    field.doc = textAt(node, "doc", place);
    field.title = textAt(node, "title", place);
    field.unit = textAt(node, "unit", place);
    field.filter = textAt(node, "filter", place);
    field.scapyClass = textAt(node, "scapy", place);
    field.hidden = flagAt(node, "hidden", place);
    field.stack = static_cast<bool>(node["packet"]);
    field.chain = flagAt(node, "scapy_chain", place) || field.stack;
    using enum Role;
    field.role = wordAt<Role>(node, "role",
                              {{"destination", Destination}, {"final_destination", FinalDestination},
                               {"final_destination_first", FinalDestinationFirst}, {"final_source", FinalSource}, {"compressed_names", CompressedNames}},
                              None, place);
    field.flags = flagsAt(node, place);
}

void Loader::readFormat(FieldDesc& field, const YamlNode& node, const Place& place)
{
    field.base = wordAt<Base>(node, "base", {{"dec", Base::Dec}, {"hex", Base::Hex}, {"bin", Base::Bin}, {"oct", Base::Oct}, {"ascii", Base::Ascii}},
                              Base::Default, place);
    using enum ValueFormat;
    field.format = wordAt<ValueFormat>(node, "format",
                                       {{"bytes", AsBytes}, {"chaddr", Chaddr}, {"utc", Utc}, {"utc2000", Utc2000}, {"utc_nano", UtcNano}, {"elapsed", Elapsed},
                                        {"scaled", Scaled}, {"version", Version}, {"dot11_rate", Dot11Rate}, {"oui", ValueFormat::Oui},
                                        {"ipv6_option", IPv6Option}},
                                       ValueFormat::None, place);
    if (const YamlNode& scale = node["scale"]) {
        char* end = nullptr;
        field.scale = std::strtod(scale.text().c_str(), &end);
        field.scaled = field.format != Scaled;
        if (scale.text().empty() || *end != '\0')
            report(scale, place, "expected a number as 'scale'");
    }
    if (node["enum"].isMap() && field.format == AsBytes) {
        for (const auto& [bytes, name] : node["enum"].entries())
            field.bytesNames[bytesOf(bytes.text())] = name.text();
    } else if (const Names* names = namesAt(node, place)) {
        field.names = names->plain;
        field.namesFor = names->tables;
    }
}

void Loader::readSpacing(FieldDesc& field, const YamlNode& node, const Place& place)
{
    const auto spacing = [&](const YamlNode& map, std::string_view key) {
        return static_cast<std::uint16_t>(numberAt(map, key, 0, mostSpacing, 0, place));
    };
    field.align = spacing(node, "align");
    field.alignBefore = spacing(node, "align_before");
    field.padTo = spacing(node, "pad_to");
    if (node["fill"]) {
        field.fill = static_cast<std::uint8_t>(numberAt(node, "fill", 0, 255, 0, place));
        field.fixedFill = static_cast<bool>(node["len"]);
    }
    if (const YamlNode& pad = node["pad"]; pad && checkKeys(pad, {"to", "one", "many", "if"}, place)) {
        neededAt(pad, "to", place);
        field.pad.multiple = spacing(pad, "to");
        field.pad.one = idNamed(pad["one"], place);
        field.pad.many = idNamed(pad["many"], place);
    }
}

} // namespace fw
