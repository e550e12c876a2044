#include "engine/exchange/send_run.h"

#include "engine/exchange/host_names.h"
#include "engine/exchange/waiting.h"

#include <algorithm>

namespace fw {

using namespace std::chrono_literals;

namespace {

/// Groups are prepared so many at a time: their next hops are asked for together.
constexpr std::size_t chunkSize = 1024;
/// And packets handed to the kernel so many at a time.
constexpr std::size_t largestBatch = 64;

} // namespace

SendRun::SendRun(const Protocols& protocols, Network& network, const SendOptions& options, const SentSink& sink, std::stop_token stop)
    : m_protocols(protocols)
    , m_options(options)
    , m_sink(sink)
    , m_stop(std::move(stop))
    , m_ports(network, sendingOnly())
    , m_plan(protocols, network, m_ports, options, m_stop)
    , m_batch(largestBatch)
{
}

Result<ExchangeResult> SendRun::run(DraftList drafts)
{
    auto done = sendAll(SendGroups(m_protocols, drafts, m_options));
    if (done && !m_stop.stop_requested())
        done = flush();
    if (!done && done.error().code != Errc::Cancelled) {
        Error error = done.error();
        error.offset = m_result.sent;
        return std::unexpected(std::move(error));
    }
    return m_result;
}

Result<void> SendRun::sendAll(const SendGroups& groups)
{
    if (groups.count() <= chunkSize && groups.areFixed()) {
        auto prepared = prepare(groups, 0, groups.count());
        return prepared ? send(*prepared, m_options.count) : std::unexpected(prepared.error());
    }
    for (std::uint64_t round = 0; round < m_options.count; ++round)
        for (std::uint64_t first = 0; first < groups.count(); first += chunkSize) {
            if (m_stop.stop_requested())
                return {};
            auto prepared = prepare(groups, first, std::min<std::uint64_t>(chunkSize, groups.count() - first));
            if (!prepared)
                return std::unexpected(prepared.error());
            if (auto sent = send(*prepared, 1); !sent)
                return sent;
        }
    return {};
}

Result<std::vector<SendRun::Prepared>> SendRun::prepare(const SendGroups& groups, std::uint64_t first, std::uint64_t count)
{
    std::vector<Draft> drafts;
    for (std::uint64_t i = 0; i < count; ++i)
        drafts.push_back(groups.at(first + i));
    auto ready = m_plan.prepare(std::move(drafts));
    if (!ready)
        return std::unexpected(ready.error());
    std::vector<Prepared> prepared;
    for (Outgoing& packet : *ready) {
        prepared.push_back({packet.port, {}, {}, nullptr});
        if (hasSets(packet.draft))
            prepared.back().draft = std::move(packet.draft);
        else
            prepared.back().frame = std::move(packet.layout.bytes);
    }
    return prepared;
}

Result<void> SendRun::send(std::span<Prepared> groups, std::uint64_t rounds)
{
    for (std::uint64_t round = 0; round < rounds; ++round)
        for (Prepared& group : groups) {
            if (m_stop.stop_requested())
                return {};
            if (auto sent = sendGroup(group, rounds); !sent)
                return sent;
            if (round + 1 == rounds)
                group.series.reset();
        }
    return {};
}

Result<void> SendRun::sendGroup(Prepared& group, std::uint64_t rounds)
{
    if (!group.frame.empty())
        return add(*group.port, group.frame);
    if (!group.series)
        group.series = std::make_unique<PacketSeries>(m_protocols, group.draft, m_nothing, rounds);
    Result<void> sent;
    for (std::uint64_t i = 0; sent && i < group.series->count() && !m_stop.stop_requested(); ++i)
        sent = add(*group.port, group.series->at(i));
    return sent;
}

Result<void> SendRun::add(PacketPort& port, Bytes frame)
{
    if (m_waiting == m_batch.size() || (m_waiting > 0 && m_port != &port))
        if (auto sent = flush(); !sent)
            return sent;
    if (m_options.interval > 0ns)
        if (auto ready = pace(); !ready || m_stop.stop_requested())
            return ready;
    m_port = &port;
    m_batch[m_waiting++].assign(frame.begin(), frame.end());
    return {};
}

Result<void> SendRun::pace()
{
    m_due = std::exchange(m_isFirst, false) ? Clock::now() : m_due + m_options.interval;
    if (m_due <= Clock::now() + sendGranularity)
        return {};
    auto sent = flush();
    if (sent)
        waitUntil(m_due, m_stop);
    return sent;
}

Result<void> SendRun::flush()
{
    if (m_waiting == 0)
        return {};
    const std::span<const Buffer> frames = std::span(m_batch).first(std::exchange(m_waiting, 0));
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    if (m_result.sent == 0)
        m_firstSent = Clock::now();
    const auto sent = m_port->send(frames, m_stop);
    const std::size_t count = sent ? *sent : std::min(sent.error().offset, frames.size());
    m_result.sending = Clock::now() - m_firstSent;
    m_result.sent += count;
    if (m_sink)
        for (const Buffer& frame : frames.first(count))
            m_sink({time, m_port->linkType(), static_cast<std::uint32_t>(frame.size()), frame});
    return sent ? Result<void>{} : std::unexpected(sent.error());
}

} // namespace fw
