#include "ui/plots/plot_view.h"

#include "ui/panes/packet_accessible.h"

#include <algorithm>

namespace fw::ui {
namespace {

constexpr double reach = 12; // Pixels from a point at which it is meant.
constexpr int mostMarked = 20'000;
constexpr double zoomStep = 0.8;
constexpr double panStep = 0.1;

} // namespace

void PlotView::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->position().toPoint();
    const bool picks = event->button() == Qt::LeftButton && (m_rectangleMode || event->modifiers().testFlag(Qt::ControlModifier));
    setSelectionRectMode(picks && m_data ? QCP::srmCustom : QCP::srmNone);
    hideCross();
    QCustomPlot::mousePressEvent(event);
}

void PlotView::mouseMoveEvent(QMouseEvent* event)
{
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton)
        pointAtPixel(event->position());
}

void PlotView::mouseReleaseEvent(QMouseEvent* event)
{
    const QPoint released = event->position().toPoint();
    QCustomPlot::mouseReleaseEvent(event);
    const bool click = event->button() == Qt::LeftButton && (released - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (!click || !m_data)
        return;
    if (const auto point = nearest(event->position(), reach)) {
        m_current = point;
        emit packetPicked(pointAt(*point).packet);
        emit pointed(pointText(*point));
    } else {
        clearPicked();
    }
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton)
        resetRanges();
}

void PlotView::wheelEvent(QWheelEvent* event)
{
    axisRect()->setRangeZoom(event->modifiers().testFlag(Qt::ShiftModifier) ? Qt::Vertical : Qt::Horizontal);
    QCustomPlot::wheelEvent(event);
}

void PlotView::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    hideCross();
    emit pointed(m_current && hasFocus() ? pointText(*m_current) : QString());
}

void PlotView::pointAtPixel(const QPointF& pixel)
{
    const auto point = m_data && axisRect()->rect().contains(pixel.toPoint()) ? nearest(pixel, reach) : std::nullopt;
    if (point == m_hovered)
        return;
    m_hovered = point;
    m_cross->setVisible(point.has_value());
    if (point)
        m_cross->position->setPixelPosition(pixelOf(*point));
    layer(QStringLiteral("overlay"))->replot();
    emit pointed(point ? pointText(*point) : QString());
}

void PlotView::hideCross()
{
    m_hovered.reset();
    if (!m_cross->visible())
        return;
    m_cross->setVisible(false);
    layer(QStringLiteral("overlay"))->replot();
}

void PlotView::pickIn(const QRect& rectangle)
{
    if (!m_data)
        return;
    const QRect area = rectangle.normalized();
    const QCPRange keys(xAxis->pixelToCoord(area.left()), xAxis->pixelToCoord(area.right()));
    const QCPRange values(yAxis->pixelToCoord(area.bottom()), yAxis->pixelToCoord(area.top()));
    QVector<QCPCurveData> marked;
    m_picked.clear();
    for (int i = 0; i < graphCount(); ++i) {
        if (!graph(i)->visible())
            continue;
        const auto& points = *graph(i)->data();
        const auto end = points.findEnd(keys.upper, false);
        for (auto at = points.findBegin(keys.lower, false); at != end; ++at) {
            if (!keys.contains(at->key) || !values.contains(at->value))
                continue;
            const auto index = static_cast<std::size_t>(at - points.constBegin());
            m_picked.push_back(pointAt({static_cast<std::size_t>(i), index}).packet);
            if (marked.size() < mostMarked)
                marked.append({static_cast<double>(marked.size()), at->key, at->value});
        }
    }
    std::ranges::sort(m_picked);
    m_picked.erase(std::unique(m_picked.begin(), m_picked.end()), m_picked.end());
    m_pickedPoints->data()->set(marked, true);
    replot(rpQueuedReplot);
    emit packetsPicked(m_picked);
}

void PlotView::clearPicked()
{
    if (m_picked.empty())
        return;
    m_picked.clear();
    m_pickedPoints->data()->clear();
    replot(rpQueuedReplot);
    emit packetsPicked(m_picked);
}

void PlotView::keyPressEvent(QKeyEvent* event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int direction = event->key() == Qt::Key_Left ? -1 : 1;
        if (!shift)
            return moveCurrent(direction);
        xAxis->moveRange(direction * panStep * xAxis->range().size());
        return replot(rpQueuedReplot);
    }
    case Qt::Key_Up: return moveSeries(-1);
    case Qt::Key_Down: return moveSeries(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(Qt::Horizontal, zoomStep);
    case Qt::Key_Minus: return zoom(Qt::Horizontal, 1 / zoomStep);
    case Qt::Key_Asterisk: return zoom(Qt::Vertical, zoomStep);
    case Qt::Key_Slash: return zoom(Qt::Vertical, 1 / zoomStep);
    case Qt::Key_Home: return resetRanges();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current)
            emit packetPicked(pointAt(*m_current).packet);
        return;
    default: break;
    }
    QCustomPlot::keyPressEvent(event);
    event->ignore();
}

void PlotView::moveCurrent(int steps)
{
    if (!m_data || shownSeriesCount() == 0)
        return;
    if (!m_current || !isSeriesShown(m_current->series)) {
        m_current = m_ringed && isSeriesShown(m_ringed->series) ? m_ringed : std::nullopt;
        for (std::size_t i = 0; !m_current; ++i)
            if (isSeriesShown(i))
                m_current = Point{i, 0};
        return showCurrent();
    }
    const auto last = static_cast<long long>(m_data->series[m_current->series].points.size()) - 1;
    m_current->index = static_cast<std::size_t>(std::clamp(static_cast<long long>(m_current->index) + steps, 0LL, last));
    showCurrent();
}

void PlotView::moveSeries(int steps)
{
    if (!m_data || shownSeriesCount() == 0)
        return;
    if (!m_current)
        return moveCurrent(0);
    const double x = pointAt(*m_current).x;
    const auto count = m_data->series.size();
    std::size_t series = m_current->series;
    do {
        series = (series + count + static_cast<std::size_t>(steps + static_cast<int>(count))) % count;
    } while (!isSeriesShown(series));
    // The point that lies closest to where one was.
    const auto& points = m_data->series[series].points;
    const auto after = std::ranges::lower_bound(points, x, {}, &PlotPoint::x);
    m_current = Point{series, static_cast<std::size_t>(std::min(after, points.end() - 1) - points.begin())};
    showCurrent();
}

void PlotView::showCurrent()
{
    const QCPGraphData& at = *graph(static_cast<int>(m_current->series))->data()->at(static_cast<int>(m_current->index));
    bool moved = false;
    for (const auto& [axis, value] : {std::pair{xAxis, at.key}, std::pair{yAxis, at.value}}) {
        if (axis->range().contains(value))
            continue;
        axis->setRange(value, axis->range().size(), Qt::AlignCenter);
        moved = true;
    }
    if (moved)
        replot();
    m_cross->setVisible(true);
    m_cross->position->setPixelPosition(pixelOf(*m_current));
    layer(QStringLiteral("overlay"))->replot();
    const QString text = pointText(*m_current);
    emit pointed(text);
    announceValue(this, text);
}

void PlotView::paintEvent(QPaintEvent* event)
{
    QCustomPlot::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    painter.setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void PlotView::focusInEvent(QFocusEvent* event)
{
    QCustomPlot::focusInEvent(event);
    update();
}

void PlotView::focusOutEvent(QFocusEvent* event)
{
    QCustomPlot::focusOutEvent(event);
    hideCross();
    update();
}

} // namespace fw::ui
