/// Sending the probes of a traceroute, and filling in the trace while answers come.
#pragma once

#include "engine/exchange/traceroute.h"

namespace fw {

/// Called on the working thread, once the trace knows. `number` is that of Trace::probes().
struct TraceSink {
    std::function<void(std::size_t number, const SentPacket& packet)> sent;
    std::function<void(std::size_t number, const Answer& answer)> answered;
};

/// Sends all probes at once. Ends when all are answered, after the timeout, or as soon as the trace is settled and nothing more has
/// come for a moment: 50 ms, or twice the longest time that an answer took. `options` must tell apart what traceQuoted() says.
/// Fails as sendAndReceive(); then and when it is cancelled, the trace keeps what was found.
[[nodiscard]] Result<ExchangeResult> traceRoutes(const Protocols& protocols, Network& network, DraftList probes, const SendOptions& options,
                                                 Trace& trace, const TraceSink& sink, std::stop_token stop);

} // namespace fw
