#include "ui/protocols/header_diagram.h"

#include <QCoreApplication>
#include <QFile>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>

namespace fw::ui {
namespace {

constexpr int rowBits = 32;
constexpr qreal padding = 4;
constexpr qreal tallestName = 110;

QString tr(const char* text)
{
    return QCoreApplication::translate("HeaderDiagram", text);
}

} // namespace

HeaderPainter::HeaderPainter(const Protocols& protocols, const ProtocolDesc& protocol, const Theme& theme, const QFont& font, qreal width)
    : m_protocol(protocol), m_theme(theme), m_font(font), m_small(font), m_width(std::max<qreal>(width, 160)), m_cells(headerCells(protocols, protocol)),
      m_fill(theme.groupFill(QString::fromStdString(protocol.group)))
{
    m_small.setPointSizeF(std::max(6.0, font.pointSizeF() * 0.8));
    m_ruler = QFontMetricsF(m_small).height() + 6;
    const QFontMetricsF metrics(m_font);
    const int rows = m_cells.empty() ? 0 : m_cells.back().row + 1;
    std::vector<qreal> heights(static_cast<std::size_t>(rows), metrics.height() + 2 * padding + 4);
    m_tops.assign(static_cast<std::size_t>(rows) + 1, m_ruler);
    for (const HeaderCell& cell : m_cells)
        if (cell.isFirst && isUpright(cell)) {
            qreal& height = heights[static_cast<std::size_t>(cell.row)];
            height = std::max(height, std::min(metrics.horizontalAdvance(nameOf(cell)), tallestName) + 2 * padding);
        }
    for (std::size_t row = 0; row < heights.size(); ++row)
        m_tops[row + 1] = m_tops[row] + heights[row];
    m_tops.back() += 1;
}

QString HeaderPainter::nameOf(const HeaderCell& cell) const
{
    if (cell.field == noField)
        return tr("what it carries");
    const FieldDesc& field = m_protocol.fields[cell.field];
    QString name = QString::fromStdString(field.name);
    if (cell.isOptional)
        name += QLatin1Char('?');
    if (cell.isVariable)
        name += QStringLiteral(" …");
    else if (field.bits > rowBits * 4)
        name += QStringLiteral(" (%1)").arg(tr("%1 bytes").arg(field.bits / 8));
    return name;
}

QRectF HeaderPainter::cellRect(const HeaderCell& cell) const
{
    const qreal bit = (m_width - 1) / rowBits;
    const auto row = static_cast<std::size_t>(cell.row);
    const qreal bottom = row + 2 == m_tops.size() ? m_tops[row + 1] - 1 : m_tops[row + 1];
    return {cell.firstBit * bit, m_tops[row], cell.bits * bit, bottom - m_tops[row]};
}

bool HeaderPainter::isUpright(const HeaderCell& cell) const
{
    const qreal bit = (m_width - 1) / rowBits;
    const QFontMetricsF metrics(m_font);
    return metrics.horizontalAdvance(nameOf(cell)) + 2 * padding > cell.bits * bit && cell.bits * bit < 6 * metrics.averageCharWidth();
}

FieldIndex HeaderPainter::fieldAt(QPointF point) const
{
    for (const HeaderCell& cell : m_cells)
        if (cellRect(cell).contains(point))
            return cell.field;
    return noField;
}

void HeaderPainter::paintRuler(QPainter& painter) const
{
    painter.setFont(m_small);
    painter.setPen(m_theme.color(Theme::Role::Muted));
    const qreal bit = (m_width - 1) / rowBits;
    const bool all = QFontMetricsF(m_small).horizontalAdvance(QStringLiteral("00 ")) < bit;
    for (int i = 0; i < rowBits; ++i) {
        const qreal x = i * bit;
        painter.drawLine(QPointF(x, m_ruler - (i % 8 == 0 ? 6 : 3)), QPointF(x, m_ruler));
        if (all || i % 4 == 0 || i == rowBits - 1)
            painter.drawText(QRectF(x - bit, 0, 3 * bit, m_ruler - 6), Qt::AlignCenter, QString::number(i));
    }
    painter.drawLine(QPointF(m_width - 1, m_ruler - 6), QPointF(m_width - 1, m_ruler));
}

void HeaderPainter::paintCell(QPainter& painter, const HeaderCell& cell, bool current) const
{
    const QRectF box = cellRect(cell);
    painter.setBrush(cell.field == noField ? m_theme.color(Theme::Role::Surface) : m_fill);
    painter.setPen(QPen(m_theme.color(Theme::Role::Frame), 1, cell.isOptional || cell.field == noField ? Qt::DashLine : Qt::SolidLine));
    painter.drawRect(box);
    if (current) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Theme::Role::Selection), 3));
        painter.drawRect(box.adjusted(2, 2, -2, -2));
    }
    painter.setPen(cell.field == noField ? m_theme.color(Theme::Role::Muted) : m_theme.groupText());
    painter.setFont(m_font);
    if (!cell.isFirst) {
        painter.drawText(box, Qt::AlignCenter, cell.goesOn ? QStringLiteral("⋯") : QString());
        return;
    }
    const QFontMetricsF metrics(m_font);
    if (!isUpright(cell)) {
        painter.drawText(box, Qt::AlignCenter, metrics.elidedText(nameOf(cell), Qt::ElideMiddle, box.width() - 2 * padding + 2));
        return;
    }
    painter.save();
    painter.translate(box.center());
    painter.rotate(-90);
    const QRectF upright(-box.height() / 2, -box.width() / 2, box.height(), box.width());
    painter.drawText(upright, Qt::AlignCenter, metrics.elidedText(nameOf(cell), Qt::ElideMiddle, box.height() - padding));
    painter.restore();
}

void HeaderPainter::paint(QPainter& painter, FieldIndex current) const
{
    paintRuler(painter);
    for (const HeaderCell& cell : m_cells)
        if (cell.field != current || current == noField)
            paintCell(painter, cell, false);
    for (const HeaderCell& cell : m_cells) // Over the lines of its neighbours.
        if (cell.field == current && current != noField)
            paintCell(painter, cell, true);
}

bool exportHeader(const Protocols& protocols, const ProtocolDesc& protocol, const Theme& theme, const QString& path)
{
    const QFont font(QStringLiteral("sans-serif"), 10);
    const HeaderPainter painting(protocols, protocol, theme, font, 640);
    constexpr int margin = 12;
    const QRect page(QPoint(), painting.size().toSize() + QSize(2 * margin, 2 * margin));
    const auto paintOn = [&](QPaintDevice& device, qreal scale) {
        QPainter painter(&device);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(scale, scale);
        painter.fillRect(page, theme.color(Theme::Role::Surface));
        painter.translate(margin, margin);
        painting.paint(painter);
        return painter.isActive();
    };
    if (path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        QImage image(page.size() * 2, QImage::Format_ARGB32_Premultiplied);
        return paintOn(image, 2) && image.save(path);
    }
    QFile file(path);
    const bool svg = path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive);
    if ((!svg && !path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) || !file.open(QIODevice::WriteOnly))
        return false;
    if (svg) {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setSize(page.size());
        generator.setViewBox(page);
        generator.setTitle(QString::fromStdString(protocol.name));
        paintOn(generator, 1);
    } else {
        QPdfWriter writer(&file);
        writer.setPageSize(QPageSize(QSizeF(page.size()) * 0.75, QPageSize::Point, {}, QPageSize::ExactMatch));
        writer.setPageMargins({});
        writer.setResolution(96);
        paintOn(writer, 1);
    }
    return file.flush() && file.error() == QFileDevice::NoError;
}

} // namespace fw::ui
