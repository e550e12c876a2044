#include "engine/protocol/loader.h"

#include "resources/embedded.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace fw {
namespace {

constexpr std::size_t mostNodes = 300'000;
constexpr int mostLevels = 64;

/// The node at which the limits are passed. Aliases may multiply what is written, or stand for what they are in.
std::optional<YAML::Node> tooLarge(const YAML::Node& node, std::size_t& count, int level)
{
    if (++count > mostNodes || level > mostLevels)
        return node;
    if (node.IsMap()) {
        for (const auto& item : node)
            if (auto found = tooLarge(item.second, count, level + 1))
                return found;
    } else if (node.IsSequence()) {
        for (const auto& item : node)
            if (auto found = tooLarge(item, count, level + 1))
                return found;
    }
    return std::nullopt;
}

} // namespace

Protocols::Loaded Loader::run(const std::vector<DefinitionSource>& sources)
{
    m_out->m_programs.emplace_back(); // ExprId 0 is "no expression".
    for (std::size_t i = 0; i < sources.size(); ++i)
        m_sources.push_back(&sources[i]);
    // A user's file comes first, so that what it binds wins.
    std::vector<std::size_t> order;
    for (const bool user : {true, false})
        for (std::size_t i = 0; i < sources.size(); ++i)
            if (sources[i].user == user)
                order.push_back(i);
    for (const std::size_t i : order)
        readSource(sources[i], i);
    for (const auto& [section, place] : m_tlvSections)
        readTlvs(section, place);
    for (Definition& definition : m_definitions)
        expandFields(definition);
    for (Definition& definition : m_definitions)
        makeFields(definition);
    for (Definition& definition : m_definitions)
        readDefaults(definition);
    for (Definition& definition : m_definitions)
        compileFields(definition);
    for (Definition& definition : m_definitions)
        readRules(definition);
    for (Definition& definition : m_definitions) {
        readExtension(definition);
        placeFields(protocolOf(definition));
    }
    makeQuotedForms();
    fillTables();
    return {m_out, std::move(m_errors)};
}

void Loader::report(const YAML::Node& at, const Place& place, std::string message, std::size_t into)
{
    const YAML::Mark mark = at.IsDefined() ? at.Mark() : YAML::Mark::null_mark();
    m_errors.push_back({.file = m_sources[place.source]->name,
                        .line = mark.is_null() ? 0 : static_cast<std::size_t>(mark.line) + 1,
                        .column = mark.is_null() ? 0 : static_cast<std::size_t>(mark.column) + 1 + into,
                        .path = place.path,
                        .message = std::move(message)});
}

void Loader::checkKeys(const YAML::Node& node, std::initializer_list<const char*> known, const Place& place)
{
    if (!node.IsMap())
        return;
    for (const auto& item : node) {
        const std::string key = item.first.Scalar();
        if (std::ranges::none_of(known, [&](const char* k) { return key == k; }))
            report(item.first, place, fmt::format("unknown key '{}'; known here: {}", key, fmt::join(known, ", ")));
    }
}

void Loader::readSource(const DefinitionSource& source, std::size_t index)
{
    const Place place{index, ""};
    YAML::Node root;
    try {
        root = YAML::Load(source.text);
    } catch (const YAML::Exception& error) {
        m_errors.push_back({source.name, static_cast<std::size_t>(error.mark.line) + 1, static_cast<std::size_t>(error.mark.column) + 1, "",
                            "not YAML: " + error.msg});
        return;
    }
    std::size_t nodes = 0;
    if (const auto endless = tooLarge(root, nodes, 0)) {
        report(*endless, place, "too large: more than 300,000 nodes or 64 levels, counting what aliases repeat");
        return;
    }
    if (!root.IsMap()) {
        report(root, place, "expected a map with format, protocols, …");
        return;
    }
    checkKeys(root, {"format", "enums", "flagsets", "tables", "tlvs", "structs", "protocols", "replaces"}, place);
    if (!root["format"] || root["format"].Scalar() != "1")
        report(root["format"] ? root["format"] : root, place, "expected 'format: 1'");
    readEnums(root["enums"], {index, "enums"});
    if (const YAML::Node sets = root["flagsets"]; sets && sets.IsMap())
        for (const auto& item : sets)
            readFlagSet(item.first.Scalar(), item.second, {index, "flagsets." + item.first.Scalar()});
    readTables(root["tables"], {index, "tables"});
    declare(root["structs"], true, index);
    declare(root["protocols"], false, index);
    m_tlvSections.emplace_back(root["tlvs"], Place{index, "tlvs"});
}

