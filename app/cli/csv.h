#pragma once

#include <string>
#include <vector>

namespace fw::cli {

/// RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it.
[[nodiscard]] std::string csvRow(const std::vector<std::string>& cells);

} // namespace fw::cli
