#include "ui/panes/field_delegate.h"

#include <QPainter>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr int iconSize = 14;
constexpr int gap = 8;

QColor levelColor(const Theme& theme, int level)
{
    switch (static_cast<Check::Level>(level)) {
    case Check::Level::Error:
        return theme.color(Theme::Role::Error);
    case Check::Level::Warn:
        return theme.color(Theme::Role::Warn);
    case Check::Level::Note:
        break;
    }
    return theme.color(Theme::Role::Muted);
}

} // namespace

void paintLevelIcon(QPainter& painter, const QRectF& area, int level, const QColor& color, const QColor& ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const bool isNote = level == static_cast<int>(Check::Level::Note);
    if (level == static_cast<int>(Check::Level::Warn))
        painter.drawPolygon(QPolygonF{QPointF(area.center().x(), area.top()), area.bottomRight(), area.bottomLeft()});
    else
        painter.drawEllipse(area);
    QFont font = painter.font();
    font.setPixelSize(static_cast<int>(area.height() * 0.75));
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(area, Qt::AlignCenter, isNote ? u"i"_s : u"!"_s);
    painter.restore();
}

FieldDelegate::FieldDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QColor FieldDelegate::rowFill(const QModelIndex& index) const
{
    if (m_hovered >= 0 && index.data(FieldTreeModel::NodeRole).toInt() == m_hovered)
        return m_theme.color(Theme::Role::Hover);
    if (index.data(FieldTreeModel::LayerRole).toBool())
        return m_theme.groupFill(index.data(FieldTreeModel::GroupRole).toString());
    return {};
}

QColor FieldDelegate::textColor(const QModelIndex& index) const
{
    if (m_hovered >= 0 && index.data(FieldTreeModel::NodeRole).toInt() == m_hovered)
        return m_theme.color(Theme::Role::HoverText);
    if (index.data(FieldTreeModel::LayerRole).toBool())
        return m_theme.groupText();
    const bool quiet = index.data(FieldTreeModel::SilentRole).toBool() || index.column() >= FieldTreeModel::OffsetColumn;
    return m_theme.color(quiet ? Theme::Role::Muted : Theme::Role::Text);
}

void FieldDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->palette.setColor(QPalette::Text, textColor(index));
    option->textElideMode = index.column() == FieldTreeModel::ValueColumn ? Qt::ElideMiddle : Qt::ElideRight;
    if (index.data(FieldTreeModel::LayerRole).toBool() && index.column() == FieldTreeModel::FieldColumn)
        option->font.setBold(true);
    if (index.column() == FieldTreeModel::ValueColumn && index.data(FieldTreeModel::AutomaticRole).toBool())
        option->text += u"  "_s + tr("(auto)"); // A word: not every font has a circled letter.
}

QSize FieldDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + gap, std::max(size.height(), option.fontMetrics.height() + 6)};
}

void FieldDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() == FieldTreeModel::ValueColumn)
        paintNote(*painter, option, index);
}

void FieldDelegate::paintNote(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int level = index.data(FieldTreeModel::NoteLevelRole).toInt();
    if (level < 0)
        return;
    const bool onFill = option.state.testFlag(QStyle::State_Selected) || rowFill(index).isValid();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor ink = selected ? m_theme.color(Theme::Role::SelectionText) : textColor(index);
    if (!onFill)
        ink = levelColor(m_theme, level);
    QStyleOptionViewItem value = option;
    initStyleOption(&value, index);
    const int taken = option.fontMetrics.horizontalAdvance(value.text) + 2 * gap;
    QRect area = option.rect.adjusted(std::min(taken, option.rect.width() - iconSize - gap), 0, -2, 0);
    const QRectF icon(area.left(), area.center().y() - iconSize / 2.0, iconSize, iconSize);
    const QColor hole = selected ? m_theme.color(Theme::Role::Selection)
        : onFill                 ? rowFill(index)
                                 : m_theme.color(Theme::Role::Surface);
    paintLevelIcon(painter, icon, level, ink, hole);
    painter.setPen(ink);
    area.setLeft(area.left() + iconSize + gap / 2);
    const QString note = index.data(FieldTreeModel::NoteRole).toString();
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, option.fontMetrics.elidedText(note, Qt::ElideRight, area.width()));
}

} // namespace fw::ui
