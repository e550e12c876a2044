#include "ui/protocols/field_rows_model.h"

#include <QColor>
#include <QFont>
#include <QGuiApplication>
#include <QMimeData>
#include <QPalette>

namespace fw::ui {
namespace {

const QString& rowMime()
{
    static const QString type = QStringLiteral("application/x-framewright-field-row");
    return type;
}

} // namespace

void FieldRowsModel::setFields(WrittenList fields)
{
    const bool same = fields.items.size() == m_fields.items.size();
    if (!same)
        beginResetModel();
    m_fields = std::move(fields);
    if (!same)
        endResetModel();
    else if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void FieldRowsModel::setProblems(std::vector<Problem> problems)
{
    m_problems = std::move(problems);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString FieldRowsModel::problemOf(int row) const
{
    QStringList texts;
    for (const Problem& problem : m_problems)
        if (problem.row == row)
            texts << problem.text;
    return texts.join(QStringLiteral("; "));
}

int FieldRowsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_fields.items.size());
}

int FieldRowsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FieldRowsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const WrittenItem& item = m_fields.items[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    if (column == ProblemColumn) {
        const QString problem = problemOf(index.row());
        return (role == Qt::DisplayRole && !problem.isEmpty()) || role == Qt::ToolTipRole ? (problem.isEmpty() ? problem : QStringLiteral("✗ ") + problem) : QVariant();
    }
    const auto cell = static_cast<FieldCell>(column);
    const QString text = cellText(item, cell);
    const bool isImplied = column == SizeColumn && text.isEmpty();
    switch (role) {
    case Qt::DisplayRole: return isImplied ? impliedSize(item) : text;
    case Qt::EditRole: return text;
    case Qt::ToolTipRole: return text;
    case Qt::ForegroundRole: return isImplied ? QVariant(QGuiApplication::palette().color(QPalette::PlaceholderText)) : QVariant();
    case Qt::FontRole:
        for (const Problem& problem : m_problems)
            if (problem.row == index.row() && problem.column == column) {
                QFont font;
                font.setUnderline(true);
                return font;
            }
        return {};
    default: return {};
    }
}

bool FieldRowsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || value == data(index, Qt::EditRole))
        return false;
    const auto changed = withCellText(m_fields.items[static_cast<std::size_t>(index.row())], static_cast<FieldCell>(index.column()), value.toString());
    if (changed)
        emit changeAsked(index.row(), *changed);
    else
        emit refused(tr("A field needs a name and a kind."));
    return changed.has_value();
}

QVariant FieldRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return problemOf(section).isEmpty() ? QString::number(section + 1) : QStringLiteral("%1 ✗").arg(section + 1);
    switch (section) {
    case NameColumn: return tr("name");
    case KindColumn: return tr("kind");
    case SizeColumn: return tr("size/format");
    case DefaultColumn: return tr("default");
    case DependsColumn: return tr("depends on");
    case ProblemColumn: return tr("problem");
    default: return {};
    }
}

Qt::ItemFlags FieldRowsModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const WrittenItem& item = m_fields.items[static_cast<std::size_t>(index.row())];
    if (!m_fields.isEditable)
        return flags;
    flags |= Qt::ItemIsDragEnabled;
    const bool nested = index.column() == KindColumn && (item.find("switch") || item.find("bits") || item.find("fields"));
    return index.column() == ProblemColumn || item.isShared || nested ? flags : flags | Qt::ItemIsEditable;
}

QStringList FieldRowsModel::mimeTypes() const
{
    return {rowMime()};
}

QMimeData* FieldRowsModel::mimeData(const QModelIndexList& indexes) const
{
    auto* data = new QMimeData;
    if (!indexes.isEmpty())
        data->setData(rowMime(), QByteArray::number(indexes.first().row()));
    return data;
}

bool FieldRowsModel::canDropMimeData(const QMimeData* data, Qt::DropAction, int, int, const QModelIndex&) const
{
    return data->hasFormat(rowMime());
}

bool FieldRowsModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent)
{
    if (!data->hasFormat(rowMime()))
        return false;
    const int from = data->data(rowMime()).toInt();
    int to = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (to > from)
        --to; // Counted without the row that moves.
    if (from >= 0 && from < rowCount() && to >= 0 && to < rowCount() && to != from)
        emit moveAsked(from, to);
    return false; // The text has moved it; the view must not.
}

} // namespace fw::ui
