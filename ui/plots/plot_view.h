#pragma once

#include "ui/bridge/plot_data.h"
#include "ui/panes/theme.h"

#include <qcustomplot.h>

namespace fw::ui {

class PlotTicker;

/// Series of points. The wheel zooms across, with Shift up and down; dragging moves, a double click shows all again; with Ctrl, or in
/// rectangle mode, dragging picks points. A click on a point picks its packet.
class PlotView final : public QCustomPlot {
    Q_OBJECT
public:
    enum class Style { Line, Points, Steps };
    struct Look {
        QString xTitle;
        QString yTitle;
        Style style = Style::Line;
    };
    /// A point of a series that is shown.
    struct Point {
        std::size_t series = 0;
        std::size_t index = 0;
        bool operator==(const Point&) const = default;
    };
    explicit PlotView(Theme& theme, QWidget* parent = nullptr);
    ~PlotView() override;

    /// `keepsRanges`: the same plot with more points, seen through the same window.
    void setPlot(PlotDataPtr data, const Look& look, bool keepsRanges = false);
    /// The same plot and ranges as another view shows, for paper: with a legend.
    void copyFrom(const PlotView& other);
    [[nodiscard]] const PlotDataPtr& data() const { return m_data; }
    /// Numbers that begin again go on instead.
    void setUnwrapped(bool unwrapped);
    [[nodiscard]] bool isUnwrapped() const { return m_unwrapped; }
    void setSeriesShown(std::size_t series, bool shown);
    [[nodiscard]] bool isSeriesShown(std::size_t series) const;
    [[nodiscard]] std::size_t shownSeriesCount() const;
    /// Marks the point of this packet, if it has one.
    void ring(std::optional<std::size_t> packet);
    [[nodiscard]] const std::optional<Point>& ringed() const { return m_ringed; }
    void setRectangleMode(bool on) { m_rectangleMode = on; }
    /// Packets of the points in the last rectangle, sorted.
    [[nodiscard]] const std::vector<std::size_t>& picked() const { return m_picked; }
    void clearPicked();
    void resetRanges();
    /// Of the axis under it: by a factor, round the middle.
    void zoom(Qt::Orientation orientation, double factor);

    [[nodiscard]] QPointF pixelOf(const Point& point) const;
    /// The closest point that is shown, no farther away than this.
    [[nodiscard]] std::optional<Point> nearest(const QPointF& pixel, double radius) const;
    [[nodiscard]] QString pointText(const Point& point) const;
    /// Where the keyboard is.
    [[nodiscard]] const std::optional<Point>& current() const { return m_current; }

signals:
    void packetPicked(std::size_t packet);
    void packetsPicked(const std::vector<std::size_t>& packets);
    /// What is under the mouse or where the keyboard is; empty if nothing is.
    void pointed(const QString& text);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    // plot_view.cpp
    void makeMarks();
    void fillGraphs();
    void styleGraphs();
    void colour();
    void keepAboveZero(QCPAxis* axis, const QCPRange& range);
    void placeLabels();
    [[nodiscard]] QCPRange homeRange(Qt::Orientation orientation) const;
    [[nodiscard]] const PlotPoint& pointAt(const Point& point) const;

    // plot_view_input.cpp
    void pointAtPixel(const QPointF& pixel);
    void hideCross();
    void pickIn(const QRect& rectangle);
    void moveCurrent(int steps);
    void moveSeries(int steps);
    void showCurrent();

    Theme& m_theme;
    PlotDataPtr m_data;
    Look m_look;
    bool m_unwrapped = false;
    bool m_rectangleMode = false;
    QCPRange m_xExtent; ///< Of all points, shown or not.
    QCPRange m_yExtent;
    QSharedPointer<PlotTicker> m_xTicker;
    QSharedPointer<PlotTicker> m_yTicker;
    QCPItemTracer* m_cross;
    QCPItemTracer* m_ring;
    QCPCurve* m_pickedPoints; ///< No graph, so that the graphs are the series.
    std::vector<QCPItemText*> m_labels;
    std::optional<std::size_t> m_ringedPacket;
    std::optional<Point> m_ringed;
    std::optional<Point> m_current;
    std::optional<Point> m_hovered;
    std::vector<std::size_t> m_picked;
    QPoint m_pressed;
};

} // namespace fw::ui
