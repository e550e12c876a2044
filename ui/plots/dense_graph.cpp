#include "ui/plots/dense_graph.h"

namespace fw::ui {
namespace {

constexpr qptrdiff mostSmoothPoints = 300; // Wide smooth lines cost a hundred times what thin plain ones do.
constexpr qptrdiff mostLinePoints = 3000;
constexpr qsizetype mostMarkers = 1000;
constexpr double dotSide = 2.5;

} // namespace

qptrdiff DenseGraph::pointsInSight() const
{
    const QCPRange range = mKeyAxis->range();
    return mDataContainer->findEnd(range.upper) - mDataContainer->findBegin(range.lower);
}

void DenseGraph::draw(QCPPainter* painter)
{
    const LineStyle style = mLineStyle;
    const QPen pen = mPen;
    const bool smooth = mAntialiased;
    const qptrdiff points = pointsInSight();
    if (style == lsLine && points > mostLinePoints)
        mLineStyle = lsNone;
    if (points > mostSmoothPoints) {
        mPen.setWidth(0);
        mAntialiased = false;
    }
    QCPGraph::draw(painter);
    mLineStyle = style;
    mPen = pen;
    mAntialiased = smooth;
}

void DenseGraph::drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& points, const QCPScatterStyle& style) const
{
    if (points.size() > mostMarkers)
        drawDots(*painter, points, mPen.color());
    else
        QCPGraph::drawScatterPlot(painter, points, style);
}

void DenseGraph::drawDots(QCPPainter& painter, const QVector<QPointF>& points, const QColor& color) const
{
    const QRect area = clipRect();
    const double scale = painter.modes().testFlag(QCPPainter::pmVectorized) ? 2 : painter.device()->devicePixelRatioF();
    QImage image(area.size() * scale, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return;
    image.fill(Qt::transparent);
    const int side = std::max(1, qRound(dotSide * scale));
    const QRgb pixel = color.rgba();
    const qsizetype stride = image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
    for (const QPointF& point : points) {
        const int left = qRound((point.x() - area.left()) * scale) - side / 2;
        const int top = qRound((point.y() - area.top()) * scale) - side / 2;
        const QRect dot = QRect(left, top, side, side).intersected(image.rect());
        for (int y = dot.top(); y <= dot.bottom(); ++y)
            std::fill_n(pixels + y * stride + dot.left(), dot.width(), pixel);
    }
    image.setDevicePixelRatio(scale);
    applyScattersAntialiasingHint(&painter);
    painter.drawImage(QPointF(area.topLeft()), image);
}

} // namespace fw::ui
