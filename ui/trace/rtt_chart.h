#pragma once

#include "ui/panes/theme.h"
#include "ui/trace/hop_model.h"
#include "ui/trace/time_scale.h"

#include <QTreeView>
#include <QWidget>

class QPainter;

namespace fw::ui {

/// The round-trip times of the hops, each beside its row of the table: a dot for the average, a cross for the last, a bar from the
/// best to the worst, hatched for the share that was lost.
class RttChart final : public QWidget {
    Q_OBJECT
public:
    /// Both outlive the chart.
    RttChart(QTreeView& table, HopModel& hops, Theme& theme, QWidget* parent = nullptr);

    /// The upper edge of a hop's row, in this widget's coordinates.
    [[nodiscard]] int rowY(int row) const;
    /// For all rows, whether they are seen or not.
    [[nodiscard]] TimeScale scale() const;
    [[nodiscard]] QSize sizeHint() const override { return {320, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {140, 80}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRect rowRect(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexAt(int y) const;
    void paintScale(QPainter& painter, const TimeScale& scale) const;
    void paintRow(QPainter& painter, const TimeScale& scale, const QModelIndex& index, const QRect& area) const;
    void paintMarks(QPainter& painter, const TimeScale& scale, const HopStatistics& of, const QRect& area, const QColor& color) const;

    QTreeView& m_table;
    HopModel& m_hops;
    Theme& m_theme;
};

} // namespace fw::ui
