#include "ui/shell/main_window.h"

#include "ui/craft/stack_tree.h"
#include "ui/shell/icons.h"
#include "ui/shell/jobs_pane.h"
#include "ui/shell/log_pane.h"
#include "ui/shell/message_strip.h"
#include "ui/shell/welcome_page.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

Theme::Mode startMode(const Settings& settings)
{
    const QString name = settings.value(QStringLiteral("ui/theme")).toString();
    if (name == QLatin1String("dark"))
        return Theme::Mode::Dark;
    if (name == QLatin1String("contrast"))
        return Theme::Mode::HighContrast;
    return name == QLatin1String("light") ? Theme::Mode::Light : Theme::modeOf(QApplication::palette());
}

/// Whether what a workspace shows needs the whole width, so that the docks lie below it.
bool isWide(MainWindow::Workspace workspace)
{
    return workspace == MainWindow::Workspace::Tables || workspace == MainWindow::Workspace::Trace || workspace == MainWindow::Workspace::Plots;
}

} // namespace

MainWindow::MainWindow(Definitions& definitions, Networks& networks, Settings& settings, QWidget* parent)
    : QMainWindow(parent), m_definitions(definitions), m_networks(networks), m_settings(settings), m_theme(startMode(settings)),
      m_selection(definitions.snapshot()), m_document(m_selection), m_inner(new QMainWindow), m_outer(new QStackedWidget),
      m_workspaces(new QStackedWidget), m_expression(new ExpressionBar(m_document, m_theme)), m_strip(new MessageStrip(m_theme)),
      m_log(new LogPane), m_welcome(new WelcomePage(m_theme, networks, settings)), m_craft(new CraftWorkspace(m_document, m_theme)),
      m_capture(new CaptureWorkspace(m_selection, m_theme, networks, m_jobs)),
      m_exchange(new ExchangeWorkspace(m_selection, m_theme, networks, m_jobs)),
      m_tables(new TableWorkspace(m_selection, m_theme, networks, m_jobs, packetSources(), [this] { return sendOptions(); })),
      m_trace(new TraceWorkspace(m_selection, m_theme, networks, m_jobs)),
      m_plots(new PlotWorkspace(m_selection, m_theme, m_jobs, packetSources())),
      m_protocolsWorkspace(new ProtocolsWorkspace(definitions, m_theme)), m_fields(new FieldsPane(m_selection, m_theme)),
      m_bytes(new BytesPane(m_selection, m_theme)), m_diagram(new DiagramPane(m_selection, m_theme)),
      m_chooser(new InterfaceChooser(networks))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    const QSize room = screen()->availableGeometry().size();
    setMinimumSize(QSize(900, 560).boundedTo(room));
    resize(QSize(1280, 800).boundedTo(room));
    QApplication::setPalette(m_theme.palette());
    layOut();
    makeDocks();
    makeActions();
    makeRail();
    makeStatusBar();
    connectPanes();
    connectWorkspaces();
    connectProtocols();
    connectResults();
    setIcons();
    resetLayout();
    interfaceChosen();
    showWorkspace(Workspace::Welcome);
    if (m_settings.wasCorrupt())
        tell({Message::Severity::Warning, tr("The settings could not be read; everything is at its default."),
              tr("The old file was kept as %1.bad.").arg(m_settings.path()), {}});
}

