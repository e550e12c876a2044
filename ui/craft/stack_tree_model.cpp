#include "ui/craft/stack_tree_model.h"

#include "ui/craft/layer_catalog.h"
#include "ui/craft/wording.h"

#include <algorithm>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;
using RowOffset = std::vector<std::unique_ptr<StackRow>>::difference_type;

template <class Matches>
StackRow* findRow(StackRow& from, const Matches& matches)
{
    for (const auto& child : from.rows) {
        if (matches(*child))
            return child.get();
        if (StackRow* found = findRow(*child, matches))
            return found;
    }
    return nullptr;
}

QByteArray rowMark(const CraftDocument& document)
{
    return QByteArray::number(reinterpret_cast<quintptr>(&document), 16) + ':';
}

} // namespace

std::optional<std::size_t> StackTreeModel::draggedLayer(const QMimeData& mime) const
{
    const QByteArray data = mime.data(QLatin1String(layerRowMimeType));
    const QByteArray mark = rowMark(m_document);
    bool isNumber = false;
    const auto number = data.mid(mark.size()).toULongLong(&isNumber);
    return isNumber && data.startsWith(mark) ? std::optional<std::size_t>(number) : std::nullopt;
}

StackTreeModel::StackTreeModel(CraftDocument& document, QObject* parent)
    : QAbstractItemModel(parent)
    , m_document(document)
    , m_root(stackRows(document))
{
    connect(&document, &CraftDocument::draftChanged, this, &StackTreeModel::update);
}

StackRow* StackTreeModel::rowAt(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<StackRow*>(index.internalPointer()) : m_root.get();
}

const StackRow* StackTreeModel::row(const QModelIndex& index) const
{
    return index.isValid() ? rowAt(index) : nullptr;
}

QModelIndex StackTreeModel::indexOf(const StackRow& row, int column) const
{
    return &row == m_root.get() ? QModelIndex() : createIndex(row.number(), column, &row);
}

QModelIndex StackTreeModel::indexOfNode(std::int32_t node, int column) const
{
    const StackRow* found = findRow(*m_root, [node](const StackRow& row) { return row.node == node; });
    return found == nullptr ? QModelIndex() : indexOf(*found, column);
}

QModelIndex StackTreeModel::indexOfPath(const FieldPath& path, int column) const
{
    const StackRow* found = findRow(*m_root, [&path](const StackRow& row) { return row.path == path; });
    return found == nullptr ? QModelIndex() : indexOf(*found, column);
}

QModelIndex StackTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, rowAt(parent)->rows[static_cast<std::size_t>(row)].get());
}

QModelIndex StackTreeModel::parent(const QModelIndex& child) const
{
    return child.isValid() ? indexOf(*rowAt(child)->parent, NameColumn) : QModelIndex();
}

int StackTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > NameColumn ? 0 : static_cast<int>(rowAt(parent)->rows.size());
}

int StackTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString StackTreeModel::problem(const StackRow& row) const
{
    return m_refused && m_refused->path == row.path ? m_refused->why : row.problem;
}

Check::Level StackTreeModel::problemLevel(const StackRow& row) const
{
    return m_refused && m_refused->path == row.path ? Check::Level::Error : row.level;
}

void StackTreeModel::forgetRefused()
{
    if (!m_refused)
        return;
    const QModelIndex first = indexOfPath(m_refused->path);
    m_refused.reset();
    if (first.isValid())
        emit dataChanged(first, first.siblingAtColumn(BytesColumn));
}

QString StackTreeModel::text(const StackRow& row, Column column) const
{
    switch (column) {
    case NameColumn:
        return row.name;
    case ValueColumn:
        return row.value;
    case TypeColumn:
        return row.typeName;
    case BytesColumn:
        return row.bytes;
    case ColumnCount:
        break;
    }
    return {};
}

