#include "ui/bridge/open_capture_job.h"

namespace fw::ui {

OpenCaptureJob::OpenCaptureJob(std::filesystem::path path, QObject* parent)
    : QueueJob(tr("Open %1").arg(QString::fromStdString(path.filename().string())), parent), m_path(std::move(path))
{
}

void OpenCaptureJob::start()
{
    run([path = m_path](const std::stop_token& stop, Queue& queue) -> Result<void> {
        const Progress progress = [&queue](std::uint64_t done, std::uint64_t total) { queue.report({done, total}); };
        auto file = CaptureFile::open(path, progress, stop);
        if (!file)
            return std::unexpected(file.error());
        queue.offer(std::move(*file));
        return {};
    });
}

void OpenCaptureJob::deliver(std::vector<CaptureFilePtr>& files)
{
    emit opened(files.back());
}

} // namespace fw::ui
