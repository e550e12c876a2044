#include "ui/trace/path_graph.h"

#include "ui/trace/path_graph_accessible.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

namespace fw::ui {

using What = PathNode::What;

PathGraph::PathGraph(Theme& theme, QWidget* parent) : QAbstractScrollArea(parent), m_theme(theme)
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(pathGraphAccessible), true);
    setObjectName(QStringLiteral("traceGraph"));
    setAccessibleName(tr("Path graph"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(NoFrame);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void PathGraph::showPaths(const TraceLog& log, std::size_t target, std::optional<std::size_t> flow)
{
    const PathNode before = m_current >= 0 ? m_paths.nodes()[static_cast<std::size_t>(m_current)] : PathNode{};
    const bool hadCurrent = m_current >= 0;
    m_paths = PathLayout(log, flow, QFontMetricsF(font()));
    m_target = target;
    m_mostProbes = 1;
    for (const PathEdge& edge : m_paths.edges())
        m_mostProbes = std::max(m_mostProbes, edge.probes);
    m_current = -1;
    if (hadCurrent)
        setCurrentHop(before.ttl, before.address);
    updateScrollBars();
    viewport()->update();
}

void PathGraph::setCurrentHop(int ttl, const std::string& address)
{
    const auto found = m_paths.find(ttl, address, m_target);
    m_current = found ? static_cast<int>(*found) : -1;
    viewport()->update();
}

void PathGraph::setCurrentNode(int node)
{
    m_current = node;
    const QRectF area = nodeRect(node);
    const auto follow = [](QScrollBar* bar, double from, double to, int room) {
        if (from < 0)
            bar->setValue(bar->value() + static_cast<int>(from) - 10);
        else if (to > room)
            bar->setValue(bar->value() + static_cast<int>(to) - room + 10);
    };
    follow(horizontalScrollBar(), area.left(), area.right(), viewport()->width());
    follow(verticalScrollBar(), area.top(), area.bottom(), viewport()->height());
    viewport()->update();
    announceValue(this, nodeText(node));
}

void PathGraph::choose(int node)
{
    if (node < 0)
        return;
    setCurrentNode(node);
    const PathNode& it = m_paths.nodes()[static_cast<std::size_t>(node)];
    if (it.what != What::Source)
        emit hopChosen(it.target, it.ttl, it.address);
}

QPointF PathGraph::origin() const
{
    const double spare = std::max(0.0, viewport()->height() - m_paths.size().height());
    return {-double(horizontalScrollBar()->value()), std::floor(spare / 2) - verticalScrollBar()->value()};
}

QRectF PathGraph::nodeRect(int node) const
{
    return node < 0 || node >= nodeCount() ? QRectF() : m_paths.nodes()[static_cast<std::size_t>(node)].area.translated(origin());
}

QString PathGraph::nodeText(int node) const
{
    if (node < 0 || node >= nodeCount())
        return {};
    const PathNode& it = m_paths.nodes()[static_cast<std::size_t>(node)];
    switch (it.what) {
    case What::Source: return tr("Where the probes come from");
    case What::Silent: return tr("Hop %1: nobody answered").arg(it.ttl);
    case What::Hop: return tr("Hop %1: %2").arg(it.ttl).arg(it.lines.join(QLatin1Char(' ')));
    case What::Target: break;
    }
    return tr("Hop %1, the target: %2").arg(it.ttl).arg(it.lines.join(QLatin1Char(' ')));
}

QPainterPath PathGraph::pathOf(const PathEdge& edge) const
{
    const QRectF from = m_paths.nodes()[edge.from].area.translated(origin());
    const QRectF to = m_paths.nodes()[edge.to].area.translated(origin());
    const QPointF start(from.right(), from.center().y() + edge.shift);
    const QPointF end(to.left(), to.center().y() + edge.shift);
    const double bend = (end.x() - start.x()) / 2;
    QPainterPath path(start);
    path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end);
    return path;
}

QPointF PathGraph::edgeMiddle(int edge) const
{
    return pathOf(m_paths.edges()[static_cast<std::size_t>(edge)]).pointAtPercent(0.5);
}

int PathGraph::nodeAt(QPointF point) const
{
    for (int node = 0; node < nodeCount(); ++node)
        if (nodeRect(node).adjusted(-2, -2, 2, 2).contains(point))
            return node;
    return -1;
}

int PathGraph::edgeAt(QPointF point) const
{
    constexpr double reach = 4;
    int nearest = -1;
    double distance = reach * reach;
    for (std::size_t i = 0; i < m_paths.edges().size(); ++i) {
        const QPainterPath path = pathOf(m_paths.edges()[i]);
        if (!path.boundingRect().adjusted(-reach, -reach, reach, reach).contains(point))
            continue;
        for (int step = 0; step <= 24; ++step) {
            const QPointF away = path.pointAtPercent(step / 24.0) - point;
            if (QPointF::dotProduct(away, away) <= distance) {
                distance = QPointF::dotProduct(away, away);
                nearest = static_cast<int>(i);
            }
        }
    }
    return nearest;
}

void PathGraph::mousePressEvent(QMouseEvent* event)
{
    if (const int node = nodeAt(event->position()); node >= 0) {
        choose(node);
    } else if (const int found = edgeAt(event->position()); found >= 0) {
        const PathEdge& edge = m_paths.edges()[static_cast<std::size_t>(found)];
        const PathNode& to = m_paths.nodes()[edge.to];
        setCurrentNode(static_cast<int>(edge.to));
        emit flowChosen(edge.target, to.ttl, to.address, edge.flow);
    }
}

/// In the next column: the nearest by height.
int PathGraph::nearestInColumn(int step) const
{
    const auto& nodes = m_paths.nodes();
    const PathNode& here = nodes[static_cast<std::size_t>(m_current)];
    int best = -1;
    for (int i = 0; i < nodeCount(); ++i) {
        const PathNode& other = nodes[static_cast<std::size_t>(i)];
        if ((other.ttl - here.ttl) * step <= 0)
            continue;
        const PathNode* const sofar = best < 0 ? nullptr : &nodes[static_cast<std::size_t>(best)];
        const auto rank = [&](const PathNode& node) {
            return std::pair(std::abs(node.ttl - here.ttl), std::abs(node.area.center().y() - here.area.center().y()));
        };
        if (!sofar || rank(other) < rank(*sofar))
            best = i;
    }
    return best < 0 ? m_current : best;
}

int PathGraph::nearestInStack(int step) const
{
    const auto& nodes = m_paths.nodes();
    const PathNode& here = nodes[static_cast<std::size_t>(m_current)];
    int best = m_current;
    double distance = 1e9;
    for (int i = 0; i < nodeCount(); ++i) {
        const PathNode& other = nodes[static_cast<std::size_t>(i)];
        const double away = (other.area.center().y() - here.area.center().y()) * step;
        if (other.ttl == here.ttl && away > 0 && away < distance) {
            distance = away;
            best = i;
        }
    }
    return best;
}

void PathGraph::keyPressEvent(QKeyEvent* event)
{
    if (nodeCount() == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    if (m_current < 0)
        m_current = 0;
    switch (event->key()) {
    case Qt::Key_Right: return choose(nearestInColumn(1));
    case Qt::Key_Left: return choose(nearestInColumn(-1));
    case Qt::Key_Down: return choose(nearestInStack(1));
    case Qt::Key_Up: return choose(nearestInStack(-1));
    case Qt::Key_Return:
    case Qt::Key_Enter: return choose(m_current);
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void PathGraph::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void PathGraph::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool PathGraph::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text = nodeText(nodeAt(help->pos()));
    if (const int found = edgeAt(help->pos()); text.isEmpty() && found >= 0) {
        const PathEdge& edge = m_paths.edges()[static_cast<std::size_t>(found)];
        text = tr("%n probes", nullptr, static_cast<int>(edge.probes));
        if (edge.flow)
            text = tr("Flow %1, %2").arg(flowLetter(*edge.flow), text);
    }
    QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

void PathGraph::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void PathGraph::updateScrollBars()
{
    const auto set = [](QScrollBar* bar, double content, int room) {
        bar->setRange(0, std::max(0, static_cast<int>(std::ceil(content)) - room));
        bar->setPageStep(room);
        bar->setSingleStep(24);
    };
    set(horizontalScrollBar(), m_paths.size().width(), viewport()->width());
    set(verticalScrollBar(), m_paths.size().height(), viewport()->height());
}

void PathGraph::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), m_theme.color(Theme::Role::Surface));
    paintColumns(painter);
    for (const PathEdge& edge : m_paths.edges())
        paintEdge(painter, edge);
    for (std::size_t node = 0; node < m_paths.nodes().size(); ++node)
        paintNode(painter, node);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
    }
}

