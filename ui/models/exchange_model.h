#pragma once

#include "ui/models/packet_row.h"
#include "ui/models/selection_model.h"

#include <QAbstractTableModel>
#include <QCache>

#include <deque>

namespace fw::ui {

/// The packets sent in an exchange, each with the answers it got.
class ExchangeModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, SentColumn, AnswerColumn, RttColumn, StateColumn, ColumnCount };
    enum Role { AnsweredRole = Qt::UserRole };
    enum class State { Sent, Waiting, Answered, Unanswered, Cancelled };
    explicit ExchangeModel(const Protocols& protocols, QObject* parent = nullptr);

    /// From now on the packets are read with these.
    void setProtocols(std::shared_ptr<const Protocols> protocols);
    void clear();
    /// Whether answers are waited for, or the packets only sent.
    void begin(bool expectsAnswers, bool practice);
    void appendSent(std::vector<CapturedPacket> packets);
    /// The first answer to a packet is kept; later ones only count as duplicates. False: `request` was never sent.
    bool setAnswer(std::size_t request, CapturedPacket packet);
    /// What still waits is from now on unanswered, or cancelled.
    void end(bool cancelled);

    [[nodiscard]] std::size_t sentCount() const { return m_exchanges.size(); }
    [[nodiscard]] std::size_t answeredCount() const { return m_answered; }
    [[nodiscard]] bool isPractice() const { return m_practice; }
    [[nodiscard]] State state(int row) const;
    [[nodiscard]] bool isAnswered(int row) const;
    [[nodiscard]] const CapturedPacket& sentPacket(int row) const { return m_exchanges[static_cast<std::size_t>(row)].sent; }
    [[nodiscard]] const CapturedPacket* answerPacket(int row) const; ///< Null if there is none.
    [[nodiscard]] ShownPacketPtr sent(int row) const;
    [[nodiscard]] ShownPacketPtr answer(int row) const; ///< Null if there is none.
    /// Nothing if there is no answer.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> roundTrip(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Exchange {
        CapturedPacket sent;
        std::optional<CapturedPacket> answer;
        std::uint32_t duplicates = 0;
    };
    QVariant text(int row, int column) const;
    QString stateText(int row) const;
    QString summaryOf(const CapturedPacket& packet, std::size_t key) const;
    ShownPacketPtr show(const CapturedPacket& packet, int row) const;

    std::shared_ptr<const Protocols> m_protocols;
    std::deque<Exchange> m_exchanges;
    std::size_t m_answered = 0;
    bool m_expectsAnswers = true;
    bool m_practice = false;
    enum class Phase { Running, Ended, Cancelled };
    Phase m_phase = Phase::Ended;
    mutable QCache<std::size_t, QString> m_summaries{2000};
};

} // namespace fw::ui
