#include "engine/exchange/send_run.h"
#include "engine/exchange/session.h"

namespace fw {

Result<ExchangeResult> sendPackets(const Protocols& protocols, Network& network, DraftList drafts, const SendOptions& options,
                                   const SentSink& sink, std::stop_token stop)
{
    return SendRun(protocols, network, options, sink, std::move(stop)).run(drafts);
}

Result<ExchangeResult> sendPackets(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options,
                                   const SentSink& sink, std::stop_token stop)
{
    const std::shared_ptr<const Draft> one(std::shared_ptr<void>(), &draft); // Not owned: it outlives the run.
    return sendPackets(protocols, network, DraftList(&one, 1), options, sink, std::move(stop));
}

Result<ExchangeResult> sendAndReceive(const Protocols& protocols, Network& network, DraftList drafts, const SendOptions& options,
                                      const ExchangeSink& sink, std::stop_token stop)
{
    return Session(protocols, network, options, sink, std::move(stop)).run(drafts);
}

Result<ExchangeResult> sendAndReceive(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options,
                                      const ExchangeSink& sink, std::stop_token stop)
{
    const std::shared_ptr<const Draft> one(std::shared_ptr<void>(), &draft);
    return sendAndReceive(protocols, network, DraftList(&one, 1), options, sink, std::move(stop));
}

} // namespace fw