void PathGraph::paintColumns(QPainter& painter) const
{
    painter.setPen(m_theme.color(Theme::Role::Muted));
    for (const auto& [ttl, x] : m_paths.columns()) {
        const QString text = ttl == 0 ? QString() : tr("TTL %1").arg(ttl);
        painter.drawText(QRectF(x + origin().x() - 60, 4 + std::max(0.0, origin().y()), 120, m_paths.headerHeight()), Qt::AlignHCenter | Qt::AlignTop, text);
    }
}

void PathGraph::paintEdge(QPainter& painter, const PathEdge& edge) const
{
    const bool isCurrent = m_current >= 0 && (static_cast<int>(edge.to) == m_current || static_cast<int>(edge.from) == m_current);
    QColor color = m_theme.color(isCurrent ? Theme::Role::Selection : Theme::Role::Frame);
    if (edge.target != m_target)
        color.setAlphaF(0.45F);
    const double share = static_cast<double>(edge.probes) / static_cast<double>(m_mostProbes);
    const bool leadsToSilence = m_paths.nodes()[edge.to].what == What::Silent;
    painter.setPen(QPen(color, 1.2 + 2.2 * share, leadsToSilence ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(Qt::NoBrush);
    const QPainterPath path = pathOf(edge);
    painter.drawPath(path);
    if (!edge.flow)
        return;
    // Letters of edges beside each other stand one after the other.
    const QPointF at = path.pointAtPercent(std::clamp(0.5 + edge.shift / 60, 0.15, 0.85));
    const QString letter = flowLetter(*edge.flow);
    const QFontMetricsF metrics(painter.font());
    QRectF room(0, 0, metrics.horizontalAdvance(letter) + 4, metrics.height() - 3);
    room.moveCenter(at);
    painter.fillRect(room, m_theme.color(Theme::Role::Surface));
    painter.setPen(m_theme.color(isCurrent ? Theme::Role::Selection : Theme::Role::Text));
    painter.drawText(room, Qt::AlignCenter, letter);
}

void PathGraph::paintNode(QPainter& painter, std::size_t node) const
{
    const PathNode& it = m_paths.nodes()[node];
    const QRectF area = it.area.translated(origin());
    const bool isCurrent = static_cast<int>(node) == m_current;
    painter.setPen(QPen(m_theme.color(isCurrent ? Theme::Role::Selection : Theme::Role::Frame), isCurrent ? 2.5 : 1.3,
                        it.what == What::Silent ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(it.what == What::Target    ? m_theme.groupFill(QStringLiteral("Application"))
                     : it.what == What::Source  ? m_theme.groupFill(QStringLiteral("Payload"))
                     : it.what == What::Silent  ? m_theme.color(Theme::Role::Surface)
                                                : m_theme.groupFill(QStringLiteral("Network")));
    if (it.what == What::Target)
        painter.drawRect(area);
    else
        painter.drawEllipse(area);
    painter.setPen(it.what == What::Silent ? m_theme.color(Theme::Role::Text) : m_theme.groupText());
    const double line = area.height() / static_cast<double>(it.lines.size());
    for (qsizetype i = 0; i < it.lines.size(); ++i)
        painter.drawText(QRectF(area.left(), area.top() + line * static_cast<double>(i), area.width(), line), Qt::AlignCenter, it.lines[i]);
    if (it.what == What::Target)
        painter.drawLine(QPointF(area.left(), area.top() + line), QPointF(area.right(), area.top() + line));
}

} // namespace fw::ui