void Loader::declare(const YAML::Node& section, bool isStruct, std::size_t source)
{
    if (!section)
        return;
    if (!section.IsMap()) {
        report(section, {source, isStruct ? "structs" : "protocols"}, "expected a map of names");
        return;
    }
    for (const auto& item : section) {
        const std::string name = item.first.Scalar();
        const Place place{source, (isStruct ? "structs." : "protocols.") + name};
        if (!item.second.IsMap()) {
            report(item.second, place, "expected a map with 'fields'");
            continue;
        }
        if (m_definitionIndex.contains(name)) {
            // User files come first: what they replace is left out.
            if (!m_sources[m_definitions[m_definitionIndex[name]].source]->user || m_sources[source]->user)
                report(item.first, place, "the name is already taken");
            continue;
        }
        m_definitionIndex[name] = m_definitions.size();
        const auto id = static_cast<ProtocolId>(m_out->m_protocols.size());
        m_definitions.push_back({.name = name, .node = item.second, .source = source, .isStruct = isStruct, .id = id, .fields = {}});
        ProtocolDesc& protocol = m_out->m_protocols.emplace_back();
        protocol.name = name;
        protocol.id = protocol.plain = id;
        protocol.isStruct = isStruct;
        protocol.file = m_sources[source]->name;
        m_out->m_byName[name] = id;
    }
}

void Loader::readEnums(const YAML::Node& section, const Place& place)
{
    if (!section || !section.IsMap())
        return;
    for (const auto& item : section) {
        const std::string name = item.first.Scalar();
        readEnum(name, item.second, {place.source, place.path + "." + name});
    }
}

EnumDesc* Loader::readEnum(const std::string& name, const YAML::Node& node, const Place& place)
{
    if (!node.IsMap()) {
        report(node, place, "expected a map of values to names");
        return nullptr;
    }
    if (const YAML::Node by = node["by"]) {
        EnumBy& target = m_enumsBy[name];
        target.field = by.Scalar();
        const YAML::Node tables = node["values"] ? node["values"] : YAML::Node();
        for (const auto& item : tables) {
            std::int64_t value = 0;
            const std::string text = item.first.Scalar();
            const bool hex = text.starts_with("0x");
            std::from_chars(text.data() + (hex ? 2 : 0), text.data() + text.size(), value, hex ? 16 : 10);
            EnumDesc& table = m_out->m_enums.emplace_back();
            fillEnum(table, item.second, place);
            target.tables[value] = &table;
        }
        return nullptr;
    }
    EnumDesc& target = m_out->m_enums.emplace_back();
    target.name = name;
    if (!name.empty())
        m_enumsByName[name] = &target;
    const bool named = node["values"] || node["import"];
    if (named) {
        checkKeys(node, {"base", "values", "import", "open"}, place);
        target.hex = node["base"] && node["base"].Scalar() == "hex";
        if (node["import"])
            importNames(target, node["import"].Scalar(), node["import"], place);
    }
    fillEnum(target, named ? node["values"] : node, place);
    return &target;
}

void Loader::fillEnum(EnumDesc& target, const YAML::Node& values, const Place& place)
{
    if (!values || !values.IsMap())
        return;
    for (const auto& item : values) {
        const std::string text = item.first.Scalar();
        std::int64_t value = 0;
        const bool hex = text.starts_with("0x") || text.starts_with("0X");
        const auto [end, error] = std::from_chars(text.data() + (hex ? 2 : 0), text.data() + text.size(), value, hex ? 16 : 10);
        if (error != std::errc{} || end != text.data() + text.size()) {
            report(item.first, place, fmt::format("expected a number, not '{}'", text));
            continue;
        }
        target.names[value] = item.second.Scalar();
        target.values.try_emplace(item.second.Scalar(), value);
    }
}

void Loader::importNames(EnumDesc& target, const std::string& file, const YAML::Node& at, const Place& place)
{
    const std::string_view text = resources::find("names/" + file + ".txt");
    if (text.empty()) {
        report(at, place, fmt::format("there is no bundled name table '{}'", file));
        return;
    }
    std::istringstream lines{std::string(text)};
    std::int64_t value = 0;
    std::string name;
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        if (line.starts_with('#') || !(words >> value >> name))
            continue;
        target.names.try_emplace(value, name);
        target.values.try_emplace(name, value);
    }
}

FlagSetDesc* Loader::readFlagSet(const std::string& name, const YAML::Node& node, const Place& place)
{
    checkKeys(node, {"letters", "names", "bits", "doc"}, place);
    FlagSetDesc& target = m_out->m_flagSets.emplace_back();
    target.name = name;
    if (const YAML::Node letters = node["letters"]) {
        target.letters = true;
        for (const char c : letters.Scalar())
            target.names.emplace_back(1, c);
    } else if (const YAML::Node names = node["names"]) {
        for (const auto& item : names)
            target.names.push_back(item.Scalar());
    } else if (const YAML::Node bits = node["bits"]) {
        for (const auto& item : bits) {
            const auto bit = item.first.as<std::size_t>(64);
            if (bit >= 64) {
                report(item.first, place, "expected a bit number below 64");
                continue;
            }
            target.names.resize(std::max(target.names.size(), bit + 1));
            target.names[bit] = item.second.Scalar();
        }
    } else {
        report(node, place, "expected 'letters', 'names' or 'bits'");
    }
    if (target.names.size() > 64) {
        report(node, place, "more than 64 flags");
        target.names.resize(64);
    }
    if (!name.empty())
        m_flagSetsByName[name] = &target;
    return &target;
}

