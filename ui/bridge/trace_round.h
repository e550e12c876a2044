/// From what an exchange or a capture holds to the events of a trace. On the working thread.
#pragma once

#include "engine/exchange/traceroute.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/trace_events.h"

#include <map>

namespace fw::ui {

/// One round of probes after another.
class TraceRound {
public:
    /// `keepsFlows`: probes of a flow stay on one path, so each flow has an end of its own.
    TraceRound(const Protocols& protocols, JobQueue<TraceEvent>& queue, std::stop_token stop, bool keepsFlows);

    /// For the exchange that sends the next round. `total`: how many probes to report progress of; 0: none.
    [[nodiscard]] ExchangeSink sink(std::uint64_t total);
    /// Gives the time to live that reached every target; `otherwise` if not all were reached.
    int end(int otherwise);

private:
    using Path = std::pair<std::string, int>; ///< A target, and a flow.
    Path pathOf(const TraceProbe& probe) const { return {probe.target, m_keepsFlows ? probe.flow : 0}; }
    void addProbe(const SentPacket& packet);
    void addAnswer(const Answer& answer);
    bool isComplete() const;
    void tellTable();

    const Protocols& m_protocols;
    JobQueue<TraceEvent>& m_queue;
    const std::stop_token m_stop;
    const bool m_keepsFlows;
    std::optional<Trace> m_trace;  ///< Of this round.
    std::vector<Draft> m_drafts;   ///< Of its probes.
    std::map<Path, int> m_reached; ///< At which time to live, in this round.
    std::size_t m_first = 0;       ///< Number of this round's first probe.
    std::chrono::steady_clock::time_point m_tableTold{};
};

/// Unsupported if there are no probes in it; Cancelled; what reading fails with.
[[nodiscard]] Result<void> readTrace(const Protocols& protocols, const CaptureFile& capture, JobQueue<TraceEvent>& queue, const std::stop_token& stop);

} // namespace fw::ui
