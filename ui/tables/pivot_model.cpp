#include "ui/tables/pivot_model.h"

#include "engine/exchange/pivot_table.h"
#include "ui/models/plain_text.h"

#include <algorithm>

namespace fw::ui {
namespace {

bool before(const std::string& a, const std::string& b)
{
    if (comesBefore(a, b))
        return true;
    return !comesBefore(b, a) && a < b; // 01 and 1 are the same number and two texts.
}

std::uint64_t cellKey(std::uint32_t column, std::uint32_t row)
{
    return std::uint64_t{column} << 32U | row;
}

} // namespace

int PivotModel::Lines::indexOf(const std::string& name) const
{
    const auto found = std::ranges::lower_bound(shown, name, before, &Line::name);
    return found != shown.end() && found->name == name ? static_cast<int>(found - shown.begin()) : -1;
}

void PivotModel::begin(std::vector<CellWord> words, ShownPacket::Source source, bool practice)
{
    beginResetModel();
    m_words = std::move(words);
    m_source = source;
    m_practice = practice;
    m_phase = Phase::Running;
    m_requests.clear();
    m_byNumber.clear();
    m_answered = 0;
    m_leavesOut = false;
    m_columns = {};
    m_rows = {};
    m_cells.clear();
    endResetModel();
}

void PivotModel::note(const TableEvent& event)
{
    const auto [known, isNew] = m_byNumber.emplace(event.request, m_requests.size());
    if (isNew)
        m_requests.push_back({event.request, event.packet, {}, event.column, event.row, {}, {}});
    if (!event.isAnswer)
        return;
    Request& request = m_requests[known->second];
    m_answered += request.answer ? 0 : 1;
    request.answer = event.packet;
    request.column = event.column;
    request.row = event.row;
    request.text = plainText(event.cell);
    request.word = wordFor(m_words, request.text);
}

bool PivotModel::isShown(const Request& request) const
{
    return (request.answer || m_showsSilent) && !(request.column.empty() && request.row.empty());
}

void PivotModel::add(const std::vector<TableEvent>& events)
{
    std::vector<std::string> columns;
    std::vector<std::string> rows;
    std::vector<std::size_t> touched;
    for (const TableEvent& event : events) {
        note(event);
        const std::size_t index = m_byNumber.at(event.request);
        const Request& request = m_requests[index];
        if (!isShown(request))
            continue;
        touched.push_back(index);
        if (!m_columns.ids.contains(request.column))
            columns.push_back(request.column);
        if (!m_rows.ids.contains(request.row))
            rows.push_back(request.row);
    }
    insert(m_columns, std::move(columns), Qt::Horizontal);
    insert(m_rows, std::move(rows), Qt::Vertical);
    int first = rowCount();
    int last = -1;
    for (const std::size_t index : touched) {
        const Request& request = m_requests[index];
        const auto column = m_columns.ids.find(request.column);
        if (column == m_columns.ids.end())
            continue;
        m_cells[cellKey(column->second, m_rows.ids.at(request.row))] = index;
        const int row = m_rows.indexOf(request.row);
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= first && columnCount() > 0)
        emit dataChanged(index(first, 0), index(last, columnCount() - 1));
}

void PivotModel::insert(Lines& lines, std::vector<std::string> names, Qt::Orientation orientation)
{
    const bool across = orientation == Qt::Horizontal;
    std::ranges::sort(names, before);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (across && lines.shown.size() + names.size() > mostColumns) {
        const std::size_t room = mostColumns - lines.shown.size();
        m_leavesOut = true;
        names.resize(room);
    }
    std::size_t next = 0;
    while (next < names.size()) {
        // All that come between the same two are one insertion.
        const auto place = std::ranges::lower_bound(lines.shown, names[next], before, &Line::name);
        std::size_t end = next + 1;
        while (end < names.size() && (place == lines.shown.end() || before(names[end], place->name)))
            ++end;
        std::vector<Line> made;
        for (; next < end; ++next) {
            const auto id = static_cast<std::uint32_t>(lines.ids.size());
            lines.ids.emplace(names[next], id);
            made.push_back({std::move(names[next]), id});
        }
        const int first = static_cast<int>(place - lines.shown.begin());
        const int last = first + static_cast<int>(made.size()) - 1;
        across ? beginInsertColumns({}, first, last) : beginInsertRows({}, first, last);
        lines.shown.insert(place, std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
        across ? endInsertColumns() : endInsertRows();
    }
}

void PivotModel::end(Phase phase)
{
    m_phase = phase;
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void PivotModel::setShowsSilent(bool shows)
{
    if (m_showsSilent == shows)
        return;
    m_showsSilent = shows;
    placeAll();
}

void PivotModel::placeAll()
{
    beginResetModel();
    m_columns = {};
    m_rows = {};
    m_cells.clear();
    m_leavesOut = false;
    endResetModel();
    std::vector<std::string> columns;
    std::vector<std::string> rows;
    for (const Request& request : m_requests) {
        if (!isShown(request))
            continue;
        columns.push_back(request.column);
        rows.push_back(request.row);
    }
    insert(m_columns, std::move(columns), Qt::Horizontal);
    insert(m_rows, std::move(rows), Qt::Vertical);
    for (std::size_t i = 0; i < m_requests.size(); ++i) {
        const auto column = m_columns.ids.find(m_requests[i].column);
        if (isShown(m_requests[i]) && column != m_columns.ids.end())
            m_cells[cellKey(column->second, m_rows.ids.at(m_requests[i].row))] = i;
    }
}

const PivotModel::Request* PivotModel::requestAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return nullptr;
    const auto found = m_cells.find(cellKey(m_columns.shown[static_cast<std::size_t>(index.column())].id, m_rows.shown[static_cast<std::size_t>(index.row())].id));
    return found == m_cells.end() ? nullptr : &m_requests[found->second];
}

QModelIndex PivotModel::cellOf(std::size_t request) const
{
    const auto known = m_byNumber.find(request);
    if (known == m_byNumber.end())
        return {};
    const Request& found = m_requests[known->second];
    const int row = m_rows.indexOf(found.row);
    const int column = m_columns.indexOf(found.column);
    return row < 0 || column < 0 ? QModelIndex() : index(row, column);
}

ShownPacketPtr PivotModel::shown(const Request& request, const CapturedPacket& packet, const std::shared_ptr<const Protocols>& protocols) const
{
    return shownPacket(protocols, m_source, request.number + 1, packet, m_practice);
}

ShownPacketPtr PivotModel::request(const QModelIndex& cell, const std::shared_ptr<const Protocols>& protocols) const
{
    const Request* const found = requestAt(cell);
    return found ? shown(*found, found->packet, protocols) : nullptr;
}

ShownPacketPtr PivotModel::answer(const QModelIndex& cell, const std::shared_ptr<const Protocols>& protocols) const
{
    const Request* const found = requestAt(cell);
    return found && found->answer ? shown(*found, *found->answer, protocols) : nullptr;
}

int PivotModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.shown.size());
}

int PivotModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.shown.size());
}

QString PivotModel::text(const Request& request) const
{
    if (request.answer) {
        const QString& word = request.word.word;
        return word.isEmpty() ? request.text : request.text.isEmpty() ? word : request.text + QLatin1Char(' ') + word;
    }
    switch (m_phase) {
    case Phase::Running: return tr("… waiting");
    case Phase::Cancelled: return tr("– cancelled");
    case Phase::Ended: break;
    }
    return tr("– no reply");
}

QVariant PivotModel::data(const QModelIndex& index, int role) const
{
    const Request* const request = requestAt(index);
    if (!request)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return text(*request);
    case TintRole: return static_cast<int>(request->word.tint);
    case RequestRole: return qulonglong{request->number};
    case SilentRole: return !request->answer;
    default: return {};
    }
}

QVariant PivotModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const Lines& lines = orientation == Qt::Horizontal ? m_columns : m_rows;
    if (section < 0 || section >= static_cast<int>(lines.shown.size()))
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | Qt::AlignLeft));
    return role == Qt::DisplayRole || role == Qt::ToolTipRole ? plainText(lines.shown[static_cast<std::size_t>(section)].name) : QVariant();
}

} // namespace fw::ui
