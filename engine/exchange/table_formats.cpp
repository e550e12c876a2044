#include "engine/exchange/table_formats.h"

#include <algorithm>

namespace fw {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The columns, then each row with its name first.
Rows rowsOf(const PivotTable& table, TableOrder columnOrder, TableOrder rowOrder)
{
    const std::vector<std::string> columns = table.columns(columnOrder);
    Rows rows{{""}};
    rows.front().insert(rows.front().end(), columns.begin(), columns.end());
    for (const std::string& name : table.rows(rowOrder)) {
        std::vector<std::string> row{name};
        for (const std::string& column : columns) {
            const std::string* cell = table.cell(column, name);
            row.push_back(cell != nullptr ? *cell : std::string());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string csvCell(std::string text)
{
    // What others sent may stand here; no spreadsheet is to calculate with it.
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, "'");
    if (text.find_first_of("\",\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + '"';
}

/// Control characters would end the row.
std::string onOneLine(std::string text)
{
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

std::string markdownCell(const std::string& text)
{
    std::string out;
    for (const char c : onOneLine(text)) {
        if (std::string_view("\\|`*_<>[]").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string latexCell(const std::string& text)
{
    std::string out;
    for (const char c : onOneLine(text)) {
        if (c == '\\')
            out += "\\textbackslash{}";
        else if (c == '~' || c == '^')
            out += std::string("\\") + c + "{}";
        else if (std::string_view("&%$#_{}").find(c) != std::string_view::npos)
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out;
}

std::string joined(const std::vector<std::string>& row, std::string_view separator, std::string (*cell)(const std::string&))
{
    std::string out;
    for (std::size_t i = 0; i < row.size(); ++i)
        out += (i > 0 ? std::string(separator) : std::string()) + cell(row[i]);
    return out;
}

std::string csv(const Rows& rows)
{
    std::string out;
    for (const auto& row : rows)
        out += joined(row, ",", [](const std::string& text) { return csvCell(text); }) + "\n";
    return out;
}

std::string markdown(const Rows& rows)
{
    std::string out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out += "| " + joined(rows[i], " | ", markdownCell) + " |\n";
        if (i == 0)
            for (std::size_t column = 0; column <= rows[i].size(); ++column)
                out += column < rows[i].size() ? "| --- " : "|\n";
    }
    return out;
}

std::string latex(const Rows& rows)
{
    std::string out = "\\begin{tabular}{|" + std::string(rows.front().size(), 'l') + "|}\n\\hline\n";
    for (std::size_t i = 0; i < rows.size(); ++i)
        out += joined(rows[i], " & ", latexCell) + " \\\\\n" + (i == 0 ? "\\hline\n" : "");
    return out + "\\hline\n\\end{tabular}\n";
}

} // namespace

std::optional<TableFormat> tableFormat(std::string_view name)
{
    constexpr std::string_view names[] = {"text", "csv", "markdown", "latex"};
    const auto found = std::ranges::find(names, name);
    return found == std::end(names) ? std::nullopt : std::optional(static_cast<TableFormat>(found - std::begin(names)));
}

std::string formatted(const PivotTable& table, TableFormat format, TableOrder columnOrder, TableOrder rowOrder)
{
    switch (format) {
    case TableFormat::Text: return table.text(columnOrder, rowOrder);
    case TableFormat::Csv: return csv(rowsOf(table, columnOrder, rowOrder));
    case TableFormat::Markdown: return markdown(rowsOf(table, columnOrder, rowOrder));
    case TableFormat::Latex: return latex(rowsOf(table, columnOrder, rowOrder));
    }
    return {};
}

} // namespace fw
