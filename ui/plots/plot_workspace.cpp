#include "ui/plots/plot_workspace.h"

#include "ui/models/packet_row.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_words.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QTreeView>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

QString number(std::uint64_t n)
{
    return QLocale().toString(qulonglong{n});
}

PlotView::Style styleOf(const QString& name)
{
    if (name == QLatin1String("steps"))
        return PlotView::Style::Steps;
    return name == QLatin1String("line") ? PlotView::Style::Line : PlotView::Style::Points;
}

QLabel* makeCentred(const QString& name)
{
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(16);
    return label;
}

void makeSurface(QWidget& page)
{
    page.setBackgroundRole(QPalette::Base);
    page.setAutoFillBackground(true);
}

} // namespace

PlotWorkspace::PlotWorkspace(SelectionModel& selection, Theme& theme, JobList& jobs, PacketSources sources, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_theme(theme), m_jobs(jobs), m_sources(std::move(sources)),
      m_controls(new PlotControls), m_series(theme), m_view(new PlotView(theme)), m_legend(new QTreeView), m_bar(new QToolBar(tr("Plot"))),
      m_error(new QLabel), m_practice(new QLabel(tr("practice"))), m_readOut(new QLabel), m_standing(new QLabel), m_progress(new QProgressBar),
      m_cancel(new QPushButton(tr("Cancel"))), m_message(makeCentred(QStringLiteral("plotMessage"))), m_pages(new QStackedWidget)
{
    setObjectName(QStringLiteral("plotWorkspace"));
    makeBar();
    m_error->setObjectName(QStringLiteral("plotError"));
    m_error->setContentsMargins(10, 0, 10, 4);
    m_error->setWordWrap(true);
    m_error->hide();
    makeSurface(*m_message);
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(m_message);
    m_pages->addWidget(makePlotPage());

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_controls);
    layout->addWidget(m_error);
    layout->addWidget(m_bar);
    layout->addWidget(m_pages, 1);
    layout->addLayout(makeFoot());

    m_growTimer.setSingleShot(true);
    connect(&m_growTimer, &QTimer::timeout, this, [this] { plot(true); });
    connect(m_controls, &PlotControls::changed, this, [this] { plot(false); });
    connect(m_view, &PlotView::packetPicked, this, &PlotWorkspace::pick);
    connect(m_view, &PlotView::packetsPicked, this, &PlotWorkspace::sayPicked);
    connect(m_view, &PlotView::pointed, m_readOut, &QLabel::setText);
    connect(&m_series, &SeriesModel::shownChanged, m_view, &PlotView::setSeriesShown);
    connect(&m_selection, &SelectionModel::changed, this, &PlotWorkspace::follow);
    connect(&m_selection, &SelectionModel::protocolsChanged, this, [this] {
        m_controls->offerNames(m_selection.protocols());
        m_dirty = true;
        refreshSource();
    });
    connect(&m_theme, &Theme::changed, this, &PlotWorkspace::colour);
    // Names by the thousand are not needed before the first window is there.
    QTimer::singleShot(0, this, [this] { m_controls->offerNames(m_selection.protocols()); });
    colour();
    setPage(Page::Empty);
}

QAction* PlotWorkspace::addAction(const QString& name, const QString& text, const QString& tip, bool checkable)
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setToolTip(tip);
    action->setCheckable(checkable);
    m_bar->addAction(action);
    m_menuActions.append(action);
    return action;
}

