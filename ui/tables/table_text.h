/// A table for other programs.
#pragma once

#include <QAbstractItemModel>

namespace fw::ui {

enum class TableFormat { Text, Csv, Markdown, Latex };

/// With the headers; empty cells stay empty, except in plain text, where Scapy writes "-".
[[nodiscard]] QString tableText(const QAbstractItemModel& table, TableFormat format);

} // namespace fw::ui
