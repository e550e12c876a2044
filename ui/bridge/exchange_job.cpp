#include "ui/bridge/exchange_job.h"

#include "engine/packet/expand.h"

namespace fw::ui {
namespace {

using Queue = JobQueue<ExchangeEvent>;
using What = ExchangeEvent::What;

SentSink sentInto(Queue& queue, const std::stop_token& stop, std::uint64_t total)
{
    return [&queue, stop, total, sent = std::uint64_t{0}](CapturedPacket packet) mutable {
        queue.push({What::Sent, 0, std::move(packet)}, stop);
        queue.report({++sent, total});
    };
}

ExchangeSink sinkInto(Queue& queue, const std::stop_token& stop, std::uint64_t total)
{
    ExchangeSink sink;
    sink.sent = [sent = sentInto(queue, stop, total)](const SentPacket& packet) { sent(packet.packet); };
    sink.answered = [&queue, stop](const Answer& answer) { queue.push({What::Answered, answer.request, answer.packet}, stop); };
    // Strangers are only counted and shown: a busy wire must not hold up the answers.
    sink.other = [&queue](const CapturedPacket& packet) { queue.offer({What::Other, 0, packet}); };
    return sink;
}

} // namespace

ExchangeJob::ExchangeJob(Mode mode, const Protocols& protocols, std::shared_ptr<Network> network, Draft draft, SendOptions options,
                         QObject* parent)
    : QueueJob(mode == Mode::Send ? tr("Send") : tr("Send and receive"), parent), m_mode(mode), m_protocols(protocols),
      m_network(std::move(network)), m_draft(std::move(draft)), m_options(std::move(options))
{
}

void ExchangeJob::start()
{
    run([mode = m_mode, &protocols = m_protocols, network = m_network, draft = m_draft, options = m_options](const std::stop_token& stop,
                                                                                                  Queue& queue) -> Result<void> {
        const std::uint64_t total = packetCount(draft) * options.count;
        const auto result = mode == Mode::Send
            ? sendPackets(protocols, *network, draft, options, sentInto(queue, stop, total), stop)
            : sendAndReceive(protocols, *network, draft, options, sinkInto(queue, stop, total), stop);
        if (!result)
            return std::unexpected(result.error());
        return {};
    });
}

void ExchangeJob::deliver(std::vector<ExchangeEvent>& events)
{
    emit happened(events);
}

} // namespace fw::ui