MainWindow::~MainWindow()
{
    // What ends from here on is not told to a window half gone; and what is shown goes before what it shows and is painted with.
    for (QObject* part : findChildren<QObject*>())
        part->disconnect(this);
    for (QObject* part : std::initializer_list<QObject*>{&m_selection, &m_document, &m_jobs})
        part->disconnect(this);
    for (Job* job : m_jobs.jobs())
        job->disconnect(this);
    m_document.setEnvironment(nullptr);
    m_jobs.cancelAll();
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void MainWindow::layOut()
{
    m_workspaces->addWidget(m_craft);
    m_workspaces->addWidget(m_capture);
    m_workspaces->addWidget(m_exchange);
    m_workspaces->addWidget(m_tables);
    m_workspaces->addWidget(m_trace);
    m_workspaces->addWidget(m_plots);
    // Only what is shown needs room: the widest workspace would take it from the docks of all others.
    const auto fit = [this](int shown) {
        for (int page = 0; page < m_workspaces->count(); ++page) {
            const auto policy = page == shown ? QSizePolicy::Preferred : QSizePolicy::Ignored;
            m_workspaces->widget(page)->setSizePolicy(policy, policy);
        }
    };
    connect(m_workspaces, &QStackedWidget::currentChanged, this, fit);
    fit(m_workspaces->currentIndex());
    m_inner->setObjectName(QStringLiteral("dockArea"));
    m_inner->setWindowFlags(Qt::Widget);
    m_inner->setDockNestingEnabled(true);
    m_inner->setCentralWidget(m_workspaces);
    m_outer->addWidget(m_welcome);
    m_outer->addWidget(m_inner);
    m_outer->addWidget(m_protocolsWorkspace);

    auto* central = new QWidget;
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_expression);
    layout->addWidget(m_strip);
    layout->addWidget(m_outer, 1);
    setCentralWidget(central);
}

QDockWidget* MainWindow::makeDock(const QString& name, const QString& title, QWidget* content)
{
    auto* dock = new QDockWidget(title, m_inner);
    dock->setObjectName(name);
    dock->setWidget(content);
    m_docks[name] = dock;
    return dock;
}

void MainWindow::makeDocks()
{
    makeDock(QStringLiteral("fieldsDock"), tr("Fields"), m_fields);
    makeDock(QStringLiteral("bytesDock"), tr("Bytes"), m_bytes);
    makeDock(QStringLiteral("diagramDock"), tr("Diagram"), m_diagram);
    makeDock(QStringLiteral("jobsDock"), tr("Jobs"), new JobsPane(m_jobs));
    makeDock(QStringLiteral("logDock"), tr("Log"), m_log);
}

void MainWindow::resetLayout()
{
    m_layouts.clear();
    arrangeDocks();
}

void MainWindow::arrangeDocks()
{
    const auto dock = [this](const char* name) { return m_docks.at(QLatin1String(name)); };
    for (const auto& [name, each] : m_docks) {
        each->setFloating(false);
        m_inner->removeDockWidget(each);
    }
    // Beside one another below what needs the whole width.
    const bool wide = isWide(m_workspace);
    m_inner->addDockWidget(wide ? Qt::BottomDockWidgetArea : Qt::RightDockWidgetArea, dock("fieldsDock"));
    m_inner->tabifyDockWidget(dock("fieldsDock"), dock("jobsDock"));
    m_inner->tabifyDockWidget(dock("jobsDock"), dock("logDock"));
    m_inner->addDockWidget(Qt::BottomDockWidgetArea, dock("bytesDock"), Qt::Horizontal);
    m_inner->splitDockWidget(dock("bytesDock"), dock("diagramDock"), Qt::Horizontal);
    for (const auto& [name, each] : m_docks)
        each->show();
    dock("fieldsDock")->raise();
    sizeDocks();
}

void MainWindow::nameDocks()
{
    const ShownPacketPtr& packet = m_selection.current().packet;
    const bool practice = packet && packet->practice;
    const auto name = [&](const char* dock, const QString& title) {
        m_docks.at(QLatin1String(dock))->setWindowTitle(practice ? tr("%1 — practice").arg(title) : title);
    };
    name("fieldsDock", tr("Fields"));
    name("bytesDock", tr("Bytes"));
    name("diagramDock", tr("Diagram"));
}

