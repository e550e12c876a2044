/// A packet reduced to what the rules for answers look at.
#pragma once

#include "engine/packet/layout.h"

namespace fw {

struct MatchLayer {
    ProtocolId protocol = noProtocol;
    std::vector<std::pair<FieldIndex, Value>> values; ///< Only fields that are on the wire.
    std::uint32_t payloadLength = 0;                  ///< Bytes above it, without padding.

    [[nodiscard]] const Value* find(FieldIndex field) const;
};

struct MatchPacket {
    std::vector<MatchLayer> layers;
};

/// Layers from `first` on.
[[nodiscard]] MatchPacket matchPacket(const Protocols& protocols, const Layout& layout, std::size_t first = 0);

/// What an answer rule is asked about: a layer of the reply, and the layer of the request that it is compared with.
/// "req.payload_length" is the number of bytes above that layer.
class MatchScope final : public ExprScope {
public:
    /// `request` may be null: its fields are unknown then.
    MatchScope(const Protocols& protocols, const MatchPacket& reply, std::size_t layer, const MatchLayer* request)
        : m_protocols(protocols), m_reply(reply), m_layer(layer), m_request(request)
    {
    }

    ExprValue field(std::uint16_t index) override;
    ExprValue outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName) override;
    ExprValue sizeOfField(std::uint16_t) override { return ExprValue::unknown(); }
    ExprValue countOfField(std::uint16_t) override { return ExprValue::unknown(); }
    ExprValue sizeOfArea(ExprArea area) override;
    ExprValue bytesOfArea(ExprArea) override { return ExprValue::unknown(); }
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string& name) override;

private:
    const MatchLayer& self() const { return m_reply.layers[m_layer]; }
    const std::string& nameOf(std::size_t layer) const { return m_protocols[m_reply.layers[layer].protocol].name; }
    ExprValue lower(const std::string& layerName, const std::string& fieldName) const;

    const Protocols& m_protocols;
    const MatchPacket& m_reply;
    std::size_t m_layer;
    const MatchLayer* m_request;
};

/// The first layer from `from` on that is quoted by an ICMP error; layers.size() if there is none.
[[nodiscard]] std::size_t quotedLayer(const Protocols& protocols, const MatchPacket& packet, std::size_t from);

/// A field of a layer, by name.
[[nodiscard]] ExprValue fieldOf(const Protocols& protocols, const MatchLayer& layer, const std::string& fieldName);

} // namespace fw
