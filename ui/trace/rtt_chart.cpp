#include "ui/trace/rtt_chart.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace fw::ui {
namespace {

constexpr int margin = 14; // So that a mark at either end is whole.

QString legend()
{
    return RttChart::tr("● average   ✕ last   ├─┤ best to worst   hatched: share lost");
}

} // namespace

RttChart::RttChart(QTreeView& table, HopModel& hops, Theme& theme, QWidget* parent)
    : QWidget(parent), m_table(table), m_hops(hops), m_theme(theme)
{
    setObjectName(QStringLiteral("rttChart"));
    setAccessibleName(tr("Round-trip times"));
    setAccessibleDescription(tr("A drawing of the times in the table of hops, row by row"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    const auto repaint = qOverload<>(&QWidget::update);
    for (const auto signal : {&QTreeView::expanded, &QTreeView::collapsed})
        connect(&table, signal, this, repaint);
    connect(table.verticalScrollBar(), &QScrollBar::valueChanged, this, repaint);
    connect(table.selectionModel(), &QItemSelectionModel::currentChanged, this, repaint);
    connect(&hops, &QAbstractItemModel::dataChanged, this, repaint);
    connect(&hops, &QAbstractItemModel::rowsInserted, this, repaint);
    connect(&hops, &QAbstractItemModel::rowsRemoved, this, repaint);
    connect(&hops, &QAbstractItemModel::modelReset, this, repaint);
    connect(&theme, &Theme::changed, this, repaint);
}

QRect RttChart::rowRect(const QModelIndex& index) const
{
    const QRect row = m_table.visualRect(index);
    if (row.isEmpty())
        return {};
    const int top = mapFromGlobal(m_table.viewport()->mapToGlobal(row.topLeft())).y();
    return {0, top, width(), row.height()};
}

int RttChart::rowY(int row) const
{
    return rowRect(m_hops.index(row, 0)).top();
}

TimeScale RttChart::scale() const
{
    double most = 0;
    for (const HopRow& hop : m_hops.hops())
        most = std::max(most, hop.statistics.worst);
    return {most, double{margin}, double(width() - margin)};
}

QModelIndex RttChart::indexAt(int y) const
{
    const QPoint there = m_table.viewport()->mapFromGlobal(mapToGlobal(QPoint(0, y)));
    return there.y() < 0 ? QModelIndex() : m_table.indexAt({2, there.y()});
}

void RttChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.color(Theme::Role::Surface));
    const TimeScale times = scale();
    painter.setClipRect(0, m_table.header()->height(), width(), height());
    int end = m_table.header()->height();
    for (QModelIndex index = m_table.indexAt({2, 0}); index.isValid(); index = m_table.indexBelow(index)) {
        const QRect area = rowRect(index);
        if (area.isEmpty() || area.top() > height())
            break;
        paintRow(painter, times, index, area);
        end = area.bottom();
    }
    painter.setClipping(false);
    paintScale(painter, times);
    const QRect below = rect().adjusted(margin, 0, -margin, -6);
    const QRect needed = fontMetrics().boundingRect(below, Qt::AlignBottom | Qt::TextWordWrap, legend());
    if (end >= needed.top()) // Then the tool tip tells.
        return;
    painter.fillRect(needed.adjusted(-2, 0, 4, 0), m_theme.color(Theme::Role::Surface));
    painter.setPen(m_theme.color(Theme::Role::Muted));
    painter.drawText(below, Qt::AlignBottom | Qt::TextWordWrap, legend());
}

