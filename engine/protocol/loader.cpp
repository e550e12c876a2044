#include "engine/protocol/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace fw {
namespace {

constexpr std::size_t mostItems = 0xfffe; // Their numbers have 16 bits, and one of them means none.
constexpr std::size_t mostFields = 4096;
constexpr std::size_t mostAllFields = 60'000;
constexpr std::size_t mostInherited = 1U << 20U; // By weight: what is inherited costs as if it were written again.
constexpr std::size_t mostHeirs = 32;

/// What is built in never changes while the program runs, and reading it is most of the time that loading takes: a definition that
/// is being written is loaded with every key that is pressed.
std::shared_ptr<const ParsedYaml> parsedOnce(const DefinitionSource& source)
{
    struct Kept {
        std::string text;
        std::shared_ptr<const ParsedYaml> parsed;
    };
    static std::mutex mutex;
    static std::map<std::string, Kept> known;
    const std::scoped_lock lock(mutex);
    Kept& kept = known[source.name];
    if (!kept.parsed || kept.text != source.text)
        kept = {source.text, std::make_shared<const ParsedYaml>(parseYaml(source.text))};
    return kept.parsed;
}

} // namespace

Protocols::Loaded Loader::run(const std::vector<DefinitionSource>& sources)
{
    m_out->m_programs.emplace_back(); // ExprId 0 is "no expression".
    for (const DefinitionSource& source : sources)
        m_sources.push_back(&source);
    m_trees.resize(sources.size());
    // A user's file comes first, so that what it binds wins.
    for (const bool user : {true, false})
        for (std::size_t i = 0; i < sources.size(); ++i)
            if (sources[i].user == user)
                readSource(sources[i], i);
    for (std::size_t i = 0; i < m_tlvNodes.size(); ++i)
        readTlv(m_out->m_tlvs[i], *m_tlvNodes[i].first, m_tlvNodes[i].second);
    for (Definition& definition : m_definitions)
        expandFields(definition, 0);
    for (Definition& definition : m_definitions)
        makeFields(definition);
    for (Definition& definition : m_definitions)
        readDefaults(definition);
    for (Definition& definition : m_definitions)
        compileFields(definition);
    for (Definition& definition : m_definitions)
        readRules(definition);
    checkTables();
    for (Definition& definition : m_definitions) {
        readExtension(definition);
        placeFields(protocolOf(definition));
    }
    makeQuotedForms();
    fillTables();
    std::ranges::stable_sort(m_errors, {}, [](const DefinitionError& error) { return std::tie(error.file, error.line, error.column); });
    return {m_out, std::move(m_errors)};
}

std::string Loader::where(std::size_t source, std::size_t line, std::size_t column) const
{
    return fmt::format("{}:{}:{}", m_sources[source]->name, line, column);
}

/// A user's definition that is not what a built-in one needs: what is wrong then is told of the former.
const Loader::Definition* Loader::toBlame(const Place& place, const std::string& message) const
{
    if (isUsers(place))
        return nullptr;
    if (place.heir != nullptr && m_sources[place.heir->source]->user)
        return place.heir;
    for (const std::size_t replacing : m_replacing)
        if (message.find("'" + m_definitions[replacing].name + "'") != std::string::npos)
            return &m_definitions[replacing];
    return m_replacing.empty() ? nullptr : &m_definitions[m_replacing.front()];
}

void Loader::report(const YamlNode& at, const Place& place, std::string message, std::size_t into)
{
    if (m_trying > 0)
        return;
    DefinitionError error{.file = m_sources[place.source]->name, .line = at.line(), .column = at.column() + into, .path = place.path, .message = std::move(message)};
    if (const Definition* blamed = toBlame(place, error.message))
        error = {.file = m_sources[blamed->source]->name,
                 .line = blamed->key->line(),
                 .column = blamed->key->column(),
                 .path = placeOf(*blamed).path,
                 .message = fmt::format("does not go with what is built in ({}): {}", where(place.source, error.line, error.column), error.message)};
    // What is inherited is read again for every heir.
    if (m_reported.emplace(error.file, error.line, error.column, error.message).second)
        m_errors.push_back(std::move(error));
}

bool Loader::hasRoom(std::size_t size, const YamlNode& at, const Place& place)
{
    if (size < mostItems)
        return true;
    if (!m_isFull)
        report(at, place, "too many definitions: there is no room for this one and what follows");
    m_isFull = true;
    return false;
}

