#include "engine/exchange/session.h"

namespace fw {

Result<ExchangeResult> sendPackets(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options,
                                   const ExchangeSink& sink, std::stop_token stop)
{
    return Session(protocols, network, options, sink, false, std::move(stop)).run(draft);
}

Result<ExchangeResult> sendAndReceive(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options,
                                      const ExchangeSink& sink, std::stop_token stop)
{
    return Session(protocols, network, options, sink, true, std::move(stop)).run(draft);
}

} // namespace fw
