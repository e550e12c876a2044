/// What the names in display filters mean: Scapy's protocols and fields, Wireshark's names, and facts of the frame.
#pragma once

#include "engine/filter/program.h"

#include <map>
#include <memory>
#include <mutex>
#include <string_view>

namespace fw::filter {

/// What a name of Wireshark's stands for, where its fields' definitions do not say so themselves: filters in our own language, of which the name has all
/// the values.
struct Alias {
    std::string name;
    std::vector<std::string> meanings; ///< "IP.src", "IP.ihl * 4"
    std::string doc;
};

class Names {
public:
    /// `protocols` must outlive it. Any thread may ask.
    explicit Names(const Protocols& protocols);
    /// Of the built-in protocols: made once.
    [[nodiscard]] static std::shared_ptr<const Names> of(const Protocols& protocols);

    [[nodiscard]] const Protocols& protocols() const { return m_protocols; }
    [[nodiscard]] const Alias* alias(std::string_view name) const;
    /// "frame.len"
    [[nodiscard]] static std::optional<Fact> fact(std::string_view name);

    struct Field {
        ProtocolId protocol = noProtocol;
        FieldIndex field = noField;
    };
    /// The fields that Wireshark knows by this name; none if there are none.
    [[nodiscard]] std::vector<Field> fields(std::string_view name) const;
    /// The layers that Wireshark's word for a protocol means ("tcp"): those with fields that begin with it.
    [[nodiscard]] std::vector<ProtocolId> layers(std::string_view word) const;
    /// As fields() and layers(), without the shortcut for common protocols.
    [[nodiscard]] std::vector<Field> allFields(std::string_view name) const;
    [[nodiscard]] std::vector<ProtocolId> allLayers(std::string_view word) const;

    /// Everything that could stand where a field may, with the kind of its values and what it is.
    struct Known {
        std::string name;
        std::string type;
        std::string doc;
    };
    [[nodiscard]] std::vector<Known> wiresharkNames() const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::vector<std::string>>>& commonWords() const { return m_words; }

private:
    struct Index {
        std::map<std::string, std::vector<Field>, std::less<>> fields;
        std::map<std::string, std::vector<ProtocolId>, std::less<>> layers;
    };
    [[nodiscard]] const Index& index() const;

    [[nodiscard]] std::vector<ProtocolId> named(const std::vector<std::string>& names) const;

    const Protocols& m_protocols;
    std::map<std::string, Alias, std::less<>> m_aliases;
    std::map<std::string, std::vector<std::string>, std::less<>> m_unfielded; ///< Words for protocols that have no field of that word.
    std::vector<std::pair<std::string, std::vector<std::string>>> m_words; ///< Word, and all the protocols that have fields of that word.
    mutable std::once_flag m_once;
    mutable Index m_index;
};

/// What a field holds, for people: "number", "IPv4 address", "flags", "bytes", …
[[nodiscard]] std::string typeName(const Protocols& protocols, const FieldDesc& field);

} // namespace fw::filter
