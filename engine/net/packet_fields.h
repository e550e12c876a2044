/// Packets made and read by the names of protocols and fields, for the few protocols that a network cannot do without.
#pragma once

#include "engine/packet/dissect.h"

#include <concepts>

namespace fw {

/// A stack of layers, outermost first. What is not set is worked out.
class PacketMaker {
public:
    explicit PacketMaker(const Protocols& protocols) : m_protocols(protocols) {}
    PacketMaker& layer(std::string_view protocol);
    /// A field of the layer put on last.
    PacketMaker& set(std::string_view field, Value value);
    PacketMaker& set(std::string_view field, std::integral auto number) { return set(field, Value(static_cast<std::int64_t>(number))); }
    PacketMaker& payload(Bytes bytes);
    [[nodiscard]] Buffer bytes() const;

private:
    const Protocols& m_protocols;
    Draft m_draft;
};

/// A structure for a list field: makeStruct(protocols, "DNSRR", {{"ttl", 60}}).
[[nodiscard]] Value makeStruct(const Protocols& protocols, std::string_view name, std::vector<std::pair<std::string_view, Value>> fields);

class PacketFields {
public:
    PacketFields(const Protocols& protocols, Bytes frame, std::uint32_t linkType);

    /// The first layer of that name; null if there is none.
    [[nodiscard]] const Layer* layer(std::string_view protocol) const;
    [[nodiscard]] bool has(std::string_view protocol) const { return layer(protocol) != nullptr; }
    /// Nothing if the layer or the field is not there, or holds something else.
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view protocol, std::string_view field) const;
    /// Empty if the layer or the field is not there.
    [[nodiscard]] Buffer bytes(std::string_view protocol, std::string_view field) const;
    [[nodiscard]] const Value* value(std::string_view protocol, std::string_view field) const;
    /// Where a layer starts in the frame; the frame's size if there is no such layer.
    [[nodiscard]] std::size_t offsetOf(std::string_view protocol) const;
    [[nodiscard]] const Dissection& dissection() const { return m_dissection; }

private:
    const Protocols& m_protocols;
    Dissection m_dissection;
};

/// A field of a layer or structure; null if it has none of that name or it holds nothing.
[[nodiscard]] const Value* fieldValue(const Protocols& protocols, const Layer& layer, std::string_view field);

} // namespace fw
