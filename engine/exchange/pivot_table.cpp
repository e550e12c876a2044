#include "engine/exchange/pivot_table.h"

#include "engine/base/address.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>

namespace fw {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// The digits at the beginning, without leading zeros; they are taken off.
std::string_view takeNumber(std::string_view& text)
{
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

bool isNaturallyBefore(std::string_view a, std::string_view b)
{
    while (!a.empty() && !b.empty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            const std::string_view left = takeNumber(a);
            const std::string_view right = takeNumber(b);
            if (left != right)
                return left.size() != right.size() ? left.size() < right.size() : left < right;
        } else if (a.front() != b.front()) {
            return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
        } else {
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    return a.empty() && !b.empty();
}

/// Addresses have an order of their own.
struct SortKey {
    enum Rank : std::uint8_t { Ipv4, Ipv6, Text };
    Rank rank = Text;
    Ipv6Address address{};
    auto operator<=>(const SortKey&) const = default;
};

SortKey sortKey(std::string_view text)
{
    SortKey key;
    if (const auto four = parseIpv4(text)) {
        key.rank = SortKey::Ipv4;
        std::ranges::copy(*four, key.address.begin());
    } else if (const auto six = parseIpv6(text)) {
        key.rank = SortKey::Ipv6;
        key.address = *six;
    }
    return key;
}

std::optional<std::int64_t> wholeNumber(const std::string& text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> addressNumber(const std::string& text)
{
    const auto address = parseIpv4(text);
    return address ? std::optional<std::int64_t>(be32(Bytes(*address), 0)) : std::nullopt;
}

/// False if not all of them are such numbers.
bool sortByNumber(std::vector<std::string>& texts, std::optional<std::int64_t> (*number)(const std::string&))
{
    if (!std::ranges::all_of(texts, [&](const std::string& text) { return number(text).has_value(); }))
        return false;
    std::ranges::stable_sort(texts, {}, number);
    return true;
}

std::vector<std::string> sorted(std::vector<std::string> texts, TableOrder order)
{
    std::ranges::sort(texts);
    if (order == TableOrder::Natural)
        std::ranges::stable_sort(texts, comesBefore);
    else if (!sortByNumber(texts, wholeNumber))
        sortByNumber(texts, addressNumber);
    return texts;
}

/// In characters, of which UTF-8 may take several bytes.
std::size_t widthOf(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

void append(std::string& line, std::string_view text, std::size_t width)
{
    line += text;
    line.append(width + 1 - std::min(width, widthOf(text)), ' ');
}

} // namespace

bool comesBefore(std::string_view a, std::string_view b)
{
    const SortKey left = sortKey(a);
    const SortKey right = sortKey(b);
    if (left != right)
        return left < right;
    return left.rank == SortKey::Text && isNaturallyBefore(a, b);
}

void PivotTable::set(const std::string& column, const std::string& row, std::string cell)
{
    m_cells[column][row] = std::move(cell);
}

std::vector<std::string> PivotTable::columns(TableOrder order) const
{
    std::vector<std::string> names;
    for (const auto& [column, cells] : m_cells)
        names.push_back(column);
    return sorted(std::move(names), order);
}

std::vector<std::string> PivotTable::rows(TableOrder order) const
{
    std::set<std::string> names;
    for (const auto& [column, cells] : m_cells)
        for (const auto& [row, cell] : cells)
            names.insert(row);
    return sorted({names.begin(), names.end()}, order);
}

const std::string* PivotTable::cell(const std::string& column, const std::string& row) const
{
    const auto cells = m_cells.find(column);
    if (cells == m_cells.end())
        return nullptr;
    const auto found = cells->second.find(row);
    return found == cells->second.end() ? nullptr : &found->second;
}

std::string PivotTable::text(TableOrder columnOrder, TableOrder rowOrder) const
{
    const std::vector<std::string> allColumns = columns(columnOrder);
    const std::vector<std::string> allRows = rows(rowOrder);
    std::size_t rowWidth = 0;
    for (const std::string& row : allRows)
        rowWidth = std::max(rowWidth, widthOf(row));
    std::vector<std::size_t> widths;
    for (const std::string& column : allColumns) {
        widths.push_back(widthOf(column));
        for (const auto& [row, cell] : m_cells.at(column))
            widths.back() = std::max(widths.back(), widthOf(cell));
    }
    std::string out;
    append(out, {}, rowWidth);
    for (std::size_t i = 0; i < allColumns.size(); ++i)
        append(out, allColumns[i], widths[i]);
    out += '\n';
    for (const std::string& row : allRows) {
        append(out, row, rowWidth);
        for (std::size_t i = 0; i < allColumns.size(); ++i) {
            const std::string* found = cell(allColumns[i], row);
            append(out, found != nullptr ? *found : "-", widths[i]);
        }
        out += '\n';
    }
    return out;
}

} // namespace fw
