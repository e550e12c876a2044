#include "ui/panes/hex_geometry.h"

#include <algorithm>

namespace fw::ui {
namespace {

constexpr int halfRow = 8;

} // namespace

HexGeometry::HexGeometry(const QFontMetrics& metrics, std::size_t byteCount, int width)
    : m_byteCount(static_cast<int>(byteCount))
    , m_charWidth(std::max(1, metrics.horizontalAdvance(u'0')))
    , m_rowHeight(metrics.height() + 4)
    , m_offsetDigits(byteCount > 0x10000 ? 8 : 4)
{
    m_bytesPerRow = widthFor(16) <= width ? 16 : 8;
}

int HexGeometry::rowCount() const
{
    return (m_byteCount + m_bytesPerRow - 1) / m_bytesPerRow;
}

int HexGeometry::widthFor(int bytesPerRow) const
{
    const int gap = bytesPerRow > halfRow ? m_charWidth : 0;
    return hexLeft() + bytesPerRow * 3 * m_charWidth + gap + m_charWidth + bytesPerRow * m_charWidth + m_margin;
}

int HexGeometry::hexColumn(int column) const
{
    const int gap = column >= halfRow && m_bytesPerRow > halfRow ? m_charWidth : 0;
    return hexLeft() + column * 3 * m_charWidth + gap;
}

QRect HexGeometry::offsetCell(int row) const
{
    return {m_margin, row * m_rowHeight, m_offsetDigits * m_charWidth, m_rowHeight};
}

QRect HexGeometry::hexCell(int byte) const
{
    return {hexColumn(byte % m_bytesPerRow), rowOf(byte) * m_rowHeight, 3 * m_charWidth, m_rowHeight};
}

QRect HexGeometry::textCell(int byte) const
{
    return {textLeft() + byte % m_bytesPerRow * m_charWidth, rowOf(byte) * m_rowHeight, m_charWidth, m_rowHeight};
}

int HexGeometry::byteAt(QPoint point) const
{
    if (point.y() < 0)
        return -1;
    const int first = point.y() / m_rowHeight * m_bytesPerRow;
    for (int byte = first; byte < std::min(first + m_bytesPerRow, m_byteCount); ++byte) {
        if (hexCell(byte).contains(point) || textCell(byte).contains(point))
            return byte;
    }
    return -1;
}

std::vector<QRectF> HexGeometry::run(int first, int count, QRect (HexGeometry::*cell)(int) const) const
{
    std::vector<QRectF> parts;
    for (int byte = first; byte < first + count;) {
        const int rowEnd = std::min(first + count, (rowOf(byte) + 1) * m_bytesPerRow);
        parts.push_back(QRectF((this->*cell)(byte)).united((this->*cell)(rowEnd - 1)));
        byte = rowEnd;
    }
    return parts;
}

} // namespace fw::ui
