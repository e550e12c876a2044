#include "ui/panes/diagram_painter.h"

#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;
using Parts = DiagramLayout;
using Role = Theme::Role;

constexpr double lineWidth = 1.25;
constexpr double idleStrength = 0.35;
constexpr double dimmedStrength = 0.25; // While another field is selected.
constexpr double nameWidth = 112;
constexpr double sizeWidth = 40;

QFont sized(QFont font, int pixels, bool bold = false)
{
    font.setPixelSize(pixels);
    font.setBold(bold);
    return font;
}

QPen framePen(const QColor& color, double width)
{
    QPen pen(color, width);
    pen.setJoinStyle(Qt::MiterJoin);
    return pen;
}

QString hexText(std::uint64_t value, int digits)
{
    return u"%1"_s.arg(value, digits, 16, '0'_L1);
}

void drawElided(QPainter& painter, const QRectF& area, const QString& text, Qt::TextElideMode mode = Qt::ElideMiddle)
{
    const QFontMetricsF metrics(painter.font());
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, metrics.elidedText(text, mode, area.width()));
}

QColor mixed(const QColor& over, const QColor& under, double share)
{
    const auto part = [share](float a, float b) { return static_cast<float>(share * a + (1 - share) * b); };
    return QColor::fromRgbF(part(over.redF(), under.redF()), part(over.greenF(), under.greenF()), part(over.blueF(), under.blueF()));
}

bool meetsRows(const QRectF& area, double top, double bottom)
{
    return bottom >= area.top() && top <= area.bottom();
}

} // namespace

DiagramPainter::DiagramPainter(const Protocols& protocols, const Layout& layout, const DiagramLayout& diagram, const Theme& theme)
    : m_protocols(protocols)
    , m_layout(layout)
    , m_diagram(diagram)
    , m_theme(theme)
    , m_textFont(sized(QGuiApplication::font(), 12))
    , m_boldFont(sized(QGuiApplication::font(), 12, true))
    , m_smallFont(sized(QGuiApplication::font(), 10))
    , m_bytesFont(sized(theme.bytesFont(), 13))
{
}

void DiagramPainter::paint(QPainter& painter, const Look& look, const QRectF& area) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, m_theme.color(Role::Surface));
    paintColumnNumbers(painter);
    for (const Parts::HexRow& row : m_diagram.hexRows()) {
        if (meetsRows(area, row.top, row.top + Parts::rowHeight + Parts::stripHeight))
            paintHexRow(painter, row);
    }
    paintFolds(painter, area);
    paintFrames(painter, area, look);
    paintLines(painter, area, look);
    for (const Parts::Card& card : m_diagram.cards()) {
        if (meetsRows(area, card.rect.top(), card.rect.bottom()))
            paintCard(painter, card, look, area);
    }
    paintCursor(painter, look);
}

QColor DiagramPainter::fillOf(std::int32_t layer) const
{
    return layer < 0 ? m_theme.color(Role::Surface) : m_theme.groupFill(groupOf(m_protocols, m_layout, layer));
}

QColor DiagramPainter::lineColor(std::int32_t index) const
{
    const Parts::Row* row = m_diagram.rowOf(index);
    return row ? m_theme.fieldLine(row->color) : m_theme.color(Role::Text);
}

void DiagramPainter::paintColumnNumbers(QPainter& painter) const
{
    painter.setFont(sized(m_theme.bytesFont(), 11));
    painter.setPen(m_theme.color(Role::Muted));
    for (std::size_t column = 0; column < m_diagram.options().bytesPerRow; ++column) {
        const QRectF cell(m_diagram.columnX(column), Parts::margin - 4, Parts::cellWidth, Parts::rowHeight);
        painter.drawText(cell, Qt::AlignCenter, hexText(column, 2));
    }
}

// Cards

