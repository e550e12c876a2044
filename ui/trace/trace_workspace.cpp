#include "ui/trace/trace_workspace.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

enum Page { EmptyPage, ResultPage };

} // namespace

TraceWorkspace::TraceWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_theme(theme), m_networks(networks), m_jobs(jobs), m_bar(new TraceBar), m_table(new QTreeView),
      m_graph(new PathGraph(theme)), m_history(new HopHistory(theme)), m_matrix(new QTableView), m_top(new QStackedWidget), m_pages(new QStackedWidget),
      m_practiceMark(new QLabel(tr("practice"))), m_standing(new QLabel), m_targetPicker(new QComboBox), m_flowPicker(new QComboBox),
      m_showReply(new QToolButton), m_tryIt(new QPushButton(tr("Trace a host of the practice network")))
{
    setObjectName(QStringLiteral("traceWorkspace"));
    m_table->setModel(&m_hops);
    m_chart = new RttChart(*m_table, m_hops, theme);
    makeActions();
    setUpTable();
    setUpMatrix();
    m_pages->insertWidget(EmptyPage, makeEmptyPage());
    m_pages->insertWidget(ResultPage, makeResults());

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addLayout(makeHeader());
    layout->addWidget(m_pages, 1);

    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(100ms);
    connect(&m_refreshTimer, &QTimer::timeout, this, &TraceWorkspace::refresh);
    connect(m_bar, &TraceBar::runRequested, this, [this] { run(false); });
    connect(m_bar, &TraceBar::settingsChanged, this, &TraceWorkspace::settingsChanged);
    connect(m_graph, &PathGraph::hopChosen, this, &TraceWorkspace::chooseHop);
    connect(m_graph, &PathGraph::flowChosen, this, &TraceWorkspace::chooseFlow);
    connect(m_history, &HopHistory::probeChosen, this, &TraceWorkspace::chooseProbe);
    connect(&m_selection, &SelectionModel::protocolsChanged, this, [this] {
        if (isVisible())
            publish();
    });
    connect(&m_theme, &Theme::changed, this, &TraceWorkspace::colour);
    colour();
    refresh();
}

QAction* TraceWorkspace::makeAction(const QString& name, const QString& text, const QString& tip)
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setToolTip(tip);
    return action;
}

void TraceWorkspace::makeActions()
{
    m_run = makeAction(QStringLiteral("traceRunAct"), tr("&Run"), tr("Send one round of probes (Enter in the target)"));
    connect(m_run, &QAction::triggered, this, [this] { run(false); });
    m_continuous = makeAction(QStringLiteral("traceContinuousAct"), tr("C&ontinuous"), tr("A round of probes every second, until it is cancelled"));
    connect(m_continuous, &QAction::triggered, this, [this] { run(true); });
    m_freeze = makeAction(QStringLiteral("traceFreezeAct"), tr("&Freeze"), tr("Stand still while probes go on (Space)"));
    m_freeze->setCheckable(true);
    // Only where nothing else takes a space.
    m_freeze->setShortcut(Qt::Key_Space);
    m_freeze->setShortcutContext(Qt::WidgetShortcut);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_table, m_graph, m_history, m_matrix})
        widget->addAction(m_freeze);
    connect(m_freeze, &QAction::toggled, this, [this](bool frozen) {
        m_shown = frozen ? std::make_shared<const TraceLog>(*m_log) : m_log;
        refresh();
    });
    m_cancel = makeAction(QStringLiteral("traceCancelAct"), tr("&Cancel"), tr("Stop probing; what has come so far is kept"));
    connect(m_cancel, &QAction::triggered, this, &TraceWorkspace::cancel);
    m_open = makeAction(QStringLiteral("traceOpenAct"), tr("O&pen a trace…"), tr("A capture with probes and answers"));
    connect(m_open, &QAction::triggered, this, &TraceWorkspace::askForTrace);
    m_save = makeAction(QStringLiteral("traceSaveAct"), tr("&Save the trace…"), tr("As a capture, from which it can be opened again"));
    connect(m_save, &QAction::triggered, this, &TraceWorkspace::askToSave);
    m_compareFile = makeAction(QStringLiteral("traceCompareFileAct"), tr("Compare with a &file…"), tr("What is other than in a trace that was saved"));
    connect(m_compareFile, &QAction::triggered, this, &TraceWorkspace::askForReference);
    m_compareBefore = makeAction(QStringLiteral("traceCompareBeforeAct"), tr("Compare with the trace &before"), tr("What is other than in the trace that this one replaced"));
    connect(m_compareBefore, &QAction::triggered, this, [this] { setReference(m_before, tr("the trace before")); });
    m_compareEnd = makeAction(QStringLiteral("traceCompareEndAct"), tr("&End comparing"), {});
    connect(m_compareEnd, &QAction::triggered, this, [this] { setReference(nullptr, {}); });
    m_showMatrix = makeAction(QStringLiteral("traceMatrixAct"), tr("&Matrix"), tr("All targets side by side, as Scapy prints them"));
    m_showMatrix->setCheckable(true);
    connect(m_showMatrix, &QAction::toggled, this, [this](bool on) {
        m_top->setCurrentIndex(on ? 1 : 0);
        refresh();
    });
    m_copy = makeAction(QStringLiteral("traceCopyAct"), tr("Copy as Scapy's &table"), tr("To the clipboard, as TracerouteResult.show() prints it"));
    connect(m_copy, &QAction::triggered, this, &TraceWorkspace::copyTable);

    auto* more = makeAction(QStringLiteral("traceMoreAct"), tr("&More"), tr("Open, save, compare, copy"));
    auto* menu = new QMenu(this);
    for (QAction* action : {m_open, m_save, m_compareFile, m_compareBefore, m_compareEnd, m_copy})
        menu->addAction(action);
    more->setMenu(menu);
    m_bar->addButtons({m_run, m_continuous, m_freeze, m_cancel, m_showMatrix, more});
}

