#pragma once

#include "engine/files/capture.h"
#include "ui/bridge/job.h"

#include <variant>

namespace fw::ui {

using CapturePtr = std::shared_ptr<const Capture>;

/// Writes a capture to a pcap file: completely, or the file stays as it was.
class SaveJob final : public QueueJob<std::monostate> {
    Q_OBJECT
public:
    SaveJob(std::filesystem::path path, CapturePtr capture, QObject* parent = nullptr);
    void start() override;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    void deliver(std::vector<std::monostate>&) override {}

    std::filesystem::path m_path;
    CapturePtr m_capture;
};

} // namespace fw::ui