void RttChart::paintScale(QPainter& painter, const TimeScale& scale) const
{
    const int top = m_table.header()->height();
    painter.fillRect(0, 0, width(), top, m_theme.color(Theme::Role::Window));
    for (const double tick : scale.ticks()) {
        const int x = qRound(scale.at(tick));
        painter.setPen(m_theme.color(Theme::Role::Line));
        painter.drawLine(x, top - 3, x, height());
        painter.setPen(m_theme.color(Theme::Role::Muted));
        const bool isLast = tick == scale.ticks().back();
        const QString text = isLast ? tr("%1 ms").arg(TimeScale::tickText(tick)) : TimeScale::tickText(tick);
        const int wide = fontMetrics().horizontalAdvance(text);
        const int left = std::clamp(x - wide / 2, 2, std::max(2, width() - wide - 2));
        painter.drawText(QRect(left, 0, wide + 2, top - 3), Qt::AlignLeft | Qt::AlignVCenter, text);
    }
    // Dotted, not coloured: what is slow is for the reader to judge.
    painter.setPen(QPen(m_theme.color(Theme::Role::Muted), 1, Qt::DotLine));
    for (const double limit : {TimeScale::slow, TimeScale::verySlow})
        if (limit < scale.most())
            painter.drawLine(QPointF(scale.at(limit), top), QPointF(scale.at(limit), height()));
}

void RttChart::paintRow(QPainter& painter, const TimeScale& scale, const QModelIndex& index, const QRect& area) const
{
    const bool isCurrent = m_table.currentIndex().row() == index.row() && m_table.currentIndex().parent() == index.parent();
    if (isCurrent)
        painter.fillRect(area, m_theme.color(Theme::Role::Selection));
    const QColor color = m_theme.color(isCurrent ? Theme::Role::SelectionText : Theme::Role::Text);
    const HopStatistics& of = m_hops.statistics(index);
    if (of.lost > 0) {
        const int wide = std::max(4, qRound((width() - 2 * margin) * of.loss() / 100));
        const QRect lost(width() - margin - wide, area.top() + 3, wide, area.height() - 6);
        QColor hatch = isCurrent ? color : m_theme.color(Theme::Role::Error);
        painter.fillRect(lost, QBrush(hatch, Qt::BDiagPattern));
        painter.setPen(hatch);
        painter.drawLine(lost.topLeft(), lost.bottomLeft());
    }
    if (const HopChange* const change = index.parent().isValid() ? nullptr : m_hops.change(m_hops.hop(index).ttl); change && change->before > 0 && change->before <= scale.most()) {
        const QPointF at(scale.at(change->before), area.center().y() + 0.5);
        painter.setPen(QPen(color, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(QPolygonF{at + QPointF(0, -6), at + QPointF(5, 0), at + QPointF(0, 6), at + QPointF(-5, 0)});
    }
    if (of.answered > 0)
        paintMarks(painter, scale, of, area, color);
}

void RttChart::paintMarks(QPainter& painter, const TimeScale& scale, const HopStatistics& of, const QRect& area, const QColor& color) const
{
    const double y = area.center().y() + 0.5;
    const double best = scale.at(of.best);
    const double worst = scale.at(of.worst);
    painter.setPen(QPen(color, 1.5));
    painter.drawLine(QPointF(best, y), QPointF(worst, y));
    for (const double end : {best, worst})
        painter.drawLine(QPointF(end, y - 4), QPointF(end, y + 4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(scale.at(of.average()), y), 3.5, 3.5);
    const QPointF last(scale.at(of.last), y);
    painter.setPen(QPen(color, 1.5));
    painter.drawLine(last + QPointF(-4, -4), last + QPointF(4, 4));
    painter.drawLine(last + QPointF(-4, 4), last + QPointF(4, -4));
}

void RttChart::mousePressEvent(QMouseEvent* event)
{
    if (const QModelIndex index = indexAt(qRound(event->position().y())); index.isValid())
        m_table.setCurrentIndex(index);
}

void RttChart::wheelEvent(QWheelEvent* event)
{
    QCoreApplication::sendEvent(m_table.verticalScrollBar(), event);
}

bool RttChart::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QModelIndex index = indexAt(help->pos().y());
    QToolTip::showText(help->globalPos(), index.isValid() ? index.data(Qt::ToolTipRole).toString() + QLatin1Char('\n') + legend() : legend(), this);
    return true;
}

} // namespace fw::ui
