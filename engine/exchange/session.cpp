#include "engine/exchange/session.h"

#include "engine/exchange/host_names.h"
#include "engine/exchange/send_groups.h"
#include "engine/packet/expand.h"

#include <algorithm>
#include <cstdlib>

namespace fw {

using namespace std::chrono_literals;

namespace {

/// Packets are prepared so many at a time.
constexpr std::size_t chunkSize = 1024;
/// And handed to the kernel so many at a time.
constexpr std::size_t mostInBatch = 64;

PortOptions portOptions(const SendOptions& options)
{
    PortOptions port;
    port.batched = options.batched;
    port.bufferBytes = options.bufferBytes;
    return port;
}

std::size_t hashOf(Bytes frame)
{
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(frame.data()), frame.size()});
}

} // namespace

Session::Session(const Protocols& protocols, Network& network, const SendOptions& options, const ExchangeSink& sink, std::stop_token stop)
    : m_protocols(protocols)
    , m_options(options)
    , m_sink(sink)
    , m_stop(std::move(stop))
    , m_matcher(protocols, options.multi, options.matching)
    , m_ports(network, portOptions(options), [this](PacketPort& port) {
        m_receivers.push_back(std::make_unique<Receiver>(port, m_inbox));
    })
    , m_plan(protocols, network, m_ports, options, m_stop)
{
}

Result<ExchangeResult> Session::run(DraftList drafts)
{
    const auto done = exchange(drafts);
    m_result.answered = m_matcher.answeredCount();
    m_result.dropped = m_inbox.dropped() + m_ports.dropped();
    m_result.sending = m_lastSent - m_firstSent;
    m_result.answering = m_lastAnswered - std::min(m_firstSent, m_lastAnswered);
    if (!done && done.error().code != Errc::Cancelled)
        return std::unexpected(done.error());
    return m_result;
}

Result<void> Session::exchange(DraftList drafts)
{
    auto done = sendAll(drafts);
    const int most = std::abs(m_options.retry);
    std::size_t known = 0;
    for (int left = most; done && !isStopped(); --left) {
        done = waitForAnswers();
        const std::size_t now = m_matcher.answeredCount();
        if (m_options.retry < 0 && now > std::exchange(known, now))
            left = most;
        if (!done || left <= 0 || isComplete() || isStopped())
            break;
        done = sendAgain();
    }
    return done;
}

Result<void> Session::sendAll(DraftList drafts)
{
    if (drafts.size() == 1 && !hasSets(*drafts.front()))
        return sendSame(*drafts.front());
    for (std::uint64_t i = 0; i < m_options.count && !isStopped(); ++i)
        if (auto sent = sendRound(drafts); !sent)
            return sent;
    return {};
}

/// The same packet again and again is prepared once.
Result<void> Session::sendSame(const Draft& draft)
{
    const auto ready = m_plan.prepare({draft});
    if (!ready)
        return std::unexpected(ready.error());
    const Outgoing& packet = ready->front();
    const Sample sample = sampleOf(packet, std::make_shared<const PacketPattern>(packet.draft));
    Result<void> sent;
    for (std::uint64_t i = 0; sent && i < m_options.count && !isStopped(); ++i)
        sent = emit(sample, packet.layout.bytes);
    return sent ? flush() : sent;
}

Result<void> Session::sendRound(DraftList drafts)
{
    const SendGroups groups(m_protocols, drafts, m_options);
    std::vector<Draft> few; // Packets that have no series of their own, prepared together.
    Result<void> sent;
    for (std::uint64_t i = 0; sent && i < groups.count() && !isStopped(); ++i) {
        const Draft group = groups.at(i);
        sent = OutgoingSeries::isWorthwhile(group) ? sendFew(few) : Result<void>{}; // In order.
        if (sent)
            sent = sendGroup(group, few);
    }
    return sent && !isStopped() ? sendFew(few) : sent;
}

Result<void> Session::sendFew(std::vector<Draft>& few)
{
    return few.empty() ? Result<void>{} : sendPrepared(std::exchange(few, {}));
}

Result<void> Session::sendGroup(const Draft& group, std::vector<Draft>& few)
{
    if (OutgoingSeries::isWorthwhile(group)) {
        const auto series = OutgoingSeries::make(m_protocols, m_plan, group, m_options);
        if (!series)
            return std::unexpected(series.error());
        if (*series)
            return sendSeries(**series);
    }
    Result<void> sent;
    expand(group, [&](const Draft& packet) {
        few.push_back(packet);
        if (few.size() == chunkSize)
            sent = sendFew(few);
        return sent.has_value() && !isStopped();
    });
    return sent;
}

Result<void> Session::sendPrepared(std::vector<Draft> packets)
{
    auto ready = m_plan.prepare(std::move(packets));
    if (!ready)
        return std::unexpected(ready.error());
    for (Outgoing& packet : *ready) {
        const Sample sample = sampleOf(packet, std::make_shared<const PacketPattern>(std::move(packet.draft)));
        if (auto sent = emit(sample, packet.layout.bytes); !sent || isStopped())
            return sent;
    }
    return flush();
}

Result<void> Session::sendSeries(OutgoingSeries& series)
{
    const Sample sample = sampleOf(series.first(), series.pattern());
    Result<void> sent;
    for (std::uint64_t i = 0; sent && i < series.count() && !isStopped(); ++i)
        sent = emit(sample, series.at(i));
    return sent ? flush() : sent;
}

