/// What a plot says in words.
#pragma once

#include "engine/protocol/protocols.h"
#include "ui/bridge/plot_data.h"

#include <QString>

namespace fw::ui {

/// "Time since the first packet (s)", "Packets per 10 ms", "IP.id (identification)"
[[nodiscard]] QString axisTitle(const Protocols& protocols, const Quantity& quantity, double span);
/// One value, as exactly as it is known.
[[nodiscard]] QString valueWord(const Quantity& quantity, double value);
/// Of a series; what has no key is said to have none.
[[nodiscard]] QString seriesName(const PlotSeries& series);
[[nodiscard]] QString plotErrorText(const PlotError& error);

} // namespace fw::ui