void Loader::readTables(const YAML::Node& section, const Place& place)
{
    if (!section || !section.IsMap())
        return;
    for (const auto& item : section) {
        const std::uint16_t id = tableNamed(item.first.Scalar());
        if (item.second.IsMap()) {
            checkKeys(item.second, {"key", "doc"}, {place.source, place.path + "." + item.first.Scalar()});
            const std::string key = item.second["key"] ? item.second["key"].Scalar() : "u16";
            m_out->m_tables[id].keyBits = key == "u8" ? 8 : key == "u32" ? 32 : 16;
        }
    }
}

std::uint16_t Loader::tableNamed(const std::string& name)
{
    const auto [found, added] = m_tablesByName.try_emplace(name, static_cast<std::uint16_t>(m_out->m_tables.size()));
    if (added)
        m_out->m_tables.emplace_back().name = name;
    return found->second;
}

void Loader::ownFields(Definition& definition, const Place& place, std::vector<std::pair<std::string, YAML::Node>>& out)
{
    const YAML::Node fields = definition.node["fields"];
    if (fields && !fields.IsSequence())
        report(fields, place, "expected a list of fields");
    else if (fields)
        for (const auto& item : fields) {
            if (!item.IsMap() || item.size() != 1)
                report(item, place, "expected '- name: type' or '- name: {…}'");
            else if (item.begin()->first.Scalar() == "bits" && item.begin()->second.IsMap() && item.begin()->second["fields"])
                bitGroup(definition, item.begin()->second, place, out);
            else
                out.emplace_back(item.begin()->first.Scalar(), item.begin()->second);
        }
}

/// Bit fields of one word, the least significant first where the word is little-endian. Their names are the protocol's own.
void Loader::bitGroup(Definition& definition, const YAML::Node& group, const Place& place, std::vector<std::pair<std::string, YAML::Node>>& out)
{
    checkKeys(group, {"size", "endian", "fields"}, place);
    const auto size = group["size"] ? group["size"].as<unsigned>(0) : 0U;
    const bool littleEndian = group["endian"] && group["endian"].Scalar() == "le";
    if (size == 0 || size > 64 || size % 8 != 0) {
        report(group, place, "expected a 'size' of 8, 16, 24, … 64 bits");
        return;
    }
    unsigned shift = 0;
    for (const auto& item : group["fields"]) {
        if (!item.IsMap() || item.size() != 1) {
            report(item, place, "expected '- name: type' or '- name: {…}'");
            continue;
        }
        const YAML::Node field = item.begin()->second;
        const std::string type = field.IsScalar() ? field.Scalar() : field.IsMap() && field["type"] ? field["type"].Scalar() : std::string();
        const unsigned bits = type.starts_with('u') ? static_cast<unsigned>(std::atoi(type.c_str() + 1)) : 0U;
        if (bits == 0 || shift + bits > size) {
            report(item, place, "expected a number of bits (u1, u2, …) that still fits into the group");
            return;
        }
        if (littleEndian)
            definition.words[item.begin()->first.Scalar()] = {static_cast<std::uint16_t>(size), static_cast<std::uint16_t>(shift)};
        out.emplace_back(item.begin()->first.Scalar(), field);
        shift += bits;
    }
    if (shift != size)
        report(group, place, fmt::format("the fields have {} bits, the group {}", shift, size));
}

/// The fields of a definition, those of what it extends before its own.
void Loader::expandFields(Definition& definition)
{
    if (definition.expanded)
        return;
    definition.expanded = true; // Before the recursion: a loop of extends ends.
    const Place place{definition.source, definition.name};
    std::vector<std::pair<std::string, YAML::Node>> own;
    ownFields(definition, place, own);
    if (const YAML::Node base = definition.node["extends"]) {
        const auto found = m_definitionIndex.find(base.Scalar());
        if (found == m_definitionIndex.end()) {
            report(base, place, fmt::format("there is no '{}' to extend", base.Scalar()));
        } else {
            expandFields(m_definitions[found->second]);
            std::set<std::string> dropped;
            for (const auto& name : definition.node["drop"] ? definition.node["drop"] : YAML::Node())
                dropped.insert(name.Scalar());
            for (const auto& field : own)
                dropped.insert(field.first);
            for (const auto& field : m_definitions[found->second].fields)
                if (!dropped.contains(field.first))
                    definition.fields.push_back(field);
            definition.words.insert(m_definitions[found->second].words.begin(), m_definitions[found->second].words.end());
        }
    }
    definition.fields.insert(definition.fields.end(), own.begin(), own.end());
}

ProtocolId Loader::idNamed(const YAML::Node& node, const Place& place)
{
    const auto found = m_out->m_byName.find(node.Scalar());
    if (found != m_out->m_byName.end())
        return found->second;
    report(node, place, fmt::format("there is no protocol '{}'", node.Scalar()));
    return noProtocol;
}

} // namespace fw
