#include "ui/models/field_tree_model.h"

#include "ui/models/layout_words.h"

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

std::size_t slotOf(std::int32_t node)
{
    return static_cast<std::size_t>(node + 1);
}

// A view measures all it is given, and a payload may be a quarter of a million characters.
QString shortened(const QString& text)
{
    constexpr qsizetype enough = 300;
    return text.size() <= enough ? text : text.left(enough) + u'…';
}

} // namespace

FieldTreeModel::FieldTreeModel(const Protocols& protocols, QObject* parent)
    : QAbstractItemModel(parent)
    , m_protocols(&protocols)
{
    m_children.resize(1);
}

void FieldTreeModel::setProtocols(const Protocols& protocols)
{
    setPacket(nullptr);
    m_protocols = &protocols;
}

void FieldTreeModel::setPacket(ShownPacketPtr packet)
{
    beginResetModel();
    m_packet = std::move(packet);
    rebuild();
    endResetModel();
}

void FieldTreeModel::setHideAbsent(bool hide)
{
    beginResetModel();
    m_hideAbsent = hide;
    rebuild();
    endResetModel();
}

void FieldTreeModel::rebuild()
{
    m_children.assign(1, {});
    m_rows.clear();
    m_levels.clear();
    if (!m_packet)
        return;
    gatherChildren();
    gatherNotes();
}

void FieldTreeModel::gatherChildren()
{
    const auto& nodes = m_packet->layout.nodes;
    m_children.resize(nodes.size() + 1);
    m_rows.assign(nodes.size(), -1);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::int32_t parentNode = nodes[i].parent;
        const bool parentShown = parentNode < 0 || m_rows[static_cast<std::size_t>(parentNode)] >= 0;
        if (!parentShown || !isShown(nodes[i]))
            continue;
        auto& siblings = m_children[slotOf(parentNode)];
        m_rows[i] = static_cast<int>(siblings.size());
        siblings.push_back(static_cast<std::uint32_t>(i));
    }
}

void FieldTreeModel::gatherNotes()
{
    const Layout& layout = m_packet->layout;
    m_levels.assign(layout.nodes.size(), -1);
    for (const LayoutNote& note : layout.notes) {
        const int level = static_cast<int>(note.level);
        for (auto node = static_cast<std::int32_t>(note.node); node >= 0;) {
            if (static_cast<std::size_t>(node) >= layout.nodes.size())
                break;
            int& worst = m_levels[static_cast<std::size_t>(node)];
            worst = std::max(worst, level);
            node = layout.nodes[static_cast<std::size_t>(node)].parent;
        }
    }
}

const std::vector<std::uint32_t>& FieldTreeModel::children(const QModelIndex& parent) const
{
    return m_children[parent.isValid() ? slotOf(nodeOf(parent)) : 0];
}

QModelIndex FieldTreeModel::indexOf(std::int32_t node, int column) const
{
    if (node < 0 || static_cast<std::size_t>(node) >= m_rows.size() || m_rows[static_cast<std::size_t>(node)] < 0)
        return {};
    return createIndex(m_rows[static_cast<std::size_t>(node)], column, static_cast<quintptr>(node));
}

std::int32_t FieldTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<std::int32_t>(index.internalId()) : -1;
}

QModelIndex FieldTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, static_cast<quintptr>(children(parent)[static_cast<std::size_t>(row)]));
}

QModelIndex FieldTreeModel::parent(const QModelIndex& child) const
{
    if (!child.isValid())
        return {};
    return indexOf(m_packet->layout.nodes[static_cast<std::size_t>(nodeOf(child))].parent);
}

int FieldTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(children(parent).size());
}

int FieldTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString FieldTreeModel::text(std::int32_t node, Column column) const
{
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(node)];
    switch (column) {
    case FieldColumn:
        return nodeName(*m_protocols, m_packet->layout, node);
    case ValueColumn:
        return nodeValue(*m_protocols, m_packet->layout, node);
    case OffsetColumn:
        return it.absent ? QString() : QString::number(it.bitOffset / 8);
    case SizeColumn:
        return it.absent ? QString() : sizeText(it.bits);
    case ColumnCount:
        break;
    }
    return {};
}

QString FieldTreeModel::notesOf(std::int32_t node) const
{
    QStringList texts;
    for (const LayoutNote& note : m_packet->layout.notes) {
        if (note.node == static_cast<std::uint32_t>(node)) // The value itself stands beside it already.
            texts << noteText(note).remove(nodeValue(*m_protocols, m_packet->layout, node) + u", "_s);
    }
    return texts.join(u"; "_s);
}

QString FieldTreeModel::description(std::int32_t node) const
{
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(node)];
    QStringList lines{QString::fromStdString(nodePathText(*m_protocols, m_packet->layout, node))};
    if (it.what == LayoutNode::What::Field && it.protocol != noProtocol)
        lines << QString::fromStdString((*m_protocols)[it.protocol].fields[it.field].doc);
    if (it.what == LayoutNode::What::Layer)
        lines << QString::fromStdString((*m_protocols)[it.protocol].doc);
    else
        lines << nodeValue(*m_protocols, m_packet->layout, node).left(400);
    lines << (isSilent(it) ? tr("not on the wire") : rangeText(it.bitOffset, it.bits));
    if (it.origin == Origin::Automatic)
        lines << tr("automatic");
    lines << notesOf(node);
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QVariant FieldTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const std::int32_t node = nodeOf(index);
    const LayoutNode& it = m_packet->layout.nodes[static_cast<std::size_t>(node)];
    switch (role) {
    case Qt::DisplayRole:
        return shortened(text(node, static_cast<Column>(index.column())));
    case Qt::EditRole:
        return text(node, static_cast<Column>(index.column()));
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return description(node);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (index.column() >= OffsetColumn ? Qt::AlignRight : Qt::AlignLeft));
    case NodeRole:
        return node;
    case GroupRole:
        return groupOf(*m_protocols, m_packet->layout, node);
    case LayerRole:
        return it.what == LayoutNode::What::Layer;
    case SilentRole:
        return isSilent(it);
    case AutomaticRole:
        return it.origin == Origin::Automatic;
    case NoteRole:
        return notesOf(node);
    case NoteLevelRole:
        return m_levels[static_cast<std::size_t>(node)];
    default:
        return {};
    }
}

QVariant FieldTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section >= OffsetColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Field"), tr("Value"), tr("Offset"), tr("Size")};
    return names[section];
}

} // namespace fw::ui
