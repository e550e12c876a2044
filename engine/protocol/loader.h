/// From YAML text to Protocols. Used by Protocols::load only.
#pragma once

#include "engine/protocol/protocols.h"

#include <yaml-cpp/yaml.h>

#include <set>

namespace fw {

/// Makes the tables in four passes: names, fields, expressions, then what follows from them (links, offsets, bindings).
class Loader {
public:
    Protocols::Loaded run(const std::vector<DefinitionSource>& sources);

private:
    /// A structure or protocol as it stands in a file.
    struct Definition {
        std::string name;
        YAML::Node node;
        std::size_t source = 0;
        bool isStruct = false;
        ProtocolId id = noProtocol;
        std::vector<std::pair<std::string, YAML::Node>> fields; ///< With those of what it extends.
        /// Bit fields of little-endian words: by field name, the size of the word and where in it, both in bits.
        std::map<std::string, std::pair<std::uint16_t, std::uint16_t>> words;
        bool expanded = false;
    };
    /// Fields and expressions being compiled: where they stand, for messages.
    struct Place {
        std::size_t source = 0;
        std::string path;
    };

    // loader.cpp: files and names
    void readSource(const DefinitionSource& source, std::size_t index);
    void declare(const YAML::Node& section, bool isStruct, std::size_t source);
    void readEnums(const YAML::Node& section, const Place& place);
    EnumDesc* readEnum(const std::string& name, const YAML::Node& node, const Place& place);
    void fillEnum(EnumDesc& target, const YAML::Node& values, const Place& place);
    void importNames(EnumDesc& target, const std::string& file, const YAML::Node& at, const Place& place);
    FlagSetDesc* readFlagSet(const std::string& name, const YAML::Node& node, const Place& place);
    void readTables(const YAML::Node& section, const Place& place);
    std::uint16_t tableNamed(const std::string& name);
    void expandFields(Definition& definition);
    void ownFields(Definition& definition, const Place& place, std::vector<std::pair<std::string, YAML::Node>>& out);
    void bitGroup(Definition& definition, const YAML::Node& group, const Place& place, std::vector<std::pair<std::string, YAML::Node>>& out);
    void checkKeys(const YAML::Node& node, std::initializer_list<const char*> known, const Place& place);
    /// `into`: how far into the scalar the fault is.
    void report(const YAML::Node& at, const Place& place, std::string message, std::size_t into = 0);

    // loader_fields.cpp: types, fields, TLVs, defaults
    void makeFields(Definition& definition);
    void readField(Definition& definition, const std::string& name, const YAML::Node& node, const Place& place);
    void readNaming(FieldDesc& field, const YAML::Node& node, const Place& place);
    void readSpacing(FieldDesc& field, const YAML::Node& node, const Place& place);
    TypeId readType(const YAML::Node& node, bool littleEndian, const Place& place);
    TypeId namedType(const std::string& name, bool littleEndian, const YAML::Node& at, const Place& place);
    TypeId switchType(const YAML::Node& cases, bool littleEndian, const Place& place);
    TypeId addType(TypeDesc type);
    void readTlvs(const YAML::Node& section, const Place& place);
    void readTlvCase(TlvDesc& tlv, std::uint32_t tag, const YAML::Node& node, const Place& place);
    void readDefaults(Definition& definition);
    std::optional<Value> literal(const FieldDesc& field, TypeId type, const YAML::Node& node, const Place& place);
    std::optional<Value> scalarLiteral(const FieldDesc& field, const TypeDesc& type, const YAML::Node& node);
    static std::string scapyClassOf(const Protocols& protocols, const FieldDesc& field, bool inBitGroup);

    // loader_rules.cpp: expressions, payload, bindings, answers, summaries, and what follows
    ExprId compile(const YAML::Node& node, const ProtocolDesc& protocol, const Place& place);
    void compileFields(Definition& definition);
    void compileType(TypeId type, const ProtocolDesc& protocol, const Place& place);
    void readRules(Definition& definition);
    void readPayload(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readBindings(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readAnswers(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readSummary(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readChecks(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readExamples(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readPseudo(ProtocolDesc& protocol, const YAML::Node& node, const Place& place);
    void readExtension(Definition& definition);
    std::vector<std::pair<std::string, Value>> readBuild(const YAML::Node& node, const Place& place);
    std::optional<SizeLink> invert(const ProtocolDesc& protocol, FieldIndex sized, const YAML::Node& at, const Place& place);
    void placeFields(ProtocolDesc& protocol);
    void findHeaderLength(ProtocolDesc& protocol);
    void makeQuotedForms();
    void fillTables();

    ProtocolDesc& protocolOf(const Definition& definition) { return m_out->m_protocols[definition.id]; }
    ProtocolId idNamed(const YAML::Node& node, const Place& place);

    std::shared_ptr<Protocols> m_out = std::make_shared<Protocols>();
    std::vector<const DefinitionSource*> m_sources;
    std::vector<Definition> m_definitions;
    std::unordered_map<std::string, std::size_t> m_definitionIndex;
    std::unordered_map<std::string, EnumDesc*> m_enumsByName;
    /// Enumerations with one table per value of another field: by (field name), and the tables.
    struct EnumBy {
        std::string field;
        std::map<std::int64_t, EnumDesc*> tables;
    };
    std::unordered_map<std::string, EnumBy> m_enumsBy;
    std::unordered_map<std::string, FlagSetDesc*> m_flagSetsByName;
    std::unordered_map<std::string, std::uint16_t> m_tlvsByName;
    std::unordered_map<std::string, std::uint16_t> m_tablesByName;
    std::vector<std::pair<YAML::Node, Place>> m_tlvSections; ///< Read once every structure has its name.
    /// Nodes of switch cases, to compile their conditions once the fields are known.
    std::unordered_map<TypeId, std::vector<YAML::Node>> m_switchNodes;
    std::unordered_map<TypeId, YAML::Node> m_lengthNodes;
    std::vector<DefinitionError> m_errors;
};

} // namespace fw
