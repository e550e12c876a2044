#pragma once

#include <QPainterPath>
#include <QRectF>

#include <vector>

namespace fw::ui {

/// The outline of a run of bytes that may go over several rows: one closed polygon, or several where neighbouring
/// rows have no column in common. The parts stand below each other, top row first.
[[nodiscard]] QPainterPath runPath(const std::vector<QRectF>& parts);

} // namespace fw::ui
