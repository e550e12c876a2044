#pragma once

#include "ui/models/field_tree_model.h"
#include "ui/panes/theme.h"

#include <QStyledItemDelegate>

namespace fw::ui {

/// Rows of a FieldTreeModel: layers on their group's colour, muted text for what is not on the wire, what is wrong beside
/// the value as icon and words.
class FieldDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit FieldDelegate(Theme& theme, QObject* parent = nullptr);

    void setHovered(std::int32_t node) { m_hovered = node; }
    /// Background of a whole row; invalid if it has none of its own.
    [[nodiscard]] QColor rowFill(const QModelIndex& index) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    void paintNote(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    [[nodiscard]] QColor textColor(const QModelIndex& index) const;

    Theme& m_theme;
    std::int32_t m_hovered = -1;
};

/// A filled triangle or circle with "!" or "i": error, warning, note. Drawn, so that it is sharp at every scale.
void paintLevelIcon(QPainter& painter, const QRectF& area, int level, const QColor& color, const QColor& ink);

} // namespace fw::ui
