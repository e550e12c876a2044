/// Which layer of a reply is compared with which layer of a request, by the definitions' rules.
#pragma once

#include "engine/exchange/match_packet.h"
#include "engine/exchange/match_rules.h"

namespace fw {

struct LayerPair {
    std::uint16_t reply = 0;
    std::uint16_t request = 0;
    bool quoted = false; ///< By the `quoted` rule, not the `answers` rule.
    bool operator==(const LayerPair&) const = default;
};

/// Whether this layer of a reply says by its rule that the reply is an error which carries its request.
[[nodiscard]] bool quotesRequest(const Protocols& protocols, const MatchPacket& reply, std::size_t layer);

/// Nothing if packets with these layers can never be reply and request. The values are not looked at, except for
/// quotesRequest(). `fitting`, if given, then gets how many layers of the reply do fit.
[[nodiscard]] std::optional<std::vector<LayerPair>> align(const Protocols& protocols, const MatchPacket& reply,
                                                          std::span<const ProtocolId> request, const MatchRules& rules = {},
                                                          std::size_t* fitting = nullptr);

/// Whether the values agree, for all pairs.
[[nodiscard]] bool agrees(const Protocols& protocols, const MatchPacket& reply, const MatchPacket& request,
                          std::span<const LayerPair> pairs, std::span<const IgnoredField> ignored = {});

/// "field == req.field"
struct ComparedFields {
    FieldIndex reply;
    FieldIndex request;
};
/// Those that must all hold for the condition to hold; with `orAlternatives` also those that need not, because they stand in an "or".
[[nodiscard]] std::vector<ComparedFields> comparedFields(const Protocols& protocols, ExprId condition, ProtocolId asked, bool orAlternatives = false);

[[nodiscard]] std::vector<ProtocolId> protocolsOf(const MatchPacket& packet);

/// The condition of a pair; 0 is none.
[[nodiscard]] ExprId conditionOf(const Protocols& protocols, const MatchPacket& reply, const LayerPair& pair);

} // namespace fw