void MainWindow::sizeDocks()
{
    const auto dock = [this](const char* name) { return m_docks.at(QLatin1String(name)); };
    const int width = m_inner->width();
    const int height = m_inner->height();
    if (isWide(m_workspace)) {
        m_inner->resizeDocks({dock("fieldsDock"), dock("bytesDock"), dock("diagramDock")}, {width * 28 / 100, width * 30 / 100, width * 42 / 100}, Qt::Horizontal);
        m_inner->resizeDocks({dock("fieldsDock"), dock("bytesDock"), dock("diagramDock")}, {height * 32 / 100, height * 32 / 100, height * 32 / 100}, Qt::Vertical);
        return;
    }
    m_inner->resizeDocks({dock("fieldsDock")}, {width * 35 / 100}, Qt::Horizontal);
    m_inner->resizeDocks({dock("bytesDock"), dock("diagramDock")}, {width * 45 / 100, width * 55 / 100}, Qt::Horizontal);
    m_inner->resizeDocks({dock("bytesDock"), dock("diagramDock")}, {height * 42 / 100, height * 42 / 100}, Qt::Vertical);
}

void MainWindow::makeRail()
{
    m_rail = new QToolBar(tr("Workspaces"));
    m_rail->setObjectName(QStringLiteral("workspaceRail"));
    m_rail->setAccessibleName(tr("Workspaces"));
    m_rail->setMovable(false);
    m_rail->setFloatable(false);
    m_rail->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    m_rail->setIconSize({28, 28});
    m_rail->setContextMenuPolicy(Qt::PreventContextMenu);
    addToolBar(Qt::LeftToolBarArea, m_rail);
    for (const char* name : {"craftAct", "captureWorkspaceAct", "exchangeAct", "tablesAct", "traceAct", "plotsAct", "protocolsAct"}) {
        QAction* const action = m_actions.at(QLatin1String(name));
        m_rail->addAction(action);
        QWidget* const button = m_rail->widgetForAction(action);
        button->setObjectName(QStringLiteral("rail_") + QLatin1String(name));
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        button->setMinimumSize(72, 62);
    }
}

void MainWindow::connectPanes()
{
    connect(&m_selection, &SelectionModel::changed, this, [this] {
        m_statusField->setText(m_selection.statusText());
        nameDocks();
        refreshActions();
    });
    connect(&m_bytes->hexView(), &HexView::byteEdited, this, [this](std::size_t offset, std::uint8_t value) {
        m_document.overwriteBytes(offset, Bytes(&value, 1), &m_bytes->hexView());
    });
    connect(m_diagram, &DiagramPane::exportFailed, this, [this](const QString& path) {
        tell({Message::Severity::Error, tr("The diagram could not be written to %1.").arg(path), tr("Choose a folder you may write to."), {}});
    });
    const auto edit = [this](std::int32_t node) {
        if (m_workspace == Workspace::Craft)
            m_craft->stackTree().editNode(node);
    };
    connect(m_fields, &FieldsPane::editRequested, this, edit);
    connect(&m_diagram->canvas(), &DiagramCanvas::editRequested, this, edit);
    connect(m_fields, &FieldsPane::menuRequested, this, [this](QMenu* menu) {
        if (m_workspace != Workspace::Craft)
            menu->addAction(m_actions.at(QStringLiteral("editCopyAct")));
    });
    connect(&m_jobs, &JobList::added, this, [this](Job* job) {
        connect(job, &Job::progressed, this, &MainWindow::refreshStatus);
        connect(job, &Job::ended, this, &MainWindow::refreshStatus);
        m_statusTick.start();
        refreshStatus();
    });
    auto* escape = new QShortcut(Qt::Key_Escape, this);
    connect(escape, &QShortcut::activated, this, [this] { m_strip->isVisible() ? m_strip->dismiss() : m_selection.climb(this); });
}

