/// Scapy's make_table(): a cell for each column and row that came up.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fw {

enum class TableOrder : std::uint8_t {
    Natural, ///< As comesBefore(): tcp/80 before tcp/443, 2001:db8::9 before 2001:db8::10.
    Scapy,   ///< By number if all are whole numbers, by address if all are IPv4 addresses, else by character.
};

/// IPv4 addresses first, then IPv6 addresses, each by number; then all else, where digits in a row are one number.
[[nodiscard]] bool comesBefore(std::string_view a, std::string_view b);

class PivotTable {
public:
    /// The last one to be put somewhere stays.
    void set(const std::string& column, const std::string& row, std::string cell);

    [[nodiscard]] bool isEmpty() const { return m_cells.empty(); }
    [[nodiscard]] std::vector<std::string> columns(TableOrder order = TableOrder::Natural) const;
    [[nodiscard]] std::vector<std::string> rows(TableOrder order = TableOrder::Natural) const;
    /// Null where nothing was put.
    [[nodiscard]] const std::string* cell(const std::string& column, const std::string& row) const;
    /// As Scapy prints it, with spaces to the widest of each column and "-" for empty cells. Ends with a line end.
    [[nodiscard]] std::string text(TableOrder columnOrder = TableOrder::Natural, TableOrder rowOrder = TableOrder::Natural) const;

private:
    std::map<std::string, std::map<std::string, std::string>> m_cells; ///< By column, then row.
};

} // namespace fw
