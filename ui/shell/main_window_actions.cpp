#include "ui/shell/main_window.h"

#include "engine/packet/expand.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenuBar>
#include <QToolBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

constexpr std::uint64_t manyPackets = 1000; // More than this many are asked about before they are sent.

} // namespace

QAction* MainWindow::addAction(QMenu* menu, const QString& name, const QString& text, const QKeySequence& shortcut, void (MainWindow::*slot)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    if (!shortcut.isEmpty())
        action->setToolTip(tr("%1 (%2)").arg(QString(text).remove(QLatin1Char('&')), shortcut.toString(QKeySequence::NativeText)));
    if (slot)
        connect(action, &QAction::triggered, this, slot);
    menu->addAction(action);
    m_actions[name] = action;
    return action;
}

void MainWindow::makeActions()
{
    m_craft->setMaxPackets(manyPackets);
    m_railActions = new QActionGroup(this);
    m_railActions->setExclusive(false); // None is checked on the start page.
    makeFileMenu();
    makeEditMenu();
    makePacketMenu();
    makeCaptureMenu();
    makeSendMenu();
    makeProtocolsMenu();
    makeResultsMenu();
    makeViewMenu();
    makeHelpMenu();
    makeToolBar();
}

void MainWindow::makeFileMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&File"));
    addAction(menu, QStringLiteral("openAct"), tr("&Open…"), QKeySequence::Open, &MainWindow::askForFile);
    m_recentMenu = menu->addMenu(tr("Open &recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    menu->addSeparator();
    addAction(menu, QStringLiteral("saveAct"), tr("&Save"), QKeySequence::Save, &MainWindow::save);
    addAction(menu, QStringLiteral("saveAsAct"), tr("Save &as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, &MainWindow::saveAs);
    menu->addSeparator();
    QAction* const quit = addAction(menu, QStringLiteral("quitAct"), tr("&Quit"), Qt::CTRL | Qt::Key_Q, nullptr);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::makeEditMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Edit"));
    menu->addActions({m_craft->undoAction(), m_craft->redoAction()});
    menu->addSeparator();
    QAction* const copy = addAction(menu, QStringLiteral("copyValueAct"), tr("&Copy value"), {}, nullptr);
    connect(copy, &QAction::triggered, m_fields, &FieldsPane::copyValue);
    QAction* const hexdump = addAction(menu, QStringLiteral("copyHexdumpAct"), tr("Copy &hexdump"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, nullptr);
    connect(hexdump, &QAction::triggered, &m_bytes->hexView(), &HexView::copyHexdump);
    menu->addSeparator();
    menu->addAction(m_expression->findChild<QAction*>(QStringLiteral("focusExpressionAct")));
}

void MainWindow::makePacketMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Packet"));
    addAction(menu, QStringLiteral("editCopyAct"), tr("&Edit copy in Craft"), Qt::CTRL | Qt::Key_E, &MainWindow::editCopy);
    addAction(menu, QStringLiteral("lookUpAct"), tr("&Look up host names"), {}, &MainWindow::lookUpNames);
    menu->addSeparator();
    QAction* const previous = addAction(menu, QStringLiteral("previousPacketAct"), tr("&Previous packet"), Qt::CTRL | Qt::Key_Up, nullptr);
    connect(previous, &QAction::triggered, this, [this] { m_capture->view().step(-1); });
    QAction* const next = addAction(menu, QStringLiteral("nextPacketAct"), tr("&Next packet"), Qt::CTRL | Qt::Key_Down, nullptr);
    connect(next, &QAction::triggered, this, [this] { m_capture->view().step(1); });
}

void MainWindow::makeCaptureMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Capture"));
    QAction* const start = addAction(menu, QStringLiteral("captureAct"), tr("&Start capture"), Qt::Key_F5, &MainWindow::startCapture);
    start->setIconText(tr("Capture"));
    QAction* const stop = addAction(menu, QStringLiteral("stopAct"), tr("S&top capture"), Qt::CTRL | Qt::Key_F5, &MainWindow::stopCapture);
    stop->setIconText(tr("Stop"));
    menu->addSeparator();
    QAction* const follow = addAction(menu, QStringLiteral("followAct"), tr("&Follow the newest packet"), {}, nullptr);
    follow->setCheckable(true);
    connect(follow, &QAction::triggered, &m_capture->view(), &PacketView::setFollowing);
    connect(&m_capture->view(), &PacketView::followingChanged, follow, &QAction::setChecked);
}

void MainWindow::makeSendMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Send"));
    menu->addActions({m_craft->sendReceiveAction(), m_craft->sendAction()});
    // The question whether to send very many stands in the workspace.
    for (const QAction* action : menu->actions())
        connect(action, &QAction::triggered, this, [this] {
            if (packetCount(m_document.draft()) > manyPackets)
                showWorkspace(Workspace::Craft);
        });
    menu->addSeparator();
    QAction* const cancel = addAction(menu, QStringLiteral("cancelJobAct"), tr("&Cancel the newest job"), Qt::CTRL | Qt::Key_Period, nullptr);
    connect(cancel, &QAction::triggered, this, [this] {
        if (Job* job = m_jobs.top())
            job->cancel();
    });
}

void MainWindow::makeViewMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&View"));
    const auto addWorkspace = [&](const QString& name, const QString& text, const QKeySequence& key, Workspace workspace) {
        QAction* const action = addAction(menu, name, text, key, nullptr);
        action->setCheckable(true);
        action->setData(static_cast<int>(workspace));
        action->setShortcuts({key, QKeySequence(Qt::ALT | key[0].key())});
        connect(action, &QAction::triggered, this, [this, workspace] { showWorkspace(workspace); });
        return action;
    };
    m_railActions->addAction(addWorkspace(QStringLiteral("craftAct"), tr("&Craft"), Qt::CTRL | Qt::Key_1, Workspace::Craft));
    m_railActions->addAction(addWorkspace(QStringLiteral("captureWorkspaceAct"), tr("C&apture"), Qt::CTRL | Qt::Key_2, Workspace::Capture));
    m_railActions->addAction(addWorkspace(QStringLiteral("exchangeAct"), tr("&Exchange"), Qt::CTRL | Qt::Key_3, Workspace::Exchange));
    m_railActions->addAction(addWorkspace(QStringLiteral("tablesAct"), tr("Ta&bles"), Qt::CTRL | Qt::Key_4, Workspace::Tables));
    m_railActions->addAction(addWorkspace(QStringLiteral("traceAct"), tr("&Traceroute"), Qt::CTRL | Qt::Key_5, Workspace::Trace));
    m_railActions->addAction(addWorkspace(QStringLiteral("plotsAct"), tr("Plo&ts"), Qt::CTRL | Qt::Key_6, Workspace::Plots));
    m_railActions->addAction(addWorkspace(QStringLiteral("protocolsAct"), tr("P&rotocols"), Qt::CTRL | Qt::Key_7, Workspace::Protocols));
    QAction* const start = addAction(menu, QStringLiteral("welcomeAct"), tr("&Start page"), {}, nullptr);
    connect(start, &QAction::triggered, this, [this] { showWorkspace(Workspace::Welcome); });
    menu->addSeparator();
    for (const auto& [name, dock] : m_docks)
        menu->addAction(dock->toggleViewAction());
    addAction(menu, QStringLiteral("resetLayoutAct"), tr("&Reset layout"), {}, &MainWindow::resetLayout);
    menu->addSeparator();
    QMenu* const themes = menu->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(this);
    const auto addTheme = [&](const QString& key, const QString& text, Theme::Mode mode) {
        QAction* const action = addAction(themes, QStringLiteral("theme_") + key, text, {}, nullptr);
        action->setCheckable(true);
        action->setChecked(m_theme.mode() == mode);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, key, mode] {
            m_settings.set(QStringLiteral("ui/theme"), key);
            applyTheme(mode);
        });
    };
    addTheme(QStringLiteral("light"), tr("&Light"), Theme::Mode::Light);
    addTheme(QStringLiteral("dark"), tr("&Dark"), Theme::Mode::Dark);
    addTheme(QStringLiteral("contrast"), tr("&High contrast"), Theme::Mode::HighContrast);
}