void MainWindow::connectWorkspaces()
{
    connect(m_welcome, &WelcomePage::craftRequested, this, [this] { showWorkspace(Workspace::Craft); });
    connect(m_welcome, &WelcomePage::captureRequested, this, &MainWindow::startCapture);
    connect(m_welcome, &WelcomePage::openRequested, this, &MainWindow::askForFile);
    connect(m_welcome, &WelcomePage::fileRequested, this, &MainWindow::openFile);
    connect(m_welcome, &WelcomePage::templateRequested, this, &MainWindow::setExpression);
    connect(m_welcome, &WelcomePage::grantHelpRequested, this, &MainWindow::showGrantHelp);
    connect(m_welcome, &WelcomePage::interfaceRequested, this, [this](const QString& interface) {
        if (chooseInterface(interface))
            startCapture();
    });
    connect(m_capture, &CaptureWorkspace::failed, this, &MainWindow::tellError);
    connect(m_capture, &CaptureWorkspace::fileOpened, this, &MainWindow::fileOpened);
    connect(m_capture, &CaptureWorkspace::captureRequested, this, &MainWindow::startCapture);
    connect(m_capture, &CaptureWorkspace::openRequested, this, &MainWindow::askForFile);
    connect(m_capture, &CaptureWorkspace::changed, this, &MainWindow::refreshStatus);
    connect(&m_capture->view(), &PacketView::packetActivated, this, [this] { m_docks.at(QStringLiteral("fieldsDock"))->raise(); });
    connect(m_exchange, &ExchangeWorkspace::failed, this, &MainWindow::tellError);
    connect(m_exchange, &ExchangeWorkspace::changed, this, &MainWindow::refreshStatus);
    connect(m_exchange, &ExchangeWorkspace::craftRequested, this, [this] { showWorkspace(Workspace::Craft); });
    connect(m_trace, &TraceWorkspace::failed, this, &MainWindow::tellError);
    connect(m_trace, &TraceWorkspace::settingsChanged, &m_autosave, qOverload<>(&QTimer::start));
    connect(m_trace, &TraceWorkspace::saved, this, [this](const QString& path) {
        tell({Message::Severity::Done, tr("Saved “%1”.").arg(QFileInfo(path).fileName()), {}, {}});
    });
    connect(m_craft, &CraftWorkspace::sendRequested, this, [this](const Draft& draft) { send(ExchangeJob::Mode::Send, draft); });
    connect(m_craft, &CraftWorkspace::sendReceiveRequested, this,
            [this](const Draft& draft) { send(ExchangeJob::Mode::SendAndReceive, draft); });
    connect(m_craft, &CraftWorkspace::refused, this, [this](const QString& why) { tell({Message::Severity::Warning, why, {}, {}}); });
    m_autosave.setSingleShot(true);
    m_autosave.setInterval(std::chrono::seconds(2));
    connect(&m_autosave, &QTimer::timeout, this, &MainWindow::saveSession);
    connect(m_capture, &CaptureWorkspace::captureStarted, &m_autosave, qOverload<>(&QTimer::start));
    connect(&m_document, &CraftDocument::textChanged, this, [this](const QObject* origin) {
        m_autosave.start();
        setTitle();
        // Whoever types an expression wants to see what becomes of it.
        if (origin == m_expression)
            showWorkspace(Workspace::Craft);
    });
    connect(m_chooser, &InterfaceChooser::chosenChanged, this, &MainWindow::interfaceChosen);
}

void MainWindow::showWorkspace(Workspace workspace)
{
    if (m_showing)
        return;
    m_showing = true;
    if (m_workspace != workspace)
        keepLayout();
    const bool other = m_workspace != workspace;
    m_workspace = workspace;
    if (workspace == Workspace::Welcome) {
        m_welcome->refresh();
        m_outer->setCurrentWidget(m_welcome);
    } else if (workspace == Workspace::Protocols) {
        m_outer->setCurrentWidget(m_protocolsWorkspace);
    } else {
        m_outer->setCurrentWidget(m_inner);
        m_workspaces->setCurrentIndex(static_cast<int>(workspace) - 1);
        if (other)
            showLayout();
    }
    for (QAction* action : m_railActions->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(workspace));
    m_bytes->hexView().setEditable(workspace == Workspace::Craft);
    showEmptyTexts();
    showSelectionOf(workspace);
    setTitle();
    refreshActions();
    m_showing = false;
}

void MainWindow::showSelectionOf(Workspace workspace)
{
    m_selection.setPacket(nullptr, this);
    switch (workspace) {
    case Workspace::Craft: m_document.publish(); break;
    case Workspace::Capture: m_capture->view().publish(); break;
    case Workspace::Exchange: m_exchange->publish(); break;
    case Workspace::Tables: m_tables->publish(); break;
    case Workspace::Trace: m_trace->publish(); break;
    case Workspace::Plots: m_plots->readsExchanges() ? m_exchange->publish() : m_capture->view().publish(); break;
    case Workspace::Welcome:
    case Workspace::Protocols: break;
    }
}

