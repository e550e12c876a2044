// Where a trace comes from and goes to: the network, captures, the clipboard.
#include "ui/trace/trace_workspace.h"

#include "ui/bridge/packet_store.h"
#include "ui/bridge/save_job.h"

#include <QApplication>
#include <QAction>
#include <QClipboard>
#include <QFileDialog>

namespace fw::ui {
namespace {

QString nameOf(const std::filesystem::path& path)
{
    return QString::fromStdString(path.filename().string());
}

QFileDialog* makeDialog(QWidget* parent, const QString& name, const QString& title)
{
    auto* dialog = new QFileDialog(parent, title, QString(), TraceWorkspace::tr("Captures (*.pcap *.pcapng *.cap *.pcap.gz *.pcapng.gz);;All files (*)"));
    dialog->setObjectName(name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

} // namespace

void TraceWorkspace::trace(const QString& targets)
{
    m_bar->setTargets(targets);
    run(false);
}

void TraceWorkspace::run(bool continuous)
{
    if (isRunning())
        return;
    auto plan = m_bar->plan(continuous);
    if (!plan)
        return;
    SendOptions options;
    options.interface = m_interface;
    options.timeout = m_bar->timeout();
    startNew(std::make_unique<RunTraceJob>(m_selection.protocols(), m_networks.networkOf(m_interface), std::move(*plan), options),
             m_networks.isPractice(m_interface));
}

void TraceWorkspace::openFile(const std::filesystem::path& path)
{
    cancel();
    startNew(std::make_unique<OpenTraceJob>(m_selection.protocols(), path), false);
}

void TraceWorkspace::startNew(std::unique_ptr<TraceJob> job, bool practice)
{
    if (!m_log->isEmpty())
        m_before = m_log;
    m_shown = m_log = std::make_shared<TraceLog>();
    m_practice = practice;
    m_ending.clear();
    m_sent = m_answered = m_rounds = 0;
    m_probe.reset();
    m_table->setCurrentIndex({});
    m_job = job.get();
    m_freeze->setChecked(false);
    const bool isFile = qobject_cast<OpenTraceJob*>(job.get()) != nullptr;
    const QString doing = isFile ? tr("Cannot open the trace") : tr("Cannot trace");
    connect(job.get(), &TraceJob::happened, this, [this, mine = job.get()](const std::vector<TraceEvent>& events) {
        if (m_job == mine)
            take(events);
    });
    connect(job.get(), &Job::ended, this, [this, mine = job.get(), doing] {
        if (m_job == mine)
            finish(*mine, doing);
    });
    m_jobs.start(std::move(job));
    refresh();
}

void TraceWorkspace::cancel()
{
    if (m_job)
        m_job->cancel();
}

void TraceWorkspace::take(const std::vector<TraceEvent>& events)
{
    for (const TraceEvent& event : events) {
        m_log->add(event);
        m_sent += std::holds_alternative<ProbeSent>(event) ? 1 : 0;
        m_answered += std::holds_alternative<ProbeAnswered>(event) ? 1 : 0;
        m_rounds += std::holds_alternative<RoundEnded>(event) ? 1 : 0;
    }
    if (!isFrozen() && !m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void TraceWorkspace::finish(const Job& job, const QString& doing)
{
    m_elapsed = job.elapsed();
    m_ending = job.state() == Job::State::Cancelled ? tr("cancelled") : job.error() ? tr("failed") : QString();
    if (const auto* opened = qobject_cast<const OpenTraceJob*>(&job); opened && !job.error()) {
        m_elapsed = {};
        m_ending = nameOf(opened->path());
    }
    m_refreshTimer.stop();
    refresh();
    if (!m_table->currentIndex().isValid() && m_hops.rowCount() > 0)
        m_table->setCurrentIndex(m_hops.index(0, 0));
    if (job.error())
        emit failed(*job.error(), doing);
}

void TraceWorkspace::compareWith(const std::filesystem::path& path)
{
    if (m_referenceJob)
        m_referenceJob->cancel();
    auto job = std::make_unique<OpenTraceJob>(m_selection.protocols(), path);
    m_referenceJob = job.get();
    auto log = std::make_shared<TraceLog>();
    connect(job.get(), &TraceJob::happened, this, [log](const std::vector<TraceEvent>& events) {
        for (const TraceEvent& event : events)
            log->add(event);
    });
    connect(job.get(), &Job::ended, this, [this, log, path, mine = job.get()] {
        if (mine->error())
            emit failed(*mine->error(), tr("Cannot compare with “%1”").arg(nameOf(path)));
        else if (m_referenceJob == mine && mine->state() == Job::State::Done)
            setReference(log, nameOf(path));
    });
    m_jobs.start(std::move(job));
}

void TraceWorkspace::setReference(std::shared_ptr<const TraceLog> log, const QString& name)
{
    m_reference = std::move(log);
    m_referenceName = name;
    m_comparison.clear();
    refresh();
}

void TraceWorkspace::saveTo(const std::filesystem::path& path)
{
    std::vector<CapturedPacket> packets;
    for (const PacketPtr& packet : m_log->packets())
        packets.push_back(*packet);
    auto job = std::make_unique<SaveJob>(path, std::make_shared<PacketStore>(std::move(packets)));
    connect(job.get(), &Job::ended, this, [this, path, saving = job.get()] {
        if (saving->error())
            emit failed(*saving->error(), tr("Cannot save “%1”").arg(nameOf(path)));
        else if (saving->state() == Job::State::Done)
            emit saved(QString::fromStdString(path.string()));
    });
    m_jobs.start(std::move(job));
}

void TraceWorkspace::askForTrace()
{
    auto* dialog = makeDialog(this, QStringLiteral("traceOpenDialog"), tr("Open a trace"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { openFile(path.toStdString()); });
    dialog->open();
}

void TraceWorkspace::askForReference()
{
    auto* dialog = makeDialog(this, QStringLiteral("traceCompareDialog"), tr("Compare with a trace"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { compareWith(path.toStdString()); });
    dialog->open();
}

void TraceWorkspace::askToSave()
{
    auto* dialog = makeDialog(this, QStringLiteral("traceSaveDialog"), tr("Save the trace"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pcap"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { saveTo(path.toStdString()); });
    dialog->open();
}

void TraceWorkspace::copyTable()
{
    QApplication::clipboard()->setText(QString::fromStdString(m_shown->table()));
}

} // namespace fw::ui
