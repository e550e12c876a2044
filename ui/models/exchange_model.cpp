#include "ui/models/exchange_model.h"

#include "engine/packet/text.h"

namespace fw::ui {

ExchangeModel::ExchangeModel(const Protocols& protocols, QObject* parent) : QAbstractTableModel(parent), m_protocols(&protocols, [](const Protocols*) {}) {}

void ExchangeModel::setProtocols(std::shared_ptr<const Protocols> protocols)
{
    m_protocols = std::move(protocols);
    m_summaries.clear();
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ExchangeModel::clear()
{
    beginResetModel();
    m_exchanges.clear();
    m_answered = 0;
    m_summaries.clear();
    endResetModel();
}

void ExchangeModel::begin(bool expectsAnswers, bool practice)
{
    clear();
    m_expectsAnswers = expectsAnswers;
    m_practice = practice;
    m_phase = Phase::Running;
}

void ExchangeModel::appendSent(std::vector<CapturedPacket> packets)
{
    if (packets.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(packets.size()) - 1);
    for (CapturedPacket& packet : packets)
        m_exchanges.push_back({std::move(packet), std::nullopt, 0});
    endInsertRows();
}

bool ExchangeModel::setAnswer(std::size_t request, CapturedPacket packet)
{
    if (request >= m_exchanges.size())
        return false;
    Exchange& exchange = m_exchanges[request];
    if (exchange.answer) {
        ++exchange.duplicates;
    } else {
        exchange.answer = std::move(packet);
        ++m_answered;
    }
    const int row = static_cast<int>(request);
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    return true;
}

void ExchangeModel::end(bool cancelled)
{
    m_phase = cancelled ? Phase::Cancelled : Phase::Ended;
    if (rowCount() > 0)
        emit dataChanged(index(0, StateColumn), index(rowCount() - 1, StateColumn));
}

bool ExchangeModel::isAnswered(int row) const
{
    return m_exchanges[static_cast<std::size_t>(row)].answer.has_value();
}

ExchangeModel::State ExchangeModel::state(int row) const
{
    if (isAnswered(row))
        return State::Answered;
    if (!m_expectsAnswers)
        return State::Sent;
    switch (m_phase) {
    case Phase::Running: return State::Waiting;
    case Phase::Cancelled: return State::Cancelled;
    default: return State::Unanswered;
    }
}

std::optional<std::chrono::nanoseconds> ExchangeModel::roundTrip(int row) const
{
    const Exchange& exchange = m_exchanges[static_cast<std::size_t>(row)];
    if (!exchange.answer)
        return std::nullopt;
    return exchange.answer->time - exchange.sent.time;
}

ShownPacketPtr ExchangeModel::show(const CapturedPacket& packet, int row) const
{
    return shownPacket(m_protocols, ShownPacket::Source::Exchange, static_cast<std::uint64_t>(row) + 1, packet, m_practice);
}

const CapturedPacket* ExchangeModel::answerPacket(int row) const
{
    const std::optional<CapturedPacket>& answer = m_exchanges[static_cast<std::size_t>(row)].answer;
    return answer ? &*answer : nullptr;
}

ShownPacketPtr ExchangeModel::sent(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : show(m_exchanges[static_cast<std::size_t>(row)].sent, row);
}

ShownPacketPtr ExchangeModel::answer(int row) const
{
    return row < 0 || row >= rowCount() || !isAnswered(row) ? nullptr : show(*m_exchanges[static_cast<std::size_t>(row)].answer, row);
}

int ExchangeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_exchanges.size());
}

int ExchangeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ExchangeModel::summaryOf(const CapturedPacket& packet, std::size_t key) const
{
    if (const QString* known = m_summaries.object(key))
        return *known;
    const QString text = packetRow(*m_protocols, packet).summary;
    m_summaries.insert(key, new QString(text));
    return text;
}

QString ExchangeModel::stateText(int row) const
{
    switch (state(row)) {
    case State::Sent: return tr("sent");
    case State::Waiting: return tr("waiting");
    case State::Unanswered: return tr("unanswered");
    case State::Cancelled: return tr("cancelled");
    case State::Answered: break;
    }
    const std::uint32_t duplicates = m_exchanges[static_cast<std::size_t>(row)].duplicates;
    return duplicates == 0 ? tr("answered") : tr("answered, %1 more").arg(duplicates);
}

QVariant ExchangeModel::text(int row, int column) const
{
    const auto number = static_cast<std::size_t>(row);
    const Exchange& exchange = m_exchanges[number];
    switch (column) {
    case NumberColumn: return QString::number(row + 1);
    case SentColumn: return summaryOf(exchange.sent, 2 * number);
    case AnswerColumn: return exchange.answer ? summaryOf(*exchange.answer, 2 * number + 1) : QString();
    case RttColumn: {
        const auto time = roundTrip(row);
        return time ? tr("%1 ms").arg(std::chrono::duration<double, std::milli>(*time).count(), 0, 'f', 2) : QString();
    }
    case StateColumn: return stateText(row);
    default: return {};
    }
}

QVariant ExchangeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const bool number = index.column() == NumberColumn || index.column() == RttColumn;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    if (role == AnsweredRole)
        return isAnswered(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(index.row(), index.column());
    return {};
}

QVariant ExchangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == NumberColumn || section == RttColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn: return tr("No");
    case SentColumn: return tr("Sent");
    case AnswerColumn: return tr("Answer");
    case RttColumn: return tr("Round trip");
    case StateColumn: return tr("State");
    default: return {};
    }
}

} // namespace fw::ui
