#pragma once

#include "ui/bridge/job.h"
#include "ui/bridge/plot_data.h"

namespace fw::ui {

/// Takes the values of a plot from packets. Cancelled, it still brings what it had.
class PlotJob final : public QueueJob<PlotDataPtr> {
    Q_OBJECT
public:
    /// Why there is no such plot, before anything is started.
    [[nodiscard]] static std::expected<std::unique_ptr<PlotJob>, PlotError> make(std::shared_ptr<const Protocols> protocols, PlotRequest request);
    void start() override;

signals:
    /// Once, before ended().
    void built(const fw::ui::PlotDataPtr& data);

private:
    class Work;
    explicit PlotJob(std::shared_ptr<Work> work);
    void deliver(std::vector<PlotDataPtr>& data) override;

    std::shared_ptr<Work> m_work;
};

/// Writes the points of a plot as comma-separated values: completely, or the file stays as it was.
class PlotCsvJob final : public QueueJob<std::monostate> {
    Q_OBJECT
public:
    /// With the names of the columns; only the points of `packets`, if there are any.
    PlotCsvJob(QString path, PlotDataPtr data, QStringList columns, std::vector<std::size_t> packets);
    void start() override;
    [[nodiscard]] const QString& path() const { return m_path; }

private:
    void deliver(std::vector<std::monostate>&) override {}

    QString m_path;
    PlotDataPtr m_data;
    QStringList m_columns;
    std::vector<std::size_t> m_packets; ///< Sorted.
};

} // namespace fw::ui
