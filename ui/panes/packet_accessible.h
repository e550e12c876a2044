#pragma once

#include "ui/models/selection_model.h"

#include <QAccessibleWidget>

#include <functional>
#include <map>

namespace fw::ui {

/// What a screen reader sees of a painted packet: the selection as the value, and a child for each field.
class PacketAccessible final : public QAccessibleWidget {
public:
    /// Rectangle of a node in the widget's coordinates; empty if it is not visible.
    using NodeRect = std::function<QRect(std::int32_t)>;
    PacketAccessible(QWidget* widget, SelectionModel& selection, NodeRect nodeRect);
    ~PacketAccessible() override;

    [[nodiscard]] int childCount() const override;
    [[nodiscard]] QAccessibleInterface* child(int index) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;
    [[nodiscard]] QAccessibleInterface* focusChild() const override;
    [[nodiscard]] QString text(QAccessible::Text text) const override;

    [[nodiscard]] SelectionModel& selection() const { return m_selection; }
    [[nodiscard]] QRect screenRect(std::int32_t node) const;

private:
    SelectionModel& m_selection;
    NodeRect m_nodeRect;
    mutable std::map<int, QAccessible::Id> m_children; ///< Made when asked for.
};

/// Tells assistive technology that the widget's value is another one.
void announceValue(QWidget* widget, const QString& value);

} // namespace fw::ui
