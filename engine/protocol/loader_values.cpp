// Defaults, and other values that definitions give.
#include "engine/protocol/loader.h"

#include "engine/base/address.h"
#include "engine/base/hexdump.h"
#include "engine/protocol/codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

template <class Array>
std::optional<Value> bytesValue(const std::optional<Array>& address)
{
    if (!address)
        return std::nullopt;
    return Value(Buffer(address->begin(), address->end()));
}

std::optional<Value> identifierValue(std::string digits, std::size_t bytesWanted)
{
    std::erase_if(digits, [](char c) { return c == '-' || c == ':'; });
    Buffer bytes;
    HexError error;
    return parseHex(digits, bytes, error) && bytes.size() == bytesWanted ? std::optional(Value(std::move(bytes))) : std::nullopt;
}

} // namespace

/// What `match` and `set` say of inherited fields.
std::map<std::string, const YamlNode*> Loader::overriddenDefaults(const Definition& definition)
{
    std::map<std::string, const YamlNode*> out;
    const Place place = placeOf(definition);
    for (const std::string_view key : {"match", "set"})
        for (const auto& [name, node] : mapAt(*definition.node, key, place)) {
            if (protocolOf(definition).find(name.text()) == noField)
                report(name, place, fmt::format("'{}' has no field '{}'", definition.name, name.text()));
            const bool isChoice = key == "match" && !node.items().empty();
            out[name.text()] = isChoice ? &node.items().front() : &node;
        }
    return out;
}

void Loader::readDefaults(Definition& definition)
{
    ProtocolDesc& protocol = protocolOf(definition);
    const auto overridden = overriddenDefaults(definition);
    for (const WrittenField& written : definition.fields) {
        FieldDesc& field = protocol.fields[protocol.fieldIndex[written.name]];
        const TypeDesc& type = m_out->m_types[field.type];
        if (const auto found = overridden.find(written.name); found != overridden.end())
            setDefault(field, *found->second, placeOf(definition).at(written.name));
        else if (const YamlNode& given = (*written.node)["default"])
            setDefault(field, given, placeOf(definition, written).at("default"));
        else if (type.kind == Kind::Int || type.kind == Kind::Virtual)
            field.defaultValue = std::int64_t{0};
        else if (type.kind == Kind::List || type.kind == Kind::Tlv)
            field.defaultValue = ValueList{};
        else if (type.kind == Kind::Octets || type.kind == Kind::Text || type.kind == Kind::CString || type.kind == Kind::Line)
            field.defaultValue = Buffer(type.bits / 8U);
    }
}

void Loader::setDefault(FieldDesc& field, const YamlNode& given, const Place& place)
{
    if (given.isNull()) {
        field.hasDefault = true; // None: sent as zero, shown as not set.
    } else if (auto value = literal(field, field.type, given, place)) {
        field.defaultValue = std::move(*value);
        field.hasDefault = true;
    }
}

std::optional<Value> Loader::literal(const FieldDesc& field, TypeId typeId, const YamlNode& node, const Place& place)
{
    const TypeDesc& type = m_out->m_types[typeId];
    std::optional<Value> value;
    if (type.kind == Kind::Switch) {
        if (node.isText() && node.text().empty())
            return Value(Buffer{});
        ++m_trying;
        for (auto item = type.cases.begin(); item != type.cases.end() && !value; ++item)
            value = literal(field, item->type, node, place);
        --m_trying;
    } else if (type.kind == Kind::List && node.isList()) {
        return listLiteral(field, type.element, node, place);
    } else if (type.kind == Kind::Tlv && node.isList() && node.size() == 0) {
        return Value(ValueList{});
    } else if (type.kind == Kind::Struct && node.isMap()) {
        return structLiteral(type.structure, node, place);
    } else if (node.isText()) {
        value = scalarLiteral(field, type, node);
    }
    if (!value)
        report(node, place, "expected a value that fits the field's type");
    return value;
}

std::optional<Value> Loader::listLiteral(const FieldDesc& field, TypeId element, const YamlNode& node, const Place& place)
{
    ValueList list;
    for (const YamlNode& item : node.items()) {
        auto value = literal(field, element, item, place);
        if (!value)
            return std::nullopt;
        list.items.push_back(std::move(*value));
    }
    return Value(std::move(list));
}

std::optional<Value> Loader::structLiteral(ProtocolId id, const YamlNode& node, const Place& place)
{
    const ProtocolDesc& structure = m_out->m_protocols[id];
    auto layer = std::make_shared<Layer>();
    layer->protocol = id;
    layer->fields.resize(structure.fields.size());
    for (const auto& [key, given] : node.entries()) {
        const FieldIndex index = structure.find(key.text());
        if (index == noField) {
            report(key, place, fmt::format("'{}' has no field '{}'", structure.name, key.text()));
            continue;
        }
        if (auto value = literal(structure.fields[index], structure.fields[index].type, given, place))
            layer->fields[index] = {SlotState::Explicit, std::move(*value)};
    }
    return Value(LayerPtr(std::move(layer)));
}

std::optional<Value> Loader::scalarLiteral(const FieldDesc& field, const TypeDesc& type, const YamlNode& node)
{
    const std::string& text = node.text();
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
    case Kind::Float: {
        char* end = nullptr;
        const double number = std::strtod(text.c_str(), &end);
        return !text.empty() && *end == '\0' ? std::optional(Value(number)) : std::nullopt;
    }
    case Kind::Mac:
        return bytesValue(parseMac(text));
    case Kind::Ipv4:
        return bytesValue(parseIpv4(text));
    case Kind::Ipv6:
        return bytesValue(parseIpv6(text));
    case Kind::Uuid:
    case Kind::Oui:
    case Kind::Eui64:
        return identifierValue(text, type.bits / 8U);
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

} // namespace fw
