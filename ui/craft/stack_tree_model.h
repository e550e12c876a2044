/// The stack of a document as a tree: layers, their fields, elements of list fields and the fields of those.
#pragma once

#include "ui/craft/stack_row.h"

#include <QAbstractItemModel>

namespace fw::ui {

class StackTreeModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { NameColumn, ValueColumn, TypeColumn, BytesColumn, ColumnCount };
    enum Role {
        StateRole = Qt::UserRole, ///< RowState as an int.
        ChipRole,                 ///< "30"; empty for a single value.
        ProblemRole,              ///< What is wrong with the value, or with what was last typed there.
    };

    explicit StackTreeModel(CraftDocument& document, QObject* parent = nullptr);

    [[nodiscard]] CraftDocument& document() const { return m_document; }
    /// Null for an invalid index.
    [[nodiscard]] const StackRow* row(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOfNode(std::int32_t node, int column = NameColumn) const;
    [[nodiscard]] QModelIndex indexOfPath(const FieldPath& path, int column = NameColumn) const;
    [[nodiscard]] QModelIndex layerIndex(std::size_t layer) const { return index(static_cast<int>(layer), NameColumn); }
    /// What the row has to say against its value; also of what was typed and not taken.
    [[nodiscard]] QString problem(const StackRow& row) const;
    [[nodiscard]] Check::Level problemLevel(const StackRow& row) const;
    void forgetRefused();
    /// The number of this stack's own layer, if it is that which is dragged.
    [[nodiscard]] std::optional<std::size_t> draggedLayer(const QMimeData& mime) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] Qt::DropActions supportedDragActions() const override { return Qt::CopyAction | Qt::MoveAction; }
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::CopyAction | Qt::MoveAction; }

private:
    struct Refused {
        FieldPath path;
        QString why;
    };

    void update();
    void updateRows(StackRow& old, StackRow& now);
    void removeRows(StackRow& parent, std::size_t first, std::size_t count);
    void insertRows(StackRow& parent, std::size_t first, std::vector<std::unique_ptr<StackRow>> rows);
    [[nodiscard]] StackRow* rowAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const StackRow& row, int column) const;
    [[nodiscard]] QString text(const StackRow& row, Column column) const;
    [[nodiscard]] QString description(const StackRow& row) const;
    [[nodiscard]] QString toolTip(const StackRow& row) const;

    CraftDocument& m_document;
    std::unique_ptr<StackRow> m_root;
    std::optional<Refused> m_refused; ///< The last edit that was not taken.
};

} // namespace fw::ui
