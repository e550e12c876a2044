#include "ui/tables/cell_delegate.h"

#include "ui/tables/pivot_model.h"

#include <QPainter>

namespace fw::ui {
namespace {

constexpr double strength = 0.22; // Of a tint: the text stays as readable as on the bare surface.

QColor mixed(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(static_cast<float>(a.redF() * share + b.redF() * (1 - share)), static_cast<float>(a.greenF() * share + b.greenF() * (1 - share)),
                            static_cast<float>(a.blueF() * share + b.blueF() * (1 - share)));
}

Theme::Role roleOf(CellTint tint)
{
    switch (tint) {
    case CellTint::Ok: return Theme::Role::Ok;
    case CellTint::Warn: return Theme::Role::Warn;
    default: return Theme::Role::Error;
    }
}

} // namespace

void CellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto tint = static_cast<CellTint>(index.data(PivotModel::TintRole).toInt());
    if (tint != CellTint::None)
        option->backgroundBrush = mixed(m_theme.color(roleOf(tint)), m_theme.color(Theme::Role::Surface), strength);
    if (index.data(PivotModel::SilentRole).toBool())
        option->palette.setColor(QPalette::Text, m_theme.color(Theme::Role::Muted));
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    // The tint tells what a cell means also while it is selected; a frame tells that it is.
    QStyleOptionViewItem plain = option;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    plain.state.setFlag(QStyle::State_Selected, false);
    plain.state.setFlag(QStyle::State_HasFocus, false);
    QStyledItemDelegate::paint(painter, plain, index);
    if (!selected)
        return;
    painter->save();
    painter->setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
    painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    painter->restore();
}

} // namespace fw::ui