Session::Sample Session::sampleOf(const Outgoing& packet, std::shared_ptr<const PacketPattern> pattern)
{
    Sample sample{packet.port, std::move(pattern), packet.firstLayer, 0};
    sample.series = m_matcher.addSeries(packet.layout, packet.firstLayer, sample.pattern->fields());
    m_firstLayers[packet.port] = packet.firstLayer;
    return sample;
}

std::size_t Session::largestBatch() const
{
    return m_options.interval > 0ns ? 1 : mostInBatch;
}

Result<void> Session::emit(const Sample& sample, Bytes frame)
{
    if (!m_samples.empty() && m_samples.front().port != sample.port)
        if (auto sent = flush(); !sent)
            return sent;
    m_frames.resize(std::max(m_frames.size(), m_samples.size() + 1));
    m_frames[m_samples.size()].assign(frame.begin(), frame.end());
    m_samples.push_back(sample);
    return m_samples.size() < largestBatch() ? Result<void>{} : flush();
}

Result<void> Session::flush()
{
    auto ready = m_samples.empty() ? Result<void>{} : pace();
    if (!ready || m_samples.empty() || isStopped()) {
        m_samples.clear();
        return ready;
    }
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    m_lastSent = Clock::now();
    if (m_result.sent == 0) {
        m_firstSent = m_nextSend = m_lastSent;
        m_since = time;
    }
    // Noted before it goes out: the answer may be here before send() returns.
    for (std::size_t i = 0; i < m_samples.size(); ++i)
        note(m_samples[i], m_frames[i], time);
    const auto sent = m_samples.front().port->send(std::span(m_frames).first(m_samples.size()));
    m_samples.clear();
    m_lastSent = Clock::now();
    return sent ? Result<void>{} : std::unexpected(sent.error());
}

Result<void> Session::pace()
{
    if (m_options.interval <= 0ns || m_result.sent == 0)
        return lookAtArrived(Clock::now());
    m_nextSend += m_options.interval;
    while (!isStopped() && Clock::now() < m_nextSend)
        if (auto looked = lookAtArrived(m_nextSend); !looked)
            return looked;
    return {};
}

void Session::note(const Sample& sample, const Buffer& frame, std::chrono::nanoseconds time)
{
    ++m_result.sent;
    m_matcher.addLike(sample.series, frame);
    m_own.insert(hashOf(frame));
    if (m_options.retry != 0)
        m_kept.push_back({sample.port, frame});
    if (!m_sink.sent)
        return;
    m_told.packet.time = time;
    m_told.packet.linkType = sample.port->linkType();
    m_told.packet.originalLength = static_cast<std::uint32_t>(frame.size());
    m_told.packet.bytes.assign(frame.begin(), frame.end());
    m_told.pattern = sample.pattern;
    m_told.linkLayers = sample.linkLayers;
    m_sink.sent(m_told);
}

Result<void> Session::sendAgain()
{
    m_nextSend = Clock::now(); // Not at once what the wait for answers has held up.
    for (std::size_t i = 0; i < m_kept.size() && !isStopped(); ++i) {
        if (m_matcher.isAnswered(i))
            continue;
        if (auto ready = pace(); !ready)
            return ready;
        m_own.insert(hashOf(m_kept[i].frame));
        if (auto sent = m_kept[i].port->send(std::span(&m_kept[i].frame, 1)); !sent)
            return std::unexpected(sent.error());
        m_lastSent = Clock::now();
    }
    return {};
}

Result<void> Session::waitForAnswers()
{
    const auto deadline = m_lastSent + m_options.timeout;
    do {
        // Whether it is enough may change with time alone.
        if (auto looked = lookAtArrived(m_sink.isEnough ? std::min(deadline, Clock::now() + 10ms) : deadline); !looked)
            return looked;
    } while (!isStopped() && !isComplete() && Clock::now() < deadline);
    return {};
}

Result<void> Session::lookAtArrived(Clock::time_point until)
{
    auto arrived = m_inbox.take(until, m_stop);
    if (!arrived)
        return std::unexpected(arrived.error());
    for (Inbox::Arrived& one : *arrived) {
        if (isStopped())
            break;
        lookAt(std::move(one));
    }
    return {};
}

void Session::lookAt(Inbox::Arrived arrived)
{
    // The ports were open before, while next hops were asked for.
    if (m_result.sent == 0 || arrived.packet.time < m_since || isOwn(arrived.packet.bytes))
        return;
    ++m_result.received;
    CapturedPacket& packet = arrived.packet;
    if (const auto request = m_matcher.match(packet.bytes, packet.linkType, m_firstLayers[arrived.port])) {
        m_lastAnswered = Clock::now();
        if (m_sink.answered)
            m_sink.answered({*request, std::move(packet)});
    } else if (const auto again = m_options.multi ? std::nullopt : m_matcher.matchAgain()) {
        ++m_result.repeated;
        if (m_sink.repeated)
            m_sink.repeated({*again, std::move(packet)});
    } else if (m_sink.other) {
        m_sink.other(packet);
    }
}

/// Ports show what goes out, too, as captures do; it is no answer to itself.
bool Session::isOwn(Bytes frame)
{
    const auto known = m_own.find(hashOf(frame));
    if (known == m_own.end())
        return false;
    m_own.erase(known);
    return true;
}

} // namespace fw
