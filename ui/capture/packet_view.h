#pragma once

#include "ui/models/packet_list_model.h"

#include <QTableView>

class QPushButton;

namespace fw::ui {

/// The list of packets. While a capture runs it can follow the newest one; looking at anything else ends that.
class PacketView final : public QTableView {
    Q_OBJECT
public:
    PacketView(PacketListModel& packets, SelectionModel& selection, QWidget* parent = nullptr);

    /// Whether packets still come in.
    void setLive(bool live);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    /// Rows that came since following was turned off.
    [[nodiscard]] int newCount() const { return m_newCount; }
    void selectPacket(int row);
    /// To the next or the previous packet, from wherever the focus is.
    void step(int rows);
    /// Shows the selected packet in the panes again, after they showed something else.
    void publish();

signals:
    void followingChanged(bool following);
    void packetActivated(int row);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsInserted(const QModelIndex& parent, int first, int last) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setUpColumns();
    void showNewCount();
    void placeNewButton();

    PacketListModel& m_packets;
    SelectionModel& m_selection;
    QPushButton* m_newButton;
    bool m_live = false;
    bool m_following = false;
    bool m_trimming = false; ///< The current row is going away; that is nobody's choice.
    int m_newCount = 0;
};

} // namespace fw::ui
