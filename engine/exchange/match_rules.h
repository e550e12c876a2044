/// Where matching differs from the rules of the definitions, looked up in them.
#pragma once

#include "engine/exchange/exchange.h"

namespace fw {

/// A field of a kind of reply that is not compared with the request's, whatever the rule says.
struct IgnoredField {
    ProtocolId protocol = noProtocol;
    FieldIndex field = noField;
    bool operator==(const IgnoredField&) const = default;
};

/// By the plain protocol. Quotes number fields as it does.
using QuotedFields = std::map<ProtocolId, std::vector<FieldIndex>>;

struct MatchRules {
    QuotedFields alsoQuoted;
    std::vector<IgnoredField> ignored;
    std::vector<ProtocolId> tunnels;

    MatchRules() = default;
    /// What the definitions do not know is left out.
    MatchRules(const Protocols& protocols, const MatchOptions& options);
};

} // namespace fw
