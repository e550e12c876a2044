#include "ui/shell/main_window.h"

#include "ui/shell/message_strip.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QMimeDatabase>
#include <QScreen>
#include <QTimer>

namespace fw::ui {
namespace {

constexpr int layoutVersion = 1;

QString fileFilter()
{
    return MainWindow::tr("Captures (*.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;All files (*)");
}

QString layoutKey(MainWindow::Workspace workspace)
{
    static constexpr std::array<const char*, 8> names{"welcome", "craft", "capture", "exchange", "tables", "trace", "plots", "protocols"};
    return QStringLiteral("layout/%1/state").arg(QLatin1String(names[static_cast<std::size_t>(workspace)]));
}

/// Files are told apart by what is in them; the name only helps to say what a file is that cannot be opened.
bool looksLikeCapture(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray head = file.read(4).toHex();
    static const QStringList magics{QStringLiteral("a1b2c3d4"), QStringLiteral("d4c3b2a1"), QStringLiteral("a1b23c4d"), QStringLiteral("4d3cb2a1"),
                                    QStringLiteral("a1b2cd34"), QStringLiteral("34cdb2a1"), QStringLiteral("0a0d0d0a")};
    return magics.contains(QString::fromLatin1(head)) || head.startsWith("1f8b");
}

} // namespace

void MainWindow::askForFile()
{
    auto* dialog = new QFileDialog(this, tr("Open a capture"), QFileInfo(m_settings.recentFiles().value(0)).path(), fileFilter());
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

void MainWindow::fileOpened(const CaptureFilePtr& file)
{
    const QString path = QString::fromStdString(file->path().string());
    m_settings.addRecentFile(path);
    m_settings.sync();
    showWorkspace(Workspace::Capture);
    m_capture->view().setFocus();
    if (const auto end = file->truncatedAt())
        tell({Message::Severity::Warning, tr("“%1” ends in the middle of a packet, at byte %2.").arg(QFileInfo(path).fileName()).arg(*end),
              tr("What is whole before it is shown: %1.").arg(packetsText(file->packetCount())), {}});
}

void MainWindow::save()
{
    if (m_workspace == Workspace::Protocols)
        m_protocolsWorkspace->save();
    else if (m_capture->path().empty() || !m_capture->hasUnsaved())
        saveAs();
    else
        saveTo(QString::fromStdString(m_capture->path().string()));
}

void MainWindow::saveAs()
{
    auto* dialog = new QFileDialog(this, tr("Save the capture"), QFileInfo(m_settings.recentFiles().value(0)).path(), tr("Captures (*.pcap)"));
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pcap"));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::saveTo);
    dialog->open();
}

void MainWindow::saveTo(const QString& path)
{
    const auto capture = m_capture->capture();
    if (!capture)
        return;
    auto job = std::make_unique<SaveJob>(path.toStdString(), capture);
    connect(job.get(), &Job::ended, this, [this, path, capture, saving = job.get()] {
        const QString name = QFileInfo(path).fileName();
        if (saving->error()) {
            tellError(*saving->error(), tr("Cannot save “%1”").arg(name));
        } else if (saving->state() == Job::State::Done) {
            if (m_capture->capture() == capture)
                m_capture->setSaved(path.toStdString());
            m_settings.addRecentFile(path);
            m_settings.remove(QStringLiteral("session/recording"));
            tell({Message::Severity::Done, tr("Saved “%1”.").arg(name), {}, {}});
        }
        setTitle();
        refreshStatus();
    });
    m_jobs.start(std::move(job));
}

bool MainWindow::mayClose()
{
    if (!m_settings.keepsSession() || !m_capture->hasUnsaved())
        return true;
    QMessageBox question(QMessageBox::Question, tr("Unsaved capture"), tr("The captured packets are not saved."), QMessageBox::NoButton, this);
    question.setObjectName(QStringLiteral("unsavedQuestion"));
    question.setInformativeText(tr("They are lost when the program ends."));
    QPushButton* const saving = question.addButton(tr("Save…"), QMessageBox::AcceptRole);
    question.addButton(tr("Discard them"), QMessageBox::DestructiveRole);
    QPushButton* const stay = question.addButton(QMessageBox::Cancel);
    question.setDefaultButton(saving);
    question.exec();
    if (question.clickedButton() == reinterpret_cast<QAbstractButton*>(saving))
        saveAs();
    return question.clickedButton() != reinterpret_cast<QAbstractButton*>(saving)
        && question.clickedButton() != reinterpret_cast<QAbstractButton*>(stay);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    saveSession();
    m_settings.remove(QStringLiteral("session/recording"));
    m_settings.sync();
    m_jobs.cancelAll();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.isEmpty())
        return;
    event->acceptProposedAction();
    const QString path = urls.first().toLocalFile();
    if (looksLikeCapture(path)) {
        openFile(path);
        return;
    }
    if (path.endsWith(QLatin1String(".fwproto"), Qt::CaseInsensitive)) {
        showWorkspace(Workspace::Protocols);
        m_protocolsWorkspace->importFile(path);
        return;
    }
    const QString type = QMimeDatabase().mimeTypeForFile(path).comment();
    tell({Message::Severity::Error, tr("“%1” is not a packet capture but: %2.").arg(QFileInfo(path).fileName(), type),
          tr("Files in the pcap and pcapng formats can be dropped here."), {}});
}

void MainWindow::keepLayout()
{
    if (m_workspace != Workspace::Welcome && m_workspace != Workspace::Protocols)
        m_layouts[m_workspace] = m_inner->saveState(layoutVersion);
}

void MainWindow::showLayout()
{
    const auto found = m_layouts.find(m_workspace);
    if (found != m_layouts.end() && m_inner->restoreState(found->second, layoutVersion))
        return;
    arrangeDocks();
    // They take their sizes only once they are seen.
    QTimer::singleShot(0, this, &MainWindow::sizeDocks);
}

void MainWindow::saveSession()
{
    if (!m_settings.keepsSession())
        return;
    keepLayout();
    if (const auto recording = m_capture->recordingPath(); !recording.empty())
        m_settings.set(QStringLiteral("session/recording"), QString::fromStdString(recording.string()));
    m_settings.set(QStringLiteral("layout/geometry"), saveGeometry());
    for (const auto& [workspace, state] : m_layouts)
        m_settings.set(layoutKey(workspace), state);
    m_settings.set(QStringLiteral("ui/workspace"), static_cast<int>(m_workspace));
    m_settings.set(QStringLiteral("session/expression"), m_document.text());
    m_settings.set(QStringLiteral("history/expressions"), m_expression->history());
    m_settings.set(QStringLiteral("capture/filter"), m_capture->captureFilter());
    m_settings.set(QStringLiteral("trace/bar"), m_trace->settings());
    m_settings.set(QStringLiteral("session/protocols"), m_protocolsWorkspace->state());
    m_settings.set(QStringLiteral("capture/iface"), QString::fromStdString(m_chooser->chosen()));
    m_settings.sync();
}

void MainWindow::saveForLater()
{
    saveSession();
    if (m_settings.keepsSession())
        m_capture->keepRecording();
}

void MainWindow::restoreSession()
{
    if (!m_settings.keepsSession())
        return;
    restoreGeometry(m_settings.value(QStringLiteral("layout/geometry")).toByteArray());
    if (const QRect room = screen()->availableGeometry(); !room.contains(frameGeometry())) {
        resize(size().boundedTo(room.size()));
        move(room.topLeft());
    }
    for (const Workspace workspace : {Workspace::Craft, Workspace::Capture, Workspace::Exchange, Workspace::Tables, Workspace::Trace,
                                     Workspace::Plots})
        if (const QByteArray state = m_settings.value(layoutKey(workspace)).toByteArray(); !state.isEmpty())
            m_layouts[workspace] = state;
    m_expression->setHistory(m_settings.value(QStringLiteral("history/expressions")).toStringList());
    m_capture->setCaptureFilter(m_settings.value(QStringLiteral("capture/filter")).toString());
    m_trace->setSettings(m_settings.value(QStringLiteral("trace/bar")).toMap());
    m_protocolsWorkspace->restore(m_settings.value(QStringLiteral("session/protocols")).toMap());
    if (const QVariant interface = m_settings.value(QStringLiteral("capture/iface")); interface.isValid())
        m_chooser->choose(interface.toString().toStdString());
    const QString expression = m_settings.value(QStringLiteral("session/expression")).toString();
    const int workspace = m_settings.value(QStringLiteral("ui/workspace"), 0).toInt();
    if (!expression.isEmpty())
        m_document.setText(expression);
    showWorkspace(static_cast<Workspace>(std::clamp(workspace, 0, static_cast<int>(Workspace::Protocols))));
    offerRecovered();
}

void MainWindow::offerRecovered()
{
    const QString key = QStringLiteral("session/recording");
    const QString path = m_settings.value(key).toString();
    m_settings.remove(key);
    if (path.isEmpty() || !QFileInfo::exists(path))
        return;
    tell({Message::Severity::Warning, tr("A capture was not saved when the program ended."), tr("What had come until then is still there."),
          {{tr("Open it"), [this, path] { openFile(path); }}, {tr("Discard it"), [path] { QFile::remove(path); }}}});
}

} // namespace fw::ui
