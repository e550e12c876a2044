#include "engine/exchange/trace_run.h"

#include <algorithm>

namespace fw {

using namespace std::chrono_literals;

namespace {

/// Tells the trace of each packet, and when to stop waiting.
class Run {
public:
    Run(const Protocols& protocols, Trace& trace, const TraceSink& sink) : m_protocols(protocols), m_trace(trace), m_sink(sink) {}

    void sent(const SentPacket& packet)
    {
        m_probes.push_back(packet.draft());
        m_numbers.push_back(m_trace.addProbe(m_probes.back(), packet.packet.time));
        if (m_numbers.back() && m_sink.sent)
            m_sink.sent(*m_numbers.back(), packet);
    }

    void answered(const Answer& answer)
    {
        const auto number = m_numbers[answer.request];
        if (!number)
            return;
        m_trace.addAnswer(*number, m_probes[answer.request], answer.draft(m_protocols), answer.packet.time);
        const auto& reply = m_trace.probes()[*number].reply;
        m_longest = std::max(m_longest, reply ? reply->milliseconds : 0);
        m_lastCame = Clock::now();
        if (m_sink.answered)
            m_sink.answered(*number, answer);
    }

    bool isEnough() const
    {
        constexpr double shortest = 50;
        const std::chrono::duration<double, std::milli> quiet = Clock::now() - m_lastCame;
        return quiet.count() >= std::max(shortest, 2 * m_longest) && m_trace.isSettled();
    }

private:
    using Clock = std::chrono::steady_clock;

    const Protocols& m_protocols;
    Trace& m_trace;
    const TraceSink& m_sink;
    std::vector<std::optional<std::size_t>> m_numbers; ///< In the trace, by the number of the request.
    std::vector<Draft> m_probes;
    double m_longest = 0; ///< Milliseconds
    Clock::time_point m_lastCame = Clock::now();
};

} // namespace

Result<ExchangeResult> traceRoutes(const Protocols& protocols, Network& network, DraftList probes, const SendOptions& options, Trace& trace,
                                   const TraceSink& sink, std::stop_token stop)
{
    Run run(protocols, trace, sink);
    const ExchangeSink exchange{.sent = [&](const SentPacket& packet) { run.sent(packet); },
                                .answered = [&](const Answer& answer) { run.answered(answer); },
                                .other = {},
                                .isEnough = [&] { return run.isEnough(); }};
    return sendAndReceive(protocols, network, probes, options, exchange, std::move(stop));
}

} // namespace fw
