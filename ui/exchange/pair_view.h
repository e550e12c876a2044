#pragma once

#include "ui/models/pair_model.h"

#include <QTreeView>

namespace fw::ui {

/// A request and its answer side by side. A click selects the field in the packet whose column it was in.
class PairView final : public QTreeView {
    Q_OBJECT
public:
    explicit PairView(SelectionModel& selection, QWidget* parent = nullptr);
    void showPair(ShownPacketPtr sent, ShownPacketPtr answer);
    [[nodiscard]] PairModel& pair() { return m_pair; }

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void expandWhatMatters(const QModelIndex& parent);
    void followSelection(const Selection& selection, const QObject* origin);

    SelectionModel& m_selection;
    PairModel m_pair;
    bool m_following = false;
};

} // namespace fw::ui
