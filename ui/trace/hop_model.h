#pragma once

#include "ui/trace/trace_comparison.h"

#include <QAbstractItemModel>

namespace fw::ui {

/// The hops to one target: a row for each time to live, and below it one for each address where there are several.
class HopModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column {
        TtlColumn,
        HostColumn,
        LossColumn,
        SentColumn,
        LastColumn,
        AverageColumn,
        BestColumn,
        WorstColumn,
        DeviationColumn,
        ReplyColumn,
        LabelsColumn,
        ChangeColumn,
        ColumnCount
    };
    using QAbstractItemModel::QAbstractItemModel;

    /// What is the same row as before stays it, so that what is selected and what is open stays so.
    void setHops(std::vector<HopRow> hops);
    /// By time to live; empty: there is nothing to compare with.
    void setChanges(std::map<int, HopChange> changes);
    [[nodiscard]] const std::vector<HopRow>& hops() const { return m_hops; }
    /// What a row tells: its statistics, or those of one address.
    [[nodiscard]] const HopRow& hop(const QModelIndex& index) const;
    [[nodiscard]] const HopStatistics& statistics(const QModelIndex& index) const;
    /// Of the address that the row is about; empty for a hop with several or none.
    [[nodiscard]] std::string address(const QModelIndex& index) const;
    /// Invalid if there is none. An empty address: the hop.
    [[nodiscard]] QModelIndex indexOf(int ttl, const std::string& address = {}) const;
    [[nodiscard]] const HopChange* change(int ttl) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool isAddress(const QModelIndex& index) const { return index.internalId() != 0; }
    [[nodiscard]] QString text(const QModelIndex& index, int column) const;
    [[nodiscard]] QString hostText(const QModelIndex& index) const;
    [[nodiscard]] QString replyText(const QModelIndex& index) const;
    [[nodiscard]] QString toolTip(const QModelIndex& index) const;
    void setAddresses(int row, std::vector<HopAddress> addresses);

    std::vector<HopRow> m_hops;
    std::map<int, HopChange> m_changes;
};

/// "0.84", "12.4", "130": milliseconds, as many digits as say something.
[[nodiscard]] QString millisecondsText(double milliseconds);

} // namespace fw::ui
