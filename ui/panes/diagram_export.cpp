#include "ui/panes/diagram_export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

constexpr double imageScale = 2;
constexpr double maxSide = 30'000;
constexpr double maxPixels = 120e6;

QByteArray diagramPdf(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size)
{
    QByteArray pdf;
    QBuffer buffer(&pdf);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setCreator(u"Framewright"_s);
        // A page of the diagram's own size: it is a figure, not a document.
        writer.setPageSize(QPageSize(size * 0.75, QPageSize::Point));
        writer.setPageMargins({});
        writer.setResolution(96);
        QPainter canvas(&writer);
        painter.paintAll(canvas, look);
    }
    return pdf;
}

QByteArray diagramPng(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QImage image = diagramImage(painter, look, size, imageScale);
    if (image.isNull())
        image = diagramImage(painter, look, size, 1);
    image.save(&buffer, "PNG");
    return png;
}

} // namespace

QByteArray diagramSvg(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size)
{
    QByteArray svg;
    QBuffer buffer(&svg);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(), size));
    generator.setTitle(u"Framewright"_s);
    QPainter canvas(&generator);
    painter.paintAll(canvas, look);
    canvas.end();
    return svg;
}

QImage diagramImage(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size, double scale)
{
    const QSizeF pixels = size * scale;
    if (pixels.isEmpty() || std::max(pixels.width(), pixels.height()) > maxSide || pixels.width() * pixels.height() > maxPixels)
        return {};
    QImage image(pixels.toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::white);
    QPainter canvas(&image);
    painter.paintAll(canvas, look);
    return image;
}

bool exportDiagram(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray data;
    if (suffix == "svg"_L1)
        data = diagramSvg(painter, look, size);
    else if (suffix == "png"_L1)
        data = diagramPng(painter, look, size);
    else if (suffix == "pdf"_L1)
        data = diagramPdf(painter, look, size);
    if (data.isEmpty())
        return false;
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(data) == data.size() && file.commit();
}

} // namespace fw::ui
