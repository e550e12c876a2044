#include "ui/shell/jobs_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fw::ui {

using namespace std::chrono_literals;

QString jobStateWord(Job::State state)
{
    switch (state) {
    case Job::State::Waiting: return JobsPane::tr("waiting");
    case Job::State::Running: return JobsPane::tr("running");
    case Job::State::Cancelling: return JobsPane::tr("ending");
    case Job::State::Done: return JobsPane::tr("done");
    case Job::State::Cancelled: return JobsPane::tr("cancelled");
    case Job::State::Failed: return JobsPane::tr("failed");
    }
    return {};
}

JobRow::JobRow(Job& job, int number, QWidget* parent)
    : QFrame(parent), m_job(job), m_number(number), m_title(new QLabel(job.title())), m_standing(new QLabel), m_bar(new QProgressBar),
      m_cancel(new QPushButton(tr("Cancel")))
{
    setObjectName(QStringLiteral("jobRow_%1").arg(number));
    setAccessibleName(job.title());
    setFrameShape(QFrame::StyledPanel);
    m_cancel->setObjectName(QStringLiteral("jobCancel_%1").arg(number));
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(job.title()));
    m_bar->setAccessibleName(job.title());
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    connect(m_cancel, &QPushButton::clicked, &job, &Job::cancel);

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_bar);
    words->addWidget(m_standing);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addLayout(words, 1);
    layout->addWidget(m_cancel, 0, Qt::AlignVCenter);

    connect(&job, &Job::progressed, this, &JobRow::refresh);
    connect(&job, &Job::ended, this, &JobRow::refresh);
    connect(&m_tick, &QTimer::timeout, this, &JobRow::refresh);
    m_tick.start(250ms);
    refresh();
}

void JobRow::refresh()
{
    const JobProgress progress = m_job.progress();
    // A bar that moves although the work does not would be a lie, so one of unknown length stays still.
    const int thousandth = progress.total == 0 ? 0 : static_cast<int>(1000.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total));
    m_bar->setRange(0, 1000);
    m_bar->setValue(m_job.state() == Job::State::Done ? 1000 : thousandth);
    m_bar->setVisible(progress.total > 0 || m_job.state() == Job::State::Done);
    m_standing->setText(standingText());
    m_cancel->setEnabled(m_job.state() == Job::State::Running);
    if (!m_job.isRunning())
        m_tick.stop();
}

QString JobRow::standingText() const
{
    const QLocale locale;
    const JobProgress progress = m_job.progress();
    QStringList parts{jobStateWord(m_job.state())};
    if (progress.total > 0)
        parts.append(tr("%1 of %2").arg(locale.toString(qulonglong{progress.done}), locale.toString(qulonglong{progress.total})));
    else if (progress.done > 0)
        parts.append(locale.toString(qulonglong{progress.done}));
    const double seconds = std::chrono::duration<double>(m_job.elapsed()).count();
    parts.append(tr("%1 s").arg(locale.toString(seconds, 'f', 1)));
    if (m_job.isRunning() && seconds > 5 && progress.done > 0 && progress.total > progress.done)
        parts.append(tr("about %1 s left").arg(locale.toString(
            seconds * static_cast<double>(progress.total - progress.done) / static_cast<double>(progress.done), 'f', 0)));
    if (m_job.lost() > 0)
        parts.append(tr("%1 not shown").arg(locale.toString(qulonglong{m_job.lost()})));
    return parts.join(QStringLiteral(" · "));
}

JobsPane::JobsPane(JobList& jobs, QWidget* parent) : QScrollArea(parent), m_rows(new QVBoxLayout), m_empty(new QLabel(tr("Nothing is being worked on.")))
{
    setObjectName(QStringLiteral("jobsPane"));
    setAccessibleName(tr("Jobs"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);

    auto* content = new QWidget;
    m_rows->setContentsMargins(8, 8, 8, 8);
    m_rows->addWidget(m_empty);
    m_rows->addStretch(1);
    content->setLayout(m_rows);
    setWidget(content);
    connect(&jobs, &JobList::added, this, &JobsPane::add);
    connect(&jobs, &JobList::removed, this, &JobsPane::remove);
}

int JobsPane::freeNumber() const
{
    int number = 0;
    const auto taken = [&] { return std::ranges::any_of(m_shown, [&](const auto& shown) { return shown.second->number() == number; }); };
    while (taken())
        ++number;
    return number;
}

void JobsPane::add(Job* job)
{
    auto* row = new JobRow(*job, freeNumber());
    m_shown.emplace(job, row);
    m_rows->insertWidget(0, row);
    m_empty->hide();
}

void JobsPane::remove(Job* job)
{
    const auto found = m_shown.find(job);
    if (found == m_shown.end())
        return;
    delete found->second;
    m_shown.erase(found);
    m_empty->setVisible(m_shown.empty());
}

} // namespace fw::ui
