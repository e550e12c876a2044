#pragma once

#include <QColor>
#include <QIcon>

namespace fw::ui {

/// One of the program's own icons ("capture", "send", …), drawn in this colour; muted where disabled.
[[nodiscard]] QIcon icon(const QString& name, const QColor& color);
/// The program's own.
[[nodiscard]] QIcon programIcon();

} // namespace fw::ui
