#include "ui/plots/series_model.h"

#include "ui/plots/plot_words.h"
#include "ui/plots/series_style.h"

#include <algorithm>

namespace fw::ui {

SeriesModel::SeriesModel(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), m_theme(theme) {}

void SeriesModel::setPlot(PlotDataPtr data, bool keepsHidden)
{
    std::vector<std::string> hidden;
    for (std::size_t i = 0; keepsHidden && i < m_shown.size(); ++i)
        if (!m_shown[i])
            hidden.push_back(m_data->series[i].key);
    beginResetModel();
    m_data = std::move(data);
    m_shown.clear();
    m_icons.clear();
    for (std::size_t i = 0; m_data && i < m_data->series.size(); ++i) {
        const PlotSeries& series = m_data->series[i];
        m_shown.push_back(std::ranges::find(hidden, series.key) == hidden.end());
        m_icons.push_back(seriesIcon(m_theme, i));
    }
    endResetModel();
}

void SeriesModel::setAllShown(bool shown)
{
    for (int row = 0; row < rowCount(); ++row)
        setData(index(row, NameColumn), shown ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
}

void SeriesModel::recolour()
{
    for (std::size_t i = 0; i < m_icons.size(); ++i)
        m_icons[i] = seriesIcon(m_theme, i);
    if (rowCount() > 0)
        emit dataChanged(index(0, NameColumn), index(rowCount() - 1, NameColumn), {Qt::DecorationRole});
}

int SeriesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int SeriesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SeriesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto number = static_cast<std::size_t>(index.row());
    const PlotSeries& series = m_data->series[number];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() == PointsColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::DecorationRole && index.column() == NameColumn)
        return m_icons[number];
    if (role == Qt::CheckStateRole && index.column() == NameColumn)
        return m_shown[number] ? Qt::Checked : Qt::Unchecked;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case NameColumn: return seriesName(series);
    case PointsColumn: return QLocale().toString(qulonglong{series.points.size()});
    case BehaviourColumn: return QString::fromStdString(series.behaviour);
    default: return {};
    }
}

bool SeriesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != NameColumn)
        return false;
    const auto number = static_cast<std::size_t>(index.row());
    const bool shown = value.toInt() == Qt::Checked;
    if (m_shown[number] == shown)
        return true;
    m_shown[number] = shown;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit shownChanged(number, shown);
    return true;
}

Qt::ItemFlags SeriesModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == NameColumn ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant SeriesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == PointsColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Series");
    case PointsColumn: return tr("Points");
    case BehaviourColumn: return tr("Behaviour");
    default: return {};
    }
}

} // namespace fw::ui
