/// From definition files to Protocols. Used by Protocols::load only.
#pragma once

#include "engine/protocol/loader_names.h"
#include "engine/protocol/loader_yaml.h"
#include "engine/protocol/protocols.h"

#include <set>
#include <span>
#include <tuple>

namespace fw {

/// Makes the tables in passes: names, fields, defaults, expressions, then what follows from them (links, offsets, bindings).
class Loader {
public:
    Protocols::Loaded run(const std::vector<DefinitionSource>& sources);

private:
    /// A field as it stands in a file, which is not its definition's own if it is inherited.
    struct WrittenField {
        std::string name;
        const YamlNode* node = nullptr;
        std::size_t source = 0;
    };
    /// A structure or protocol as it stands in a file.
    struct Definition {
        enum class Expansion : std::uint8_t { ToDo, UnderWay, Done };
        std::string name;
        const YamlNode* key = nullptr; ///< Its name, for messages.
        const YamlNode* node = nullptr;
        std::size_t source = 0;
        bool isStruct = false;
        ProtocolId id = noProtocol;
        std::vector<WrittenField> fields; ///< With those of what it extends.
        /// Bit fields of little-endian words: by field name, the size of the word and where in it, both in bits.
        std::map<std::string, std::pair<std::uint16_t, std::uint16_t>> words;
        Expansion expansion = Expansion::ToDo;
    };
    /// What is being read: where it stands, for messages and for whose names it means.
    struct Place {
        std::size_t source = 0;
        std::string path;
        const Definition* heir = nullptr; ///< Inherited by this one.
        [[nodiscard]] Place at(std::string_view name) const { return {source, path + "." + std::string(name), heir}; }
    };
    /// An enumeration, or one for each value of another field.
    struct Names {
        EnumDesc* plain = nullptr;
        std::string by;
        std::map<std::int64_t, const EnumDesc*> tables;
    };
    struct TableName {
        std::uint16_t id = 0;
        unsigned keyBits = 0; ///< 0: not said
        const YamlNode* key = nullptr; ///< Of its declaration,
        Place place;                   ///< and where that is.
        bool isLookedInto = false; ///< By a payload.
    };
    template <class T>
    struct Word {
        std::string_view text;
        T meaning;
    };

    // loader.cpp: files, definitions, errors
    void readSource(const DefinitionSource& source, std::size_t index);
    void declare(const YamlNode& section, bool isStruct, std::size_t source);
    void declareOne(const YamlNode& key, const YamlNode& node, bool isStruct, const Place& place);
    void expandFields(Definition& definition, std::size_t depth);
    void inheritFields(Definition& definition, const Definition& base, const std::vector<WrittenField>& own);
    std::vector<WrittenField> ownFields(Definition& definition);
    void bitGroup(Definition& definition, const YamlNode& group, const Place& place, std::vector<WrittenField>& out);
    void report(const YamlNode& at, const Place& place, std::string message, std::size_t into = 0);
    [[nodiscard]] const Definition* toBlame(const Place& place, const std::string& message) const;
    [[nodiscard]] std::string where(std::size_t source, std::size_t line, std::size_t column) const;
    [[nodiscard]] bool isUsers(const Place& place) const { return m_sources[place.source]->user; }
    /// False, and reported, where the tables cannot hold another item.
    bool hasRoom(std::size_t size, const YamlNode& at, const Place& place);
    [[nodiscard]] Place placeOf(const Definition& definition) const;
    [[nodiscard]] Place placeOf(const Definition& definition, const WrittenField& field) const;
    ProtocolDesc& protocolOf(const Definition& definition) { return m_out->m_protocols[definition.id]; }
    ProtocolId idNamed(const YamlNode& node, const Place& place);

