#pragma once

#include "ui/panes/theme.h"

#include <QStyledItemDelegate>

namespace fw::ui {

/// Paints the cells of a PivotModel: what they say on a tint of what they mean, and a ring round the one whose packet is selected elsewhere.
class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CellDelegate(const Theme& theme, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_theme(theme) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

} // namespace fw::ui
