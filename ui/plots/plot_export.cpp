#include "ui/plots/plot_export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace fw::ui {
namespace {

constexpr QSize pictureSize(960, 540);
constexpr double pngScale = 2;

void paintInto(QPaintDevice& device, PlotView& plot)
{
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, pictureSize.width(), pictureSize.height());
}

QByteArray pdfOf(PlotView& plot)
{
    QByteArray pdf;
    QBuffer buffer(&pdf);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setCreator(QStringLiteral("Framewright"));
        writer.setPageSize(QPageSize(QSizeF(pictureSize) * 0.75, QPageSize::Point));
        writer.setPageMargins({});
        writer.setResolution(96);
        paintInto(writer, plot);
    }
    return pdf;
}

QByteArray svgOf(PlotView& plot)
{
    QByteArray svg;
    QBuffer buffer(&svg);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(pictureSize);
    generator.setViewBox(QRect(QPoint(), pictureSize));
    generator.setTitle(QStringLiteral("Framewright"));
    paintInto(generator, plot);
    return svg;
}

QByteArray pngOf(PlotView& plot)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    plot.toPixmap(pictureSize.width(), pictureSize.height(), pngScale).save(&buffer, "PNG");
    return png;
}

} // namespace

bool exportPlot(const PlotView& view, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (!view.data() || !QStringList{QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("png")}.contains(suffix))
        return false;
    Theme paper(Theme::Mode::Light);
    PlotView copy(paper);
    copy.resize(pictureSize);
    copy.copyFrom(view);
    const QByteArray data = suffix == QLatin1String("svg") ? svgOf(copy) : suffix == QLatin1String("pdf") ? pdfOf(copy) : pngOf(copy);
    QSaveFile file(path);
    return !data.isEmpty() && file.open(QIODevice::WriteOnly) && file.write(data) == data.size() && file.commit();
}

} // namespace fw::ui