void DiagramPainter::paintCardHeader(QPainter& painter, const Parts::Card& card, const Look& look) const
{
    const LayoutNode& layer = node(card.node);
    painter.fillRect(card.header, look.hovered == card.node ? m_theme.color(Role::Hover) : fillOf(card.node));
    painter.setPen(look.hovered == card.node ? m_theme.color(Role::HoverText) : m_theme.groupText());
    const QRectF letter(card.header.left() + 6, card.header.top() + 4, 16, 16);
    painter.setFont(sized(m_textFont, 10, true));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(letter.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.drawText(letter, Qt::AlignCenter, QString(Theme::groupLetter(groupOf(m_protocols, m_layout, card.node))));
    painter.setFont(m_textFont);
    const std::uint64_t first = layer.bitOffset / 8;
    const QString range = layer.bits == 0 ? QString() : u"%1–%2"_s.arg(first).arg(first + layer.bits / 8 - 1);
    painter.drawText(card.header.adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, range);
    painter.setFont(m_boldFont);
    drawElided(painter, card.header.adjusted(28, 0, -70, 0), nodeName(m_protocols, m_layout, card.node));
}

void DiagramPainter::paintCard(QPainter& painter, const Parts::Card& card, const Look& look, const QRectF& area) const
{
    painter.fillRect(card.rect, m_theme.color(Role::Surface));
    paintCardHeader(painter, card, look);
    const double rowsTop = card.header.bottom();
    const auto skipped = static_cast<std::size_t>(std::max(0.0, (area.top() - rowsTop) / Parts::rowHeight));
    for (std::size_t i = skipped; i < card.rowCount; ++i) {
        const Parts::Row& row = m_diagram.rows()[card.firstRow + i];
        if (row.rect.top() > area.bottom())
            break;
        paintFieldRow(painter, row, look);
    }
    painter.setBrush(Qt::NoBrush);
    const bool selected = look.selected == card.node;
    painter.setPen(framePen(m_theme.color(selected ? Role::Selection : Role::Frame), selected ? 2.5 : 1));
    painter.drawRect(card.rect);
}

void DiagramPainter::paintFieldRow(QPainter& painter, const Parts::Row& row, const Look& look) const
{
    const LayoutNode& field = node(row.node);
    QColor text = m_theme.color(isSilent(field) ? Role::Muted : Role::Text);
    QColor small = m_theme.color(Role::Muted);
    if (row.node == look.selected || row.node == look.hovered) {
        const bool selected = row.node == look.selected;
        painter.fillRect(row.rect, m_theme.color(selected ? Role::Selection : Role::Hover));
        text = small = m_theme.color(selected ? Role::SelectionText : Role::HoverText);
    }
    if (!isSilent(field) && isLeaf(m_layout, row.node))
        painter.fillRect(QRectF(row.rect.right() - 4, row.rect.top() + 3, 4, row.rect.height() - 6), lineColor(row.node));
    const double indent = 8 + std::min(row.depth, 5) * 12;
    const double left = row.rect.left();
    const double names = std::min(nameWidth, row.rect.width() * 0.38); // A narrow card keeps room for the values.
    painter.setFont(m_textFont);
    painter.setPen(text);
    drawElided(painter, {left + indent, row.rect.top(), names - indent, row.rect.height()}, nodeName(m_protocols, m_layout, row.node));
    drawElided(painter, {left + names + sizeWidth + 8, row.rect.top(), row.rect.width() - names - sizeWidth - 16, row.rect.height()},
        nodeValue(m_protocols, m_layout, row.node).left(200));
    painter.setFont(m_smallFont);
    painter.setPen(small);
    painter.drawText(QRectF(left + names, row.rect.top(), sizeWidth, row.rect.height()), Qt::AlignVCenter | Qt::AlignRight,
        field.absent ? u"–"_s : shortSizeText(field.bits));
}

// Bytes

void DiagramPainter::paintFill(QPainter& painter, const Parts::HexRow& row) const
{
    for (std::size_t byte = row.firstByte; byte < row.end();) {
        const std::int32_t layer = m_diagram.layers().layerAt(byte);
        std::size_t last = byte;
        while (last + 1 < row.end() && m_diagram.layers().layerAt(last + 1) == layer)
            ++last;
        painter.fillRect(m_diagram.cell(byte).united(m_diagram.cell(last)), fillOf(layer));
        byte = last + 1;
    }
}

void DiagramPainter::paintHexRow(QPainter& painter, const Parts::HexRow& row) const
{
    paintFill(painter, row);
    painter.setFont(m_bytesFont);
    painter.setPen(m_theme.color(Role::Muted));
    const QRectF first = m_diagram.cell(row.firstByte);
    painter.drawText(QRectF(first.left() - Parts::offsetWidth, row.top, Parts::offsetWidth - 8, Parts::rowHeight),
        Qt::AlignVCenter | Qt::AlignRight, hexText(row.firstByte, 4));
    for (std::size_t byte = row.firstByte; byte < row.end(); ++byte) {
        const std::uint8_t value = m_layout.bytes[byte];
        painter.setPen(m_diagram.layers().layerAt(byte) < 0 ? m_theme.color(Role::Text) : m_theme.groupText());
        painter.drawText(m_diagram.cell(byte), Qt::AlignCenter, hexText(value, 2));
        if (!m_diagram.options().text)
            continue;
        painter.setPen(m_theme.color(Role::Text));
        const bool printable = value >= 0x20 && value < 0x7f;
        painter.drawText(m_diagram.textCell(byte), Qt::AlignCenter, printable ? QString(QLatin1Char(static_cast<char>(value))) : u"."_s);
    }
}

void DiagramPainter::paintFolds(QPainter& painter, const QRectF& area) const
{
    painter.setFont(m_textFont);
    painter.setPen(m_theme.color(Role::Muted));
    for (const Parts::Fold& fold : m_diagram.folds()) {
        if (meetsRows(area, fold.rect.top(), fold.rect.bottom()))
            painter.drawText(fold.rect, Qt::AlignVCenter | Qt::AlignLeft,
                tr("… %n more bytes [show]", nullptr, static_cast<int>(fold.hiddenBytes)));
    }
}

std::vector<std::int32_t> DiagramPainter::leavesIn(const QRectF& area) const
{
    std::vector<std::int32_t> found;
    const auto& leaves = m_diagram.leaves();
    for (const Parts::HexRow& row : m_diagram.hexRows()) {
        if (!meetsRows(area, row.top - Parts::channelHeight, row.top + Parts::rowHeight + Parts::stripHeight))
            continue;
        auto leaf = std::ranges::upper_bound(
            leaves, std::uint64_t{row.firstByte} * 8, {}, [this](std::int32_t it) { return node(it).bitOffset; });
        if (leaf != leaves.begin())
            --leaf;
        for (; leaf != leaves.end() && node(*leaf).bitOffset < std::uint64_t{row.end()} * 8; ++leaf)
            found.push_back(*leaf);
    }
    std::ranges::sort(found);
    const auto [first, last] = std::ranges::unique(found);
    found.erase(first, last);
    return found;
}

void DiagramPainter::paintFrames(QPainter& painter, const QRectF& area, const Look& look) const
{
    painter.setBrush(Qt::NoBrush);
    for (const std::int32_t leaf : leavesIn(area)) {
        if (isSubByte(node(leaf))) {
            paintBitStrip(painter, leaf, look);
            continue;
        }
        painter.setPen(framePen(lineColor(leaf), 1));
        painter.drawPath(m_diagram.outline(node(leaf).bitOffset, node(leaf).bits));
    }
    for (const Parts::Cluster& cluster : m_diagram.clusters()) {
        painter.setPen(framePen(m_theme.groupText(), 1));
        painter.setBrush(Qt::NoBrush);
        if (m_diagram.hexRowOf(cluster.firstByte))
            painter.drawPath(m_diagram.outline(std::uint64_t{cluster.firstByte} * 8, std::uint64_t{cluster.end - cluster.firstByte} * 8));
    }
    paintOutline(painter, look.hovered, look);
    paintOutline(painter, look.selected, look);
    paintBits(painter, look.hovered >= 0 ? look.hovered : look.selected);
}

// Below each shared byte its eight bits, in their fields' colours; what is selected is higher.
void DiagramPainter::paintBitStrip(QPainter& painter, std::int32_t leaf, const Look& look) const
{
    const bool raised = leaf == look.selected || leaf == look.hovered;
    const std::uint64_t end = node(leaf).bitOffset + node(leaf).bits;
    for (std::uint64_t bit = node(leaf).bitOffset; bit < end;) {
        const std::uint64_t last = std::min(end, (bit / 8 + 1) * 8);
        const QRectF cell = m_diagram.cell(bit / 8);
        const double left = cell.left() + static_cast<double>(bit % 8) * Parts::bitWidth;
        const double width = static_cast<double>(last - bit) * Parts::bitWidth;
        if (!cell.isEmpty())
            painter.fillRect(QRectF(left + 0.5, cell.bottom() + 1.5, width - 1, raised ? 7 : 4.5), lineColor(leaf));
        bit = last;
    }
}

void DiagramPainter::paintOutline(QPainter& painter, std::int32_t index, const Look& look) const
{
    if (index < 0 || isSilent(node(index)))
        return;
    const QPainterPath path = m_diagram.outline(node(index).bitOffset, node(index).bits);
    const bool isLayer = node(index).what == LayoutNode::What::Layer;
    if (index == look.selected) {
        painter.setPen(framePen(m_theme.color(Role::Surface), 4.5)); // A halo, so that it stands off its neighbours.
        painter.drawPath(path);
    }
    painter.setPen(framePen(isLayer ? m_theme.color(Role::Selection) : lineColor(index), index == look.selected ? 2.5 : 1.75));
    painter.drawPath(path);
}

// "0100|0101" at the end of the row, where there is room for digits.
void DiagramPainter::paintBits(QPainter& painter, std::int32_t index) const
{
    if (index < 0 || m_diagram.options().bitsWidth == 0 || !isSubByte(node(index)) || !isLeaf(m_layout, index))
        return;
    const auto byte = static_cast<std::size_t>(node(index).bitOffset / 8);
    const QRectF cell = m_diagram.cell(byte);
    if (cell.isEmpty())
        return;
    const double left = m_diagram.size().width() - m_diagram.options().bitsWidth - Parts::margin + 8;
    painter.setFont(m_bytesFont);
    for (int i = 0; i < 8; ++i) {
        const std::uint64_t bit = std::uint64_t{byte} * 8 + static_cast<std::uint64_t>(i);
        const bool own = bit >= node(index).bitOffset && bit < node(index).bitOffset + node(index).bits;
        const QRectF digit(left + i * Parts::letterWidth + (i >= 4 ? 5 : 0), cell.top(), Parts::letterWidth, cell.height());
        if (own)
            painter.fillRect(digit, lineColor(index));
        painter.setPen(m_theme.color(own ? Role::Surface : Role::Muted));
        painter.drawText(digit, Qt::AlignCenter, readBits(m_layout.bytes, static_cast<std::size_t>(bit), 1) != 0 ? u"1"_s : u"0"_s);
    }
}

// Lines

void DiagramPainter::paintLines(QPainter& painter, const QRectF& area, const Look& look) const
{
    const bool anySelected = look.selected >= 0 && node(look.selected).what != LayoutNode::What::Layer;
    const double strength = look.allLines ? 1 : anySelected ? dimmedStrength : idleStrength;
    const auto selectedLayer = look.selected >= 0 && !anySelected ? look.selected : -1;
    std::vector<std::int32_t> shown = leavesIn(area);
    for (const Parts::Row& row : m_diagram.rows()) {
        if (meetsRows(area, row.rect.top(), row.rect.bottom()) && isLeaf(m_layout, row.node))
            shown.push_back(row.node);
    }
    std::ranges::sort(shown);
    const auto [first, last] = std::ranges::unique(shown);
    shown.erase(first, last);
    for (const std::int32_t leaf : shown) {
        if (leaf == look.selected || leaf == look.hovered)
            continue;
        const bool ofLayer = selectedLayer >= 0 && node(leaf).layer == node(selectedLayer).layer;
        paintLine(painter, leaf, ofLayer ? 1 : strength, lineWidth);
    }
    paintLine(painter, look.hovered, 1, 2);
    paintLine(painter, look.selected, 1, 2.5);
}

void DiagramPainter::paintLine(QPainter& painter, std::int32_t index, double strength, double width) const
{
    const auto line = m_diagram.line(index);
    if (!line)
        return;
    // Mixed rather than transparent: lines share their way, and would add up to black.
    const QColor color = mixed(lineColor(index), m_theme.color(Role::Surface), strength);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, width));
    painter.drawPath(line->path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(line->arrow);
}

void DiagramPainter::paintCursor(QPainter& painter, const Look& look) const
{
    const QRectF cell = look.cursorByte < 0 ? QRectF() : m_diagram.cell(static_cast<std::size_t>(look.cursorByte));
    if (cell.isEmpty())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.groupText(), 1, Qt::DotLine));
    painter.drawRect(cell.adjusted(2.5, 2.5, -2.5, -2.5));
}

} // namespace fw::ui
