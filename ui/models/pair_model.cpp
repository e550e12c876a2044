#include "ui/models/pair_model.h"

#include "ui/models/layout_words.h"

#include <QFont>

#include <algorithm>
#include <tuple>

namespace fw::ui {
namespace {

const LayoutNode& nodeOf(const ShownPacket& packet, std::int32_t node)
{
    return packet.layout.nodes[static_cast<std::size_t>(node)];
}

/// The children of a node that lie on the wire; the layers for -1.
std::vector<std::int32_t> childrenOf(const ShownPacketPtr& packet, std::int32_t parent)
{
    std::vector<std::int32_t> children;
    if (!packet)
        return children;
    const auto& nodes = packet->layout.nodes;
    const std::size_t end = parent < 0 ? nodes.size() : nodes[static_cast<std::size_t>(parent)].next;
    for (std::size_t i = static_cast<std::size_t>(parent + 1); i < end; i = nodes[i].next)
        if (!nodes[i].absent)
            children.push_back(static_cast<std::int32_t>(i));
    return children;
}

/// Nodes with the same key mean the same in both packets.
auto keyOf(const LayoutNode& node)
{
    return std::tuple(node.what, node.protocol, node.field, node.element);
}

} // namespace

PairModel::PairModel(const Protocols& protocols, QObject* parent) : QAbstractItemModel(parent), m_protocols(&protocols) {}

void PairModel::setProtocols(const Protocols& protocols)
{
    setPackets(nullptr, nullptr);
    m_protocols = &protocols;
}

void PairModel::setPackets(ShownPacketPtr sent, ShownPacketPtr answer)
{
    beginResetModel();
    m_sent = std::move(sent);
    m_answer = std::move(answer);
    m_root.rows.clear();
    fill(m_root);
    endResetModel();
}

void PairModel::fill(Row& parent)
{
    const bool root = &parent == &m_root;
    const auto left = root || parent.sent >= 0 ? childrenOf(m_sent, parent.sent) : std::vector<std::int32_t>{};
    const auto right = root || parent.answer >= 0 ? childrenOf(m_answer, parent.answer) : std::vector<std::int32_t>{};
    auto next = right.begin();
    for (const std::int32_t sent : left) {
        const auto same = std::find_if(next, right.end(), [&](std::int32_t answer) {
            return keyOf(nodeOf(*m_answer, answer)) == keyOf(nodeOf(*m_sent, sent));
        });
        if (same == right.end()) {
            add(parent, sent, -1);
            continue;
        }
        for (; next != same; ++next)
            add(parent, -1, *next);
        add(parent, sent, *next++);
    }
    for (; next != right.end(); ++next)
        add(parent, -1, *next);
}

void PairModel::add(Row& parent, std::int32_t sent, std::int32_t answer)
{
    auto row = std::make_unique<Row>();
    row->sent = sent;
    row->answer = answer;
    row->parent = &parent;
    row->number = static_cast<int>(parent.rows.size());
    fill(*row);
    // Without an answer there is nothing to differ from.
    row->differs = m_sent && m_answer
        && (valuesDiffer(*row) || std::ranges::any_of(row->rows, [](const auto& child) { return child->differs; }));
    parent.rows.push_back(std::move(row));
}

bool PairModel::valuesDiffer(const Row& row) const
{
    return row.sent < 0 || row.answer < 0
        || (row.rows.empty() && !(nodeOf(*m_sent, row.sent).value == nodeOf(*m_answer, row.answer).value));
}

const PairModel::Row* PairModel::rowAt(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<const Row*>(index.internalPointer()) : &m_root;
}

const PairModel::Row* PairModel::find(const Row& row, std::int32_t node, Column side) const
{
    if ((side == SentColumn ? row.sent : row.answer) == node && &row != &m_root)
        return &row;
    for (const auto& child : row.rows)
        if (const Row* found = find(*child, node, side))
            return found;
    return nullptr;
}

QModelIndex PairModel::indexOf(std::int32_t node, Column side) const
{
    const Row* const row = node < 0 ? nullptr : find(m_root, node, side);
    return row ? createIndex(row->number, side, row) : QModelIndex();
}

QModelIndex PairModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, rowAt(parent)->rows[static_cast<std::size_t>(row)].get());
}

QModelIndex PairModel::parent(const QModelIndex& child) const
{
    const Row* const parent = rowAt(child)->parent;
    return !parent || parent == &m_root ? QModelIndex() : createIndex(parent->number, 0, parent);
}

int PairModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(rowAt(parent)->rows.size());
}

int PairModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString PairModel::text(const Row& row, int column) const
{
    switch (column) {
    case FieldColumn:
        return row.sent >= 0 ? nodeName(*m_protocols, m_sent->layout, row.sent) : nodeName(*m_protocols, m_answer->layout, row.answer);
    case SentColumn: return row.sent >= 0 ? nodeValue(*m_protocols, m_sent->layout, row.sent) : QString();
    case AnswerColumn: return row.answer >= 0 ? nodeValue(*m_protocols, m_answer->layout, row.answer) : QString();
    case MarkColumn: return row.differs ? QStringLiteral("≠") : QString();
    default: return {};
    }
}

QVariant PairModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = *rowAt(index);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return text(row, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == MarkColumn ? QVariant::fromValue(Qt::Alignment(Qt::AlignCenter)) : QVariant();
    case SentNodeRole: return row.sent;
    case AnswerNodeRole: return row.answer;
    case DiffersRole: return row.differs;
    case LayerRole: return row.parent == &m_root;
    case Qt::FontRole: {
        QFont font;
        font.setBold(row.parent == &m_root || (row.differs && row.rows.empty() && index.column() != FieldColumn));
        return font;
    }
    default: return {};
    }
}

QVariant PairModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FieldColumn: return tr("Field");
    case SentColumn: return tr("Sent");
    case MarkColumn: return QStringLiteral("≠");
    case AnswerColumn: return m_answer || !m_sent ? tr("Answer") : tr("No answer");
    default: return {};
    }
}

} // namespace fw::ui
