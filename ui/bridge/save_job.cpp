#include "ui/bridge/save_job.h"

namespace fw::ui {

SaveJob::SaveJob(std::filesystem::path path, CapturePtr capture, QObject* parent)
    : QueueJob(tr("Save %1").arg(QString::fromStdString(path.filename().string())), parent), m_path(std::move(path)),
      m_capture(std::move(capture))
{
}

void SaveJob::start()
{
    run([path = m_path, capture = m_capture](const std::stop_token& stop, Queue& queue) {
        return savePcap(path, *capture, [&queue](std::uint64_t done, std::uint64_t total) { queue.report({done, total}); }, stop);
    });
}

} // namespace fw::ui
