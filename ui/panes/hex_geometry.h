#pragma once

#include <QFontMetrics>
#include <QRect>
#include <QRectF>

#include <vector>

namespace fw::ui {

/// Where each byte of a hexdump stands: offset, hex, ASCII. Pure arithmetic; y counts from the first row.
class HexGeometry {
public:
    HexGeometry() = default;
    /// 16 bytes a row, 8 if the width does not hold them.
    HexGeometry(const QFontMetrics& metrics, std::size_t byteCount, int width);

    [[nodiscard]] int bytesPerRow() const { return m_bytesPerRow; }
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] int rowCount() const;
    [[nodiscard]] int width() const { return widthFor(m_bytesPerRow); }
    [[nodiscard]] int offsetDigits() const { return m_offsetDigits; }

    [[nodiscard]] int rowOf(int byte) const { return byte / m_bytesPerRow; }
    [[nodiscard]] QRect offsetCell(int row) const;
    /// Neighbouring cells of a row touch; the half gap stands between two of them.
    [[nodiscard]] QRect hexCell(int byte) const;
    [[nodiscard]] QRect textCell(int byte) const;
    /// The byte whose hex or ASCII is at the point; -1: none.
    [[nodiscard]] int byteAt(QPoint point) const;
    /// One rectangle per row of the run.
    [[nodiscard]] std::vector<QRectF> hexRun(int first, int count) const { return run(first, count, &HexGeometry::hexCell); }
    [[nodiscard]] std::vector<QRectF> textRun(int first, int count) const { return run(first, count, &HexGeometry::textCell); }

private:
    [[nodiscard]] int widthFor(int bytesPerRow) const;
    [[nodiscard]] int hexLeft() const { return m_margin + m_offsetDigits * m_charWidth + m_charWidth; }
    [[nodiscard]] int hexColumn(int column) const;
    [[nodiscard]] int textLeft() const { return hexColumn(m_bytesPerRow) + m_charWidth; }
    [[nodiscard]] std::vector<QRectF> run(int first, int count, QRect (HexGeometry::*cell)(int) const) const;

    int m_byteCount = 0;
    int m_bytesPerRow = 16;
    int m_charWidth = 8;
    int m_rowHeight = 20;
    int m_offsetDigits = 4;
    int m_margin = 6;
};

} // namespace fw::ui
