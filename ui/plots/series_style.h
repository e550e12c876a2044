#pragma once

#include "ui/panes/theme.h"

#include <QIcon>

#include <qcustomplot.h>

namespace fw::ui {

/// How the series of this number is drawn: colour and marker together tell it from 35 others.
struct SeriesStyle {
    QColor color;
    QCPScatterStyle marker;
};
[[nodiscard]] SeriesStyle seriesStyle(const Theme& theme, std::size_t number);
/// The same for a list.
[[nodiscard]] QIcon seriesIcon(const Theme& theme, std::size_t number);

} // namespace fw::ui