void TraceWorkspace::fillMenu(QMenu& menu) const
{
    menu.addActions({m_run, m_continuous, m_freeze, m_cancel});
    menu.addSeparator();
    menu.addActions({m_open, m_save});
    menu.addSeparator();
    menu.addActions({m_compareFile, m_compareBefore, m_compareEnd});
    menu.addSeparator();
    menu.addActions({m_showMatrix, m_copy});
}

QLayout* TraceWorkspace::makeHeader()
{
    m_practiceMark->setObjectName(QStringLiteral("tracePracticeMark"));
    m_practiceMark->setToolTip(tr("From the simulated network inside the program"));
    m_practiceMark->setContentsMargins(6, 1, 6, 1);
    m_practiceMark->setAutoFillBackground(true);
    m_practiceMark->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_standing->setObjectName(QStringLiteral("traceStanding"));
    m_standing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_standing->setMinimumWidth(60);
    m_targetPicker->setObjectName(QStringLiteral("traceTargetPicker"));
    m_targetPicker->setAccessibleName(tr("Target shown"));
    m_targetPicker->setToolTip(tr("Whose hops the table shows"));
    m_targetPicker->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_flowPicker->setObjectName(QStringLiteral("traceFlowPicker"));
    m_flowPicker->setAccessibleName(tr("Flows shown"));
    m_flowPicker->setToolTip(tr("All flows, or the way of one"));
    m_flowPicker->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_showReply->setObjectName(QStringLiteral("traceShowReplyBtn"));
    m_showReply->setText(tr("Show repl&y"));
    m_showReply->setToolTip(tr("Whether the panes show the reply of the selected probe, or the probe"));
    m_showReply->setCheckable(true);
    m_showReply->setChecked(true);
    m_showReply->setMinimumHeight(24);
    m_showReply->setFocusPolicy(Qt::StrongFocus);
    connect(m_showReply, &QToolButton::toggled, this, &TraceWorkspace::publish);
    for (QComboBox* picker : {m_targetPicker, m_flowPicker})
        connect(picker, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_choosing)
                refresh();
        });

    auto* header = new QHBoxLayout;
    header->setContentsMargins(10, 0, 10, 6);
    header->setSpacing(8);
    header->addWidget(m_practiceMark);
    header->addWidget(m_standing, 1);
    header->addWidget(m_targetPicker);
    header->addWidget(m_flowPicker);
    header->addWidget(m_showReply);
    return header;
}

QWidget* TraceWorkspace::makeEmptyPage()
{
    auto* page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* words = new QLabel(tr("Type a host or an address above and press Enter: the routers on the way appear as they answer."));
    words->setObjectName(QStringLiteral("traceEmptyText"));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    m_tryIt->setObjectName(QStringLiteral("emptyTraceBtn"));
    connect(m_tryIt, &QPushButton::clicked, this, [this] { trace(QStringLiteral("balanced.practice")); });
    auto* open = new QPushButton(tr("Open a trace…"));
    open->setObjectName(QStringLiteral("emptyTraceOpenBtn"));
    connect(open, &QPushButton::clicked, this, &TraceWorkspace::askForTrace);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_tryIt);
    buttons->addWidget(open);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(1);
    layout->addWidget(words);
    layout->addSpacing(8);
    layout->addLayout(buttons);
    layout->addStretch(1);
    return page;
}

