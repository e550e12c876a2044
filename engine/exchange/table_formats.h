/// Tables as other programs read them.
#pragma once

#include "engine/exchange/pivot_table.h"

#include <optional>

namespace fw {

enum class TableFormat : std::uint8_t {
    Text,     ///< As PivotTable::text().
    Csv,      ///< RFC 4180, with line feeds; the first row holds the columns. What a spreadsheet would take for a formula is a text there.
    Markdown, ///< A table of GitHub's kind.
    Latex,    ///< As Scapy's make_tex_table(), in a tabular environment; characters that TeX takes for its own are escaped.
};

/// "text", "csv", "markdown", "latex".
[[nodiscard]] std::optional<TableFormat> tableFormat(std::string_view name);

/// Empty cells are empty, but in Text. Ends with a line end.
[[nodiscard]] std::string formatted(const PivotTable& table, TableFormat format, TableOrder columnOrder = TableOrder::Natural,
                                    TableOrder rowOrder = TableOrder::Natural);

} // namespace fw
