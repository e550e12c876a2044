/// All protocols known to the program, in flat tables.
#pragma once

#include "engine/base/error.h"
#include "engine/protocol/description.h"
#include "engine/protocol/dispatch_table.h"
#include "engine/protocol/expression.h"
#include "engine/protocol/lazy_items.h"

#include <deque>
#include <filesystem>

namespace fw {

/// A definition file, and where it came from for messages.
struct DefinitionSource {
    std::string name;
    std::string text;
    bool user = false; ///< Wins over what is built in.
};

/// One thing wrong with a definition file.
struct DefinitionError {
    std::string file;
    std::size_t line = 0;   ///< 1-based
    std::size_t column = 0; ///< 1-based
    std::string path;       ///< "protocols.IP.fields.ihl.auto"
    std::string message;    ///< What is wrong and what was expected. Plain English: the definitions' own language.
    bool operator==(const DefinitionError&) const = default;
};

/// Immutable once loaded, so any thread may read it. What is built in is read when it is first asked for, so that programs start quickly.
class Protocols {
public:
    struct Loaded;
    /// Never fails as a whole: a definition with an error is left out and reported.
    [[nodiscard]] static Loaded load(const std::vector<DefinitionSource>& sources);
    /// What is compiled in. Loaded at the first call.
    [[nodiscard]] static const Protocols& builtin();
    /// The compiled-in definition files.
    [[nodiscard]] static std::vector<DefinitionSource> builtinSources();

    [[nodiscard]] std::size_t size() const { return m_protocols.size(); }
    [[nodiscard]] const ProtocolDesc& operator[](ProtocolId id) const { return m_protocols[id]; }
    /// Protocols and structures alike, by Scapy's name.
    [[nodiscard]] const ProtocolDesc* find(std::string_view name) const;
    [[nodiscard]] const TypeDesc& type(TypeId id) const { return m_types[id]; }
    [[nodiscard]] const TlvDesc& tlv(std::uint16_t id) const { return m_tlvs[id]; }
    [[nodiscard]] const Program& program(ExprId id) const { return m_programs[id]; }
    [[nodiscard]] const std::string& tableName(std::uint16_t id) const { return m_tables[id].name; }

    /// The protocol that this key stands for in a dispatch table (ethertype, ip.proto, udp.port, …).
    [[nodiscard]] ProtocolId lookUp(std::uint16_t table, std::int64_t key) const { return m_tables[table].entries.find(key); }
    /// The outermost protocol of a link type (DLT_EN10MB is 1, …).
    [[nodiscard]] ProtocolId rootFor(std::uint32_t linkType) const;
    /// Bound to `lower` without a table, and its fields' conditions (used on dissection after the tables).
    struct DirectBinding {
        ProtocolId upper = noProtocol;
        std::uint16_t number = 0; ///< Among the bindings of `upper`.
    };
    [[nodiscard]] const Binding& binding(const DirectBinding& direct) const { return m_protocols[direct.upper].bindings[direct.number]; }
    [[nodiscard]] const std::vector<DirectBinding>& boundTo(ProtocolId lower) const;
    [[nodiscard]] const std::vector<ProtocolId>& heuristicsOver(ProtocolId lower) const;
    /// What fields of `lower` become when `upper` is put on it; null if the two are not bound.
    [[nodiscard]] const Binding* binding(ProtocolId lower, ProtocolId upper) const;

    [[nodiscard]] ProtocolId raw() const { return m_raw; }
    [[nodiscard]] ProtocolId padding() const { return m_padding; }

private:
    friend class Loader;
    friend class Snapshot;
    void indexBindings();

    struct Table {
        std::string name;
        std::uint8_t keyBits = 16;
        DispatchTable entries;
    };

    LazyItems<ProtocolDesc> m_protocols;
    std::unordered_map<std::string, ProtocolId> m_byName;
    LazyItems<TypeDesc> m_types;
    LazyItems<TlvDesc> m_tlvs;
    LazyItems<EnumDesc, std::deque<EnumDesc>> m_enums; // Fields point into these, so they must not move.
    LazyItems<FlagSetDesc, std::deque<FlagSetDesc>> m_flagSets;
    LazyItems<Program> m_programs;
    std::vector<Table> m_tables;
    std::vector<std::vector<DirectBinding>> m_boundTo;
    std::vector<std::vector<ProtocolId>> m_heuristics;
    std::unordered_map<std::uint32_t, ProtocolId> m_roots;
    ProtocolId m_raw = noProtocol;
    ProtocolId m_padding = noProtocol;
};

struct Protocols::Loaded {
    std::shared_ptr<const Protocols> protocols;
    std::vector<DefinitionError> errors;
};

} // namespace fw
