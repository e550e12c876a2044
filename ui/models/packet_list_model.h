#pragma once

#include "engine/files/capture.h"
#include "ui/models/packet_row.h"
#include "ui/models/selection_model.h"

#include <QAbstractTableModel>
#include <QCache>

namespace fw::ui {

/// The packets of a capture, oldest first. Rows are read and dissected when they are looked at, so a capture of
/// millions costs nothing here; a live one grows by grow().
class PacketListModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, TimeColumn, SourceColumn, DestinationColumn, ProtocolColumn, LengthColumn, SummaryColumn, ColumnCount };
    explicit PacketListModel(const Protocols& protocols, QObject* parent = nullptr);

    /// From now on the packets are read with these.
    void setProtocols(std::shared_ptr<const Protocols> protocols);
    /// Null: none.
    void setCapture(std::shared_ptr<const Capture> capture, bool practice = false);
    [[nodiscard]] const std::shared_ptr<const Capture>& capture() const { return m_capture; }
    [[nodiscard]] bool isPractice() const { return m_practice; }
    /// Shows the packets that the capture has gained. One insertion, however many they are; the caller sets the pace.
    void grow();
    /// Only the newest so many are shown; 0: all. The capture itself keeps them.
    void setLimit(int rows);
    /// The 0-based number in the capture of a row's packet.
    [[nodiscard]] std::size_t packetNumber(int row) const { return m_first + static_cast<std::size_t>(row); }
    /// -1: not shown any more.
    [[nodiscard]] int rowOf(std::size_t packetNumber) const;
    /// The packet, dissected and verified, for the panes. Null if it cannot be read.
    [[nodiscard]] ShownPacketPtr shown(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const PacketRow* row(int row) const;
    QVariant text(const PacketRow& row, int rowNumber, int column) const;
    QString timeText(const PacketRow& row) const;
    void trim();

    std::shared_ptr<const Protocols> m_protocols;
    std::shared_ptr<const Capture> m_capture;
    bool m_practice = false;
    int m_rows = 0;
    int m_limit = 0;
    std::size_t m_first = 0; ///< Number of the first row's packet.
    std::chrono::nanoseconds m_start{};
    mutable QCache<std::size_t, PacketRow> m_cache{2000}; // Some screens full.
};

} // namespace fw::ui
