#include "engine/exchange/alignment.h"
#include "engine/exchange/exchange.h"

namespace fw {

bool answers(const Protocols& protocols, const Draft& reply, const Draft& request)
{
    const MatchPacket answered = matchPacket(protocols, build(protocols, reply));
    const MatchPacket asked = matchPacket(protocols, build(protocols, request));
    const auto pairs = align(protocols, answered, protocolsOf(asked));
    return pairs && agrees(protocols, answered, asked, *pairs);
}

} // namespace fw
