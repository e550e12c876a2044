#pragma once

#include "engine/files/capture.h"
#include "ui/bridge/job.h"

namespace fw::ui {

using CaptureFilePtr = std::shared_ptr<const CaptureFile>;

/// Opens and indexes a capture file.
class OpenCaptureJob final : public QueueJob<CaptureFilePtr> {
    Q_OBJECT
public:
    explicit OpenCaptureJob(std::filesystem::path path, QObject* parent = nullptr);
    void start() override;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

signals:
    void opened(const fw::ui::CaptureFilePtr& file);

private:
    void deliver(std::vector<CaptureFilePtr>& files) override;

    std::filesystem::path m_path;
};

} // namespace fw::ui