void PlotWorkspace::makeBar()
{
    m_bar->setObjectName(QStringLiteral("plotBar"));
    m_bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_unwrap = addAction(QStringLiteral("plotUnwrapAct"), tr("&Unwrap"), tr("Let numbers that begin again at zero go on instead"), true);
    connect(m_unwrap, &QAction::toggled, m_view, &PlotView::setUnwrapped);
    QAction* const rectangle = addAction(QStringLiteral("plotRectangleAct"), tr("Select &rectangle"),
                                         tr("Dragging selects points instead of moving the plot (also: Ctrl+drag)"), true);
    connect(rectangle, &QAction::toggled, m_view, &PlotView::setRectangleMode);
    m_clear = addAction(QStringLiteral("plotClearAct"), tr("C&lear selection"), tr("No points are selected any more"), false);
    connect(m_clear, &QAction::triggered, m_view, &PlotView::clearPicked);
    QAction* const all = addAction(QStringLiteral("plotResetAct"), tr("Show &all"), tr("Back to all points (double click, Home)"), false);
    connect(all, &QAction::triggered, m_view, &PlotView::resetRanges);
    m_freeze = addAction(QStringLiteral("plotFreezeAct"), tr("&Freeze"), tr("Do not follow packets that still come in (Space)"), true);
    m_freeze->setShortcut(Qt::Key_Space);
    m_freeze->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(m_freeze);
    connect(m_freeze, &QAction::toggled, this, &PlotWorkspace::refreshSource);
    m_bar->addSeparator();
    m_export = addAction(QStringLiteral("plotExportAct"), tr("&Export…"), tr("Save the plot as SVG, PDF or PNG, or its points as CSV"), false);
    connect(m_export, &QAction::triggered, this, &PlotWorkspace::askAndExport);
    m_view->addAction(m_export);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

QWidget* PlotWorkspace::makeEmptyPage()
{
    auto* page = new QWidget;
    makeSurface(*page);
    auto* words = makeCentred(QStringLiteral("plotEmptyText"));
    words->setText(tr("Packets that have IP.id, or any other number, can be plotted here. There are none yet: open a capture, start one, or send "
                      "something and plot the results."));
    auto* open = new QPushButton(tr("Open a file…"));
    open->setObjectName(QStringLiteral("plotEmptyOpenBtn"));
    auto* start = new QPushButton(tr("Start capture"));
    start->setObjectName(QStringLiteral("plotEmptyCaptureBtn"));
    connect(open, &QPushButton::clicked, this, &PlotWorkspace::openRequested);
    connect(start, &QPushButton::clicked, this, &PlotWorkspace::captureRequested);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(start);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(1);
    layout->addWidget(words);
    layout->addLayout(buttons);
    layout->addStretch(1);
    return page;
}

QWidget* PlotWorkspace::makePlotPage()
{
    m_legend->setObjectName(QStringLiteral("plotLegend"));
    m_legend->setAccessibleName(tr("Series"));
    m_legend->setModel(&m_series);
    m_legend->setRootIsDecorated(false);
    m_legend->setUniformRowHeights(true);
    m_legend->setIconSize({28, 16});
    m_legend->setTextElideMode(Qt::ElideMiddle); // Addresses differ at their end.
    m_legend->setFrameShape(QFrame::NoFrame);
    m_legend->header()->setStretchLastSection(false);
    m_legend->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_legend->header()->setSectionResizeMode(SeriesModel::NameColumn, QHeaderView::Stretch);
    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("plotSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(m_legend);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({650, 350});
    return splitter;
}

QLayout* PlotWorkspace::makeFoot()
{
    m_practice->setObjectName(QStringLiteral("plotPracticeMark"));
    m_practice->setToolTip(tr("From the simulated network inside the program"));
    m_practice->setContentsMargins(6, 1, 6, 1);
    m_practice->setAutoFillBackground(true);
    m_readOut->setObjectName(QStringLiteral("plotReadOut"));
    m_readOut->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_standing->setObjectName(QStringLiteral("plotStanding"));
    m_progress->setObjectName(QStringLiteral("plotProgress"));
    m_progress->setAccessibleName(tr("Plot"));
    m_progress->setMaximumWidth(160);
    m_progress->setRange(0, 1000);
    m_progress->hide();
    m_cancel->setObjectName(QStringLiteral("plotCancelBtn"));
    m_cancel->setToolTip(tr("Stop reading packets; what was read so far is shown"));
    m_cancel->hide();
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_job->cancel();
    });
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(10, 4, 10, 4);
    foot->setSpacing(8);
    foot->addWidget(m_readOut, 1);
    foot->addWidget(m_progress);
    foot->addWidget(m_cancel);
    foot->addWidget(m_practice);
    foot->addWidget(m_standing);
    return foot;
}

void PlotWorkspace::setPage(Page page, const QString& text)
{
    m_message->setText(text);
    m_pages->setCurrentIndex(static_cast<int>(page));
    const bool plotted = page == Page::Plot;
    for (QAction* action : m_menuActions)
        action->setEnabled(plotted);
    m_unwrap->setEnabled(plotted && m_view->data() && m_view->data()->wrapBits > 0);
    m_clear->setEnabled(plotted && !m_view->picked().empty());
    m_practice->setVisible(plotted && m_source.practice);
    if (!plotted)
        m_readOut->clear();
    sayStanding();
}

