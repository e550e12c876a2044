#include "ui/tables/table_workspace.h"

#include "engine/packet/expand.h"
#include "ui/models/packet_row.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t manyPackets = 1000;      // More than this many are asked about before they are sent.
constexpr std::uint64_t mostPackets = 1'000'000; // A table of more cannot be looked at.

QString number(std::uint64_t n)
{
    return QLocale().toString(qulonglong{n});
}

QString partName(TableTemplates::Part part)
{
    switch (part) {
    case TableTemplates::Part::Column: return TableWorkspace::tr("Columns");
    case TableTemplates::Part::Row: return TableWorkspace::tr("Rows");
    case TableTemplates::Part::Cell: break;
    }
    return TableWorkspace::tr("Cells");
}

} // namespace

TableWorkspace::TableWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, PacketSources sources, RunOptions options,
                               QWidget* parent)
    : QWidget(parent), m_selection(selection), m_theme(theme), m_networks(networks), m_jobs(jobs), m_sources(std::move(sources)),
      m_options(std::move(options)), m_controls(new TableControls), m_error(new QLabel), m_question(makeQuestion()), m_table(new QTableView),
      m_pair(new PairView(selection)), m_pages(new QStackedWidget), m_practice(new QLabel(tr("practice"))), m_standing(new QLabel),
      m_run(new QPushButton(tr("&Run"))), m_cancel(new QPushButton(tr("Cancel"))), m_copy(new QToolButton)
{
    setObjectName(QStringLiteral("tableWorkspace"));
    m_error->setObjectName(QStringLiteral("tableError"));
    m_error->setContentsMargins(10, 0, 10, 4);
    m_error->setWordWrap(true);
    m_error->hide();
    m_pair->setObjectName(QStringLiteral("tablePairTree"));
    m_pair->setAccessibleName(tr("Request and answer of the cell"));
    makeActions();
    setUpTable();
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("tableSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_pair);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(splitter);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_controls);
    layout->addWidget(m_error);
    layout->addWidget(m_question);
    layout->addLayout(makeFoot());
    layout->addWidget(m_pages, 1);

    connect(m_controls, &TableControls::changed, this, &TableWorkspace::check);
    connect(m_controls, &TableControls::runRequested, this, &TableWorkspace::run);
    connect(m_controls, &TableControls::showsSilentChanged, this, [this](bool shows) { m_model.setShowsSilent(shows); });
    connect(&m_selection, &SelectionModel::changed, this, &TableWorkspace::follow);
    connect(&m_selection, &SelectionModel::protocolsChanged, this, [this] { showCell(m_table->currentIndex()); });
    connect(&m_theme, &Theme::changed, this, &TableWorkspace::colour);
    connect(&m_tick, &QTimer::timeout, this, &TableWorkspace::refresh);
    colour();
    check();
    refresh();
}

void TableWorkspace::makeActions()
{
    const auto add = [this](const QString& name, const QString& text, auto call) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, call);
        m_menuActions.append(action);
        return action;
    };
    m_runAction = add(QStringLiteral("tableRunAct"), tr("&Make the table"), [this] { run(); });
    m_cancelAction = add(QStringLiteral("tableCancelAct"), tr("&Cancel"), [this] { cancel(); });
    for (const auto& [name, text, format] : {std::tuple{"tableCopyTextAct", tr("Copy as &text"), TableFormat::Text},
                                             std::tuple{"tableCopyCsvAct", tr("Copy as C&SV"), TableFormat::Csv},
                                             std::tuple{"tableCopyMarkdownAct", tr("Copy as Mark&down"), TableFormat::Markdown},
                                             std::tuple{"tableCopyLatexAct", tr("Copy as &LaTeX"), TableFormat::Latex}})
        m_copyActions.append(add(QLatin1String(name), text, [this, format = format] { copyAs(format); }));
    m_copyActions.front()->setShortcut(QKeySequence::Copy);
    m_copyActions.front()->setShortcutContext(Qt::WidgetShortcut);
}

QWidget* TableWorkspace::makeQuestion()
{
    auto* question = new QWidget;
    question->setObjectName(QStringLiteral("tableQuestion"));
    m_questionText = new QLabel;
    auto* send = new QPushButton(tr("Send"));
    send->setObjectName(QStringLiteral("tableConfirmBtn"));
    auto* dismiss = new QPushButton(tr("Do not send"));
    dismiss->setObjectName(QStringLiteral("tableDismissBtn"));
    connect(send, &QPushButton::clicked, this, [this] {
        m_question->hide();
        if (const auto confirmed = std::exchange(m_confirmed, {}))
            confirmed();
    });
    connect(dismiss, &QPushButton::clicked, this, [this] {
        m_question->hide();
        m_confirmed = {};
    });
    auto* layout = new QHBoxLayout(question);
    layout->setContentsMargins(10, 2, 10, 4);
    layout->addWidget(m_questionText, 1);
    layout->addWidget(send);
    layout->addWidget(dismiss);
    question->hide();
    return question;
}

