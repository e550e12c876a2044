#include "engine/packet/python_text.h"
#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

#include <algorithm>
#include <fmt/format.h>

namespace fw {

namespace {

constexpr std::string_view notInScapy = "not in Scapy"; ///< What definitions say in `scapy:` of a field that Scapy's class lacks.

constexpr std::size_t longestEnumeration = 49; ///< Scapy leaves out longer ones.

TypeDesc typeOf(const Protocols& protocols, const FieldDesc& field)
{
    return field.type == noType ? TypeDesc{} : protocols.type(field.type);
}

/// "BitField  (4 bits)", "XShortField (Cond)", "MultiEnumField (Depends on 8)"
std::string classText(const ProtocolDesc& protocol, const FieldDesc& field)
{
    std::vector<std::string> remarks;
    if (field.present != 0)
        remarks.emplace_back("Cond");
    if (field.namesBy != noField) {
        const std::int64_t* key = protocol.fields[field.namesBy].defaultValue.integer();
        remarks.push_back(fmt::format("Depends on {}", key != nullptr ? *key : 0));
    }
    const bool tellsBits = field.scapyClass.ends_with("BitField");
    std::string out = field.scapyClass;
    if (!remarks.empty())
        out += fmt::format(" ({})", fmt::join(remarks, ", "));
    else if (tellsBits)
        out += " ";
    if (tellsBits)
        out += fmt::format(" ({} bit{})", field.bits, field.bits == 1 ? "" : "s");
    return out;
}

/// What Scapy would work out: lengths and checksums, but addresses taken from the route as well.
bool isWorkedOut(const FieldDesc& field)
{
    const bool followsRoute = field.scapyClass.starts_with("Dest") || field.scapyClass.starts_with("Source");
    return field.automatic != 0 || field.env != EnvSource::None || followsRoute;
}

std::string emptyDefault(const Protocols& protocols, const FieldDesc& field, const TypeDesc& type)
{
    switch (type.kind) {
    case Kind::Int:
        return "0";
    case Kind::List:
        return field.chain ? "None" : "[]";
    case Kind::Tlv:
        return protocols.tlv(type.tlv).bareAsName ? "[]" : "b''";
    case Kind::Mac:
    case Kind::Ipv4:
    case Kind::Ipv6:
    case Kind::Struct:
        return "None";
    default:
        return "b''";
    }
}

std::string defaultText(FieldScope& scope, FieldIndex index)
{
    const Protocols& protocols = scope.protocols();
    const FieldDesc& field = scope.protocol().fields[index];
    const TypeDesc type = typeOf(protocols, field);
    const Value& value = field.defaultValue;
    if (isWorkedOut(field))
        return "None";
    if (field.flags != nullptr) {
        const auto number = static_cast<std::uint64_t>(value.integer() != nullptr ? *value.integer() : 0);
        return fmt::format("<Flag {} ({})>", number, field.flags->text(number));
    }
    const ValueList* list = value.list();
    if (value.isNone() || (list != nullptr && list->items.empty()))
        return emptyDefault(protocols, field, type);
    const bool isAddress = type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6;
    const bool isSwitchedAddress = type.kind == Kind::Switch && value.bytes() != nullptr && !value.bytes()->empty();
    const std::string text = ValueWriter(scope, ValueWriter::Style::Raw).ofType(index, field.type, value);
    return isSwitchedAddress ? "None" : isAddress ? pythonString(toBuffer(text)) : text;
}

const EnumDesc* enumerationOf(const ProtocolDesc& protocol, const FieldDesc& field)
{
    if (!field.scapyClass.ends_with("EnumField") || field.scapyClass.starts_with("Bit"))
        return nullptr;
    if (field.namesBy == noField)
        return field.names;
    const std::int64_t* key = protocol.fields[field.namesBy].defaultValue.integer();
    const auto found = field.namesFor.find(key != nullptr ? *key : 0);
    return found != field.namesFor.end() ? found->second : nullptr;
}

std::string namesText(const ProtocolDesc& protocol, const FieldDesc& field)
{
    constexpr std::string_view indent = "               ";
    if (field.flags != nullptr)
        return fmt::format("{}{}\n", indent, fmt::join(field.flags->names, ", "));
    const EnumDesc* names = enumerationOf(protocol, field);
    if (names == nullptr || names->names.size() > longestEnumeration)
        return {};
    std::string out;
    for (const auto& [number, name] : std::map(names->names.begin(), names->names.end()))
        out += fmt::format("{}{}: {}\n", indent, name, number);
    return out;
}

} // namespace

std::string listFields(const Protocols& protocols, const ProtocolDesc& protocol, bool verbose)
{
    const Layer layer = completed(protocols, Layer{protocol.id, {}, std::nullopt, 0});
    FieldScope scope = FieldScope::alone(protocols, layer);
    std::string out;
    for (std::size_t i = 0; i < protocol.fields.size(); ++i) {
        const FieldDesc& field = protocol.fields[i];
        if (field.hidden || field.scapyClass == notInScapy)
            continue;
        const std::string standard = pythonString(toBuffer(defaultText(scope, static_cast<FieldIndex>(i))));
        out += fmt::format("{:<10} : {:<35} = ({})\n", field.name, classText(protocol, field), standard);
        if (verbose)
            out += namesText(protocol, field);
    }
    return out;
}

std::string listProtocols(const Protocols& protocols)
{
    std::vector<std::pair<std::string_view, std::string_view>> lines;
    for (std::size_t i = 0; i < protocols.size(); ++i) {
        const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(i)];
        lines.emplace_back(protocol.name, protocol.title.empty() ? protocol.name : protocol.title);
    }
    std::ranges::sort(lines);
    std::string out;
    for (const auto& [name, title] : lines)
        out += fmt::format("{:<10} : {}\n", name, title);
    return out;
}

} // namespace fw
