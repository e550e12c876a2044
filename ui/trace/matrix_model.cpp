#include "ui/trace/matrix_model.h"

namespace fw::ui {
namespace {

QString cellText(const HopRow& hop)
{
    if (hop.addresses.empty())
        return hop.isWaiting() ? QStringLiteral("…") : QStringLiteral("*");
    QStringList lines;
    for (const HopAddress& address : hop.addresses) {
        QString line = QString::fromStdString(address.address);
        for (const std::string& kind : address.kinds)
            line += QLatin1Char(' ') + QString::fromStdString(kind);
        lines << line;
    }
    return lines.join(QStringLiteral(", "));
}

} // namespace

void MatrixModel::setTrace(const TraceLog& log)
{
    QStringList targets;
    std::vector<std::map<int, QString>> cells;
    int first = 255;
    int last = 0;
    for (std::size_t target = 0; target < log.targets().size(); ++target) {
        std::map<int, QString>& column = cells.emplace_back();
        QString service;
        for (const HopRow& hop : log.hops(target)) {
            service = QString::fromStdString(hop.service);
            column[hop.ttl] = cellText(hop);
            first = std::min(first, hop.ttl);
            last = std::max(last, hop.ttl);
        }
        targets << QString::fromStdString(log.targets()[target]) + QLatin1Char(' ') + service;
    }
    const int rows = last < first ? 0 : last - first + 1;
    const bool sameShape = targets.size() == m_targets.size() && rows == m_rows && first == m_firstTtl;
    if (!sameShape)
        beginResetModel();
    m_targets = std::move(targets);
    m_cells = std::move(cells);
    m_firstTtl = first;
    m_rows = rows;
    if (!sameShape)
        endResetModel();
    else if (rows > 0)
        emit dataChanged(index(0, 0), index(rows - 1, columnCount() - 1));
}

int MatrixModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int MatrixModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_targets.size());
}

QVariant MatrixModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const auto& column = m_cells[static_cast<std::size_t>(index.column())];
    const auto found = column.find(ttl(index.row()));
    return found == column.end() ? QStringLiteral("–") : found->second;
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return QVariant::fromValue(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? m_targets.value(section) : QString::number(ttl(section));
}

} // namespace fw::ui
