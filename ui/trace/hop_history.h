#pragma once

#include "ui/panes/theme.h"
#include "ui/trace/time_scale.h"
#include "ui/trace/trace_log.h"

#include <QWidget>

class QPainter;

namespace fw::ui {

/// The round-trip times of one hop over time. What was lost is a tick on the base line. Every probe can be selected.
class HopHistory final : public QWidget {
    Q_OBJECT
public:
    explicit HopHistory(Theme& theme, QWidget* parent = nullptr);

    /// The log is not kept. The selected probe stays it, if it is among them.
    void showProbes(const TraceLog& log, const std::vector<std::size_t>& probes);
    /// Of the log; nothing if none is selected.
    [[nodiscard]] std::optional<std::size_t> currentProbe() const;
    void setCurrentProbe(std::size_t number);
    [[nodiscard]] int probeCount() const { return static_cast<int>(m_points.size()); }
    [[nodiscard]] int lostCount() const;
    /// Where a probe's mark is; the oldest is 0.
    [[nodiscard]] QPointF pointAt(int probe) const;
    [[nodiscard]] QSize sizeHint() const override { return {320, 140}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 80}; }

signals:
    /// By the user.
    void probeChosen(std::size_t number);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Point {
        std::size_t number = 0;
        double seconds = 0;          ///< Since the first.
        std::optional<double> time;  ///< Milliseconds; nothing if there is no answer.
        bool lost = false;
    };
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] TimeScale times() const;
    [[nodiscard]] double xOf(const Point& point) const;
    [[nodiscard]] int nearest(QPointF position) const;
    [[nodiscard]] QString textOf(int probe) const;
    void choose(int probe);
    void paintAxes(QPainter& painter, const TimeScale& times) const;
    void paintPoints(QPainter& painter, const TimeScale& times) const;

    Theme& m_theme;
    std::vector<Point> m_points;
    int m_current = -1;
};

} // namespace fw::ui