QWidget* TraceWorkspace::makeResults()
{
    const auto makeSplitter = [](const char* name, Qt::Orientation orientation, QWidget* first, int firstShare, QWidget* second, int secondShare) {
        auto* splitter = new QSplitter(orientation);
        splitter->setObjectName(QLatin1String(name));
        splitter->setChildrenCollapsible(false);
        splitter->addWidget(first);
        splitter->addWidget(second);
        splitter->setStretchFactor(0, firstShare);
        splitter->setStretchFactor(1, secondShare);
        return splitter;
    };
    m_top->addWidget(makeSplitter("traceRowSplitter", Qt::Horizontal, m_table, 3, m_chart, 2));
    m_top->addWidget(m_matrix);
    auto* below = makeSplitter("tracePathSplitter", Qt::Horizontal, m_graph, 3, m_history, 2);
    return makeSplitter("traceSplitter", Qt::Vertical, m_top, 3, below, 2);
}

void TraceWorkspace::setUpTable()
{
    m_table->setObjectName(QStringLiteral("traceTable"));
    m_table->setAccessibleName(tr("Hops"));
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setIndentation(14);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    // The rows of the chart end where these do.
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    QHeaderView* const header = m_table->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(36);
    const auto wide = [this](const char* text) { return fontMetrics().horizontalAdvance(QLatin1String(text)) + 16; };
    header->resizeSection(HopModel::TtlColumn, wide("00-00") + 24);
    header->resizeSection(HopModel::HostColumn, wide("000.000.000.000  flow A B C"));
    header->resizeSection(HopModel::LossColumn, wide("100 %"));
    header->resizeSection(HopModel::SentColumn, wide("0000"));
    for (int column = HopModel::LastColumn; column <= HopModel::DeviationColumn; ++column)
        header->resizeSection(column, wide("Worst0"));
    header->resizeSection(HopModel::ReplyColumn, wide("time-exceeded, SA"));
    header->resizeSection(HopModel::LabelsColumn, wide("000000"));
    header->resizeSection(HopModel::ChangeColumn, wide("now 000.000.000.000, was 000.000.000.000"));
    m_table->setColumnHidden(HopModel::ChangeColumn, true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TraceWorkspace::chooseRow);
    // The addresses are what one looks for.
    connect(&m_hops, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& parent, int first, int last) {
        if (parent.isValid())
            m_table->expand(parent);
        else
            for (int row = first; row <= last; ++row)
                m_table->expand(m_hops.index(row, 0));
    });
    connect(&m_hops, &QAbstractItemModel::modelReset, m_table, &QTreeView::expandAll);
}

void TraceWorkspace::setUpMatrix()
{
    m_matrix->setObjectName(QStringLiteral("traceMatrix"));
    m_matrix->setAccessibleName(tr("Targets side by side"));
    m_matrix->setModel(&m_matrixCells);
    m_matrix->setSelectionMode(QAbstractItemView::SingleSelection);
    m_matrix->setAlternatingRowColors(true);
    m_matrix->setShowGrid(false);
    m_matrix->setWordWrap(false);
    m_matrix->setTabKeyNavigation(false);
    m_matrix->setFrameShape(QFrame::NoFrame);
    m_matrix->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_matrix->verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 6);
    m_matrix->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_matrix->horizontalHeader()->setDefaultSectionSize(fontMetrics().horizontalAdvance(QStringLiteral("000.000.000.000 time-exceeded")) + 20);
    m_matrix->horizontalHeader()->setHighlightSections(false);
    connect(m_matrix->selectionModel(), &QItemSelectionModel::currentChanged, this, &TraceWorkspace::chooseCell);
}

bool TraceWorkspace::isFrozen() const
{
    return m_freeze->isChecked();
}

