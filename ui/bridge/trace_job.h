#pragma once

#include "engine/exchange/traceroute.h"
#include "ui/bridge/job.h"
#include "ui/bridge/trace_events.h"

namespace fw::ui {

/// A traceroute that comes in, event by event.
class TraceJob : public QueueJob<TraceEvent> {
    Q_OBJECT
signals:
    /// In order, a batch per screen refresh.
    void happened(const std::vector<fw::ui::TraceEvent>& events);

protected:
    TraceJob(QString title, QObject* parent) : QueueJob(std::move(title), parent) {}

private:
    void deliver(std::vector<TraceEvent>& events) override { emit happened(events); }
};

struct TracePlan {
    static constexpr std::size_t mostProbes = 20'000; ///< In one round.

    std::vector<std::string> targets; ///< Each an address, a name, or several as in a field of IP.
    TraceOptions options;
    bool continuous = false;          ///< Round after round until it is cancelled.
    std::chrono::milliseconds interval{1000}; ///< From round to round.

    /// In a round, where every target is one host.
    [[nodiscard]] std::uint64_t probeCount() const;
};

/// Sends probes of all times to live at once and takes what comes back. A round is over as soon as all is answered up to the hop
/// that is the target; further rounds go no farther than there.
class RunTraceJob final : public TraceJob {
    Q_OBJECT
public:
    RunTraceJob(const Protocols& protocols, std::shared_ptr<Network> network, TracePlan plan, SendOptions options, QObject* parent = nullptr);
    void start() override;

private:
    const Protocols& m_protocols;
    std::shared_ptr<Network> m_network;
    TracePlan m_plan;
    SendOptions m_options;
};

/// A trace that was saved as a capture. Packets that are no IP are left out; one without any fails with Unsupported.
class OpenTraceJob final : public TraceJob {
    Q_OBJECT
public:
    OpenTraceJob(const Protocols& protocols, std::filesystem::path path, QObject* parent = nullptr);
    void start() override;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    const Protocols& m_protocols;
    std::filesystem::path m_path;
};

} // namespace fw::ui
