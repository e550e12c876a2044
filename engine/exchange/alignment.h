/// Which layer of a reply is compared with which layer of a request, by the definitions' rules.
#pragma once

#include "engine/exchange/match_packet.h"

namespace fw {

struct LayerPair {
    std::uint16_t reply = 0;
    std::uint16_t request = 0;
    bool quoted = false; ///< By the `quoted` rule, not the `answers` rule.
    bool operator==(const LayerPair&) const = default;
};

/// Nothing if packets with these layers can never be reply and request. The values are not looked at, except for
/// whether the reply is an error that carries its request.
[[nodiscard]] std::optional<std::vector<LayerPair>> align(const Protocols& protocols, const MatchPacket& reply,
                                                          std::span<const ProtocolId> request);

/// Whether the values agree, for all pairs.
[[nodiscard]] bool agrees(const Protocols& protocols, const MatchPacket& reply, const MatchPacket& request,
                          std::span<const LayerPair> pairs);

[[nodiscard]] std::vector<ProtocolId> protocolsOf(const MatchPacket& packet);

/// The condition of a pair; 0 is none.
[[nodiscard]] ExprId conditionOf(const Protocols& protocols, const MatchPacket& reply, const LayerPair& pair);

} // namespace fw
