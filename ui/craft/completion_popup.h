#pragma once

#include "engine/scapy/scapy.h"

#include <QTreeWidget>

namespace fw::ui {

/// What could stand at the cursor, with what it is. Lies over the window and never takes the focus from the text.
class CompletionPopup final : public QTreeWidget {
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget* window);

    /// Shows the items with its top left corner here (in the window's coordinates), turned to where there is room.
    void showItems(const scapy::Completions& completions, QPoint below, int lineHeight);
    [[nodiscard]] const scapy::Completion* current() const;
    [[nodiscard]] std::size_t from() const { return m_completions.from; }
    /// Up or down the list, round its ends.
    void step(int rows);
    /// The user has moved in the list, so Enter means the item.
    [[nodiscard]] bool wasMoved() const { return m_moved; }

signals:
    void chosen();

private:
    void place(QPoint below, int lineHeight);

    scapy::Completions m_completions;
    bool m_moved = false;
};

} // namespace fw::ui