    // loader_keys.cpp: maps with known keys, and what may stand at a key. All of them report what does not fit.
    /// False if it is no map at all.
    bool checkKeys(const YamlNode& node, std::initializer_list<std::string_view> known, const Place& place);
    std::string textAt(const YamlNode& map, std::string_view key, const Place& place);
    bool flagAt(const YamlNode& map, std::string_view key, const Place& place);
    std::int64_t numberAt(const YamlNode& map, std::string_view key, std::int64_t least, std::int64_t most, std::int64_t otherwise, const Place& place);
    std::optional<std::int64_t> number(const YamlNode& node, std::int64_t least, std::int64_t most, const Place& place);
    const std::vector<YamlNode>& listAt(const YamlNode& map, std::string_view key, const Place& place);
    std::vector<YamlNode::Entry> mapAt(const YamlNode& map, std::string_view key, const Place& place);
    /// Missing if it is.
    const YamlNode& neededAt(const YamlNode& map, std::string_view key, const Place& place);
    bool isLittleEndian(const YamlNode& map, bool otherwise, const Place& place);
    void reportWords(const YamlNode& at, const std::vector<std::string_view>& words, const Place& place);
    template <class T>
    T wordAt(const YamlNode& map, std::string_view key, std::initializer_list<Word<T>> words, T otherwise, const Place& place)
    {
        const YamlNode& node = map[key];
        if (!node)
            return otherwise;
        std::vector<std::string_view> texts;
        for (const Word<T>& word : words) {
            if (node.isText() && node.text() == word.text)
                return word.meaning;
            texts.push_back(word.text);
        }
        reportWords(node, texts, place);
        return otherwise;
    }

    // loader_names.cpp: enumerations, flag sets, tables
    void readNamesOf(const YamlNode& root, std::size_t source);
    template <class T>
    bool addName(ScopedNames<T>& names, const YamlNode& key, T value, const Place& place)
    {
        const auto [entry, isNew] = names.add(isUsers(place), key.text(), {std::move(value), place.source, key.line(), key.column()});
        if (!isNew)
            report(key, place, "the name is already taken, by " + where(entry.source, entry.line, entry.column));
        return isNew;
    }
    Names readEnum(const YamlNode& node, const Place& place);
    const Names* namesAt(const YamlNode& map, const Place& place);
    EnumDesc& fillEnum(EnumDesc& target, const YamlNode& values, const Place& place);
    void importNames(EnumDesc& target, const YamlNode& file, const Place& place);
    FlagSetDesc* readFlagSet(const YamlNode& node, const Place& place);
    void readBitNames(std::vector<std::string>& target, const YamlNode& node, std::string_view key, const Place& place);
    FlagSetDesc* flagsAt(const YamlNode& map, const Place& place);
    void readTable(const YamlNode& key, const YamlNode& node, const Place& place);
    TableName& tableNamed(const YamlNode& name, const Place& place);
    void checkTables();

    // loader_fields.cpp: definitions and their fields
    void makeFields(Definition& definition);
    void readField(Definition& definition, const WrittenField& written, bool littleEndian);
    void readNaming(FieldDesc& field, const YamlNode& node, const Place& place);
    void readFormat(FieldDesc& field, const YamlNode& node, const Place& place);
    void readSpacing(FieldDesc& field, const YamlNode& node, const Place& place);

    // loader_types.cpp: types and TLV lists
    TypeId readType(const YamlNode& node, bool littleEndian, const Place& place);
    TypeId listType(const YamlNode& element, bool littleEndian, const Place& place);
    TypeId packetType(const YamlNode& first, const Place& place);
    TypeId tlvType(const YamlNode& name, const Place& place);
    TypeId switchType(const YamlNode& cases, bool littleEndian, const Place& place);
    TypeId namedType(const YamlNode& name, bool littleEndian, const Place& place);
    TypeId addType(TypeDesc type, const YamlNode& at, const Place& place);
    void nameTlvs(const YamlNode& root, std::size_t source);
    void readTlv(TlvDesc& tlv, const YamlNode& node, const Place& place);
    void readTlvLength(TlvDesc& tlv, const YamlNode& node, const Place& place);
    void readTlvCase(TlvDesc& tlv, const YamlNode& tag, const YamlNode& node, const Place& place);
    void readTlvValue(TlvCase& target, bool littleEndian, const YamlNode& value, const Place& place);

    // loader_values.cpp: defaults and other values
    void readDefaults(Definition& definition);
    std::map<std::string, const YamlNode*> overriddenDefaults(const Definition& definition);
    void setDefault(FieldDesc& field, const YamlNode& given, const Place& place);
    std::optional<Value> literal(const FieldDesc& field, TypeId type, const YamlNode& node, const Place& place);
    std::optional<Value> listLiteral(const FieldDesc& field, TypeId element, const YamlNode& node, const Place& place);
    std::optional<Value> structLiteral(ProtocolId structure, const YamlNode& node, const Place& place);
    static std::optional<Value> scalarLiteral(const FieldDesc& field, const TypeDesc& type, const YamlNode& node);

