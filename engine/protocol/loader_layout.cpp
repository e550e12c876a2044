// What follows from the fields of all definitions: extensions, offsets, quoted forms, dispatch tables.
#include "engine/protocol/loader.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

/// What Scapy calls a field of this kind.
std::string scapyClassOf(const Protocols& protocols, const FieldDesc& field, bool inBitGroup)
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

} // namespace

/// A structure that extends another is recognised by its `match`.
void Loader::readExtension(Definition& definition)
{
    const YamlNode& base = (*definition.node)["extends"];
    if (!base || !m_out->m_byName.contains(base.text()))
        return;
    const Place place = placeOf(definition);
    ProtocolDesc& protocol = protocolOf(definition);
    protocol.base = m_out->m_byName[base.text()];
    ProtocolDesc& parent = m_out->m_protocols[protocol.base];
    ProtocolDesc::Extension extension{.use = protocol.id, .match = {}};
    for (const auto& [name, given] : mapAt(*definition.node, "match", place)) {
        const FieldIndex own = protocol.find(name.text());
        const FieldIndex field = parent.find(name.text());
        if (own == noField || field == noField) {
            report(name, place, fmt::format("'{}' has no field '{}'", parent.name, name.text()));
            continue;
        }
        std::vector<std::int64_t> values;
        for (const YamlNode& one : given.isList() ? std::span(given.items()) : std::span(&given, 1)) {
            const auto value = scalarLiteral(protocol.fields[own], m_out->m_types[protocol.fields[own].type], one);
            if (value && value->integer() != nullptr)
                values.push_back(*value->integer());
            else
                report(one, place, fmt::format("expected a number that fits '{}'", name.text()));
        }
        if (!values.empty())
            extension.match.emplace_back(field, std::move(values));
    }
    if (!extension.match.empty())
        parent.extensions.push_back(std::move(extension));
}

/// Offsets of fields that never move, the least size, and Scapy's class names.
void Loader::placeFields(ProtocolDesc& protocol)
{
    bool fixed = true;
    std::uint32_t offset = 0;
    std::uint32_t least = 0;
    bool inByte = false;
    std::uint32_t bitAt = 0;
    for (FieldDesc& field : protocol.fields) {
        const TypeDesc& type = m_out->m_types[field.type];
        if (field.fixedFill && field.length != 0 && m_out->m_programs[field.length].isConstant()) {
            const std::int64_t bytes = m_out->m_programs[field.length].nodes()[0].number;
            field.bits = static_cast<std::uint16_t>(std::clamp<std::int64_t>(bytes, 0, 4096) * 8);
        }
        inByte = field.bits % 8 != 0 || bitAt % 8 != 0;
        bitAt += field.bits;
        if (field.scapyClass.empty())
            field.scapyClass = scapyClassOf(*m_out, field, inByte);
        if (field.trailer)
            continue;
        if (field.alignBefore > 0)
            fixed = false;
        field.staticOffset = fixed;
        field.bitOffset = offset;
        const bool nothing = type.kind == Kind::Virtual || type.kind == Kind::None;
        if (field.present == 0 && (field.bits > 0 || nothing)) {
            offset += field.bits;
            least += field.bits;
        } else {
            fixed = false;
        }
        if (field.align > 0 || field.padTo > 0)
            fixed = false;
    }
    protocol.minBytes = (least + 7) / 8;
    protocol.allStatic = fixed;
    findHeaderLength(protocol);
}

/// Only where a single field varies, and what sizes it counts the whole header.
void Loader::findHeaderLength(ProtocolDesc& protocol)
{
    const FieldDesc* varies = nullptr;
    for (const FieldDesc& field : protocol.fields) {
        const Kind kind = m_out->m_types[field.type].kind;
        if (field.trailer || kind == Kind::Virtual || (field.present == 0 && field.bits > 0))
            continue;
        if (varies != nullptr || field.present != 0)
            return;
        varies = &field;
    }
    if (varies == nullptr || !varies->sizedBy || varies->sizedBy->counts)
        return;
    const auto hasOwnSize = [&](const SwitchCase& item) { return item.type != noType && m_out->m_types[item.type].bits > 0; };
    if (std::ranges::any_of(m_out->m_types[varies->type].cases, hasOwnSize)) // As an address, however few bytes are told.
        return;
    const SizeLink& link = *varies->sizedBy;
    if (link.size == 0 && link.payload == 0 && link.others.empty() && link.header != 0 && protocol.fields[link.by].staticOffset)
        protocol.headerLength = {link.by, link.denominator, link.constant, link.header};
}

/// IPerror and its like: the same fields, for packets quoted by others.
void Loader::makeQuotedForms()
{
    for (const Definition& definition : m_definitions) {
        const YamlNode& quoted = (*definition.node)["quoted"];
        const Place place = placeOf(definition).at("quoted");
        if (!quoted || !checkKeys(quoted, {"name", "title", "when", "then"}, place) || !neededAt(quoted, "name", place)
            || !hasRoom(m_out->m_protocols.size(), quoted, place))
            continue;
        const std::string name = textAt(quoted, "name", place);
        ProtocolDesc form = protocolOf(definition);
        form.quotedRule = {name, compile(quoted["when"], form, place), wordAt<bool>(quoted, "then", {{"payload", true}}, false, place)};
        form.name = name;
        form.title = quoted["title"] ? textAt(quoted, "title", place) : name;
        form.plain = definition.id;
        form.id = static_cast<ProtocolId>(m_out->m_protocols.size());
        form.linkTypes.clear();
        form.bindings.clear();
        const auto taken = m_definitionIndex.find(name);
        const bool isReplaced = !isUsers(place) && taken != m_definitionIndex.end() && m_sources[m_definitions[taken->second].source]->user;
        if (!m_out->m_byName.try_emplace(name, form.id).second && !isReplaced)
            report(quoted["name"], place, fmt::format("the name '{}' is already taken", name));
        m_out->m_protocols[definition.id].quoted = form.id;
        m_out->m_protocols.push_back(std::move(form));
    }
}

void Loader::fillTables()
{
    for (const ProtocolDesc& protocol : m_out->m_protocols) {
        for (const Binding& binding : protocol.bindings)
            if (binding.table != noTable && binding.dissect)
                m_out->m_tables[binding.table].entries.claim(binding.value, protocol.id);
        for (const std::uint32_t link : protocol.linkTypes)
            m_out->m_roots.try_emplace(link, protocol.id);
    }
    m_out->indexBindings();
}

} // namespace fw
