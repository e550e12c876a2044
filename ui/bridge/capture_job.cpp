#include "ui/bridge/capture_job.h"

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

/// What the thread works with; the job itself may be gone before the thread.
struct CaptureWork {
    std::shared_ptr<Network> network;
    std::string interface;
    PortOptions options;
    std::shared_ptr<Recording> recording;

    Result<void> operator()(const std::stop_token& stop, JobQueue<CaptureStanding>& queue) const
    {
        auto port = network->open(interface, options);
        if (!port)
            return std::unexpected(port.error());
        return pump(**port, stop, queue);
    }

    Result<void> pump(PacketPort& port, const std::stop_token& stop, JobQueue<CaptureStanding>& queue) const
    {
        std::vector<CapturedPacket> batch;
        queue.offer({true, 0, port.statistics()});
        while (!stop.stop_requested()) {
            batch.clear();
            const Result<void> received = port.receive(batch, 50ms);
            // What came before the failure is kept.
            if (const Result<void> kept = keep(batch); !kept)
                return kept;
            queue.offer({true, recording->packetCount(), port.statistics()});
            if (!received)
                return received;
        }
        return {};
    }

    Result<void> keep(const std::vector<CapturedPacket>& batch) const
    {
        return batch.empty() ? Result<void>{} : recording->append(batch);
    }
};

} // namespace

CaptureJob::CaptureJob(std::shared_ptr<Network> network, std::string interface, PortOptions options,
                       std::shared_ptr<Recording> recording, QObject* parent)
    : QueueJob(tr("Capture on %1").arg(QString::fromStdString(interface)), parent), m_network(std::move(network)),
      m_interface(std::move(interface)), m_options(std::move(options)), m_recording(std::move(recording))
{
}

void CaptureJob::start()
{
    run(CaptureWork{m_network, m_interface, m_options, m_recording});
}

void CaptureJob::deliver(std::vector<CaptureStanding>& standings)
{
    const bool first = !m_standing.listening;
    m_standing = standings.back();
    if (first)
        emit listening();
    setProgress({m_standing.packets, 0}, 0);
    emit grew();
}

} // namespace fw::ui
