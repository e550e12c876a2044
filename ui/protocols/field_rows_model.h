#pragma once

#include "ui/protocols/field_cells.h"

#include <QAbstractTableModel>

namespace fw::ui {

/// The fields of a definition as they are written, one a row, each with what is wrong with it. Changes are only asked for: the text is
/// changed, and the rows come from it.
class FieldRowsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, KindColumn, SizeColumn, DefaultColumn, DependsColumn, ProblemColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFields(WrittenList fields);
    [[nodiscard]] const WrittenList& fields() const { return m_fields; }
    struct Problem {
        int row = 0;
        int column = ProblemColumn;
        QString text;
    };
    void setProblems(std::vector<Problem> problems);
    [[nodiscard]] QString problemOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) override;

signals:
    void changeAsked(int row, const fw::WrittenItem& item);
    void moveAsked(int from, int to);
    /// What was typed cannot be meant.
    void refused(const QString& why);

private:
    WrittenList m_fields;
    std::vector<Problem> m_problems;
};

} // namespace fw::ui
