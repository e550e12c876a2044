#pragma once

#include "ui/plots/plot_view.h"

namespace fw::ui {

/// What the view shows, with a legend beside it and on white, as its suffix says: svg, pdf or png. False: another suffix, or it cannot be
/// written; the file is then as it was.
[[nodiscard]] bool exportPlot(const PlotView& view, const QString& path);

} // namespace fw::ui