void Loader::readSource(const DefinitionSource& source, std::size_t index)
{
    const Place place{index, "", nullptr};
    m_trees[index] = source.user ? std::make_shared<const ParsedYaml>(parseYaml(source.text)) : parsedOnce(source);
    const ParsedYaml& parsed = *m_trees[index];
    for (const YamlFault& fault : parsed.faults)
        m_errors.push_back({source.name, fault.line, fault.column, "", fault.message});
    const YamlNode& root = parsed.root;
    if (!root) {
        if (parsed.faults.empty())
            m_errors.push_back({source.name, 1, 1, "", "expected a map with format, protocols, …"});
        return;
    }
    if (!checkKeys(root, {"format", "enums", "flagsets", "tables", "tlvs", "structs", "protocols"}, place))
        return;
    const YamlNode& format = root["format"];
    if (!format || format.text() != "1")
        report(format ? format : root, place, "expected 'format: 1'");
    readNamesOf(root, index);
    nameTlvs(root, index);
    declare(root["structs"], true, index);
    declare(root["protocols"], false, index);
}

void Loader::declare(const YamlNode& section, bool isStruct, std::size_t source)
{
    const Place place{source, isStruct ? "structs" : "protocols", nullptr};
    if (section && !section.isMap() && !section.isNull())
        report(section, place, "expected a map of names");
    for (const auto& [key, node] : section.entries()) {
        if (!node.isMap())
            report(node, place.at(key.text()), "expected a map with 'fields'");
        else if (hasRoom(m_out->m_protocols.size(), key, place))
            declareOne(key, node, isStruct, place.at(key.text()));
    }
}

void Loader::declareOne(const YamlNode& key, const YamlNode& node, bool isStruct, const Place& place)
{
    const std::string& name = key.text();
    if (const auto taken = m_definitionIndex.find(name); taken != m_definitionIndex.end()) {
        const Definition& first = m_definitions[taken->second];
        // Users' files come first: what they replace is left out.
        if (!isUsers(place) && m_sources[first.source]->user)
            m_replacing.push_back(taken->second);
        else
            report(key, place, "the name is already taken, by " + where(first.source, first.key->line(), first.key->column()));
        return;
    }
    m_definitionIndex[name] = m_definitions.size();
    const auto id = static_cast<ProtocolId>(m_out->m_protocols.size());
    m_definitions.push_back({.name = name, .key = &key, .node = &node, .source = place.source, .isStruct = isStruct, .id = id, .fields = {}, .words = {}});
    ProtocolDesc& protocol = m_out->m_protocols.emplace_back();
    protocol.name = name;
    protocol.id = protocol.plain = id;
    protocol.isStruct = isStruct;
    protocol.file = m_sources[place.source]->name;
    m_out->m_byName[name] = id;
    if (const YamlNode& quoted = node["quoted"]["name"])
        m_quotedNames.insert(quoted.text());
}

Loader::Place Loader::placeOf(const Definition& definition) const
{
    return {definition.source, (definition.isStruct ? "structs." : "protocols.") + definition.name, nullptr};
}

Loader::Place Loader::placeOf(const Definition& definition, const WrittenField& field) const
{
    Place place = placeOf(definition).at(field.name);
    if (field.source != definition.source) {
        place.source = field.source;
        place.heir = &definition;
    }
    return place;
}

std::vector<Loader::WrittenField> Loader::ownFields(Definition& definition)
{
    std::vector<WrittenField> own;
    const Place place = placeOf(definition);
    for (const YamlNode& item : listAt(*definition.node, "fields", place)) {
        if (!item.isMap() || item.size() != 1) {
            report(item, place, "expected '- name: type' or '- name: {…}'");
            continue;
        }
        const auto [key, node] = item.entries().front();
        if (key.text() == "bits" && node["fields"])
            bitGroup(definition, node, place, own);
        else
            own.push_back({key.text(), &node, definition.source});
    }
    return own;
}

