#pragma once

#include "ui/plots/plot_view.h"

#include <QAccessibleWidget>

namespace fw::ui {

/// What a screen reader sees of a plot: the point where the keyboard is as its value, what is drawn as its description.
class PlotAccessible final : public QAccessibleWidget {
public:
    explicit PlotAccessible(PlotView& view) : QAccessibleWidget(&view, QAccessible::Chart), m_view(view) {}
    /// From then on every PlotView has one.
    static void install();
    [[nodiscard]] QString text(QAccessible::Text text) const override;

private:
    PlotView& m_view;
};

} // namespace fw::ui