void TraceWorkspace::fillPickers()
{
    m_choosing = true;
    const auto fill = [](QComboBox* picker, const QStringList& texts) {
        if (picker->count() != texts.size()) {
            const int current = picker->currentIndex();
            picker->clear();
            picker->addItems(texts);
            picker->setCurrentIndex(std::clamp(current, 0, std::max(0, static_cast<int>(texts.size()) - 1)));
        }
        for (int i = 0; i < texts.size(); ++i)
            if (picker->itemText(i) != texts[i])
                picker->setItemText(i, texts[i]);
        picker->setVisible(texts.size() > 1);
    };
    QStringList targets;
    for (const std::string& target : m_shown->targets())
        targets << QString::fromStdString(target);
    fill(m_targetPicker, targets);
    QStringList flows{tr("All flows")};
    const std::size_t count = m_shown->isEmpty() ? 0 : m_shown->flowCount(target());
    for (std::size_t flow = 0; count > 1 && flow < count; ++flow)
        flows << tr("Flow %1").arg(flowLetter(flow));
    fill(m_flowPicker, flows);
    m_choosing = false;
}

void TraceWorkspace::refresh()
{
    fillPickers();
    std::vector<HopRow> hops = m_shown->isEmpty() ? std::vector<HopRow>() : m_shown->hops(target(), flow());
    std::map<int, HopChange> changes;
    if (m_reference && !hops.empty()) {
        // Where both go to the same, that; otherwise what there is.
        const auto same = std::ranges::find(m_reference->targets(), m_shown->targets()[target()]);
        const auto other = same == m_reference->targets().end() ? std::size_t{0} : static_cast<std::size_t>(same - m_reference->targets().begin());
        changes = compareTraces(hops, m_reference->hops(other));
        m_comparison = tr("compared with %1: %2").arg(m_referenceName, comparisonText(changes));
    }
    m_hops.setHops(std::move(hops));
    m_hops.setChanges(std::move(changes));
    m_table->setColumnHidden(HopModel::ChangeColumn, !m_reference);
    m_matrixCells.setTrace(*m_shown);
    m_graph->showPaths(*m_shown, target(), flow());
    m_history->showProbes(*m_shown, currentProbes());
    if (m_probe)
        m_history->setCurrentProbe(*m_probe);
    refreshHeader();
}

QString TraceWorkspace::standingText() const
{
    const QLocale locale;
    QStringList parts{tr("Sent %1").arg(locale.toString(qulonglong{m_sent})), tr("answered %1").arg(locale.toString(qulonglong{m_answered}))};
    if (m_rounds > 1)
        parts << tr("%1 rounds").arg(locale.toString(qulonglong{m_rounds}));
    const auto elapsed = isRunning() ? m_job->elapsed() : m_elapsed;
    if (elapsed > 0ms)
        parts << tr("%1 s").arg(locale.toString(std::chrono::duration<double>(elapsed).count(), 'f', 1));
    if (!m_ending.isEmpty())
        parts << m_ending;
    if (isFrozen())
        parts << (isRunning() ? tr("frozen; probes go on") : tr("frozen"));
    if (m_reference)
        parts << m_comparison;
    return parts.join(QStringLiteral(" · "));
}

void TraceWorkspace::refreshHeader()
{
    const bool any = isRunning() || !m_log->isEmpty();
    m_pages->setCurrentIndex(any ? ResultPage : EmptyPage);
    m_practiceMark->setVisible(any && m_practice);
    m_standing->setVisible(any);
    m_standing->setText(any ? standingText() : QString());
    m_standing->setToolTip(m_standing->text());
    m_showReply->setVisible(any);
    if (!any) {
        m_targetPicker->hide();
        m_flowPicker->hide();
    }
    m_bar->setRunning(isRunning());
    m_run->setEnabled(!isRunning());
    m_continuous->setEnabled(!isRunning());
    m_cancel->setEnabled(isRunning());
    m_freeze->setEnabled(any);
    m_open->setEnabled(!isRunning());
    m_save->setEnabled(!m_log->isEmpty());
    m_copy->setEnabled(!m_shown->table().empty());
    m_showMatrix->setEnabled(any);
    m_compareFile->setEnabled(any);
    m_compareBefore->setEnabled(m_before != nullptr);
    m_compareEnd->setEnabled(m_reference != nullptr);
    m_tryIt->setVisible(m_networks.isPractice(m_interface));
}

void TraceWorkspace::setInterface(const std::string& interface)
{
    m_interface = interface;
    m_bar->setInterfaceText(interface.empty()                      ? tr("by route")
                            : m_networks.isPractice(interface) ? tr("on practice (simulated)")
                                                                   : tr("on %1").arg(QString::fromStdString(interface)));
    refreshHeader();
}

void TraceWorkspace::colour()
{
    QPalette colours = m_practiceMark->palette();
    colours.setColor(QPalette::Window, m_theme.color(Theme::Role::Warn));
    colours.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Surface));
    m_practiceMark->setPalette(colours);
}

} // namespace fw::ui