/// Bit fields of one word, the least significant first where the word is little-endian. Their names are the protocol's own.
void Loader::bitGroup(Definition& definition, const YamlNode& group, const Place& place, std::vector<WrittenField>& out)
{
    checkKeys(group, {"size", "endian", "fields"}, place);
    const std::int64_t size = numberAt(group, "size", 8, 64, 0, place);
    const bool littleEndian = isLittleEndian(group, false, place);
    if (size == 0 || size % 8 != 0) {
        report(group, place, "expected a 'size' of 8, 16, 24, … 64 bits");
        return;
    }
    std::int64_t shift = 0;
    for (const YamlNode& item : listAt(group, "fields", place)) {
        if (!item.isMap() || item.size() != 1) {
            report(item, place, "expected '- name: type' or '- name: {…}'");
            continue;
        }
        const auto [key, node] = item.entries().front();
        const std::string& type = node.isText() ? node.text() : node["type"].text();
        const auto bits = type.starts_with('u') ? parseInteger(std::string_view(type).substr(1)).value_or(0) : 0;
        if (bits <= 0 || bits > 64 || shift + bits > size) {
            report(item, place, "expected a number of bits (u1, u2, …) that still fits into the group");
            return;
        }
        if (littleEndian)
            definition.words[key.text()] = {static_cast<std::uint16_t>(size), static_cast<std::uint16_t>(shift)};
        out.push_back({key.text(), &node, definition.source});
        shift += bits;
    }
    if (shift != size)
        report(group, place, fmt::format("the fields have {} bits, the group {}", shift, size));
}

/// The fields of a definition, those of what it extends before its own.
void Loader::expandFields(Definition& definition, std::size_t depth)
{
    using Expansion = Definition::Expansion;
    if (definition.expansion != Expansion::ToDo)
        return;
    definition.expansion = Expansion::UnderWay;
    const Place place = placeOf(definition);
    std::vector<WrittenField> own = ownFields(definition);
    const YamlNode& extends = (*definition.node)["extends"];
    if (!extends) {
        for (const std::string_view key : {"match", "set", "drop"})
            if (const YamlNode& needs = (*definition.node)[key])
                report(needs, place, fmt::format("'{}' goes with 'extends'", key));
    } else if (const auto found = m_definitionIndex.find(extends.text()); found == m_definitionIndex.end()) {
        report(extends, place, fmt::format("there is no '{}' to extend", extends.text()));
    } else if (Definition& base = m_definitions[found->second]; base.expansion == Expansion::UnderWay || depth >= mostHeirs) {
        report(extends, place, depth >= mostHeirs ? "more than 32 definitions that extend each other" : "a definition that extends itself");
    } else {
        expandFields(base, depth + 1);
        inheritFields(definition, base, own);
    }
    definition.fields.insert(definition.fields.end(), own.begin(), own.end());
    m_fieldCount += definition.fields.size();
    if (definition.fields.size() > mostFields || m_fieldCount > mostAllFields) {
        report(*definition.key, place, fmt::format("too many fields: more than {} here, or {} in all", mostFields, mostAllFields));
        definition.fields.clear();
    }
    definition.expansion = Expansion::Done;
}

void Loader::inheritFields(Definition& definition, const Definition& base, const std::vector<WrittenField>& own)
{
    const Place place = placeOf(definition);
    std::set<std::string> left;
    for (const YamlNode& name : listAt(*definition.node, "drop", place)) {
        left.insert(name.text());
        if (std::ranges::none_of(base.fields, [&](const WrittenField& field) { return field.name == name.text(); }))
            report(name, place, fmt::format("'{}' has no field '{}' to drop", base.name, name.text()));
    }
    for (const WrittenField& field : own)
        left.insert(field.name);
    for (const WrittenField& field : base.fields) {
        if (left.contains(field.name))
            continue;
        m_inheritedWeight += field.node->weight();
        if (m_inheritedWeight > mostInherited && isUsers(place)) {
            report(*definition.key, place, "too much is inherited by 'extends'");
            return;
        }
        definition.fields.push_back(field);
        if (const auto word = base.words.find(field.name); word != base.words.end())
            definition.words.insert(*word);
    }
}

ProtocolId Loader::idNamed(const YamlNode& node, const Place& place)
{
    const auto found = m_out->m_byName.find(node.text());
    if (node.isText() && found != m_out->m_byName.end())
        return found->second;
    if (node)
        report(node, place, fmt::format("there is no protocol '{}'", node.text()));
    return noProtocol;
}

} // namespace fw