    // loader_expressions.cpp: expressions, and sizes that they tell
    ExprId compile(const YamlNode& node, const ProtocolDesc& protocol, const Place& place);
    void checkLayerNames(const Program& program, const YamlNode& node, const Place& place);
    void compileFields(Definition& definition);
    void compileField(FieldDesc& field, const YamlNode& node, const ProtocolDesc& protocol, const Place& place);
    void compileType(TypeId type, const ProtocolDesc& protocol, const Place& place);
    void linkSizes(Definition& definition);
    std::optional<SizeLink> invert(const ProtocolDesc& protocol, FieldIndex sized, const YamlNode& at, const Place& place);

    // loader_rules.cpp: payload, bindings, answers, texts, checks
    void readRules(Definition& definition);
    void readStream(ProtocolDesc& protocol, const YamlNode& node, const Place& place);
    void readPayload(ProtocolDesc& protocol, const YamlNode& node, const Place& place);
    void readPayloadTable(ProtocolDesc& protocol, const YamlNode& node, const Place& place);
    void readPayloadCase(ProtocolDesc& protocol, const YamlNode& node, const Place& place);
    void readBindings(ProtocolDesc& protocol, const YamlNode& map, const Place& place);
    bool readTableBinding(Binding& binding, const YamlNode& node, const Place& place);
    std::vector<std::pair<std::string, Value>> fieldsBelow(ProtocolId lower, const YamlNode& map, const Place& place);
    void readAnswers(ProtocolDesc& protocol, const YamlNode& node, const Place& place);
    void readSummary(ProtocolDesc& protocol, const YamlNode& node, const Place& place);
    void addSummary(ProtocolDesc& protocol, ExprId when, const YamlNode& text, const Place& place);
    void readChecks(ProtocolDesc& protocol, const YamlNode& map, const Place& place);
    void readExamples(ProtocolDesc& protocol, const YamlNode& map, const Place& place);
    void readPseudo(ProtocolDesc& protocol, const YamlNode& map, const Place& place);

    // loader_layout.cpp: what follows from the fields of all definitions
    void readExtension(Definition& definition);
    void placeFields(ProtocolDesc& protocol);
    void findHeaderLength(ProtocolDesc& protocol);
    void makeQuotedForms();
    void fillTables();

    std::shared_ptr<Protocols> m_out = std::make_shared<Protocols>();
    std::vector<const DefinitionSource*> m_sources;
    std::vector<std::shared_ptr<const ParsedYaml>> m_trees; ///< Of each source. Everything below points into them.
    std::vector<Definition> m_definitions;
    std::unordered_map<std::string, std::size_t> m_definitionIndex;
    std::vector<std::size_t> m_replacing; ///< Users' definitions with the name of a built-in one.
    std::set<std::string> m_quotedNames;
    ScopedNames<Names> m_enums;
    std::unordered_map<const YamlNode*, Names> m_enumsInPlace;
    ScopedNames<FlagSetDesc*> m_flagSets;
    std::unordered_map<const YamlNode*, FlagSetDesc*> m_flagSetsInPlace;
    ScopedNames<std::uint16_t> m_tlvs;
    std::vector<std::pair<const YamlNode*, Place>> m_tlvNodes; ///< By index; read once every structure has its name.
    ScopedNames<TableName*> m_tables;
    std::deque<TableName> m_tableNames;
    /// Nodes of switch cases, to compile their conditions once the fields are known.
    std::unordered_map<TypeId, std::vector<const YamlNode*>> m_switchNodes;
    std::unordered_map<TypeId, const YamlNode*> m_lengthNodes;
    std::size_t m_fieldCount = 0;
    std::size_t m_inheritedWeight = 0;
    std::size_t m_expressionNodes = 0;
    bool m_isFull = false;
    int m_trying = 0; ///< Reports are dropped: one of several ways to read something is tried.
    std::set<std::tuple<std::string, std::size_t, std::size_t, std::string>> m_reported;
    std::vector<DefinitionError> m_errors;
};

} // namespace fw
