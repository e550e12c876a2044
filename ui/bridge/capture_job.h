#pragma once

#include "engine/files/capture.h"
#include "engine/net/network.h"
#include "ui/bridge/job.h"

namespace fw::ui {

/// How a live capture stands.
struct CaptureStanding {
    bool listening = false;  ///< The port is open; what is sent from now on is seen.
    std::uint64_t packets = 0; ///< In the recording.
    PortStatistics port;
};

/// Takes what comes on an interface into a recording, until cancelled.
class CaptureJob final : public QueueJob<CaptureStanding> {
    Q_OBJECT
public:
    CaptureJob(std::shared_ptr<Network> network, std::string interface, PortOptions options, std::shared_ptr<Recording> recording,
               QObject* parent = nullptr);
    void start() override;
    [[nodiscard]] const CaptureStanding& standing() const { return m_standing; }
    [[nodiscard]] const std::string& interfaceName() const { return m_interface; }

signals:
    /// Once, as soon as receiving has started.
    void listening();
    /// At most once a screen refresh.
    void grew();

private:
    void deliver(std::vector<CaptureStanding>& standings) override;

    std::shared_ptr<Network> m_network;
    std::string m_interface;
    PortOptions m_options;
    std::shared_ptr<Recording> m_recording;
    CaptureStanding m_standing;
};

} // namespace fw::ui
