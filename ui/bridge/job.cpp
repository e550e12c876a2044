#include "ui/bridge/job.h"

#include <utility>

namespace fw::ui {

using namespace std::chrono_literals;

Job::Job(QString title, QObject* parent) : QObject(parent), m_title(std::move(title))
{
    m_drainTimer.setInterval(33ms); // One screen refresh at a time, however fast the work is.
    connect(&m_drainTimer, &QTimer::timeout, this, [this] { drain(); });
}

std::chrono::milliseconds Job::elapsed() const
{
    return isRunning() ? std::chrono::milliseconds(m_clock.elapsed()) : m_elapsed;
}

void Job::cancel()
{
    if (m_state != State::Running)
        return;
    m_state = State::Cancelling;
    requestStop();
    emit progressed();
}

void Job::setRunning()
{
    m_state = State::Running;
    m_clock.start();
    m_drainTimer.start();
}

void Job::setProgress(JobProgress progress, std::uint64_t lost)
{
    m_progress = progress;
    m_lost += lost;
    emit progressed();
}

void Job::setEnded(std::optional<Error> error)
{
    m_drainTimer.stop();
    m_elapsed = std::chrono::milliseconds(m_clock.elapsed());
    const bool asked = m_state == State::Cancelling || (error && error->code == Errc::Cancelled);
    m_state = asked ? State::Cancelled : error ? State::Failed : State::Done;
    if (m_state == State::Failed)
        m_error = std::move(error);
    emit ended();
}

} // namespace fw::ui
