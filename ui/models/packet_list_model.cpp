#include "ui/models/packet_list_model.h"

#include <QDateTime>

#include <limits>

namespace fw::ui {
namespace {

constexpr std::size_t mostRows = std::numeric_limits<int>::max(); // Of an item model.

QVariant alignment(int column)
{
    const bool number = column == PacketListModel::NumberColumn || column == PacketListModel::TimeColumn || column == PacketListModel::LengthColumn;
    return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
}

} // namespace

PacketListModel::PacketListModel(const Protocols& protocols, QObject* parent) : QAbstractTableModel(parent), m_protocols(&protocols, [](const Protocols*) {}) {}

void PacketListModel::setCapture(std::shared_ptr<const Capture> capture, bool practice)
{
    beginResetModel();
    m_capture = std::move(capture);
    m_practice = practice;
    m_rows = 0;
    m_first = 0;
    m_start = {};
    m_cache.clear();
    endResetModel();
    grow();
}

void PacketListModel::setProtocols(std::shared_ptr<const Protocols> protocols)
{
    m_protocols = std::move(protocols);
    m_cache.clear();
    if (m_rows > 0)
        emit dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
}

void PacketListModel::grow()
{
    if (!m_capture)
        return;
    const std::size_t shownEnd = m_first + static_cast<std::size_t>(m_rows);
    const std::size_t end = std::min(m_capture->packetCount(), m_first + mostRows);
    if (end <= shownEnd)
        return;
    if (shownEnd == 0)
        if (const auto first = m_capture->packet(0))
            m_start = first->time;
    beginInsertRows({}, m_rows, static_cast<int>(end - m_first) - 1);
    m_rows = static_cast<int>(end - m_first);
    endInsertRows();
    trim();
}

void PacketListModel::setLimit(int rows)
{
    m_limit = rows;
    trim();
}

void PacketListModel::trim()
{
    if (m_limit <= 0 || m_rows <= m_limit)
        return;
    const int surplus = m_rows - m_limit;
    beginRemoveRows({}, 0, surplus - 1);
    m_first += static_cast<std::size_t>(surplus);
    m_rows = m_limit;
    endRemoveRows();
}

int PacketListModel::rowOf(std::size_t packetNumber) const
{
    const bool shown = packetNumber >= m_first && packetNumber < m_first + static_cast<std::size_t>(m_rows);
    return shown ? static_cast<int>(packetNumber - m_first) : -1;
}

ShownPacketPtr PacketListModel::shown(int row) const
{
    if (!m_capture || row < 0 || row >= m_rows)
        return nullptr;
    auto packet = m_capture->packet(packetNumber(row));
    if (!packet)
        return nullptr;
    return shownPacket(m_protocols, ShownPacket::Source::Capture, packetNumber(row) + 1, std::move(*packet), m_practice);
}

int PacketListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int PacketListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const PacketRow* PacketListModel::row(int row) const
{
    const std::size_t number = packetNumber(row);
    if (const PacketRow* known = m_cache.object(number))
        return known;
    const auto packet = m_capture->packet(number);
    if (!packet)
        return nullptr;
    m_cache.insert(number, new PacketRow(packetRow(*m_protocols, *packet)));
    return m_cache.object(number);
}

QVariant PacketListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(index.column());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const PacketRow* const packet = row(index.row());
    if (!packet)
        return index.column() == SummaryColumn ? tr("cannot be read from the file any more") : QVariant();
    if (role == Qt::ToolTipRole && index.column() == TimeColumn)
        return timeText(*packet);
    return text(*packet, index.row(), index.column());
}

QVariant PacketListModel::text(const PacketRow& row, int rowNumber, int column) const
{
    switch (column) {
    case NumberColumn: return QString::number(packetNumber(rowNumber) + 1);
    case TimeColumn: return QString::number(std::chrono::duration<double>(row.time - m_start).count(), 'f', 6);
    case SourceColumn: return row.source;
    case DestinationColumn: return row.destination;
    case ProtocolColumn: return row.protocol;
    case LengthColumn: return QString::number(row.length);
    case SummaryColumn: return row.summary;
    default: return {};
    }
}

QString PacketListModel::timeText(const PacketRow& row) const
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(row.time);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(milliseconds.count());
    const auto rest = static_cast<qlonglong>((row.time - milliseconds).count());
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")) + QStringLiteral("%1").arg(rest, 6, 10, QLatin1Char('0'));
}

QVariant PacketListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn: return tr("No");
    case TimeColumn: return tr("Time");
    case SourceColumn: return tr("Source");
    case DestinationColumn: return tr("Destination");
    case ProtocolColumn: return tr("Protocol");
    case LengthColumn: return tr("Length");
    case SummaryColumn: return tr("Summary");
    default: return {};
    }
}

} // namespace fw::ui
