#pragma once

#include "engine/exchange/exchange.h"
#include "ui/bridge/job.h"

namespace fw::ui {

/// One thing that happened in an exchange.
struct ExchangeEvent {
    enum class What : std::uint8_t { Sent, Answered, Other };
    What what = What::Sent;
    std::size_t request = 0; ///< Answered: which of the sent packets, counted from 0.
    CapturedPacket packet;
};

/// Sends what a draft stands for and, if asked to, takes the answers.
class ExchangeJob final : public QueueJob<ExchangeEvent> {
    Q_OBJECT
public:
    enum class Mode { Send, SendAndReceive };
    ExchangeJob(Mode mode, const Protocols& protocols, std::shared_ptr<Network> network, Draft draft, SendOptions options,
                QObject* parent = nullptr);
    void start() override;
    [[nodiscard]] Mode mode() const { return m_mode; }

signals:
    /// In order, a batch per screen refresh.
    void happened(const std::vector<fw::ui::ExchangeEvent>& events);

private:
    void deliver(std::vector<ExchangeEvent>& events) override;

    Mode m_mode;
    const Protocols& m_protocols;
    std::shared_ptr<Network> m_network;
    Draft m_draft;
    SendOptions m_options;
};

} // namespace fw::ui
