#include "ui/panes/hex_view.h"

#include "engine/base/hexdump.h"
#include "ui/models/layout_words.h"
#include "ui/panes/packet_accessible.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

QAccessibleInterface* accessibleFor(const QString&, QObject* object)
{
    auto* view = qobject_cast<HexView*>(object);
    if (!view)
        return nullptr;
    return new PacketAccessible(view, view->selectionModel(), [view](std::int32_t node) {
        const LayoutNode& it = view->selectionModel().current().packet->layout.nodes[static_cast<std::size_t>(node)];
        if (isSilent(it))
            return QRect();
        const QRect first = view->cellRect(static_cast<int>(it.bitOffset / 8));
        return first.translated(view->viewport()->pos()).intersected(view->rect());
    });
}

bool isHexdumpKey(const QKeyEvent& event)
{
    return event.key() == Qt::Key_C && event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

} // namespace

HexView::HexView(SelectionModel& selection, Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_selection(selection)
    , m_theme(theme)
    , m_strip(new BitStrip(selection, theme, this))
    , m_emptyText(tr("No packet selected"))
{
    static const bool installed = [] {
        QAccessible::installFactory(accessibleFor);
        return true;
    }();
    Q_UNUSED(installed);
    setObjectName(u"hexView"_s);
    setAccessibleName(tr("Bytes"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setLayoutDirection(Qt::LeftToRight); // Bytes run from left to right in every language.
    viewport()->setMouseTracking(true);
    connect(&selection, &SelectionModel::changed, this, &HexView::follow);
    connect(&selection, &SelectionModel::hovered, this, &HexView::showHovered);
    connect(&theme, &Theme::changed, this, &HexView::relayout);
    follow(selection.current(), nullptr);
    relayout();
}

Bytes HexView::bytes() const
{
    return m_packet ? Bytes(m_packet->layout.bytes) : Bytes();
}

void HexView::follow(const Selection& selection, const QObject* origin)
{
    const bool otherPacket = selection.packet != m_packet;
    const bool typing = otherPacket && m_editable && hasFocus();
    if (otherPacket) {
        m_packet = selection.packet;
        m_layers = m_packet ? LayerMap(m_packet->layout) : LayerMap();
        m_hovered = -1;
        relayout();
    }
    m_cursor = std::clamp(m_cursor, 0, std::max(0, byteCount() - 1));
    if (origin != this && !typing) {
        m_cursor = static_cast<int>(selection.firstByte());
        m_anchor = m_cursor;
        m_nibble = 0;
        ensureVisible(std::min(m_cursor + std::max(0, static_cast<int>(selection.byteCount()) - 1), byteCount() - 1));
        ensureVisible(m_cursor);
    }
    announce();
    viewport()->update();
}

void HexView::announce()
{
    announceValue(this, m_selection.statusText());
}

void HexView::showHovered(std::int32_t node)
{
    if (m_hovered == node)
        return;
    m_hovered = node;
    viewport()->update();
}

void HexView::relayout()
{
    const QFontMetrics metrics(m_theme.bytesFont());
    const int strip = m_strip->sizeHint().height();
    setViewportMargins(0, 0, 0, strip);
    const int barWidth = verticalScrollBar()->sizeHint().width();
    m_geometry = HexGeometry(metrics, bytes().size(), width() - barWidth);
    const int area = viewport()->height() - headerHeight();
    const int content = m_geometry.rowCount() * m_geometry.rowHeight();
    verticalScrollBar()->setRange(0, std::max(0, content - area));
    verticalScrollBar()->setPageStep(std::max(area, 1));
    verticalScrollBar()->setSingleStep(m_geometry.rowHeight());
    horizontalScrollBar()->setRange(0, std::max(0, m_geometry.width() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    m_strip->setGeometry(0, viewport()->geometry().bottom() + 1, width(), strip);
    m_fills.clear();
    if (m_packet) {
        for (const std::uint32_t layer : m_packet->layout.layers())
            m_fills.push_back(m_theme.groupFill(groupOf(m_selection.protocols(), m_packet->layout, static_cast<std::int32_t>(layer))));
    }
    viewport()->update();
}

void HexView::setEditable(bool editable)
{
    m_editable = editable;
    m_nibble = 0;
    viewport()->update();
}

void HexView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

QSize HexView::sizeHint() const
{
    return {m_geometry.width() + verticalScrollBar()->sizeHint().width(), 12 * m_geometry.rowHeight()};
}

QPoint HexView::contentOrigin() const
{
    return {-horizontalScrollBar()->value(), headerHeight() - verticalScrollBar()->value()};
}

QRect HexView::cellRect(int byte) const
{
    return m_geometry.hexCell(byte).translated(contentOrigin());
}

int HexView::byteAt(QPoint viewportPoint) const
{
    return viewportPoint.y() < headerHeight() ? -1 : m_geometry.byteAt(viewportPoint - contentOrigin());
}

std::pair<int, int> HexView::selection() const
{
    const Selection& current = m_selection.current();
    return {static_cast<int>(current.firstByte()), static_cast<int>(current.byteCount())};
}

void HexView::ensureVisible(int byte)
{
    if (byte < 0 || byte >= byteCount())
        return;
    const QRect cell = m_geometry.hexCell(byte);
    const int top = verticalScrollBar()->value();
    const int area = viewport()->height() - headerHeight();
    if (cell.top() < top)
        verticalScrollBar()->setValue(cell.top());
    else if (cell.bottom() >= top + area)
        verticalScrollBar()->setValue(cell.bottom() + 1 - area);
}

void HexView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

// Mouse and keyboard

bool HexView::coversCursor(std::int32_t node) const
{
    if (!m_packet || node < 0)
        return false;
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(node)];
    const auto bit = static_cast<std::uint64_t>(m_cursor) * 8;
    return it.bits != 0 && it.bitOffset < bit + 8 && it.bitOffset + it.bits > bit;
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    const int byte = byteAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || byte < 0)
        return;
    m_cursor = byte;
    m_nibble = 0;
    m_anchor = byte;
    m_dragging = true;
    const bool climbs = event->modifiers().testFlag(Qt::ShiftModifier) && coversCursor(m_selection.current().node);
    m_selection.selectBytes(static_cast<std::size_t>(byte), 1, climbs, this);
    viewport()->update();
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    const int byte = byteAt(event->position().toPoint());
    if (m_dragging && byte >= 0 && byte != m_cursor) {
        moveCursor(byte, true);
        return;
    }
    const std::int32_t node = byte < 0 ? -1 : m_packet->layout.nodeAt(static_cast<std::uint64_t>(byte) * 8);
    if (node != m_hovered)
        emit m_selection.hovered(node, this);
}

void HexView::mouseReleaseEvent(QMouseEvent*)
{
    m_dragging = false;
}

bool HexView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && m_hovered >= 0)
        emit m_selection.hovered(-1, this);
    if (event->type() == QEvent::ToolTip && m_hovered >= 0 && m_packet) {
        const QString path = QString::fromStdString(nodePathText(m_selection.protocols(), m_packet->layout, m_hovered));
        const QString value = nodeValue(m_selection.protocols(), m_packet->layout, m_hovered).left(200);
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), u"%1\n%2"_s.arg(path, value), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void HexView::moveCursor(int byte, bool extend)
{
    if (byteCount() == 0)
        return;
    m_cursor = std::clamp(byte, 0, byteCount() - 1);
    m_nibble = 0;
    if (!extend)
        m_anchor = m_cursor;
    const int first = std::min(m_anchor, m_cursor);
    const int count = std::abs(m_anchor - m_cursor) + 1;
    m_selection.selectBytes(static_cast<std::size_t>(first), static_cast<std::size_t>(count), false, this);
    ensureVisible(m_cursor);
    announce();
    viewport()->update();
}

// -1: not a key that moves.
int HexView::cursorTarget(const QKeyEvent& event) const
{
    const int row = m_geometry.bytesPerRow();
    const int rowsPerPage = std::max(1, (viewport()->height() - headerHeight()) / m_geometry.rowHeight());
    const bool ctrl = event.modifiers().testFlag(Qt::ControlModifier);
    switch (event.key()) {
    case Qt::Key_Left:
        return std::max(0, m_cursor - 1);
    case Qt::Key_Right:
        return m_cursor + 1;
    case Qt::Key_Up:
        return ctrl ? -1 : m_cursor >= row ? m_cursor - row : m_cursor;
    case Qt::Key_Down:
        return ctrl ? -1 : m_cursor + row < byteCount() ? m_cursor + row : m_cursor;
    case Qt::Key_PageUp:
        return m_cursor - std::min(rowsPerPage, m_cursor / row) * row;
    case Qt::Key_PageDown:
        return m_cursor + std::min(rowsPerPage, (byteCount() - 1 - m_cursor) / row) * row;
    case Qt::Key_Home:
        return ctrl ? 0 : m_cursor / row * row;
    case Qt::Key_End:
        return ctrl ? byteCount() - 1 : m_cursor / row * row + row - 1;
    default:
        return -1;
    }
}

void HexView::keyPressEvent(QKeyEvent* event)
{
    if (const int target = cursorTarget(*event); target >= 0)
        moveCursor(target, event->modifiers().testFlag(Qt::ShiftModifier));
    else if (isHexdumpKey(*event))
        copyHexdump();
    else if (event->matches(QKeySequence::Copy))
        copyBytes();
    else if (event->key() == Qt::Key_Escape)
        m_selection.climb(this);
    else if (!typeNibble(event->text()))
        event->ignore();
}

bool HexView::typeNibble(const QString& text)
{
    bool isDigit = false;
    const int digit = text.size() == 1 ? text.toInt(&isDigit, 16) : 0;
    if (!m_editable || !isDigit || byteCount() == 0)
        return false;
    const auto offset = static_cast<std::size_t>(m_cursor);
    const int old = bytes()[offset];
    const int value = m_nibble == 0 ? digit << 4 | (old & 0x0f) : (old & 0xf0) | digit;
    m_nibble = 1 - m_nibble;
    if (m_nibble == 0)
        m_cursor = std::min(m_cursor + 1, byteCount() - 1);
    emit byteEdited(offset, static_cast<std::uint8_t>(value));
    ensureVisible(m_cursor);
    viewport()->update();
    return true;
}

bool HexView::event(QEvent* event)
{
    // The window has the same keys for its own actions; with the focus here, they are ours.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (isHexdumpKey(*key) || key->matches(QKeySequence::Copy) || cursorTarget(*key) >= 0)
            event->accept();
    }
    return QAbstractScrollArea::event(event);
}

void HexView::copyHexdump() const
{
    if (m_packet)
        QGuiApplication::clipboard()->setText(QString::fromStdString(hexdump(bytes())));
}

void HexView::copyBytes() const
{
    const auto [first, count] = selection();
    if (count > 0 && first + count <= byteCount())
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(toHex(bytes().subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)))));
}

void HexView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_nibble = 0;
    viewport()->update();
}

} // namespace fw::ui