void MainWindow::makeHelpMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("&Help"));
    addAction(menu, QStringLiteral("keyboardAct"), tr("&Keyboard"), Qt::Key_F1, &MainWindow::showKeyboard);
    addAction(menu, QStringLiteral("grantAct"), tr("&Rights for raw packets"), {}, &MainWindow::showGrantHelp);
    menu->addSeparator();
    addAction(menu, QStringLiteral("aboutAct"), tr("&About Framewright"), {}, &MainWindow::showAbout);
}

void MainWindow::nameButton(QAction* action, const QString& name)
{
    QWidget* const button = m_tools->widgetForAction(action);
    button->setObjectName(name);
    button->setAccessibleName(QString(action->iconText()).replace(QStringLiteral("&&"), QStringLiteral("&")));
}

void MainWindow::makeToolBar()
{
    m_tools = addToolBar(tr("Main tools"));
    m_tools->setObjectName(QStringLiteral("mainToolBar"));
    m_tools->setMovable(false);
    m_tools->setContextMenuPolicy(Qt::PreventContextMenu);
    m_tools->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    m_tools->setIconSize({24, 24});
    const auto add = [this](const char* action, const char* button) {
        QAction* const found = m_actions.at(QLatin1String(action));
        m_tools->addAction(found);
        nameButton(found, QLatin1String(button));
    };
    m_actions.at(QStringLiteral("openAct"))->setIconText(tr("Open"));
    m_actions.at(QStringLiteral("saveAct"))->setIconText(tr("Save"));
    add("openAct", "openBtn");
    add("saveAct", "saveBtn");
    m_tools->addSeparator();
    add("captureAct", "captureBtn");
    add("stopAct", "stopBtn");
    m_tools->addSeparator();
    m_tools->addAction(m_craft->sendAction());
    nameButton(m_craft->sendAction(), QStringLiteral("toolSendBtn"));
    m_tools->addAction(m_craft->sendReceiveAction());
    nameButton(m_craft->sendReceiveAction(), QStringLiteral("toolSendReceiveBtn"));
    m_tools->addSeparator();
    auto* label = new QLabel(tr("&Interface "));
    label->setBuddy(m_chooser);
    label->setContentsMargins(8, 0, 2, 0);
    m_tools->addWidget(label);
    m_tools->addWidget(m_chooser);
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    const QStringList files = m_settings.recentFiles();
    for (const QString& path : files) {
        QAction* const action = m_recentMenu->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { openFile(path); });
    }
    if (files.isEmpty())
        m_recentMenu->addAction(tr("No files opened yet"))->setEnabled(false);
}

