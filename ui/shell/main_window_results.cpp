#include "ui/shell/main_window.h"

#include "ui/bridge/packet_store.h"

#include <QFileInfo>
#include <QMenuBar>

namespace fw::ui {
namespace {

/// All that was sent, then the answers.
PacketSource exchanged(const ExchangeModel& exchanges)
{
    PacketSource source;
    std::vector<CapturedPacket> packets;
    const int count = exchanges.rowCount();
    for (int row = 0; row < count; ++row) {
        packets.push_back(exchanges.sentPacket(row));
        source.rows.push_back(static_cast<std::size_t>(row));
    }
    source.pairs.emplace();
    for (int row = 0; row < count; ++row) {
        const CapturedPacket* const answer = exchanges.answerPacket(row);
        if (!answer)
            continue;
        source.pairs->push_back({static_cast<std::size_t>(row), packets.size()});
        source.rows.push_back(static_cast<std::size_t>(row));
        packets.push_back(*answer);
    }
    source.practice = exchanges.isPractice();
    source.packets = std::make_shared<const PacketStore>(std::move(packets));
    return source;
}

} // namespace

PacketSources MainWindow::packetSources()
{
    const auto captured = [this] {
        const auto& path = m_capture->path();
        const bool any = m_capture->capture() && m_capture->capture()->packetCount() > 0;
        const QString name = !any ? QString() : path.empty() ? tr("unsaved capture") : QString::fromStdString(path.filename().string());
        return PacketSource{name, m_capture->capture(), {}, {}, m_capture->isPractice()};
    };
    return {captured, [this] { return exchanged(m_exchange->model()); },
            [this] { return m_exchange->model().sentCount() + m_exchange->model().answeredCount(); }};
}

SendOptions MainWindow::sendOptions() const
{
    SendOptions options;
    options.interface = m_chooser->chosen();
    options.timeout = std::chrono::milliseconds(m_settings.value(QStringLiteral("send/timeout"), 2000).toInt());
    return options;
}

void MainWindow::makeResultsMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("Too&ls"));
    menu->addMenu(tr("&Table"))->addActions(m_tables->menuActions());
    menu->addMenu(tr("&Plot"))->addActions(m_plots->menuActions());
    m_trace->fillMenu(*menu->addMenu(tr("T&raceroute")));
}

void MainWindow::connectResults()
{
    connect(m_tables, &TableWorkspace::failed, this, &MainWindow::tellError);
    connect(m_plots, &PlotWorkspace::failed, this, &MainWindow::tellError);
    connect(m_plots, &PlotWorkspace::openRequested, this, &MainWindow::askForFile);
    connect(m_plots, &PlotWorkspace::captureRequested, this, &MainWindow::startCapture);
    connect(m_plots, &PlotWorkspace::saved, this, [this](const QString& path) {
        tell({Message::Severity::Done, tr("Saved “%1”.").arg(QFileInfo(path).fileName()), {}, {}});
    });
    connect(m_plots, &PlotWorkspace::capturedPacketPicked, m_capture, &CaptureWorkspace::selectPacket);
    connect(m_plots, &PlotWorkspace::exchangePicked, m_exchange, &ExchangeWorkspace::selectExchange);
    connect(m_capture, &CaptureWorkspace::changed, m_plots, &PlotWorkspace::refreshSource);
    connect(m_exchange, &ExchangeWorkspace::changed, m_plots, &PlotWorkspace::refreshSource);
    connect(m_capture, &CaptureWorkspace::changed, m_tables, &TableWorkspace::refreshSources);
    connect(m_exchange, &ExchangeWorkspace::changed, m_tables, &TableWorkspace::refreshSources);
}

} // namespace fw::ui
