#pragma once

#include "ui/bridge/job_queue.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <thread>

namespace fw::ui {

/// One piece of engine work on a thread of its own. The object and all its signals stay on the GUI thread.
/// A job runs once: make it, connect it, start it.
class Job : public QObject {
    Q_OBJECT
public:
    enum class State { Waiting, Running, Cancelling, Done, Cancelled, Failed };

    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Running || m_state == State::Cancelling; }
    [[nodiscard]] JobProgress progress() const { return m_progress; }
    [[nodiscard]] std::uint64_t lost() const { return m_lost; } ///< Items the screen was too slow for.
    /// Since it was started; stands still once it has ended.
    [[nodiscard]] std::chrono::milliseconds elapsed() const;
    /// Why it failed; nothing otherwise.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    virtual void start() = 0;
    /// Held until the job goes: what its work reads may be replaced meanwhile.
    void hold(std::shared_ptr<const void> what) { m_held = std::move(what); }
    /// Asks the work to end. What it has found so far is still delivered, then ended().
    void cancel();

signals:
    void progressed();
    /// The last signal of a job.
    void ended();

protected:
    explicit Job(QString title, QObject* parent);
    virtual void drain() = 0;
    virtual void requestStop() = 0;

    void setRunning();
    void setProgress(JobProgress progress, std::uint64_t lost);
    void setEnded(std::optional<Error> error);

private:
    QString m_title;
    State m_state = State::Waiting;
    JobProgress m_progress;
    std::uint64_t m_lost = 0;
    std::optional<Error> m_error;
    QElapsedTimer m_clock;
    std::chrono::milliseconds m_elapsed{0};
    QTimer m_drainTimer;
    std::shared_ptr<const void> m_held;
};

/// The thread and the queue of a job whose work hands over Items.
template <class Item>
class QueueJob : public Job {
public:
    ~QueueJob() override { leave(); }

protected:
    using Queue = JobQueue<Item>;
    /// Runs on the thread. It may use what it holds and the queue, and nothing of the job: the job may be gone before it.
    using Work = std::function<Result<void>(const std::stop_token&, Queue&)>;

    explicit QueueJob(QString title, QObject* parent, std::size_t capacity = 65'536)
        : Job(std::move(title), parent), m_queue(std::make_shared<Queue>(capacity))
    {
    }

    void run(Work work)
    {
        setRunning();
        m_thread = std::jthread([queue = m_queue, work = std::move(work)](const std::stop_token& stop) {
            const Result<void> result = work(stop, *queue);
            queue->close(result ? std::nullopt : std::optional(result.error()));
        });
    }
    virtual void deliver(std::vector<Item>& items) = 0;

    void drain() final
    {
        typename Queue::Batch batch = m_queue->take();
        if (!batch.items.empty())
            deliver(batch.items);
        if (batch.progress || batch.lost > 0)
            setProgress(batch.progress.value_or(progress()), batch.lost);
        if (batch.closed)
            setEnded(std::move(batch.error));
    }
    void requestStop() final { m_thread.request_stop(); }

private:
    // A name server that does not answer can hold a system call for half a minute; closing the window does not wait for it.
    void leave()
    {
        if (!m_thread.joinable())
            return;
        m_thread.request_stop();
        if (!m_queue->waitClosed(std::chrono::seconds(1)))
            m_thread.detach();
    }

    std::shared_ptr<Queue> m_queue; // All that the two threads share.
    std::jthread m_thread;          // Last, so that it is joined before what it uses goes.
};

} // namespace fw::ui