void MainWindow::showEmptyTexts()
{
    QString text = tr("Select a packet to see it here.");
    if (m_workspace == Workspace::Craft)
        text = tr("Add a layer, or type an expression above.");
    else if (m_workspace == Workspace::Capture && m_capture->isCapturing())
        text = tr("Following — select a packet.");
    else if (m_workspace == Workspace::Tables)
        text = tr("Select a cell to see its answer here.");
    else if (m_workspace == Workspace::Plots)
        text = tr("Click a point to see its packet here.");
    else if (m_workspace == Workspace::Trace)
        text = tr("Select a hop to see its probe and reply here.");
    m_fields->setEmptyText(text);
    m_bytes->setEmptyText(text);
    m_diagram->setEmptyText(text);
}

void MainWindow::setTitle()
{
    QString subject;
    if (m_workspace == Workspace::Capture && m_capture->capture())
        subject = m_capture->path().empty() ? tr("unsaved capture") : QString::fromStdString(m_capture->path().filename().string());
    else if (m_workspace == Workspace::Craft || m_workspace == Workspace::Exchange)
        subject = m_document.text();
    if (subject.size() > 80)
        subject = subject.left(79) + QStringLiteral("…");
    setWindowTitle(subject.isEmpty() ? QStringLiteral("Framewright") : subject + QStringLiteral(" — Framewright"));
}

void MainWindow::openFile(const QString& path)
{
    showWorkspace(Workspace::Capture);
    m_capture->openFile(path.toStdString());
}

void MainWindow::setExpression(const QString& expression)
{
    showWorkspace(Workspace::Craft);
    m_document.setText(expression);
}

bool MainWindow::chooseInterface(const QString& interface)
{
    if (m_chooser->choose(interface.toStdString()))
        return true;
    tellError({Errc::NoSuchDevice, 0, interface.toStdString()}, tr("Cannot choose the interface"));
    return false;
}

void MainWindow::tell(const Message& message)
{
    m_log->add(message);
    m_strip->tell(message);
}

void MainWindow::applyTheme(Theme::Mode mode)
{
    m_theme.setMode(mode);
    QApplication::setPalette(m_theme.palette());
    setIcons();
}

void MainWindow::setIcons()
{
    static const std::map<QString, QString> pictures{
        {QStringLiteral("openAct"), QStringLiteral("open")},
        {QStringLiteral("saveAct"), QStringLiteral("save")},
        {QStringLiteral("captureAct"), QStringLiteral("capture")},
        {QStringLiteral("stopAct"), QStringLiteral("stop")},
        {QStringLiteral("craftAct"), QStringLiteral("craft")},
        {QStringLiteral("captureWorkspaceAct"), QStringLiteral("packets")},
        {QStringLiteral("exchangeAct"), QStringLiteral("exchange")},
        {QStringLiteral("tablesAct"), QStringLiteral("tables")},
        {QStringLiteral("traceAct"), QStringLiteral("trace")},
        {QStringLiteral("plotsAct"), QStringLiteral("plots")},
        {QStringLiteral("protocolsAct"), QStringLiteral("protocols")},
    };
    for (const auto& [action, picture] : pictures) {
        QColor colour = m_theme.color(Theme::Role::Text);
        if (action == QLatin1String("captureAct"))
            colour = m_theme.color(Theme::Role::Ok);
        else if (action == QLatin1String("stopAct"))
            colour = m_theme.color(Theme::Role::Error);
        m_actions.at(action)->setIcon(icon(picture, colour));
    }
    m_craft->sendAction()->setIcon(icon(QStringLiteral("send"), m_theme.color(Theme::Role::Text)));
    m_craft->sendReceiveAction()->setIcon(icon(QStringLiteral("sendreceive"), m_theme.color(Theme::Role::Text)));
}

} // namespace fw::ui