QString StackTreeModel::description(const StackRow& row) const
{
    QStringList parts{stateText(row), problem(row)};
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QString StackTreeModel::toolTip(const StackRow& row) const
{
    QStringList lines{row.value, description(row)};
    if (row.what == LayoutNode::What::Field) {
        const FieldDesc& field = m_document.protocols()[row.protocol].fields[row.field];
        for (const std::string* line : {&field.title, &field.doc, &field.unit, &field.scapyClass})
            lines << QString::fromStdString(*line);
    }
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QVariant StackTreeModel::data(const QModelIndex& index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const StackRow& row = *rowAt(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(row, static_cast<Column>(index.column()));
    case Qt::EditRole:
        return index.column() == ValueColumn && row.editable ? row.editText : text(row, static_cast<Column>(index.column()));
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleDescriptionRole:
        return description(row);
    case StateRole:
        return static_cast<int>(row.state);
    case ChipRole:
        return row.chip;
    case ProblemRole:
        return problem(row);
    default:
        return {};
    }
}

bool StackTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const StackRow& row = *rowAt(index);
    if (role != Qt::EditRole || index.column() != ValueColumn || !row.editable)
        return false;
    const FieldPath path = row.path;
    const QString typed = value.toString();
    const std::optional<Error> error = m_document.setFieldText(path, typed, this);
    if (!error) {
        forgetRefused();
        return true;
    }
    forgetRefused();
    m_refused = {path, fieldErrorText(*error, typed)};
    emit dataChanged(index.siblingAtColumn(NameColumn), index.siblingAtColumn(BytesColumn));
    return false;
}

QVariant StackTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case NameColumn:
        return tr("Layer / field");
    case ValueColumn:
        return tr("Value");
    case TypeColumn:
        return tr("Type");
    case BytesColumn:
        return tr("Bytes");
    case ColumnCount:
        break;
    }
    return {};
}

Qt::ItemFlags StackTreeModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index) | Qt::ItemIsDropEnabled;
    const StackRow* it = row(index);
    if (it == nullptr)
        return flags;
    if (it->what == LayoutNode::What::Layer)
        flags |= Qt::ItemIsDragEnabled;
    if (it->editable && index.column() == ValueColumn)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QStringList StackTreeModel::mimeTypes() const
{
    return {QLatin1String(layerMimeType)};
}

QMimeData* StackTreeModel::mimeData(const QModelIndexList& indexes) const
{
    const auto layer = std::ranges::find_if(indexes, [this](const QModelIndex& index) { return row(index)->what == LayoutNode::What::Layer; });
    if (layer == indexes.end())
        return nullptr;
    const std::size_t number = row(*layer)->path.layer;
    const Draft one{{m_document.draft().layers[number]}};
    QMimeData* mime = layerMime(QString::fromStdString(scapy::format(m_document.protocols(), one)));
    mime->setData(QLatin1String(layerRowMimeType), rowMark(m_document) + QByteArray::number(static_cast<qulonglong>(number)));
    return mime;
}

void StackTreeModel::update()
{
    m_refused.reset();
    const std::unique_ptr<StackRow> now = stackRows(m_document);
    updateRows(*m_root, *now);
}

// Rows that stay keep their place in the view (expanded, current); only what differs between the like ones in front and
// the like ones behind is taken out and put in.
void StackTreeModel::updateRows(StackRow& old, StackRow& now)
{
    const std::size_t most = std::min(old.rows.size(), now.rows.size());
    std::size_t front = 0;
    while (front < most && old.rows[front]->isLike(*now.rows[front]))
        ++front;
    std::size_t back = 0;
    while (back < most - front && old.rows[old.rows.size() - 1 - back]->isLike(*now.rows[now.rows.size() - 1 - back]))
        ++back;

    removeRows(old, front, old.rows.size() - back - front);
    std::vector<std::unique_ptr<StackRow>> added;
    const std::size_t addedCount = now.rows.size() - back - front;
    for (std::size_t i = front; i < front + addedCount; ++i)
        added.push_back(std::move(now.rows[i]));
    insertRows(old, front, std::move(added));

    for (std::size_t i = 0; i < old.rows.size(); ++i) {
        if (i >= front && i < front + addedCount)
            continue;
        static_cast<StackCells&>(*old.rows[i]) = *now.rows[i];
        updateRows(*old.rows[i], *now.rows[i]);
    }
    if (!old.rows.empty())
        emit dataChanged(indexOf(*old.rows.front(), NameColumn), indexOf(*old.rows.back(), BytesColumn));
}

void StackTreeModel::removeRows(StackRow& parent, std::size_t first, std::size_t count)
{
    if (count == 0)
        return;
    beginRemoveRows(indexOf(parent, NameColumn), static_cast<int>(first), static_cast<int>(first + count) - 1);
    const auto from = parent.rows.begin() + static_cast<RowOffset>(first);
    parent.rows.erase(from, from + static_cast<RowOffset>(count));
    endRemoveRows();
}

void StackTreeModel::insertRows(StackRow& parent, std::size_t first, std::vector<std::unique_ptr<StackRow>> rows)
{
    if (rows.empty())
        return;
    beginInsertRows(indexOf(parent, NameColumn), static_cast<int>(first), static_cast<int>(first + rows.size()) - 1);
    for (const auto& row : rows)
        row->parent = &parent;
    parent.rows.insert(
        parent.rows.begin() + static_cast<RowOffset>(first), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    endInsertRows();
}

} // namespace fw::ui
