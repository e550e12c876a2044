#include "ui/bridge/job_list.h"

#include <algorithm>
#include <ranges>

namespace fw::ui {

JobList::JobList(QObject* parent) : QObject(parent) {}

JobList::~JobList()
{
    // All are told to stop before the first is waited for.
    cancelAll();
    for (Job* job : m_jobs)
        delete job;
}

void JobList::start(std::unique_ptr<Job> job)
{
    Job* const started = job.release();
    started->setParent(this);
    started->hold(m_held);
    m_jobs.push_back(started);
    connect(started, &Job::ended, this, [this, started] {
        QTimer::singleShot(m_keep, started, [this, started] { remove(started); });
    });
    emit added(started);
    started->start();
}

Job* JobList::top() const
{
    const auto latest = std::views::reverse(m_jobs);
    const auto running = std::ranges::find_if(latest, &Job::isRunning);
    return running == latest.end() ? nullptr : *running;
}

void JobList::cancelAll()
{
    for (Job* job : m_jobs)
        job->cancel();
}

void JobList::remove(Job* job)
{
    std::erase(m_jobs, job);
    emit removed(job);
    job->deleteLater();
}

} // namespace fw::ui
