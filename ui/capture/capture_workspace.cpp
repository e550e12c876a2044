#include "ui/capture/capture_workspace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace fw::ui {
namespace {

using namespace std::chrono_literals;

enum Page { EmptyPage, WaitingPage, ListPage };

QString nameOf(const std::filesystem::path& path)
{
    return QString::fromStdString(path.filename().string());
}

} // namespace

CaptureWorkspace::CaptureWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_theme(theme), m_networks(networks), m_jobs(jobs), m_packets(selection.protocols()),
      m_view(new PacketView(m_packets, selection)), m_name(new QLabel), m_practice(new QLabel(tr("practice"))), m_standing(new QLabel),
      m_filter(new QLineEdit), m_follow(new QToolButton), m_waiting(new QLabel), m_pages(new QStackedWidget)
{
    connect(&m_selection, &SelectionModel::protocolsChanged, this, [this] { m_packets.setProtocols(m_selection.snapshot()); });
    setObjectName(QStringLiteral("captureWorkspace"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    makeHeader();
    makePages();
    layout->addWidget(m_pages, 1);

    m_growTimer.setSingleShot(true);
    m_growTimer.setInterval(100ms);
    connect(&m_growTimer, &QTimer::timeout, this, &CaptureWorkspace::grow);
    m_waitTimer.setSingleShot(true);
    m_waitTimer.setInterval(2s);
    connect(&m_waitTimer, &QTimer::timeout, this, &CaptureWorkspace::sayWaiting);
    connect(&m_theme, &Theme::changed, this, &CaptureWorkspace::colour);
    colour();
    refresh();
}

void CaptureWorkspace::makeHeader()
{
    m_practice->setObjectName(QStringLiteral("practiceMark"));
    m_practice->setToolTip(tr("From the simulated network inside the program"));
    m_practice->setContentsMargins(6, 1, 6, 1);
    m_practice->setAutoFillBackground(true);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    for (QLabel* label : {m_name, m_practice}) // The others give way.
        label->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_standing->setObjectName(QStringLiteral("captureStanding"));
    m_standing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_standing->setMinimumWidth(60);
    m_filter->setObjectName(QStringLiteral("captureFilterEdit"));
    m_filter->setPlaceholderText(tr("everything, or: udp port 53"));
    m_filter->setToolTip(tr("Which packets to capture, in the language of libpcap. Applies from the next start on."));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(220);
    auto* label = new QLabel(tr("Capture &filter"));
    label->setBuddy(m_filter);
    m_follow->setObjectName(QStringLiteral("followBtn"));
    m_follow->setText(tr("Follow"));
    m_follow->setToolTip(tr("Keep the newest packet in sight (End)"));
    m_follow->setCheckable(true);
    connect(m_follow, &QToolButton::clicked, m_view, &PacketView::setFollowing);
    connect(m_view, &PacketView::followingChanged, m_follow, &QToolButton::setChecked);
    connect(m_filter, &QLineEdit::returnPressed, this, &CaptureWorkspace::captureRequested);

    auto* header = new QHBoxLayout;
    header->setContentsMargins(10, 6, 10, 6);
    header->setSpacing(8);
    header->addWidget(m_name);
    header->addWidget(m_practice);
    header->addWidget(m_standing, 1);
    header->addWidget(label);
    header->addWidget(m_filter);
    header->addWidget(m_follow);
    static_cast<QVBoxLayout*>(layout())->addLayout(header);
}

void CaptureWorkspace::makePages()
{
    auto* empty = new QWidget;
    auto* words = new QLabel(tr("No packets yet. Listen to an interface, or open a capture file."));
    words->setObjectName(QStringLiteral("captureEmptyText"));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    auto* start = new QPushButton(tr("Start capture"));
    start->setObjectName(QStringLiteral("emptyCaptureBtn"));
    start->setToolTip(tr("Start capture (F5)"));
    auto* open = new QPushButton(tr("Open a file…"));
    open->setObjectName(QStringLiteral("emptyOpenBtn"));
    connect(start, &QPushButton::clicked, this, &CaptureWorkspace::captureRequested);
    connect(open, &QPushButton::clicked, this, &CaptureWorkspace::openRequested);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(start);
    buttons->addWidget(open);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(empty);
    layout->addStretch(1);
    layout->addWidget(words);
    layout->addSpacing(8);
    layout->addLayout(buttons);
    layout->addStretch(1);

    m_waiting->setObjectName(QStringLiteral("captureWaiting"));
    m_waiting->setAlignment(Qt::AlignCenter);
    m_waiting->setWordWrap(true);
    for (QWidget* page : {empty, static_cast<QWidget*>(m_waiting)}) {
        page->setBackgroundRole(QPalette::Base);
        page->setAutoFillBackground(true);
    }
    m_pages->insertWidget(EmptyPage, empty);
    m_pages->insertWidget(WaitingPage, m_waiting);
    m_pages->insertWidget(ListPage, m_view);
}

void CaptureWorkspace::openFile(const std::filesystem::path& path)
{
    if (m_opening)
        m_opening->cancel(); // The one asked for last is the one wanted.
    auto job = std::make_unique<OpenCaptureJob>(path);
    m_opening = job.get();
    connect(job.get(), &OpenCaptureJob::opened, this, [this, wanted = job.get()](const CaptureFilePtr& file) {
        if (m_opening == wanted)
            showFile(file);
    });
    connect(job.get(), &Job::ended, this, [this, ended = job.get()] {
        if (ended->error())
            emit failed(*ended->error(), tr("Cannot open “%1”").arg(nameOf(ended->path())));
    });
    m_jobs.start(std::move(job));
}

void CaptureWorkspace::showFile(const CaptureFilePtr& file)
{
    stopCapture();
    m_job = nullptr; // What it still brings belongs to a capture that is no longer shown.
    m_path = file->path();
    m_recording = nullptr;
    m_unsaved = false;
    m_statistics = {};
    show(file, nameOf(file->path()), false);
    m_view->setLive(false);
    m_view->selectPacket(0);
    emit fileOpened(file);
}

void CaptureWorkspace::show(std::shared_ptr<const Capture> capture, const QString& title, bool practice)
{
    m_title = title;
    m_selection.setPacket(nullptr, this);
    m_packets.setCapture(std::move(capture), practice);
    refresh();
}

void CaptureWorkspace::startCapture(const std::string& interface)
{
    if (isCapturing())
        return;
    auto recording = Recording::create();
    if (!recording) {
        emit failed(recording.error(), tr("Cannot start a capture"));
        return;
    }
    PortOptions options;
    options.filter = captureFilter().toStdString();
    auto job = std::make_unique<CaptureJob>(m_networks.networkOf(interface), interface, options, *recording);
    m_job = job.get();
    m_recording = *recording;
    m_path.clear();
    m_unsaved = true;
    m_statistics = {};
    show(*recording, tr("Live on %1").arg(QString::fromStdString(interface)), m_networks.isPractice(interface));
    follow(*job);
    m_jobs.start(std::move(job));
    refresh();
}

void CaptureWorkspace::follow(CaptureJob& job)
{
    m_view->setLive(true);
    m_waiting->setText(tr("Opening %1…").arg(QString::fromStdString(job.interfaceName())));
    connect(&job, &CaptureJob::listening, this, [this, &job] {
        if (m_job == &job)
            listen();
    });
    connect(&job, &CaptureJob::grew, this, [this, &job] {
        if (m_job != &job)
            return;
        m_statistics = job.standing().port;
        if (!m_growTimer.isActive())
            m_growTimer.start();
    });
    connect(&job, &Job::ended, this, [this, &job] {
        if (m_job == &job)
            endCapture(job);
    });
}

void CaptureWorkspace::listen()
{
    m_waiting->setText(tr("Listening on %1…").arg(QString::fromStdString(m_job->interfaceName())));
    m_waitTimer.start();
    emit captureStarted();
}

void CaptureWorkspace::sayWaiting()
{
    if (!isCapturing() || m_packets.rowCount() > 0)
        return;
    const QString filter = captureFilter().isEmpty() ? tr("none") : captureFilter();
    m_waiting->setText(tr("Listening on %1 — nothing yet. Filter: %2").arg(QString::fromStdString(m_job->interfaceName()), filter));
}

void CaptureWorkspace::grow()
{
    m_packets.grow();
    refresh();
}

void CaptureWorkspace::stopCapture()
{
    if (m_job)
        m_job->cancel();
}

void CaptureWorkspace::endCapture(const Job& job)
{
    m_growTimer.stop();
    m_waitTimer.stop();
    m_packets.grow();
    m_view->setLive(false);
    if (m_packets.isPractice() || !job.error())
        m_title = tr("Captured on %1").arg(QString::fromStdString(m_job->interfaceName()));
    m_job = nullptr;
    if (job.error())
        emit failed(*job.error(), m_packets.rowCount() > 0 ? tr("The capture has ended, all so far is kept") : tr("Cannot capture"));
    refresh();
    emit captureEnded();
}

bool CaptureWorkspace::hasUnsaved() const
{
    return m_unsaved && capture() && capture()->packetCount() > 0;
}

std::filesystem::path CaptureWorkspace::recordingPath() const
{
    return hasUnsaved() || isCapturing() ? m_recording->path() : std::filesystem::path();
}

void CaptureWorkspace::keepRecording()
{
    if (hasUnsaved())
        m_recording->keep();
}

void CaptureWorkspace::setSaved(const std::filesystem::path& path)
{
    m_path = path;
    m_unsaved = false;
    m_title = nameOf(path);
    refresh();
}

QString CaptureWorkspace::captureFilter() const
{
    return m_filter->text().trimmed();
}

void CaptureWorkspace::setCaptureFilter(const QString& filter)
{
    m_filter->setText(filter);
}

ShownPacketPtr CaptureWorkspace::selectedPacket() const
{
    const QModelIndex current = m_view->currentIndex();
    return current.isValid() ? m_packets.shown(current.row()) : nullptr;
}

void CaptureWorkspace::selectPacket(std::size_t number)
{
    m_view->selectPacket(m_packets.rowOf(number));
    m_view->publish();
}

QString CaptureWorkspace::standingText() const
{
    if (!capture())
        return {};
    const QLocale locale;
    QStringList parts{packetsText(static_cast<std::uint64_t>(m_packets.rowCount()))};
    const auto all = capture()->packetCount();
    if (all > static_cast<std::size_t>(m_packets.rowCount()))
        parts[0] = tr("newest %1 of %2 packets").arg(locale.toString(m_packets.rowCount()), locale.toString(qulonglong{all}));
    if (m_unsaved)
        parts.append(tr("%1 dropped").arg(locale.toString(qulonglong{m_statistics.droppedByKernel + m_statistics.droppedByInterface})));
    return parts.join(QStringLiteral(" · "));
}

void CaptureWorkspace::refresh()
{
    m_name->setText(capture() ? m_title : tr("No capture"));
    m_practice->setVisible(capture() && m_packets.isPractice());
    m_standing->setText(standingText());
    m_follow->setEnabled(isCapturing());
    const bool waiting = isCapturing() && m_packets.rowCount() == 0;
    m_pages->setCurrentIndex(waiting ? WaitingPage : m_packets.rowCount() > 0 ? ListPage : EmptyPage);
    emit changed();
}

void CaptureWorkspace::colour()
{
    QPalette colours = m_practice->palette();
    colours.setColor(QPalette::Window, m_theme.color(Theme::Role::Warn));
    colours.setColor(QPalette::WindowText, m_theme.color(Theme::Role::Surface));
    m_practice->setPalette(colours);
}

} // namespace fw::ui
