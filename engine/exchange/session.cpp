#include "engine/exchange/session.h"

#include "engine/exchange/host_names.h"
#include "engine/packet/expand.h"

#include <algorithm>
#include <cstdlib>

namespace fw {

using namespace std::chrono_literals;

namespace {

/// Packets are prepared so many at a time.
constexpr std::size_t chunkSize = 1024;
/// And handed to the kernel so many at a time: more while nobody waits for answers to be looked at.
constexpr std::size_t largestBatch = 64;
constexpr std::size_t listeningBatch = 16;

/// For sending alone, a port should not copy what passes by: a filter that nothing gets through.
PortOptions portOptions(bool receives, bool batched)
{
    PortOptions options;
    options.batched = batched;
    if (!receives) {
        options.filter = "less 0";
        options.snapLength = 64;
        options.bufferBytes = 1U << 16U;
    }
    return options;
}

std::size_t hashOf(Bytes frame)
{
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(frame.data()), frame.size()});
}

} // namespace

Session::Session(const Protocols& protocols, Network& network, const SendOptions& options, const ExchangeSink& sink, bool receives,
                 std::stop_token stop)
    : m_protocols(protocols)
    , m_options(options)
    , m_sink(sink)
    , m_receives(receives)
    , m_stop(std::move(stop))
    , m_matcher(protocols, options.multi, options.matching)
    , m_ports(network, portOptions(receives, options.batched), [this](PacketPort& port) {
        if (m_receives)
            m_receivers.push_back(std::make_unique<Receiver>(port, m_inbox));
    })
    , m_plan(protocols, network, m_ports, options, m_stop)
{
}

Result<ExchangeResult> Session::run(DraftList drafts)
{
    const auto done = exchange(drafts);
    m_result.answered = m_matcher.answeredCount();
    m_result.dropped = m_receives ? m_inbox.dropped() + m_ports.dropped() : 0;
    m_result.sending = m_lastSent - m_firstSent;
    if (!done && done.error().code != Errc::Cancelled)
        return std::unexpected(done.error());
    return m_result;
}

Result<void> Session::exchange(DraftList drafts)
{
    auto done = sendAll(drafts);
    const int most = std::abs(m_options.retry);
    std::size_t known = 0;
    for (int left = most; done && m_receives && !isStopped(); --left) {
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
    auto ready = m_plan.prepare({draft});
    if (!ready)
        return std::unexpected(ready.error());
    const std::vector<Outgoing> batch(std::min<std::uint64_t>(m_options.count, largestBatch), ready->front());
    for (std::uint64_t left = m_options.count; left > 0 && !isStopped();) {
        const std::size_t now = std::min<std::uint64_t>(left, batch.size());
        if (auto sent = emit(std::span(batch).first(now)); !sent)
            return sent;
        left -= now;
    }
    return {};
}

Result<void> Session::sendRound(DraftList drafts)
{
    std::vector<Draft> chunk;
    Result<void> sent;
    const auto add = [&](const Draft& packet) {
        chunk.push_back(packet);
        if (chunk.size() == chunkSize)
            sent = sendChunk(std::exchange(chunk, {}));
        return sent.has_value() && !isStopped();
    };
    for (const auto& draft : drafts)
        if (sent && !isStopped())
            expand(*draft, add);
    if (sent && !chunk.empty() && !isStopped())
        sent = sendChunk(std::move(chunk));
    return sent;
}

Result<void> Session::sendChunk(std::vector<Draft> packets)
{
    auto ready = m_plan.prepare(std::move(packets));
    return ready ? emit(*ready) : std::unexpected(ready.error());
}

Result<void> Session::emit(std::span<const Outgoing> packets)
{
    const std::size_t most = m_options.interval > 0ns ? 1 : m_receives ? listeningBatch : largestBatch;
    while (!packets.empty() && !isStopped()) {
        if (auto ready = pace(); !ready || isStopped())
            return ready;
        std::size_t count = 1;
        while (count < std::min(most, packets.size()) && packets[count].port == packets.front().port)
            ++count;
        if (auto sent = emitBatch(packets.first(count)); !sent)
            return sent;
        packets = packets.subspan(count);
    }
    return {};
}

Result<void> Session::pace()
{
    if (m_options.interval <= 0ns || m_result.sent == 0)
        return m_receives ? lookAtArrived(Clock::now()) : Result<void>{};
    m_nextSend += m_options.interval;
    while (!isStopped() && Clock::now() < m_nextSend)
        if (auto looked = lookAtArrived(m_nextSend); !looked)
            return looked;
    return {};
}

Result<void> Session::emitBatch(std::span<const Outgoing> packets)
{
    std::vector<Buffer> frames;
    for (const Outgoing& packet : packets)
        frames.push_back(packet.layout.bytes);
    const auto time = std::chrono::system_clock::now().time_since_epoch();
    m_lastSent = Clock::now();
    if (m_result.sent == 0) {
        m_firstSent = m_nextSend = m_lastSent;
        m_since = time;
    }
    // Noted before it goes out: the answer may be here before send() returns.
    for (const Outgoing& packet : packets)
        note(packet, time);
    const auto sent = packets.front().port->send(frames);
    m_lastSent = Clock::now();
    return sent ? Result<void>{} : std::unexpected(sent.error());
}

void Session::note(const Outgoing& packet, std::chrono::nanoseconds time)
{
    ++m_result.sent;
    if (m_receives) {
        m_matcher.add(packet.layout, packet.firstLayer);
        m_firstLayers[packet.port] = packet.firstLayer;
        m_own.insert(hashOf(packet.layout.bytes));
    }
    if (m_options.retry != 0)
        m_kept.push_back({packet.port, packet.layout.bytes});
    if (!m_sink.sent)
        return;
    const auto length = static_cast<std::uint32_t>(packet.layout.bytes.size());
    m_sink.sent({{time, packet.port->linkType(), length, packet.layout.bytes}, packet.draft, packet.firstLayer});
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
        if (auto looked = lookAtArrived(deadline); !looked)
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
    Dissection seen = dissect(m_protocols, arrived.packet.bytes, arrived.packet.linkType);
    const auto request = m_matcher.match(seen.layout, m_firstLayers[arrived.port]);
    if (request && m_sink.answered)
        m_sink.answered({*request, std::move(arrived.packet), std::move(seen.draft)});
    else if (!request && m_sink.other)
        m_sink.other(arrived.packet);
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
