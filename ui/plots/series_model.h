#pragma once

#include "ui/bridge/plot_data.h"
#include "ui/panes/theme.h"

#include <QAbstractTableModel>
#include <QIcon>

namespace fw::ui {

/// The series of a plot: shown or not, how many points, how they go on.
class SeriesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, PointsColumn, BehaviourColumn, ColumnCount };
    explicit SeriesModel(const Theme& theme, QObject* parent = nullptr);

    /// Series that were hidden stay hidden if the new ones have their keys and `keepsHidden`.
    void setPlot(PlotDataPtr data, bool keepsHidden);
    void setAllShown(bool shown);
    void recolour();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void shownChanged(std::size_t series, bool shown);

private:
    const Theme& m_theme;
    PlotDataPtr m_data;
    std::vector<bool> m_shown;
    std::vector<QIcon> m_icons;
};

} // namespace fw::ui
