// How HexView looks.
#include "ui/models/layout_words.h"
#include "ui/panes/hex_view.h"
#include "ui/panes/run_path.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

QString hexText(std::uint64_t value, int digits)
{
    return u"%1"_s.arg(value, digits, 16, '0'_L1);
}

QString printable(std::uint8_t byte)
{
    return byte >= 0x20 && byte < 0x7f ? QString(QChar::fromLatin1(static_cast<char>(byte))) : u"."_s;
}

QPen outlinePen(const QColor& color, double width)
{
    QPen pen(color, width);
    pen.setJoinStyle(Qt::MiterJoin);
    return pen;
}

} // namespace

HexView::Mark HexView::selectionMark() const
{
    const Selection& current = m_selection.current();
    if (!m_packet || current.bits == 0)
        return Mark::None;
    if (current.node < 0)
        return Mark::Solid;
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(current.node)];
    const bool wholeNode = it.bitOffset == current.bitOffset && it.bits == current.bits;
    if (it.what == LayoutNode::What::Layer && wholeNode)
        return Mark::Frame;
    return wholeNode && isSubByte(it) ? Mark::Outline : Mark::Solid;
}

bool HexView::isSelected(int byte) const
{
    const auto [first, count] = selection();
    return byte >= first && byte < first + count && selectionMark() == Mark::Solid;
}

bool HexView::isHovered(int byte) const
{
    if (!m_packet || m_hovered < 0 || static_cast<std::size_t>(m_hovered) >= m_packet->layout.nodes.size())
        return false;
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(m_hovered)];
    const auto bit = static_cast<std::uint64_t>(byte) * 8;
    return it.bits != 0 && it.bitOffset < bit + 8 && it.bitOffset + it.bits > bit;
}

QColor HexView::backgroundOf(int byte) const
{
    if (isSelected(byte))
        return m_theme.color(Theme::Role::Selection);
    if (isHovered(byte))
        return m_theme.color(Theme::Role::Hover);
    const std::int32_t layer = m_layers.layerAt(static_cast<std::size_t>(byte));
    if (layer < 0)
        return m_theme.color(Theme::Role::Surface);
    return m_fills[m_packet->layout.nodes[static_cast<std::size_t>(layer)].layer];
}

QColor HexView::textOf(int byte) const
{
    if (isSelected(byte))
        return m_theme.color(Theme::Role::SelectionText);
    if (isHovered(byte))
        return m_theme.color(Theme::Role::HoverText);
    return m_layers.layerAt(static_cast<std::size_t>(byte)) < 0 ? m_theme.color(Theme::Role::Text) : m_theme.groupText();
}

void HexView::paintHeader(QPainter& painter) const
{
    painter.fillRect(0, 0, viewport()->width(), headerHeight(), m_theme.color(Theme::Role::Window));
    painter.setPen(m_theme.color(Theme::Role::Muted));
    for (int column = 0; column < m_geometry.bytesPerRow(); ++column) {
        const QRect cell = m_geometry.hexCell(column).translated(contentOrigin().x(), 0);
        painter.drawText(cell, Qt::AlignCenter, hexText(static_cast<std::uint64_t>(column), 2));
    }
}

void HexView::paintByte(QPainter& painter, int byte, bool lastOfRow) const
{
    QRect cell = m_geometry.hexCell(byte);
    const QRect textCell = m_geometry.textCell(byte);
    const QColor background = backgroundOf(byte);
    QRect filled = cell;
    if (!lastOfRow && backgroundOf(byte + 1) == background)
        filled.setRight(m_geometry.hexCell(byte + 1).left() - 1); // Over the half gap.
    painter.fillRect(filled, background);
    painter.fillRect(textCell, background);
    painter.setPen(textOf(byte));
    const std::uint8_t value = bytes()[static_cast<std::size_t>(byte)];
    painter.drawText(cell, Qt::AlignCenter, hexText(value, 2));
    painter.drawText(textCell, Qt::AlignCenter, printable(value));
}

void HexView::paintRow(QPainter& painter, int row) const
{
    const int first = row * m_geometry.bytesPerRow();
    const int end = std::min(first + m_geometry.bytesPerRow(), byteCount());
    painter.setPen(m_theme.color(Theme::Role::Muted));
    painter.drawText(m_geometry.offsetCell(row), Qt::AlignCenter, hexText(static_cast<std::uint64_t>(first), m_geometry.offsetDigits()));
    for (int byte = first; byte < end; ++byte)
        paintByte(painter, byte, byte + 1 == end);
}

void HexView::paintMarks(QPainter& painter) const
{
    const auto [first, count] = selection();
    const Mark mark = selectionMark();
    if (mark == Mark::Outline || mark == Mark::Frame) {
        const QColor color = mark == Mark::Frame ? m_theme.color(Theme::Role::Text) : m_theme.color(Theme::Role::Selection);
        const double width = mark == Mark::Frame ? 1 : 2;
        const int inside = std::min(count, byteCount() - first);
        painter.setPen(outlinePen(color, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(runPath(m_geometry.hexRun(first, inside)));
        painter.setPen(outlinePen(color, 1));
        painter.drawPath(runPath(m_geometry.textRun(first, inside)));
    }
    if (hasFocus() && byteCount() > 0) {
        QRect cursor = m_geometry.hexCell(m_cursor).adjusted(1, 1, -2, -2);
        painter.setPen(outlinePen(textOf(m_cursor), 1));
        if (m_editable) { // An underline below the nibble that will be overwritten.
            const int left = m_nibble == 0 ? cursor.left() : cursor.center().x();
            painter.fillRect(left, cursor.bottom() - 1, cursor.width() / 2, 2, textOf(m_cursor));
        } else {
            painter.drawRect(cursor);
        }
    }
}

void HexView::paintFocus(QPainter& painter) const
{
    if (!hasFocus())
        return;
    painter.setPen(outlinePen(m_theme.color(Theme::Role::Selection), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

void HexView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.color(Theme::Role::Surface));
    if (byteCount() == 0) {
        painter.setPen(m_theme.color(Theme::Role::Muted));
        painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        paintFocus(painter);
        return;
    }
    painter.setFont(m_theme.bytesFont());
    painter.save();
    painter.translate(contentOrigin());
    const int firstRow = verticalScrollBar()->value() / m_geometry.rowHeight();
    const int lastRow = (verticalScrollBar()->value() + viewport()->height()) / m_geometry.rowHeight();
    for (int row = firstRow; row <= std::min(lastRow, m_geometry.rowCount() - 1); ++row)
        paintRow(painter, row);
    paintMarks(painter);
    painter.restore();
    paintHeader(painter);
    paintFocus(painter);
}

} // namespace fw::ui
