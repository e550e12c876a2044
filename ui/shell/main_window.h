#pragma once

#include "ui/bridge/definitions.h"
#include "ui/bridge/job_list.h"
#include "ui/bridge/networks.h"
#include "ui/bridge/save_job.h"
#include "ui/capture/capture_workspace.h"
#include "ui/craft/craft_workspace.h"
#include "ui/craft/expression_bar.h"
#include "ui/exchange/exchange_workspace.h"
#include "ui/panes/bytes_pane.h"
#include "ui/panes/diagram_pane.h"
#include "ui/panes/fields_pane.h"
#include "ui/plots/plot_workspace.h"
#include "ui/protocols/protocols_workspace.h"
#include "ui/shell/interface_chooser.h"
#include "ui/shell/message.h"
#include "ui/shell/settings.h"
#include "ui/tables/table_workspace.h"
#include "ui/trace/trace_workspace.h"

#include <QMainWindow>

#include <map>

class QDockWidget;
class QActionGroup;
class QProgressBar;
class QStackedWidget;

namespace fw::ui {

class LogPane;
class MessageStrip;
class WelcomePage;

/// The window: workspaces, the panes they share, and the commands.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    enum class Workspace { Welcome, Craft, Capture, Exchange, Tables, Trace, Plots, Protocols }; // The last has panes of its own instead of the docks.

    /// All outlive the window.
    MainWindow(Definitions& definitions, Networks& networks, Settings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    void openFile(const QString& path);
    void setExpression(const QString& expression);
    /// False, and a message, if there is no such interface.
    bool chooseInterface(const QString& interface);
    void tell(const Message& message);
    void showWorkspace(Workspace workspace);
    [[nodiscard]] Workspace workspace() const { return m_workspace; }
    /// Brings back what was kept at the end of the last run.
    void restoreSession();
    void saveSession();
    /// For an end that leaves no time for questions: an unsaved capture is kept for the next start.
    void saveForLater();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // main_window.cpp
    void layOut();
    void makeDocks();
    QDockWidget* makeDock(const QString& name, const QString& title, QWidget* content);
    void makeRail();
    void connectPanes();
    void connectWorkspaces();
    void resetLayout();
    /// The arrangement that a workspace begins with.
    void arrangeDocks();
    void sizeDocks();
    /// Whatever comes from the practice network is marked.
    void nameDocks();
    void showSelectionOf(Workspace workspace);
    void showEmptyTexts();
    void setTitle();
    void applyTheme(Theme::Mode mode);
    void setIcons();

    // main_window_actions.cpp
    void makeActions();
    QAction* addAction(QMenu* menu, const QString& name, const QString& text, const QKeySequence& shortcut, void (MainWindow::*slot)());
    void makeFileMenu();
    void makeEditMenu();
    void makePacketMenu();
    void makeCaptureMenu();
    void makeSendMenu();
    void makeViewMenu();
    void makeHelpMenu();
    void makeToolBar();
    void nameButton(QAction* action, const QString& name);
    void fillRecentMenu();
    void refreshActions();
    void showKeyboard();
    void showAbout();

    // main_window_files.cpp
    void askForFile();
    void save();
    void saveAs();
    void saveTo(const QString& path);
    void fileOpened(const CaptureFilePtr& file);
    void offerRecovered();
    [[nodiscard]] bool mayClose();
    void keepLayout();
    void showLayout();

    // main_window_protocols.cpp
    void makeProtocolsMenu();
    void connectProtocols();
    /// Everything is told in the definitions that are in force now.
    void useDefinitions();

    // main_window_results.cpp
    /// For workspaces that show what others captured or received.
    [[nodiscard]] PacketSources packetSources();
    [[nodiscard]] SendOptions sendOptions() const;
    void makeResultsMenu();
    void connectResults();

    // main_window_network.cpp
    void startCapture();
    void stopCapture();
    void send(ExchangeJob::Mode mode, const Draft& draft);
    void runExchange(ExchangeJob::Mode mode, const Draft& draft);
    void interfaceChosen();
    void editCopy();
    void lookUpNames();
    void tellError(const Error& error, const QString& doing);
    void showGrantHelp();
    void makeStatusBar();
    void refreshStatus();

    Definitions& m_definitions;
    Networks& m_networks;
    Settings& m_settings;
    Theme m_theme;
    SelectionModel m_selection;
    JobList m_jobs;
    CraftDocument m_document;
    std::shared_ptr<Network> m_network; ///< That the environment asks.
    std::unique_ptr<NetworkEnvironment> m_environment;

    Workspace m_workspace = Workspace::Welcome;
    std::map<Workspace, QByteArray> m_layouts;
    bool m_showing = false;

    QMainWindow* m_inner;  ///< Holds the workspaces and the docks round them.
    QStackedWidget* m_outer;
    QStackedWidget* m_workspaces;
    ExpressionBar* m_expression;
    MessageStrip* m_strip;
    LogPane* m_log;
    WelcomePage* m_welcome;
    CraftWorkspace* m_craft;
    CaptureWorkspace* m_capture;
    ExchangeWorkspace* m_exchange;
    TableWorkspace* m_tables;
    TraceWorkspace* m_trace;
    PlotWorkspace* m_plots;
    ProtocolsWorkspace* m_protocolsWorkspace;
    FieldsPane* m_fields;
    BytesPane* m_bytes;
    DiagramPane* m_diagram;
    InterfaceChooser* m_chooser;
    QToolBar* m_rail = nullptr;
    QToolBar* m_tools = nullptr;
    QActionGroup* m_railActions = nullptr;
    std::map<QString, QDockWidget*> m_docks;
    std::map<QString, QAction*> m_actions;
    QMenu* m_recentMenu = nullptr;

    QLabel* m_statusField = nullptr;
    QLabel* m_statusJob = nullptr;
    QProgressBar* m_statusBar = nullptr;
    QLabel* m_statusPackets = nullptr;
    QLabel* m_statusInterface = nullptr;
    QTimer m_statusTick;
    QTimer m_autosave;
};

} // namespace fw::ui
