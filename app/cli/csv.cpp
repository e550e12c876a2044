#include "app/cli/csv.h"

#include <string_view>

namespace fw::cli {

std::string csvRow(const std::vector<std::string>& cells)
{
    std::string row;
    for (const std::string& cell : cells) {
        const bool isFormula = !cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos
            && cell.find_first_not_of("-0123456789.") != std::string::npos;
        std::string text = isFormula ? "'" + cell : cell;
        if (text.find_first_of(",\"\r\n") != std::string::npos) {
            for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2))
                text.insert(at, 1, '"');
            text = '"' + text + '"';
        }
        row += (&cell == &cells.front() ? "" : ",") + text;
    }
    return row;
}

} // namespace fw::cli
