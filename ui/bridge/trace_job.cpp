#include "ui/bridge/trace_job.h"

#include "engine/base/address.h"
#include "engine/exchange/kept_network.h"
#include "ui/bridge/trace_round.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace fw::ui {
namespace {

using Clock = std::chrono::steady_clock;
using Drafts = std::vector<std::shared_ptr<const Draft>>;

/// Every probe of a round, the nearest hops first.
struct Probe {
    int ttl = 0;
    std::shared_ptr<const Draft> draft;
};

Result<void> addProbes(const Protocols& protocols, const TracePlan& plan, const std::string& target, std::vector<Probe>& probes)
{
    TraceOptions options = plan.options;
    if (parseIpv6(target))
        options.family = 6;
    auto drafts = traceProbes(protocols, target, options);
    if (!drafts)
        return std::unexpected(drafts.error());
    int ttl = options.minTtl;
    for (auto& draft : *drafts) {
        probes.push_back({ttl, std::move(draft)});
        ttl = ttl == options.maxTtl ? options.minTtl : ttl + 1;
    }
    return {};
}

Result<std::vector<Probe>> allProbes(const Protocols& protocols, const TracePlan& plan)
{
    std::vector<Probe> probes;
    for (const std::string& target : plan.targets)
        if (auto added = addProbes(protocols, plan, target, probes); !added)
            return std::unexpected(added.error());
    std::ranges::stable_sort(probes, {}, &Probe::ttl);
    return probes;
}

Drafts upTo(const std::vector<Probe>& probes, int ttl)
{
    Drafts drafts;
    for (const Probe& probe : probes)
        if (probe.ttl <= ttl)
            drafts.push_back(probe.draft);
    return drafts;
}

/// False if stopped before.
bool waitUntil(Clock::time_point time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_until(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

} // namespace

std::uint64_t TracePlan::probeCount() const
{
    const auto hops = static_cast<std::uint64_t>(std::max(options.maxTtl - options.minTtl + 1, 0));
    return targets.size() * hops * static_cast<std::uint64_t>(options.probes) * static_cast<std::uint64_t>(std::max(options.flows, 1));
}

RunTraceJob::RunTraceJob(const Protocols& protocols, std::shared_ptr<Network> network, TracePlan plan, SendOptions options, QObject* parent)
    : TraceJob(tr("Traceroute to %1").arg(QString::fromStdString(plan.targets.empty() ? std::string() : plan.targets.front())), parent),
      m_protocols(protocols), m_network(std::move(network)), m_plan(std::move(plan)), m_options(std::move(options))
{
}

void RunTraceJob::start()
{
    run([&protocols = m_protocols, network = m_network, plan = m_plan, options = m_options](const std::stop_token& stop, Queue& queue) -> Result<void> {
        const auto probes = allProbes(protocols, plan);
        if (!probes)
            return std::unexpected(probes.error());
        KeptNetwork kept(*network);
        SendOptions send = options;
        send.matching.alsoQuoted = traceQuoted(plan.options);
        send.batched = false;
        TraceRound round(protocols, queue, stop, plan.options.flows > 0);
        int farthest = plan.options.maxTtl;
        for (auto due = Clock::now();; due = std::max(due + plan.interval, Clock::now())) {
            const Drafts drafts = upTo(*probes, farthest);
            const auto result = sendAndReceive(protocols, kept, drafts, send, round.sink(plan.continuous ? 0 : drafts.size()), stop);
            farthest = round.end(plan.options.maxTtl);
            if (!result)
                return std::unexpected(result.error());
            if (!plan.continuous || !waitUntil(due + plan.interval, stop))
                return {};
        }
    });
}

OpenTraceJob::OpenTraceJob(const Protocols& protocols, std::filesystem::path path, QObject* parent)
    : TraceJob(tr("Open the trace %1").arg(QString::fromStdString(path.filename().string())), parent), m_protocols(protocols), m_path(std::move(path))
{
}

void OpenTraceJob::start()
{
    run([&protocols = m_protocols, path = m_path](const std::stop_token& stop, Queue& queue) -> Result<void> {
        const auto file = CaptureFile::open(path, [&queue](std::uint64_t done, std::uint64_t total) { queue.report({done, total}); }, stop);
        if (!file)
            return std::unexpected(file.error());
        return readTrace(protocols, **file, queue, stop);
    });
}

} // namespace fw::ui