void PlotWorkspace::refreshSource()
{
    if (!isVisible()) {
        m_dirty = true;
        return;
    }
    const PacketSource capture = m_sources.capture();
    const bool readsExchanges = m_controls->readsExchanges();
    const std::size_t exchanges = m_sources.exchangePackets();
    m_controls->nameSources(capture.name, exchanges > 0 ? packetsText(exchanges) : QString());
    const bool same = readsExchanges ? m_sourceIsExchanges && exchanges == m_plotted
                                     : !m_sourceIsExchanges && capture.packets == m_source.packets
                                           && (!capture.packets || capture.packets->packetCount() == m_plotted);
    if ((same && !m_dirty) || m_freeze->isChecked() || m_growTimer.isActive())
        return;
    const bool grew = !m_dirty && (readsExchanges ? m_sourceIsExchanges && exchanges > m_plotted : capture.packets == m_source.packets);
    if (!grew) {
        plot(false);
        return;
    }
    // Reading all again takes longer the more there is; most of the time is left for the capture.
    m_growTimer.start(m_job && m_job->isRunning() ? 1000ms : std::max(1000ms, m_job ? m_job->elapsed() * 10 : 0ms));
}

void PlotWorkspace::plot(bool keepsRanges)
{
    if (!isVisible()) {
        m_dirty = true;
        return;
    }
    m_dirty = false;
    m_growTimer.stop();
    if (m_job)
        m_job->cancel(); // The plot asked for last is the one wanted.
    m_job = nullptr;
    m_sourceIsExchanges = m_controls->readsExchanges();
    m_source = m_sourceIsExchanges ? m_sources.exchanges() : m_sources.capture();
    m_plotted = m_sourceIsExchanges ? m_sources.exchangePackets() : m_source.packets ? m_source.packets->packetCount() : 0;
    m_error->hide();
    if (m_plotted == 0) {
        m_view->setPlot(nullptr, {});
        m_series.setPlot(nullptr, false);
        setPage(Page::Empty);
        return;
    }
    PlotRequest request{m_source.packets, m_source.pairs, Quantity::parse(m_controls->x().toStdString()), Quantity::parse(m_controls->y().toStdString()),
                        m_controls->key().toStdString(), m_controls->filter().toStdString()};
    auto job = PlotJob::make(m_selection.snapshot(), std::move(request));
    if (!job) {
        say(job.error());
        return;
    }
    m_job = job->get();
    connect(m_job, &PlotJob::built, this, [this, mine = m_job.data(), keepsRanges](const PlotDataPtr& built) {
        if (m_job == mine)
            showPlot(built, keepsRanges);
    });
    connect(m_job, &Job::progressed, this, [this, mine = m_job.data()] {
        if (m_job != mine || mine->elapsed() < 300ms || !mine->isRunning())
            return;
        m_progress->show();
        m_cancel->show();
        m_progress->setValue(static_cast<int>(mine->progress().done * 1000 / std::max<std::uint64_t>(mine->progress().total, 1)));
    });
    connect(m_job, &Job::ended, this, [this, mine = m_job.data()] {
        if (m_job == mine)
            finish(*mine);
    });
    m_jobs.start(std::move(*job));
}

void PlotWorkspace::showPlot(const PlotDataPtr& plotted, bool keepsRanges)
{
    const Protocols& protocols = m_selection.protocols();
    m_readOut->clear();
    m_series.setPlot(plotted, keepsRanges);
    m_view->setPlot(plotted, {axisTitle(protocols, plotted->x, plotted->span), axisTitle(protocols, plotted->y, plotted->span), styleOf(m_controls->style())}, keepsRanges);
    if (plotted->points > 0) {
        setPage(Page::Plot);
        follow(m_selection.current());
        return;
    }
    const QString wanted = plotted->y.kind == Quantity::Kind::RoundTrip || plotted->x.kind == Quantity::Kind::RoundTrip
        ? tr("a request and its answer")
        : QStringList{QString::fromStdString(plotted->y.field), QString::fromStdString(plotted->x.field)}.filter(QLatin1String(".")).join(tr(" and "));
    const QString filter = m_controls->filter();
    setPage(Page::Message, tr("None of %1 packets has %2. Choose something else to plot, or select other packets.")
                               .arg(number(plotted->packets), wanted.isEmpty() ? filter : filter.isEmpty() ? wanted : tr("%1 and %2").arg(filter, wanted)));
}

