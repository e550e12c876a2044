#include "ui/bridge/plot_job.h"

#include "ui/bridge/csv.h"
#include "ui/bridge/plot_builder.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace fw::ui {

class PlotJob::Work {
public:
    explicit Work(PlotBuilder builder) : m_builder(std::move(builder)) {}

    Result<void> operator()(const std::stop_token& stop, JobQueue<PlotDataPtr>& queue)
    {
        queue.offer(std::make_shared<const PlotData>(
            m_builder.build(stop, [&queue](std::uint64_t done, std::uint64_t total) { queue.report({done, total}); })));
        if (m_builder.error())
            return std::unexpected(*m_builder.error());
        return {};
    }

private:
    PlotBuilder m_builder;
};

std::expected<std::unique_ptr<PlotJob>, PlotError> PlotJob::make(std::shared_ptr<const Protocols> protocols, PlotRequest request)
{
    auto builder = PlotBuilder::make(std::move(protocols), std::move(request));
    if (!builder)
        return std::unexpected(std::move(builder.error()));
    return std::unique_ptr<PlotJob>(new PlotJob(std::make_shared<Work>(std::move(*builder))));
}

PlotJob::PlotJob(std::shared_ptr<Work> work) : QueueJob(tr("Plot"), nullptr), m_work(std::move(work)) {}

void PlotJob::start()
{
    run([work = m_work](const std::stop_token& stop, Queue& queue) { return (*work)(stop, queue); });
}

void PlotJob::deliver(std::vector<PlotDataPtr>& data)
{
    emit built(data.back());
}

namespace {

QByteArray numberText(double value)
{
    return QByteArray::number(value, 'g', 15);
}

Result<void> writePoints(QSaveFile& file, const PlotData& data, const std::vector<std::size_t>& packets, const std::stop_token& stop,
                         JobQueue<std::monostate>& queue)
{
    std::uint64_t done = 0;
    for (const PlotSeries& series : data.series) {
        const QByteArray key = csvCell(QString::fromStdString(series.key)).toUtf8();
        for (const PlotPoint& point : series.points) {
            if (++done % 4096 == 0) {
                queue.report({done, data.points});
                if (stop.stop_requested())
                    return fail(Errc::Cancelled);
            }
            if (!packets.empty() && !std::ranges::binary_search(packets, std::size_t{point.packet}))
                continue;
            file.write(key + ',' + numberText(point.x) + ',' + numberText(point.y) + ',' + QByteArray::number(point.packet + 1) + "\r\n");
        }
    }
    return {};
}

} // namespace

PlotCsvJob::PlotCsvJob(QString path, PlotDataPtr data, QStringList columns, std::vector<std::size_t> packets)
    : QueueJob(tr("Save %1").arg(QFileInfo(path).fileName()), nullptr), m_path(std::move(path)), m_data(std::move(data)),
      m_columns(std::move(columns)), m_packets(std::move(packets))
{
}

void PlotCsvJob::start()
{
    run([path = m_path, data = m_data, columns = m_columns, packets = m_packets](const std::stop_token& stop, Queue& queue) -> Result<void> {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return fail(Errc::Io, 0, (path + QStringLiteral(": ") + file.errorString()).toStdString());
        file.write(csvRow(columns).toUtf8() + "\r\n");
        if (auto written = writePoints(file, *data, packets, stop, queue); !written)
            return written;
        if (!file.commit())
            return fail(Errc::Io, 0, (path + QStringLiteral(": ") + file.errorString()).toStdString());
        return {};
    });
}

} // namespace fw::ui
