#include "ui/panes/diagram_canvas.h"

#include "ui/panes/diagram_export.h"
#include "ui/panes/packet_accessible.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr double wheelStep = 1.1;

QAccessibleInterface* accessibleFor(const QString&, QObject* object)
{
    auto* canvas = qobject_cast<DiagramCanvas*>(object);
    if (!canvas)
        return nullptr;
    return new PacketAccessible(canvas, canvas->selectionModel(), [canvas](std::int32_t node) {
        const QRect row = canvas->fieldRect(node).toAlignedRect();
        return row.translated(canvas->viewport()->pos()).intersected(canvas->rect());
    });
}

} // namespace

DiagramCanvas::DiagramCanvas(SelectionModel& selection, Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_selection(selection)
    , m_theme(theme)
    , m_emptyText(tr("No packet selected"))
{
    static const bool installed = [] {
        QAccessible::installFactory(accessibleFor);
        return true;
    }();
    Q_UNUSED(installed);
    setObjectName(u"diagramCanvas"_s);
    setAccessibleName(tr("Packet diagram"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setLayoutDirection(Qt::LeftToRight);
    viewport()->setMouseTracking(true);
    connect(&selection, &SelectionModel::changed, this, &DiagramCanvas::follow);
    connect(&selection, &SelectionModel::hovered, this, [this](std::int32_t node) {
        if (std::exchange(m_hovered, node) != node)
            viewport()->update();
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    follow(selection.current(), nullptr);
}

void DiagramCanvas::follow(const Selection& selection, const QObject* origin)
{
    if (selection.packet != m_packet) {
        m_packet = selection.packet;
        m_hovered = -1;
        m_options.unfolded.clear();
        relayout();
    }
    if (origin != this && m_packet) {
        m_cursor = selection.firstByte();
        if (selection.bits != 0)
            ensureVisible(m_diagram.cell(m_cursor));
        ensureVisible(m_diagram.nodeRect(selection.node));
    }
    announceValue(this, m_selection.statusText());
    viewport()->update();
}

void DiagramCanvas::relayout()
{
    m_options = m_options.fitted(viewport()->width() / m_zoom);
    m_diagram = m_packet ? DiagramLayout(m_packet->layout, m_options) : DiagramLayout();
    updateScrollBars();
    viewport()->update();
}

void DiagramCanvas::updateScrollBars()
{
    const QSize content = (m_diagram.size() * m_zoom).toSize();
    verticalScrollBar()->setRange(0, std::max(0, content.height() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(DiagramLayout::rowHeight * m_zoom));
    horizontalScrollBar()->setRange(0, std::max(0, content.width() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(DiagramLayout::cellWidth * m_zoom));
}

QTransform DiagramCanvas::toViewport() const
{
    QTransform transform;
    transform.translate(-horizontalScrollBar()->value(), -verticalScrollBar()->value());
    transform.scale(m_zoom, m_zoom);
    return transform;
}

QPointF DiagramCanvas::toDiagram(QPointF viewportPoint) const
{
    return toViewport().inverted().map(viewportPoint);
}

QString DiagramCanvas::selectedField() const
{
    const Selection& current = m_selection.current();
    if (!current.packet || current.node < 0)
        return {};
    return QString::fromStdString(nodePathText(m_selection.protocols(), current.packet->layout, current.node));
}

QRectF DiagramCanvas::fieldRect(std::int32_t node) const
{
    const QRectF rect = m_diagram.nodeRect(node);
    return rect.isNull() ? QRectF() : toViewport().mapRect(rect);
}

QPainterPath DiagramCanvas::outline(std::int32_t node) const
{
    if (!m_packet || node < 0)
        return {};
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(node)];
    return toViewport().map(m_diagram.outline(it.bitOffset, it.bits));
}

QRectF DiagramCanvas::cellRect(std::size_t byte) const
{
    const QRectF cell = m_diagram.cell(byte);
    return cell.isNull() ? QRectF() : toViewport().mapRect(cell);
}

// Options

void DiagramCanvas::setAlignLayers(bool align)
{
    m_options.alignLayers = align;
    relayout();
}

void DiagramCanvas::setHideAbsent(bool hide)
{
    m_options.hideAbsent = hide;
    relayout();
}

void DiagramCanvas::setShowsText(bool shows)
{
    m_options.text = shows;
    relayout();
}

void DiagramCanvas::setAllLines(bool all)
{
    m_allLines = all;
    viewport()->update();
}

void DiagramCanvas::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

void DiagramCanvas::setZoom(double zoom)
{
    zoomAt(zoom, QRectF(viewport()->rect()).center());
}

void DiagramCanvas::zoomAt(double zoom, QPointF viewportPoint)
{
    const double clamped = std::clamp(zoom, minZoom, maxZoom);
    if (qFuzzyCompare(clamped, m_zoom))
        return;
    const QPointF kept = toDiagram(viewportPoint);
    m_zoom = clamped;
    relayout();
    const QPointF moved = kept * m_zoom - viewportPoint;
    horizontalScrollBar()->setValue(qRound(moved.x()));
    verticalScrollBar()->setValue(qRound(moved.y()));
    emit zoomChanged(m_zoom);
}

void DiagramCanvas::ensureVisible(const QRectF& area)
{
    if (area.isEmpty())
        return;
    constexpr double around = 8;
    const QRectF wanted = toViewport().mapRect(area).adjusted(-around, -around, around, around);
    const QRectF seen = viewport()->rect();
    if (wanted.top() < seen.top() || wanted.bottom() > seen.bottom()) {
        const double shift = wanted.top() < seen.top() ? wanted.top() : std::min(wanted.bottom() - seen.bottom(), wanted.top());
        verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(shift));
    }
}

// Painting

DiagramPainter DiagramCanvas::painter() const
{
    return {m_selection.protocols(), m_packet->layout, m_diagram, m_theme};
}

DiagramPainter::Look DiagramCanvas::look() const
{
    const bool hoverFits = m_packet && m_hovered < static_cast<std::int32_t>(m_packet->layout.nodes.size());
    return {m_selection.current().node, hoverFits ? m_hovered : -1, hasFocus() ? static_cast<int>(m_cursor) : -1, m_allLines};
}

void DiagramCanvas::paintEvent(QPaintEvent* event)
{
    QPainter canvas(viewport());
    canvas.fillRect(event->rect(), m_theme.color(Theme::Role::Surface));
    if (m_packet) {
        canvas.save();
        canvas.setTransform(toViewport(), true);
        painter().paint(canvas, look(), toViewport().inverted().mapRect(QRectF(event->rect())));
        canvas.restore();
    } else {
        canvas.setPen(m_theme.color(Theme::Role::Muted));
        canvas.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
    if (hasFocus()) {
        canvas.setRenderHint(QPainter::Antialiasing, false);
        canvas.setBrush(Qt::NoBrush);
        canvas.setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
        canvas.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
}

void DiagramCanvas::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

bool DiagramCanvas::exportTo(const QString& path) const
{
    DiagramPainter::Look plain = look();
    plain.cursorByte = -1;
    plain.hovered = -1;
    return m_packet && exportDiagram(painter(), plain, m_diagram.size(), path);
}

void DiagramCanvas::copySvg() const
{
    if (!m_packet)
        return;
    auto* copied = new QMimeData; // The clipboard owns it.
    copied->setData(u"image/svg+xml"_s, diagramSvg(painter(), {m_selection.current().node, -1, -1, m_allLines}, m_diagram.size()));
    QGuiApplication::clipboard()->setMimeData(copied);
}

void DiagramCanvas::copyImage() const
{
    if (m_packet)
        QGuiApplication::clipboard()->setImage(
            diagramImage(painter(), {m_selection.current().node, -1, -1, m_allLines}, m_diagram.size(), 2));
}

// Mouse and keyboard

std::int32_t DiagramCanvas::nodeAt(QPointF viewportPoint) const
{
    if (!m_packet)
        return -1;
    const QPointF point = toDiagram(viewportPoint);
    if (const auto bit = m_diagram.bitAt(point))
        return m_packet->layout.nodeAt(*bit);
    return m_diagram.rowNodeAt(point);
}

void DiagramCanvas::mousePressEvent(QMouseEvent* event)
{
    if (!m_packet || event->button() != Qt::LeftButton)
        return;
    const QPointF point = toDiagram(event->position());
    if (const DiagramLayout::Fold* fold = m_diagram.foldAt(point)) {
        m_options.unfolded.insert(fold->node);
        relayout();
        return;
    }
    const auto bit = m_diagram.bitAt(point);
    if (bit)
        m_cursor = static_cast<std::size_t>(*bit / 8);
    if (bit && event->modifiers().testFlag(Qt::ShiftModifier))
        m_selection.selectBytes(m_cursor, 1, true, this);
    else if (const std::int32_t node = nodeAt(event->position()); node >= 0)
        m_selection.selectNode(node, this);
    if (!bit)
        m_cursor = m_selection.current().firstByte();
    viewport()->update();
}

void DiagramCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const std::int32_t node = nodeAt(event->position()); node >= 0)
        emit editRequested(node);
}

void DiagramCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const std::int32_t node = nodeAt(event->position());
    viewport()->setCursor(m_diagram.foldAt(toDiagram(event->position())) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (node != m_hovered)
        emit m_selection.hovered(node, this);
}

bool DiagramCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && m_hovered >= 0)
        emit m_selection.hovered(-1, this);
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void DiagramCanvas::showToolTip(QPoint viewportPoint, QPoint globalPoint)
{
    const std::int32_t node = nodeAt(viewportPoint);
    if (node < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(globalPoint, toolTipOf(node), this);
}

QString DiagramCanvas::toolTipOf(std::int32_t node) const
{
    const Layout& layout = m_packet->layout;
    const LayoutNode& it = layout.nodes[static_cast<std::size_t>(node)];
    QStringList lines{QString::fromStdString(nodePathText(m_selection.protocols(), layout, node)),
        nodeValue(m_selection.protocols(), layout, node).left(400)};
    lines << (isSilent(it) ? tr("not on the wire") : rangeText(it.bitOffset, it.bits));
    for (const LayoutNote& note : layout.notes) {
        if (note.node == static_cast<std::uint32_t>(node))
            lines << noteText(note);
    }
    lines.removeAll(QString());
    return lines.join(u'\n');
}

void DiagramCanvas::wheelEvent(QWheelEvent* event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const double steps = event->angleDelta().y() / 120.0;
    zoomAt(m_zoom * std::pow(wheelStep, steps), event->position());
    event->accept();
}

std::vector<std::int32_t> DiagramCanvas::nodesInOrder() const
{
    std::vector<std::int32_t> nodes;
    for (const DiagramLayout::Card& card : m_diagram.cards()) {
        nodes.push_back(card.node);
        for (std::size_t i = 0; i < card.rowCount; ++i)
            nodes.push_back(m_diagram.rows()[card.firstRow + i].node);
    }
    return nodes;
}

void DiagramCanvas::moveField(int step)
{
    const auto nodes = nodesInOrder();
    if (nodes.empty())
        return;
    const auto current = std::ranges::find(nodes, m_selection.current().node);
    std::ptrdiff_t next = current == nodes.end() ? 0 : current - nodes.begin() + step;
    next = std::clamp<std::ptrdiff_t>(next, 0, std::ssize(nodes) - 1);
    m_selection.selectNode(nodes[static_cast<std::size_t>(next)], this);
    m_cursor = m_selection.current().firstByte();
    ensureVisible(m_diagram.nodeRect(m_selection.current().node));
    viewport()->update();
}

void DiagramCanvas::moveByte(int step)
{
    const std::size_t count = m_packet ? m_packet->layout.bytes.size() : 0;
    if (count == 0)
        return;
    if (step < 0)
        m_cursor -= m_cursor > 0 ? 1 : 0;
    else
        m_cursor = std::min(m_cursor + 1, count - 1);
    m_selection.selectBytes(m_cursor, 1, false, this);
    ensureVisible(m_diagram.cell(m_cursor));
    viewport()->update();
}

void DiagramCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
        return moveField(-1);
    case Qt::Key_Down:
        return moveField(1);
    case Qt::Key_Left:
        return moveByte(-1);
    case Qt::Key_Right:
        return moveByte(1);
    case Qt::Key_Escape:
        return m_selection.climb(this);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selection.current().node >= 0)
            emit editRequested(m_selection.current().node);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool DiagramCanvas::event(QEvent* event)
{
    // With the focus here Enter edits the field, whatever the window has it for.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter))
            event->accept();
    }
    return QAbstractScrollArea::event(event);
}

void DiagramCanvas::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DiagramCanvas::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace fw::ui
