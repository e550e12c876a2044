#include "ui/shell/main_window.h"

#include "ui/shell/log_pane.h"

#include <QMenuBar>

namespace fw::ui {

void MainWindow::makeProtocolsMenu()
{
    QMenu* const menu = menuBar()->addMenu(tr("Pr&otocols"));
    menu->addMenu(m_protocolsWorkspace->newMenu());
    menu->addSeparator();
    menu->addActions(m_protocolsWorkspace->commands());
    connect(m_protocolsWorkspace->newMenu(), &QMenu::triggered, this, [this] { showWorkspace(Workspace::Protocols); });
}

void MainWindow::connectProtocols()
{
    m_jobs.setHeld(m_definitions.snapshot());
    connect(&m_definitions, &Definitions::changed, this, &MainWindow::useDefinitions);
    connect(m_protocolsWorkspace, &ProtocolsWorkspace::failed, this, &MainWindow::tellError);
    connect(m_protocolsWorkspace, &ProtocolsWorkspace::changed, &m_autosave, qOverload<>(&QTimer::start));
    connect(m_protocolsWorkspace, &ProtocolsWorkspace::changed, this, &MainWindow::refreshActions);
    connect(m_protocolsWorkspace, &ProtocolsWorkspace::refused, this, [this](const QString& why) { tell({Message::Severity::Warning, why, {}, {}}); });
    connect(m_protocolsWorkspace, &ProtocolsWorkspace::saved, this, [this](const QString& path) {
        tell({Message::Severity::Done, tr("Saved %1.").arg(path), tr("Without an error in it, it is used everywhere from now on."), {}});
    });
    connect(m_protocolsWorkspace, &ProtocolsWorkspace::removed, this, [this](const QString& name) {
        tell({Message::Severity::Done, tr("Removed %1.").arg(name), {}, {{tr("Bring it back"), [this] { m_protocolsWorkspace->restoreRemoved(); }}}});
    });
}

void MainWindow::useDefinitions()
{
    m_document.settle(); // What is typed and not yet taken would be overwritten by what the document has.
    m_jobs.setHeld(m_definitions.snapshot());
    m_selection.setProtocols(m_definitions.snapshot());
    showSelectionOf(m_workspace);
    for (const DefinitionError& error : m_definitions.errors())
        m_log->add({Message::Severity::Error,
                    tr("%1, line %2, column %3: %4").arg(QString::fromStdString(error.file)).arg(error.line).arg(error.column).arg(QString::fromStdString(error.message)),
                    tr("The file is not used; everything else is."), {}});
}

} // namespace fw::ui