void PlotWorkspace::finish(const Job& job)
{
    m_progress->hide();
    m_cancel->hide();
    if (job.error())
        emit failed(*job.error(), tr("Cannot read all packets"));
    sayStanding();
    refreshSource();
}

void PlotWorkspace::say(const PlotError& error)
{
    m_error->setText(QStringLiteral("✗ ") + plotErrorText(error));
    m_error->show();
    m_progress->hide();
    m_cancel->hide();
    if (m_pages->currentIndex() != static_cast<int>(Page::Plot))
        setPage(Page::Message, tr("There is nothing to plot yet: %1").arg(plotErrorText(error)));
}

void PlotWorkspace::pick(std::size_t packet)
{
    if (m_sourceIsExchanges)
        emit exchangePicked(m_source.rowOf(packet));
    else
        emit capturedPacketPicked(packet);
}

void PlotWorkspace::follow(const Selection& selection)
{
    using Source = ShownPacket::Source;
    const bool ours = selection.packet && selection.packet->number > 0 && selection.packet->source == (m_sourceIsExchanges ? Source::Exchange : Source::Capture);
    if (!ours)
        return m_view->ring(std::nullopt);
    const std::size_t row = selection.packet->number - 1;
    m_view->ring(row);
    // Of an exchange the question or the answer may be the one that was plotted.
    for (std::size_t i = row + 1; m_sourceIsExchanges && !m_view->ringed() && i < m_source.rows.size(); ++i)
        if (m_source.rows[i] == row)
            m_view->ring(i);
}

void PlotWorkspace::sayPicked(const std::vector<std::size_t>& packets)
{
    m_clear->setEnabled(!packets.empty());
    m_readOut->setText(packets.empty() ? QString() : tr("%1 packets selected; an export as CSV has only these").arg(number(packets.size())));
    if (!packets.empty())
        pick(packets.front());
}

void PlotWorkspace::sayStanding()
{
    const PlotDataPtr& plotted = m_view->data();
    if (!plotted || m_pages->currentIndex() != static_cast<int>(Page::Plot)) {
        m_standing->clear();
        return;
    }
    QStringList parts{tr("%1 points").arg(number(plotted->points)), tr("%1 series").arg(number(plotted->series.size())), tr("%1 packets").arg(number(plotted->packets))};
    if (!plotted->isComplete)
        parts.append(tr("cancelled"));
    m_standing->setText(parts.join(QStringLiteral(" · ")));
}

void PlotWorkspace::askAndExport()
{
    auto* dialog = new QFileDialog(this, tr("Export the plot"), QStringLiteral("plot.svg"), tr("Plots (*.svg *.pdf *.png);;Points (*.csv)"));
    dialog->setObjectName(QStringLiteral("plotExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, &PlotWorkspace::exportTo);
    dialog->open();
}

void PlotWorkspace::exportTo(const QString& path)
{
    if (!m_view->data())
        return;
    if (QFileInfo(path).suffix().compare(QLatin1String("csv"), Qt::CaseInsensitive) != 0) {
        if (exportPlot(*m_view, path))
            emit saved(path);
        else
            emit failed({Errc::Io, 0, (path + tr(": it cannot be written as SVG, PDF, PNG or CSV")).toStdString()}, tr("Cannot export the plot"));
        return;
    }
    auto job = std::make_unique<PlotCsvJob>(path, m_view->data(),
                                            QStringList{tr("Series"), m_view->xAxis->label(), m_view->yAxis->label(), tr("Packet")}, m_view->picked());
    connect(job.get(), &Job::ended, this, [this, mine = job.get()] {
        if (mine->error())
            emit failed(*mine->error(), tr("Cannot export the points"));
        else if (mine->state() == Job::State::Done)
            emit saved(mine->path());
    });
    m_jobs.start(std::move(job));
}

void PlotWorkspace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshSource();
}

void PlotWorkspace::colour()
{
    m_series.recolour();
    QPalette words = m_error->palette();
    words.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Error));
    m_error->setPalette(words);
    QPalette mark = m_practice->palette();
    mark.setColor(QPalette::Window, m_theme.color(Theme::Role::Warn));
    mark.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Surface));
    m_practice->setPalette(mark);
}

} // namespace fw::ui
