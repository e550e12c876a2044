#include "ui/panes/diagram_layout.h"

#include "ui/panes/diagram_arranger.h"
#include "ui/panes/run_path.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace fw::ui {
namespace {

constexpr double cornerRadius = 6;
constexpr double arrowSize = 5;
constexpr double dropInset = 8;

QPointF towards(QPointF from, QPointF to, double distance)
{
    const QLineF line(from, to);
    return line.length() < 1e-6 ? from : line.pointAt(std::min(1.0, distance / line.length()));
}

QPainterPath roundedPath(const std::vector<QPointF>& points)
{
    QPainterPath path(points.front());
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const double room = std::min(QLineF(points[i - 1], points[i]).length(), QLineF(points[i], points[i + 1]).length()) / 2;
        const double radius = std::min(cornerRadius, room);
        path.lineTo(towards(points[i], points[i - 1], radius));
        path.quadTo(points[i], towards(points[i], points[i + 1], radius));
    }
    path.lineTo(points.back());
    return path;
}

} // namespace

DiagramLayout::DiagramLayout(const Layout& layout, DiagramOptions options)
    : m_options(std::move(options))
    , m_layers(layout)
{
    DiagramArranger(layout, *this).arrange();
}

DiagramOptions DiagramOptions::fitted(double width) const
{
    constexpr double leastCard = 190;
    constexpr double leastGutter = 64;
    const DiagramOptions widest;
    DiagramOptions out = *this;
    for (const std::size_t perRow : {16, 8, 4}) {
        out.bytesPerRow = perRow;
        out.cardWidth = perRow == 16 ? widest.cardWidth : leastCard; // More bytes in a row are not worth squeezed names.
        out.gutterWidth = perRow == 16 ? widest.gutterWidth : leastGutter;
        out.bitsWidth = 0;
        if (DiagramLayout::widthFor(out) <= width)
            break;
    }
    const auto grow = [&](double& part, double most) { part = std::clamp(part + width - DiagramLayout::widthFor(out), part, std::max(part, most)); };
    grow(out.cardWidth, 240);
    if (width - DiagramLayout::widthFor(out) >= widest.bitsWidth)
        out.bitsWidth = widest.bitsWidth;
    grow(out.gutterWidth, widest.gutterWidth);
    grow(out.cardWidth, widest.cardWidth);
    return out;
}

double DiagramLayout::widthFor(const DiagramOptions& options)
{
    const double gap = options.bytesPerRow > 8 ? halfGap : 0;
    const auto perRow = static_cast<double>(options.bytesPerRow);
    const double text = options.text ? perRow * letterWidth + margin : 0;
    return margin + options.cardWidth + options.gutterWidth + offsetWidth + perRow * cellWidth + gap + text + options.bitsWidth + margin;
}

double DiagramLayout::columnX(std::size_t column) const
{
    const double gap = column >= 8 && m_options.bytesPerRow > 8 ? halfGap : 0;
    return margin + m_options.cardWidth + m_options.gutterWidth + offsetWidth + static_cast<double>(column) * cellWidth + gap;
}

const DiagramLayout::Row* DiagramLayout::rowOf(std::int32_t node) const
{
    if (node < 0 || static_cast<std::size_t>(node) >= m_rowOf.size() || m_rowOf[static_cast<std::size_t>(node)] < 0)
        return nullptr;
    return &m_rows[static_cast<std::size_t>(m_rowOf[static_cast<std::size_t>(node)])];
}

QRectF DiagramLayout::nodeRect(std::int32_t node) const
{
    if (const Row* row = rowOf(node))
        return row->rect;
    const auto card = std::ranges::find(m_cards, node, &Card::node);
    return card == m_cards.end() ? QRectF() : card->header;
}

const DiagramLayout::HexRow* DiagramLayout::hexRowOf(std::size_t byte) const
{
    const auto after = std::ranges::upper_bound(m_hexRows, byte, {}, &HexRow::firstByte);
    if (after == m_hexRows.begin() || byte >= std::prev(after)->end())
        return nullptr;
    return &*std::prev(after);
}