QWidget* TableWorkspace::makeEmptyPage()
{
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* words = new QLabel(tr("No table yet. Type hosts, then run: each request and its answer become a cell, and a click on a cell shows both."));
    words->setObjectName(QStringLiteral("tableEmptyText"));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    words->setMargin(16);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(words);
    return page;
}

void TableWorkspace::setUpTable()
{
    m_table->setObjectName(QStringLiteral("makeTable"));
    m_table->setAccessibleName(tr("Table of answers"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new CellDelegate(m_theme, m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setCornerButtonEnabled(false);
    const int height = fontMetrics().height() + 8;
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(height);
    m_table->verticalHeader()->setDefaultSectionSize(height);
    m_table->horizontalHeader()->setDefaultSectionSize(fontMetrics().horizontalAdvance(QLatin1Char('0')) * 24);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->setHighlightSections(false);
    m_table->addActions(m_copyActions);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &TableWorkspace::showCell);
}

QLayout* TableWorkspace::makeFoot()
{
    m_practice->setObjectName(QStringLiteral("tablePracticeMark"));
    m_practice->setToolTip(tr("From the simulated network inside the program"));
    m_practice->setContentsMargins(6, 1, 6, 1);
    m_practice->setAutoFillBackground(true);
    m_standing->setObjectName(QStringLiteral("tableStanding"));
    m_standing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_run->setObjectName(QStringLiteral("tableRunBtn"));
    m_cancel->setObjectName(QStringLiteral("tableCancelBtn"));
    m_cancel->setToolTip(tr("Stop; what was answered so far is kept"));
    m_copy->setObjectName(QStringLiteral("tableCopyBtn"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the table for another program"));
    m_copy->setPopupMode(QToolButton::InstantPopup);
    m_copy->setMinimumHeight(24);
    auto* formats = new QMenu(m_copy);
    formats->addActions(m_copyActions);
    m_copy->setMenu(formats);
    connect(m_run, &QPushButton::clicked, this, &TableWorkspace::run);
    connect(m_cancel, &QPushButton::clicked, this, &TableWorkspace::cancel);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(10, 2, 10, 6);
    foot->setSpacing(8);
    foot->addWidget(m_run);
    foot->addWidget(m_cancel);
    foot->addWidget(m_standing, 1);
    foot->addWidget(m_practice);
    foot->addWidget(m_copy);
    return foot;
}

void TableWorkspace::say(const QString& error)
{
    m_error->setText(QStringLiteral("✗ ") + error);
    m_error->setVisible(!error.isEmpty());
}

std::optional<TableTemplates> TableWorkspace::templates()
{
    auto parsed = TableTemplates::parse(m_controls->column().toStdString(), m_controls->row().toStdString(), m_controls->cell().toStdString());
    if (parsed) {
        parsed->namesMakers = m_controls->recipe().namesMakers;
        return std::move(*parsed);
    }
    const auto& [part, error] = parsed.error();
    say(tr("%1: column %2: expected %3.").arg(partName(part)).arg(error.column + 1).arg(QString::fromStdString(error.expected)));
    return std::nullopt;
}

void TableWorkspace::check()
{
    m_error->hide();
    m_question->hide();
    const bool right = templates().has_value();
    m_run->setEnabled(right && !isRunning());
    m_runAction->setEnabled(m_run->isEnabled());
    m_run->setText(m_controls->source() == TableControls::Source::Run ? tr("&Run") : tr("Ta&bulate"));
}

void TableWorkspace::run()
{
    if (isRunning())
        return;
    check();
    auto wanted = templates();
    if (!wanted)
        return;
    switch (m_controls->source()) {
    case TableControls::Source::Exchanges: return read(m_sources.exchanges(), ShownPacket::Source::Exchange, std::move(*wanted));
    case TableControls::Source::Capture: return read(m_sources.capture(), ShownPacket::Source::Capture, std::move(*wanted));
    case TableControls::Source::Run: break;
    }
    auto draft = m_controls->draft(m_selection.protocols());
    if (!draft)
        return say(draft.error());
    const std::uint64_t count = packetCount(*draft);
    if (count > mostPackets)
        return say(tr("That would be %1 packets; a table can be made of %2 at most.").arg(number(count), number(mostPackets)));
    if (count <= manyPackets)
        return send(std::move(*draft), std::move(*wanted));
    m_questionText->setText(tr("Send %1 packets?").arg(number(count)));
    m_question->show();
    m_confirmed = [this, draft = std::move(*draft), wanted = std::move(*wanted)] { send(draft, wanted); };
}

void TableWorkspace::send(Draft draft, TableTemplates templates)
{
    const SendOptions options = m_options();
    begin(std::make_unique<TableJob>(m_selection.snapshot(), m_networks.networkOf(options.interface), std::move(draft), options, std::move(templates)),
          ShownPacket::Source::Table, m_networks.isPractice(options.interface));
}

void TableWorkspace::read(const PacketSource& source, ShownPacket::Source kind, TableTemplates templates)
{
    if (!source.packets || source.packets->packetCount() == 0)
        return say(kind == ShownPacket::Source::Capture ? tr("There is no capture. Open a file or start one.") : tr("There are no exchange results. Send something first."));
    begin(std::make_unique<TableJob>(m_selection.snapshot(), source.packets, source.pairs, std::move(templates)), kind, source.practice);
}

void TableWorkspace::begin(std::unique_ptr<TableJob> job, ShownPacket::Source source, bool practice)
{
    m_job = job.get();
    m_ending.clear();
    m_model.setShowsSilent(m_controls->showsSilent());
    m_model.begin(m_controls->recipe().words, source, practice);
    m_pair->showPair(nullptr, nullptr);
    connect(job.get(), &TableJob::happened, this, [this, mine = job.get()](const std::vector<TableEvent>& events) {
        if (m_job != mine)
            return;
        m_model.add(events);
        if (const QModelIndex current = m_table->currentIndex(); current.isValid() && !m_pair->pair().answer())
            showCell(current); // It was chosen while it still waited.
    });
    connect(job.get(), &Job::ended, this, [this, mine = job.get()] {
        if (m_job == mine)
            finish(*mine);
    });
    m_tick.start(100ms);
    m_jobs.start(std::move(job));
    refresh();
}

void TableWorkspace::cancel()
{
    if (m_job)
        m_job->cancel();
}

void TableWorkspace::finish(const Job& job)
{
    m_tick.stop();
    m_elapsed = job.elapsed();
    const bool cancelled = job.state() == Job::State::Cancelled;
    m_ending = cancelled ? tr("cancelled") : job.error() ? tr("failed") : QString();
    m_model.end(cancelled ? PivotModel::Phase::Cancelled : PivotModel::Phase::Ended);
    if (job.error() && job.error()->code == Errc::Syntax)
        say(tr("A template could not be filled in: column %1: %2.").arg(job.error()->offset + 1).arg(QString::fromStdString(job.error()->detail)));
    else if (job.error())
        emit failed(*job.error(), tr("Cannot make the table"));
    refresh();
}

void TableWorkspace::showCell(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const auto request = m_model.request(index, m_selection.snapshot());
    m_pair->showPair(request, m_model.answer(index, m_selection.snapshot()));
    if (!m_following && request)
        publish();
}

void TableWorkspace::publish()
{
    if (const ShownPacketPtr packet = m_pair->pair().answer() ? m_pair->pair().answer() : m_pair->pair().sent())
        m_selection.setPacket(packet, this);
}

void TableWorkspace::follow(const Selection& selection, const QObject* origin)
{
    if (origin == this || !selection.packet || selection.packet->source != m_model.source() || selection.packet->number == 0)
        return;
    const std::size_t row = selection.packet->number - 1;
    const QModelIndex cell = m_model.cellOf(row);
    if (!cell.isValid() || cell == m_table->currentIndex())
        return;
    m_following = true;
    m_table->setCurrentIndex(cell);
    m_following = false;
}

void TableWorkspace::copyAs(TableFormat format) const
{
    if (const QString text = tableText(m_model, format); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TableWorkspace::refreshSources()
{
    const std::size_t packets = m_sources.exchangePackets();
    m_controls->nameSources(packets > 0 ? packetsText(packets) : QString(), m_sources.capture().name);
}

void TableWorkspace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshSources();
}

void TableWorkspace::refresh()
{
    const bool running = isRunning();
    const bool any = running || m_model.requestCount() > 0;
    m_run->setEnabled(!running && !m_error->isVisibleTo(this));
    m_runAction->setEnabled(m_run->isEnabled());
    m_cancel->setVisible(running);
    m_cancelAction->setEnabled(running);
    m_controls->setRunning(running);
    m_practice->setVisible(any && m_model.isPractice());
    const bool cells = m_model.rowCount() > 0 && m_model.columnCount() > 0;
    m_copy->setEnabled(cells);
    for (QAction* action : m_copyActions)
        action->setEnabled(cells);
    m_pages->setCurrentIndex(any ? 1 : 0);
    if (!any) {
        m_standing->clear();
        return;
    }
    const auto elapsed = running ? m_job->elapsed() : m_elapsed;
    QStringList parts{tr("Asked %1").arg(number(m_model.requestCount())), tr("answered %1").arg(number(m_model.answeredCount())),
                      tr("%1 s").arg(QLocale().toString(std::chrono::duration<double>(elapsed).count(), 'f', 1))};
    if (m_model.leavesOut())
        parts.append(tr("only the first %1 columns are shown").arg(PivotModel::mostColumns));
    if (!m_ending.isEmpty())
        parts.append(m_ending);
    m_standing->setText(parts.join(QStringLiteral(" · ")));
}

void TableWorkspace::colour()
{
    QPalette words = m_error->palette();
    words.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Error));
    m_error->setPalette(words);
    QPalette mark = m_practice->palette();
    mark.setColor(QPalette::Window, m_theme.color(Theme::Role::Warn));
    mark.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Surface));
    m_practice->setPalette(mark);
    m_table->viewport()->update();
}

} // namespace fw::ui
