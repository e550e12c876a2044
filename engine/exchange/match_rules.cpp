#include "engine/exchange/match_rules.h"

namespace fw {
namespace {

/// No field, if there is none of that name.
IgnoredField fieldNamed(const Protocols& protocols, const FieldName& name)
{
    const ProtocolDesc* protocol = protocols.find(name.protocol);
    return protocol != nullptr ? IgnoredField{protocol->id, protocol->find(name.field)} : IgnoredField{};
}

} // namespace

MatchRules::MatchRules(const Protocols& protocols, const MatchOptions& options)
{
    for (const FieldName& name : options.alsoQuoted)
        if (const auto [protocol, field] = fieldNamed(protocols, name); field != noField)
            alsoQuoted[protocol].push_back(field);
    for (const FieldName& name : options.ignored)
        if (const IgnoredField found = fieldNamed(protocols, name); found.field != noField)
            ignored.push_back(found);
    for (const std::string& name : options.tunnels)
        if (const ProtocolDesc* protocol = protocols.find(name))
            tunnels.push_back(protocol->id);
}

} // namespace fw
