#include "ui/trace/hop_model.h"

#include <QLocale>

namespace fw::ui {
namespace {

/// Only a hop with several has rows below it.
int addressRows(const std::vector<HopAddress>& addresses)
{
    return addresses.size() > 1 ? static_cast<int>(addresses.size()) : 0;
}

QString joined(const std::vector<std::string>& texts)
{
    QStringList all;
    for (const std::string& text : texts)
        all << QString::fromStdString(text);
    return all.join(QStringLiteral(", "));
}

QString flowsText(const std::vector<std::size_t>& flows)
{
    QStringList letters;
    for (const std::size_t flow : flows)
        letters << flowLetter(flow);
    return letters.join(QLatin1Char(' '));
}

} // namespace

QString millisecondsText(double milliseconds)
{
    return QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
}

void HopModel::setAddresses(int row, std::vector<HopAddress> addresses)
{
    std::vector<HopAddress>& mine = m_hops[static_cast<std::size_t>(row)].addresses;
    const QModelIndex parent = index(row, 0);
    const int before = addressRows(mine);
    const int after = addressRows(addresses);
    if (after > before)
        beginInsertRows(parent, before, after - 1);
    else if (after < before)
        beginRemoveRows(parent, after, before - 1);
    mine = std::move(addresses);
    if (after > before)
        endInsertRows();
    else if (after < before)
        endRemoveRows();
    if (after > 0)
        emit dataChanged(index(0, 0, parent), index(after - 1, ColumnCount - 1, parent));
}

void HopModel::setHops(std::vector<HopRow> hops)
{
    const auto sameRow = [](const HopRow& a, const HopRow& b) { return a.ttl == b.ttl; };
    const std::size_t common = std::min(hops.size(), m_hops.size());
    if (!std::equal(hops.begin(), hops.begin() + static_cast<std::ptrdiff_t>(common), m_hops.begin(), sameRow)) {
        beginResetModel();
        m_hops = std::move(hops);
        endResetModel();
        return;
    }
    if (m_hops.size() > common) {
        beginRemoveRows({}, static_cast<int>(common), static_cast<int>(m_hops.size()) - 1);
        m_hops.resize(common);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < common; ++i) {
        setAddresses(static_cast<int>(i), std::move(hops[i].addresses));
        hops[i].addresses = std::move(m_hops[i].addresses);
        m_hops[i] = std::move(hops[i]);
    }
    if (common > 0)
        emit dataChanged(index(0, 0), index(static_cast<int>(common) - 1, ColumnCount - 1));
    if (hops.size() > common) {
        beginInsertRows({}, static_cast<int>(common), static_cast<int>(hops.size()) - 1);
        m_hops.insert(m_hops.end(), std::make_move_iterator(hops.begin() + static_cast<std::ptrdiff_t>(common)), std::make_move_iterator(hops.end()));
        endInsertRows();
    }
}

void HopModel::setChanges(std::map<int, HopChange> changes)
{
    m_changes = std::move(changes);
    if (rowCount() > 0)
        emit dataChanged(index(0, ChangeColumn), index(rowCount() - 1, ChangeColumn));
}

const HopRow& HopModel::hop(const QModelIndex& index) const
{
    return m_hops[isAddress(index) ? static_cast<std::size_t>(index.internalId() - 1) : static_cast<std::size_t>(index.row())];
}

const HopStatistics& HopModel::statistics(const QModelIndex& index) const
{
    const HopRow& row = hop(index);
    return isAddress(index) ? row.addresses[static_cast<std::size_t>(index.row())].statistics : row.statistics;
}

std::string HopModel::address(const QModelIndex& index) const
{
    const HopRow& row = hop(index);
    if (isAddress(index))
        return row.addresses[static_cast<std::size_t>(index.row())].address;
    return row.addresses.size() == 1 ? row.addresses.front().address : std::string();
}

QModelIndex HopModel::indexOf(int ttl, const std::string& address) const
{
    const auto found = std::ranges::find_if(m_hops, [&](const HopRow& hop) { return hop.ttl <= ttl && ttl <= hop.lastTtl; });
    if (found == m_hops.end())
        return {};
    const QModelIndex row = index(static_cast<int>(found - m_hops.begin()), 0);
    if (address.empty() || addressRows(found->addresses) == 0)
        return row;
    const auto known = std::ranges::find(found->addresses, address, &HopAddress::address);
    return known == found->addresses.end() ? row : index(static_cast<int>(known - found->addresses.begin()), 0, row);
}

const HopChange* HopModel::change(int ttl) const
{
    const auto found = m_changes.find(ttl);
    return found == m_changes.end() ? nullptr : &found->second;
}

QModelIndex HopModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr{0});
}

QModelIndex HopModel::parent(const QModelIndex& child) const
{
    return child.isValid() && isAddress(child) ? createIndex(static_cast<int>(child.internalId() - 1), 0, quintptr{0}) : QModelIndex();
}

int HopModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_hops.size());
    return isAddress(parent) || parent.column() != 0 ? 0 : addressRows(m_hops[static_cast<std::size_t>(parent.row())].addresses);
}

int HopModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString HopModel::hostText(const QModelIndex& index) const
{
    const HopRow& row = hop(index);
    if (isAddress(index)) {
        const HopAddress& address = row.addresses[static_cast<std::size_t>(index.row())];
        const QString host = QString::fromStdString(address.address);
        return address.flows.empty() ? host : tr("%1  flow %2").arg(host, flowsText(address.flows));
    }
    if (row.addresses.size() > 1)
        return tr("%n addresses", nullptr, static_cast<int>(row.addresses.size()));
    if (row.addresses.empty())
        return row.isWaiting() ? tr("…") : QStringLiteral("*");
    return (row.reached ? QStringLiteral("◎ ") : QString()) + QString::fromStdString(row.addresses.front().address);
}

QString HopModel::replyText(const QModelIndex& index) const
{
    const HopRow& row = hop(index);
    if (isAddress(index))
        return joined(row.addresses[static_cast<std::size_t>(index.row())].kinds);
    if (row.addresses.empty())
        return row.isWaiting() ? tr("waiting") : tr("no reply");
    std::vector<std::string> kinds;
    for (const HopAddress& address : row.addresses)
        for (const std::string& kind : address.kinds)
            if (std::ranges::find(kinds, kind) == kinds.end())
                kinds.push_back(kind);
    return joined(kinds);
}

QString HopModel::text(const QModelIndex& index, int column) const
{
    const HopRow& row = hop(index);
    const HopStatistics& of = statistics(index);
    const auto time = [&](double value) { return of.answered == 0 ? QStringLiteral("–") : millisecondsText(value); };
    switch (column) {
    case TtlColumn:
        if (isAddress(index))
            return {};
        return row.lastTtl > row.ttl ? QStringLiteral("%1–%2").arg(row.ttl).arg(row.lastTtl) : QString::number(row.ttl);
    case HostColumn: return hostText(index);
    case LossColumn: return of.answered + of.lost == 0 ? QStringLiteral("–") : tr("%1 %").arg(QLocale().toString(of.loss(), 'f', 0));
    case SentColumn: return QLocale().toString(qulonglong{of.sent});
    case LastColumn: return time(of.last);
    case AverageColumn: return time(of.average());
    case BestColumn: return time(of.best);
    case WorstColumn: return time(of.worst);
    case DeviationColumn: return time(of.deviation());
    case ReplyColumn: return replyText(index);
    case LabelsColumn: {
        QStringList labels;
        for (const HopAddress& address : row.addresses)
            if (!isAddress(index) || address.address == this->address(index))
                labels << joined(address.labels);
        labels.removeAll(QString());
        labels.removeDuplicates();
        return labels.join(QStringLiteral(", "));
    }
    case ChangeColumn: {
        const HopChange* const changed = isAddress(index) ? nullptr : change(row.ttl);
        return changed ? changed->text : QString();
    }
    default: return {};
    }
}

QString HopModel::toolTip(const QModelIndex& index) const
{
    const HopStatistics& of = statistics(index);
    QStringList lines{tr("Hop %1: %2").arg(hop(index).ttl).arg(hostText(index)),
                      tr("Sent %1, answered %2, lost %3").arg(of.sent).arg(of.answered).arg(of.lost)};
    if (of.answered > 0)
        lines << tr("Round trip: best %1, average %2, worst %3 ms").arg(millisecondsText(of.best), millisecondsText(of.average()), millisecondsText(of.worst));
    if (const HopChange* const changed = change(hop(index).ttl))
        lines << changed->text;
    return lines.join(QLatin1Char('\n'));
}

QVariant HopModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    if (role == Qt::DisplayRole)
        return text(index, column);
    if (role == Qt::ToolTipRole)
        return toolTip(index);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (column >= LossColumn && column <= DeviationColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::AccessibleTextRole)
        return QStringLiteral("%1 %2").arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), text(index, column));
    return {};
}

QVariant HopModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section >= LossColumn && section <= DeviationColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && section >= LastColumn && section <= DeviationColumn)
        return tr("Round trip in milliseconds");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TtlColumn: return tr("TTL");
    case HostColumn: return tr("Host");
    case LossColumn: return tr("Loss");
    case SentColumn: return tr("Sent");
    case LastColumn: return tr("Last");
    case AverageColumn: return tr("Avg");
    case BestColumn: return tr("Best");
    case WorstColumn: return tr("Worst");
    case DeviationColumn: return tr("StDev");
    case ReplyColumn: return tr("Reply");
    case LabelsColumn: return tr("MPLS");
    case ChangeColumn: return tr("Change");
    default: return {};
    }
}

} // namespace fw::ui
