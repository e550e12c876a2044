#pragma once

#include <qcustomplot.h>

namespace fw::ui {

/// One series. Where there are more points than can be told apart they become dots of an image, and lines between them are left out:
/// a million points are drawn as fast as a thousand.
class DenseGraph final : public QCPGraph {
public:
    DenseGraph(QCPAxis* keys, QCPAxis* values) : QCPGraph(keys, values) {}
    /// PlotView finds points by itself; QCustomPlot would measure the distance to every line at each click.
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override;
    void drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& points, const QCPScatterStyle& style) const override;

private:
    void drawDots(QCPPainter& painter, const QVector<QPointF>& points, const QColor& color) const;
    [[nodiscard]] qptrdiff pointsInSight() const;
};

} // namespace fw::ui