QRectF DiagramLayout::cell(std::size_t byte) const
{
    const HexRow* row = hexRowOf(byte);
    return row ? QRectF(columnX(byte - row->firstByte), row->top, cellWidth, rowHeight) : QRectF();
}

QRectF DiagramLayout::textCell(std::size_t byte) const
{
    const HexRow* row = hexRowOf(byte);
    if (!row)
        return {};
    const double left = columnX(m_options.bytesPerRow - 1) + cellWidth + margin;
    return {left + static_cast<double>(byte - row->firstByte) * letterWidth, row->top, letterWidth, rowHeight};
}

QPainterPath DiagramLayout::outline(std::uint64_t bitOffset, std::uint64_t bits) const
{
    std::vector<QRectF> parts;
    const std::uint64_t end = bitOffset + bits;
    auto row = std::ranges::upper_bound(m_hexRows, bitOffset / 8, {}, &HexRow::firstByte);
    if (row != m_hexRows.begin())
        --row;
    for (; row != m_hexRows.end() && std::uint64_t{row->firstByte} * 8 < end; ++row) {
        const std::uint64_t first = std::max<std::uint64_t>(bitOffset, std::uint64_t{row->firstByte} * 8);
        const std::uint64_t last = std::min<std::uint64_t>(end, std::uint64_t{row->end()} * 8);
        if (first >= last)
            continue;
        const double left = columnX(first / 8 - row->firstByte) + static_cast<double>(first % 8) * bitWidth;
        const double right = columnX((last - 1) / 8 - row->firstByte) + static_cast<double>((last - 1) % 8 + 1) * bitWidth;
        parts.emplace_back(left, row->top, right - left, rowHeight);
    }
    std::ranges::sort(parts, {}, &QRectF::top);
    return runPath(parts);
}

std::optional<DiagramLayout::Line> DiagramLayout::line(std::int32_t node) const
{
    const Row* row = rowOf(node);
    if (!row || row->hexRow < 0)
        return std::nullopt;
    const HexRow& target = m_hexRows[static_cast<std::size_t>(row->hexRow)];
    const double x = columnX(m_firstBit[static_cast<std::size_t>(node)] / 8 - target.firstByte) + dropInset;
    const double y = row->rect.center().y();
    const double tip = target.top - 1;
    const std::vector<QPointF> points{
        {row->rect.right(), y}, {row->lane, y}, {row->lane, target.channel}, {x, target.channel}, {x, tip - arrowSize}};
    const QPolygonF arrow{QPointF(x, tip), QPointF(x - arrowSize / 2, tip - arrowSize), QPointF(x + arrowSize / 2, tip - arrowSize)};
    return Line{roundedPath(points), arrow};
}

std::int32_t DiagramLayout::rowNodeAt(QPointF point) const
{
    for (const Card& card : m_cards) {
        if (!card.rect.contains(point))
            continue;
        if (card.header.contains(point))
            return card.node;
        const auto row = static_cast<std::size_t>((point.y() - card.header.bottom()) / rowHeight);
        return row < card.rowCount ? m_rows[card.firstRow + row].node : -1;
    }
    return -1;
}

std::optional<std::uint64_t> DiagramLayout::bitAt(QPointF point) const
{
    for (const HexRow& row : m_hexRows) {
        const double height = rowHeight + (row.hasStrip ? stripHeight : 0);
        if (point.y() < row.top || point.y() >= row.top + height)
            continue;
        for (std::size_t i = 0; i < row.count; ++i) {
            const double inside = point.x() - columnX(i);
            if (inside >= 0 && inside < cellWidth)
                return std::uint64_t{row.firstByte + i} * 8 + static_cast<std::uint64_t>(inside / bitWidth);
        }
    }
    return std::nullopt;
}

const DiagramLayout::Fold* DiagramLayout::foldAt(QPointF point) const
{
    const auto fold = std::ranges::find_if(m_folds, [&](const Fold& it) { return it.rect.contains(point); });
    return fold == m_folds.end() ? nullptr : &*fold;
}

} // namespace fw::ui