void MainWindow::refreshActions()
{
    const auto enable = [this](const char* name, bool on) { m_actions.at(QLatin1String(name))->setEnabled(on); };
    const bool some = m_capture->capture() && m_capture->capture()->packetCount() > 0;
    enable("saveAct", m_workspace == Workspace::Protocols ? m_protocolsWorkspace->canSave() : some);
    enable("saveAsAct", some);
    enable("captureAct", !m_capture->isCapturing());
    enable("stopAct", m_capture->isCapturing());
    enable("followAct", m_capture->isCapturing());
    enable("cancelJobAct", m_jobs.top() != nullptr);
    enable("editCopyAct", m_workspace != Workspace::Craft && m_selection.current().packet != nullptr);
    enable("copyHexdumpAct", m_selection.current().packet != nullptr);
    enable("copyValueAct", m_selection.current().node >= 0);
}

void MainWindow::showKeyboard()
{
    auto* dialog = new QDialog(this);
    dialog->setObjectName(QStringLiteral("keyboardWindow"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard"));
    auto* list = new QTreeWidget;
    list->setAccessibleName(tr("Keyboard"));
    list->setHeaderLabels({tr("Key"), tr("Action")});
    list->setRootIsDecorated(false);
    list->setAlternatingRowColors(true);
    for (const QAction* action : findChildren<QAction*>())
        if (!action->shortcut().isEmpty() && !action->text().isEmpty())
            list->addTopLevelItem(new QTreeWidgetItem({action->shortcut().toString(QKeySequence::NativeText), action->text().remove(QLatin1Char('&'))}));
    list->addTopLevelItem(new QTreeWidgetItem({tr("Esc"), tr("Close the message; then from byte to field, layer, packet")}));
    list->addTopLevelItem(new QTreeWidgetItem({tr("End"), tr("Packet list: follow the newest packet")}));
    list->sortItems(1, Qt::AscendingOrder);
    list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(list);
    layout->addWidget(buttons);
    dialog->resize(560, 520);
    dialog->show();
}

void MainWindow::showAbout()
{
    auto* dialog = new QDialog(this);
    dialog->setObjectName(QStringLiteral("aboutWindow"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("About Framewright"));
    auto* words = new QLabel(tr("<h2>Framewright %1</h2><p>A desktop workbench for network packets: build them layer by layer, send them, "
                                "capture what comes back, and look at every byte.</p><p>Expressions, field names and values are those of "
                                "Scapy.</p><p>%2 protocols and structures are known.</p>")
                                 .arg(QApplication::applicationVersion())
                                 .arg(m_selection.protocols().size()));
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(words);
    layout->addWidget(buttons);
    dialog->resize(460, 260);
    dialog->show();
}

} // namespace fw::ui
