#include "engine/filter/names.h"

#include "engine/protocol/codec.h"
#include "engine/protocol/loader_yaml.h"
#include "resources/embedded.h"

#include <algorithm>

namespace fw::filter {
namespace {

constexpr std::pair<std::string_view, Fact> facts[] = {
    {"frame.number", Fact::Number},        {"frame.len", Fact::Length},          {"frame.cap_len", Fact::Captured},   {"frame.time", Fact::Time},
    {"frame.time_epoch", Fact::Time},      {"frame.time_relative", Fact::Since}, {"frame.time_delta", Fact::SincePrevious},
};
constexpr std::pair<std::string_view, std::string_view> factDocs[] = {
    {"frame.number", "Number in the capture, from 1"},
    {"frame.len", "Bytes on the wire"},
    {"frame.cap_len", "Bytes in the capture"},
    {"frame.time", "When it came: \"2023-11-14 22:13:20\" (UTC), or seconds since 1970"},
    {"frame.time_epoch", "When it came, in seconds since 1970"},
    {"frame.time_relative", "Seconds since the first packet"},
    {"frame.time_delta", "Seconds since the packet before"},
};

std::string_view firstWord(std::string_view name) { return name.substr(0, name.find('.')); }

} // namespace

Names::Names(const Protocols& protocols) : m_protocols(protocols)
{
    const ParsedYaml parsed = parseYaml(std::string(resources::find("names/wireshark.yaml")));
    const auto texts = [](const YamlNode& list) {
        std::vector<std::string> out;
        for (const YamlNode& item : list.items())
            out.push_back(item.text());
        return out;
    };
    for (const auto& [key, value] : parsed.root["layers"].entries())
        m_words.emplace_back(key.text(), texts(value));
    for (const auto& [key, value] : parsed.root["words"].entries())
        m_unfielded.emplace(key.text(), texts(value));
    for (const auto& [key, value] : parsed.root["fields"].entries())
        m_aliases.emplace(key.text(), Alias{key.text(), texts(value["is"]), value["doc"].text()});
}

std::shared_ptr<const Names> Names::of(const Protocols& protocols)
{
    if (&protocols != &Protocols::builtin())
        return std::make_shared<const Names>(protocols);
    static const auto builtin = std::make_shared<const Names>(Protocols::builtin());
    return builtin;
}

const Alias* Names::alias(std::string_view name) const
{
    const auto found = m_aliases.find(name);
    return found == m_aliases.end() ? nullptr : &found->second;
}

std::optional<Fact> Names::fact(std::string_view name)
{
    const auto* const found = std::ranges::find(facts, name, &std::pair<std::string_view, Fact>::first);
    return found == std::end(facts) ? std::nullopt : std::optional(found->second);
}

const Names::Index& Names::index() const
{
    std::call_once(m_once, [this] {
        for (std::size_t i = 0; i < m_protocols.size(); ++i) {
            const ProtocolDesc& protocol = m_protocols[static_cast<ProtocolId>(i)];
            for (std::size_t j = 0; j < protocol.fields.size(); ++j) {
                const std::string& name = protocol.fields[j].filter;
                if (name.empty())
                    continue;
                m_index.fields[name].push_back({protocol.id, static_cast<FieldIndex>(j)});
                auto& layers = m_index.layers[std::string(firstWord(name))];
                if (!protocol.isStruct && (layers.empty() || layers.back() != protocol.id))
                    layers.push_back(protocol.id);
            }
        }
    });
    return m_index;
}

std::vector<Names::Field> Names::allFields(std::string_view name) const
{
    const auto found = index().fields.find(name);
    return found == index().fields.end() ? std::vector<Field>{} : found->second;
}

std::vector<ProtocolId> Names::allLayers(std::string_view word) const
{
    const auto found = index().layers.find(word);
    return found == index().layers.end() ? std::vector<ProtocolId>{} : found->second;
}

/// Reading in every definition to find a name takes longer than filtering a small capture, so the common words say where theirs are.
std::vector<Names::Field> Names::fields(std::string_view name) const
{
    const auto word = std::ranges::find(m_words, firstWord(name), &std::pair<std::string, std::vector<std::string>>::first);
    std::vector<Field> found;
    if (word != m_words.end())
        for (const std::string& layer : word->second)
            if (const ProtocolDesc* protocol = m_protocols.find(layer))
                for (std::size_t i = 0; i < protocol->fields.size(); ++i)
                    if (protocol->fields[i].filter == name)
                        found.push_back({protocol->id, static_cast<FieldIndex>(i)});
    return found.empty() ? allFields(name) : found;
}

std::vector<ProtocolId> Names::layers(std::string_view word) const
{
    const auto known = std::ranges::find(m_words, word, &std::pair<std::string, std::vector<std::string>>::first);
    if (known != m_words.end())
        return named(known->second);
    const auto unfielded = m_unfielded.find(word);
    return unfielded != m_unfielded.end() ? named(unfielded->second) : allLayers(word);
}

std::vector<ProtocolId> Names::named(const std::vector<std::string>& names) const
{
    std::vector<ProtocolId> found;
    for (const std::string& name : names)
        if (const ProtocolDesc* protocol = m_protocols.find(name); protocol != nullptr && !protocol->isStruct)
            found.push_back(protocol->id);
    return found;
}

std::vector<Names::Known> Names::wiresharkNames() const
{
    std::vector<Known> known;
    for (const auto& [name, doc] : factDocs)
        known.push_back({std::string(name), name.find("time") != std::string_view::npos ? "time" : "number", std::string(doc)});
    for (const auto& [name, alias] : m_aliases)
        known.push_back({name, "", alias.doc});
    for (const auto& [word, layers] : index().layers)
        if (!layers.empty())
            known.push_back({word, "protocol", m_protocols[layers.front()].doc});
    for (const auto& [name, fields] : index().fields)
        if (m_aliases.find(name) == m_aliases.end()) {
            const FieldDesc& field = m_protocols[fields.front().protocol].fields[fields.front().field];
            known.push_back({name, typeName(m_protocols, field), field.doc});
        }
    return known;
}

std::string typeName(const Protocols& protocols, const FieldDesc& field)
{
    if (field.flags != nullptr)
        return "flags";
    const TypeDesc& type = protocols.type(field.type);
    switch (type.kind) {
    case Kind::Int: return field.names != nullptr || field.namesBy != noField ? "number or name" : "number";
    case Kind::Float: return "real number";
    case Kind::Mac: return "MAC address";
    case Kind::Ipv4: return "IPv4 address";
    case Kind::Ipv6: return "IPv6 address";
    case Kind::Text:
    case Kind::CString:
    case Kind::Line: return "text";
    case Kind::Struct: return "structure";
    case Kind::List: return "list";
    case Kind::Tlv: return "options";
    case Kind::Switch: return "value";
    case Kind::Codec: return std::string(type.codec->name());
    case Kind::None:
    case Kind::Virtual: return "nothing";
    default: return "bytes";
    }
}

} // namespace fw::filter
