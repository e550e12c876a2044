#pragma once

#include <QStringList>

namespace fw::ui {

/// RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it.
[[nodiscard]] QString csvCell(const QString& text);
[[nodiscard]] QString csvRow(const QStringList& cells);

} // namespace fw::ui
