#pragma once

#include "ui/trace/trace_log.h"

#include <QAbstractTableModel>

namespace fw::ui {

/// Several targets side by side: a column for each, a row for each time to live; in the cells who answered, and with what.
class MatrixModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTrace(const TraceLog& log);
    [[nodiscard]] int ttl(int row) const { return m_firstTtl + row; }
    [[nodiscard]] int rowOf(int ttl) const { return ttl - m_firstTtl; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_targets;
    std::vector<std::map<int, QString>> m_cells; ///< By target, then time to live.
    int m_firstTtl = 1;
    int m_rows = 0;
};

} // namespace fw::ui
