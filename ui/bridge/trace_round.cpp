#include "ui/bridge/trace_round.h"

#include "engine/exchange/pairs.h"

#include <algorithm>

namespace fw::ui {

using namespace std::chrono_literals;

TraceRound::TraceRound(const Protocols& protocols, JobQueue<TraceEvent>& queue, std::stop_token stop, bool keepsFlows)
    : m_protocols(protocols), m_queue(queue), m_stop(std::move(stop)), m_keepsFlows(keepsFlows)
{
}

ExchangeSink TraceRound::sink(std::uint64_t total)
{
    m_trace.emplace(m_protocols);
    ExchangeSink sink;
    sink.sent = [this, total](const SentPacket& packet) {
        addProbe(packet);
        if (total > 0)
            m_queue.report({m_drafts.size(), total});
    };
    sink.answered = [this](const Answer& answer) { addAnswer(answer); };
    sink.isEnough = [this] { return isComplete(); };
    return sink;
}

int TraceRound::end(int otherwise)
{
    int farthest = 0;
    for (const TraceProbe& probe : m_trace->probes()) {
        const auto reached = m_reached.find(pathOf(probe));
        farthest = std::max(farthest, reached == m_reached.end() ? otherwise : reached->second);
    }
    m_queue.push(RoundEnded{m_stop.stop_requested()}, m_stop);
    tellTable();
    m_first += m_drafts.size();
    m_drafts.clear();
    m_reached.clear();
    return farthest > 0 ? farthest : otherwise;
}

void TraceRound::addProbe(const SentPacket& packet)
{
    // All probes stand on IP: that is how they were made.
    const Draft& draft = m_drafts.emplace_back(packet.draft());
    m_trace->addProbe(draft, packet.packet.time);
    m_queue.push(ProbeSent{placeOf(m_protocols, m_trace->probes().back(), draft), std::make_shared<const CapturedPacket>(packet.packet)}, m_stop);
}

void TraceRound::addAnswer(const Answer& answer)
{
    const Draft& asked = m_drafts[answer.request];
    const Draft answered = answer.draft(m_protocols);
    m_trace->addAnswer(answer.request, asked, answered, answer.packet.time);
    const TraceProbe& probe = m_trace->probes()[answer.request];
    if (!probe.reply)
        return;
    if (probe.reply->fromTarget) {
        const auto [known, isNew] = m_reached.try_emplace(pathOf(probe), probe.ttl);
        known->second = std::min(known->second, probe.ttl);
    }
    m_queue.push(ProbeAnswered{m_first + answer.request, replyOf(m_protocols, *probe.reply, asked, answered),
                               std::make_shared<const CapturedPacket>(answer.packet)}, m_stop);
    if (std::chrono::steady_clock::now() - m_tableTold > 100ms)
        tellTable();
}

bool TraceRound::isComplete() const
{
    return !m_drafts.empty() && std::ranges::all_of(m_trace->probes(), [this](const TraceProbe& probe) {
        const auto reached = m_reached.find(pathOf(probe));
        return probe.reply || (reached != m_reached.end() && probe.ttl > reached->second);
    });
}

void TraceRound::tellTable()
{
    m_tableTold = std::chrono::steady_clock::now();
    m_queue.push(TraceTable{m_trace->text()}, m_stop);
}

namespace {

/// The probes and answers of a capture, in the order in which they were sent.
class TraceReader {
public:
    TraceReader(const Protocols& protocols, const Capture& capture, JobQueue<TraceEvent>& queue, const std::stop_token& stop)
        : m_protocols(protocols), m_capture(capture), m_queue(queue), m_stop(stop), m_trace(protocols)
    {
    }

    Result<void> add(std::size_t request, std::optional<std::size_t> answer)
    {
        const auto asked = m_capture.packet(request);
        if (!asked)
            return std::unexpected(asked.error());
        const Draft probe = dissect(m_protocols, asked->bytes, asked->linkType).draft;
        const auto number = m_trace.addProbe(probe, asked->time);
        if (!number)
            return {};
        m_queue.push(ProbeSent{placeOf(m_protocols, m_trace.probes()[*number], probe), std::make_shared<const CapturedPacket>(*asked)}, m_stop);
        return answer ? addAnswer(*number, probe, *answer) : Result<void>();
    }
    [[nodiscard]] std::size_t count() const { return m_trace.probes().size(); }
    [[nodiscard]] std::string text() const { return m_trace.text(); }

private:
    Result<void> addAnswer(std::size_t number, const Draft& probe, std::size_t answer)
    {
        const auto received = m_capture.packet(answer);
        if (!received)
            return std::unexpected(received.error());
        const Draft answered = dissect(m_protocols, received->bytes, received->linkType).draft;
        m_trace.addAnswer(number, probe, answered, received->time);
        if (const auto& reply = m_trace.probes()[number].reply)
            m_queue.push(ProbeAnswered{number, replyOf(m_protocols, *reply, probe, answered), std::make_shared<const CapturedPacket>(*received)}, m_stop);
        return {};
    }

    const Protocols& m_protocols;
    const Capture& m_capture;
    JobQueue<TraceEvent>& m_queue;
    const std::stop_token& m_stop;
    Trace m_trace;
};

} // namespace

Result<void> readTrace(const Protocols& protocols, const CaptureFile& capture, JobQueue<TraceEvent>& queue, const std::stop_token& stop)
{
    // Probes of one flow are told apart by what a trace makes different in them.
    TraceOptions oneFlow;
    oneFlow.paris = true;
    const auto paired = pairUp(protocols, capture, stop, {traceQuoted(oneFlow), {}});
    if (!paired)
        return std::unexpected(paired.error());
    std::vector<std::pair<std::size_t, std::optional<std::size_t>>> probes;
    for (const auto& [request, answer] : paired->pairs)
        probes.emplace_back(request, answer);
    for (const std::size_t number : paired->unanswered)
        probes.emplace_back(number, std::nullopt);
    std::ranges::sort(probes);
    TraceReader reader(protocols, capture, queue, stop);
    for (const auto& [request, answer] : probes) {
        if (stop.stop_requested())
            return fail(Errc::Cancelled);
        if (auto added = reader.add(request, answer); !added)
            return added;
    }
    if (reader.count() == 0)
        return fail(Errc::Unsupported, 0, capture.path().string() + " has no probes: IP packets with a time to live");
    queue.push(RoundEnded{false}, stop);
    queue.push(TraceTable{reader.text()}, stop);
    return {};
}

} // namespace fw::ui
