#include "ui/panes/bit_strip.h"

#include "ui/models/layout_words.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr int maxBytes = 4;
constexpr int margin = 6;

} // namespace

BitStrip::BitStrip(SelectionModel& selection, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_theme(theme)
{
    setObjectName(u"bitStrip"_s);
    setAccessibleName(tr("Bits of the selected field"));
    setMouseTracking(true);
    connect(&selection, &SelectionModel::changed, this, [this] {
        setAccessibleDescription(m_selection.statusText());
        update();
    });
    connect(&selection, &SelectionModel::hovered, this, [this](std::int32_t node) {
        m_hovered = node;
        update();
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

int BitStrip::byteCount() const
{
    const Selection& selection = m_selection.current();
    if (!selection.packet || selection.bits == 0)
        return 0;
    const bool inside = selection.firstByte() + selection.byteCount() <= selection.packet->layout.bytes.size();
    return inside && selection.byteCount() <= maxBytes ? static_cast<int>(selection.byteCount()) : 0;
}

std::uint64_t BitStrip::frameBit(int bit) const
{
    return std::uint64_t{m_selection.current().firstByte()} * 8 + static_cast<std::uint64_t>(byteCount() * 8 - 1 - bit);
}

bool BitStrip::isLit(int bit) const
{
    const Selection& selection = m_selection.current();
    return frameBit(bit) >= selection.bitOffset && frameBit(bit) < selection.bitOffset + selection.bits;
}

std::vector<int> BitStrip::litBits() const
{
    std::vector<int> lit;
    for (int bit = byteCount() * 8 - 1; bit >= 0; --bit) {
        if (isLit(bit))
            lit.push_back(bit);
    }
    return lit;
}

QRect BitStrip::bitRect(int bit) const
{
    const QFontMetrics metrics(m_theme.bytesFont());
    const int charWidth = metrics.horizontalAdvance(u'0');
    const int column = byteCount() * 8 - 1 - bit;
    const int x = margin + column * (charWidth + 1) + column / 4 * charWidth / 2 + column / 8 * charWidth / 2;
    return {x, (height() - metrics.height() - 2) / 2, charWidth + 1, metrics.height() + 2};
}

QSize BitStrip::sizeHint() const
{
    return {200, std::max(QFontMetrics(m_theme.bytesFont()).height(), fontMetrics().height()) + 10};
}

QString BitStrip::caption() const
{
    const Selection& selection = m_selection.current();
    if (!selection.packet)
        return {};
    QString text = m_selection.statusText();
    const bool isField = selection.node >= 0
        && selection.packet->layout.nodes[static_cast<std::size_t>(selection.node)].what != LayoutNode::What::Layer;
    const QString value = isField ? nodeValue(m_selection.protocols(), selection.packet->layout, selection.node).left(80) : QString();
    return value.isEmpty() || text.endsWith(value) ? text : u"%1 · %2"_s.arg(text, value);
}

void BitStrip::paintBit(QPainter& painter, int bit) const
{
    const auto& layout = m_selection.current().packet->layout;
    const std::uint64_t at = frameBit(bit);
    const bool set = readBits(layout.bytes, static_cast<std::size_t>(at), 1) != 0;
    const QRect cell = bitRect(bit);
    const bool hovered = m_hovered >= 0 && layout.nodeAt(at) == m_hovered;
    QColor text = m_theme.color(Theme::Role::Muted);
    if (isLit(bit)) {
        painter.fillRect(cell, m_theme.color(Theme::Role::Selection));
        text = m_theme.color(Theme::Role::SelectionText);
    } else if (hovered) {
        painter.fillRect(cell, m_theme.color(Theme::Role::Hover));
        text = m_theme.color(Theme::Role::HoverText);
    }
    painter.setPen(text);
    painter.drawText(cell, Qt::AlignCenter, set ? u"1"_s : u"0"_s);
}

void BitStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Theme::Role::Window));
    painter.setPen(m_theme.color(Theme::Role::Line));
    painter.drawLine(0, 0, width(), 0);
    const int bits = byteCount() * 8;
    painter.setFont(m_theme.bytesFont());
    for (int bit = bits - 1; bit >= 0; --bit)
        paintBit(painter, bit);
    const int left = bits == 0 ? margin : bitRect(0).right() + 2 * margin;
    painter.setFont(font());
    painter.setPen(m_theme.color(Theme::Role::Text));
    const QRect area(left, 0, width() - left - margin, height());
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, fontMetrics().elidedText(caption(), Qt::ElideMiddle, area.width()));
}

int BitStrip::bitAt(QPoint point) const
{
    for (int bit = byteCount() * 8 - 1; bit >= 0; --bit) {
        if (bitRect(bit).adjusted(0, -4, 0, 4).contains(point))
            return bit;
    }
    return -1;
}

std::int32_t BitStrip::nodeAt(QPoint point) const
{
    const int bit = bitAt(point);
    return bit < 0 ? -1 : m_selection.current().packet->layout.nodeAt(frameBit(bit));
}

void BitStrip::mousePressEvent(QMouseEvent* event)
{
    if (const std::int32_t node = nodeAt(event->position().toPoint()); node >= 0)
        m_selection.selectNode(node, this);
}

void BitStrip::mouseMoveEvent(QMouseEvent* event)
{
    emit m_selection.hovered(nodeAt(event->position().toPoint()), this);
}

void BitStrip::leaveEvent(QEvent*)
{
    emit m_selection.hovered(-1, this);
}

bool BitStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::int32_t node = nodeAt(help->pos());
    if (node < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
            QString::fromStdString(nodePathText(m_selection.protocols(), m_selection.current().packet->layout, node)), this);
    return true;
}

} // namespace fw::ui
