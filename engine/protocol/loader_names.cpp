// Enumerations, flag sets, tables.
#include "engine/protocol/loader.h"

#include "resources/embedded.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <sstream>

namespace fw {
namespace {

constexpr std::int64_t anyLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t anyMost = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t mostFlags = 64;

} // namespace

void Loader::readNamesOf(const YamlNode& root, std::size_t source)
{
    const Place place{source, "", nullptr};
    for (const auto& [key, node] : mapAt(root, "enums", place)) {
        const Place here{source, "enums." + key.text(), nullptr};
        Names names = readEnum(node, here);
        if (names.plain != nullptr)
            names.plain->name = key.text();
        addName(m_enums, key, std::move(names), here);
    }
    for (const auto& [key, node] : mapAt(root, "flagsets", place)) {
        const Place here{source, "flagsets." + key.text(), nullptr};
        FlagSetDesc* flags = readFlagSet(node, here);
        flags->name = key.text();
        addName(m_flagSets, key, flags, here);
    }
    for (const auto& [key, node] : mapAt(root, "tables", place))
        readTable(key, node, {source, "tables." + key.text(), nullptr});
}

/// Either a map of numbers to names, or one of keys.
Loader::Names Loader::readEnum(const YamlNode& node, const Place& place)
{
    if (!node.isMap()) {
        report(node, place, "expected a map of values to names");
        return {};
    }
    if (!node["values"] && !node["import"] && !node["by"])
        return {&fillEnum(m_out->m_enums.emplace_back(), node, place), "", {}};
    checkKeys(node, {"values", "base", "import", "by"}, place);
    const bool hex = wordAt<bool>(node, "base", {{"hex", true}, {"dec", false}}, false, place);
    Names out{nullptr, textAt(node, "by", place), {}};
    if (!node["by"]) {
        out.plain = &m_out->m_enums.emplace_back();
        out.plain->hex = hex;
        if (node["import"])
            importNames(*out.plain, node["import"], place);
        fillEnum(*out.plain, node["values"], place);
        return out;
    }
    if (node["import"])
        report(node["import"], place, "expected 'values' alone with 'by'");
    for (const auto& [key, names] : mapAt(node, "values", place)) {
        EnumDesc& table = fillEnum(m_out->m_enums.emplace_back(), names, place);
        table.hex = hex;
        if (const auto value = number(key, anyLeast, anyMost, place))
            out.tables[*value] = &table;
    }
    return out;
}

/// Those that a field has: by name, or in place. Null if there are none.
const Loader::Names* Loader::namesAt(const YamlNode& map, const Place& place)
{
    const YamlNode& names = map["enum"];
    if (!names)
        return nullptr;
    if (names.isMap()) { // Inherited ones are read once.
        const auto [found, isNew] = m_enumsInPlace.try_emplace(&names);
        if (isNew)
            found->second = readEnum(names, place);
        return &found->second;
    }
    const Names* found = m_enums.find(isUsers(place), names.text());
    if (found == nullptr)
        report(names, place, fmt::format("there is no enumeration '{}'", names.text()));
    return found;
}

EnumDesc& Loader::fillEnum(EnumDesc& target, const YamlNode& values, const Place& place)
{
    if (values && !values.isMap())
        report(values, place, "expected a map of values to names");
    for (const auto& [key, name] : values.entries()) {
        const auto value = parseInteger(key.text());
        if (!value) {
            report(key, place, fmt::format("expected a number, not '{}'", key.text()));
            continue;
        }
        if (!name.isText())
            report(name, place, "expected a name");
        target.names[*value] = name.text();
        target.values.try_emplace(name.text(), *value);
    }
    return target;
}

void Loader::importNames(EnumDesc& target, const YamlNode& file, const Place& place)
{
    const std::string_view text = resources::find("names/" + file.text() + ".txt");
    if (text.empty()) {
        report(file, place, fmt::format("there is no bundled name table '{}'", file.text()));
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

FlagSetDesc* Loader::readFlagSet(const YamlNode& node, const Place& place)
{
    FlagSetDesc& target = m_out->m_flagSets.emplace_back();
    if (!checkKeys(node, {"letters", "names", "bits", "as_set", "by", "kinds", "doc"}, place))
        return &target;
    const std::string letters = textAt(node, "letters", place);
    if ((node["letters"] ? 1 : 0) + (node["names"] ? 1 : 0) + (node["bits"] ? 1 : 0) != 1)
        report(node, place, "expected one of 'letters', 'names' or 'bits'");
    target.letters = static_cast<bool>(node["letters"]);
    if (letters.size() > mostFlags || node["names"].items().size() > mostFlags) {
        report(node, place, "more than 64 flags");
        return &target;
    }
    for (const char c : letters)
        target.names.emplace_back(1, c);
    for (const YamlNode& name : listAt(node, "names", place))
        target.names.push_back(name.text());
    readBitNames(target.names, node, "bits", place);
    target.isSet = flagAt(node, "as_set", place);
    target.by = textAt(node, "by", place);
    if (node["by"] ? !target.isSet || !node["kinds"] : static_cast<bool>(node["kinds"]))
        report(node, place, "expected 'as_set', 'by' and 'kinds' together");
    for (const auto& [key, kind] : mapAt(node, "kinds", place))
        if (const auto value = number(key, anyLeast, anyMost, place))
            readBitNames(target.namesFor[*value], node["kinds"], key.text(), place);
    return &target;
}

void Loader::readBitNames(std::vector<std::string>& target, const YamlNode& node, std::string_view key, const Place& place)
{
    for (const auto& [bitKey, name] : mapAt(node, key, place)) {
        const auto bit = number(bitKey, 0, mostFlags - 1, place);
        if (!bit)
            continue;
        target.resize(std::max(target.size(), static_cast<std::size_t>(*bit) + 1));
        target[static_cast<std::size_t>(*bit)] = name.text();
    }
}

/// As namesAt.
FlagSetDesc* Loader::flagsAt(const YamlNode& map, const Place& place)
{
    const YamlNode& flags = map["flags"];
    if (!flags)
        return nullptr;
    if (flags.isMap()) {
        const auto [found, isNew] = m_flagSetsInPlace.try_emplace(&flags);
        if (isNew)
            found->second = readFlagSet(flags, place);
        return found->second;
    }
    FlagSetDesc* const* found = m_flagSets.find(isUsers(place), flags.text());
    if (found == nullptr)
        report(flags, place, fmt::format("there is no flag set '{}'", flags.text()));
    return found == nullptr ? nullptr : *found;
}

void Loader::readTable(const YamlNode& key, const YamlNode& node, const Place& place)
{
    if (!checkKeys(node, {"key", "doc"}, place) || !hasRoom(m_out->m_tables.size(), key, place))
        return;
    const unsigned bits = wordAt<unsigned>(node, "key", {{"u8", 8}, {"u16", 16}, {"u32", 32}}, 16, place);
    TableName& table = m_tableNames.emplace_back(TableName{static_cast<std::uint16_t>(m_out->m_tables.size()), bits, &key, place});
    if (addName(m_tables, key, &table, place))
        m_out->m_tables.emplace_back().name = key.text();
}

/// One that is not declared is there as soon as it is named, for all files.
Loader::TableName& Loader::tableNamed(const YamlNode& name, const Place& place)
{
    if (TableName* const* found = m_tables.find(isUsers(place), name.text()))
        return **found;
    TableName& table = m_tableNames.emplace_back();
    if (!hasRoom(m_out->m_tables.size(), name, place))
        return table;
    table.id = static_cast<std::uint16_t>(m_out->m_tables.size());
    m_tables.add(false, name.text(), {&table});
    m_out->m_tables.emplace_back().name = name.text();
    return table;
}

/// A user's table is another one than the built-in one of its name, so what is bound into it must be found there.
void Loader::checkTables()
{
    for (const TableName& table : m_tableNames) {
        if (table.key == nullptr || table.isLookedInto || !isUsers(table.place) || m_tables.find(false, table.key->text()) == nullptr)
            continue;
        report(*table.key, table.place, fmt::format("no payload looks into this table; to bind into the built-in '{}', leave it out here", table.key->text()));
    }
}

} // namespace fw
