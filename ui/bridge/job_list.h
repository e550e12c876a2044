#pragma once

#include "ui/bridge/job.h"

namespace fw::ui {

/// The jobs of one window. Owns them; one that has ended is kept for a while so that its end can be read, then deleted.
class JobList final : public QObject {
    Q_OBJECT
public:
    explicit JobList(QObject* parent = nullptr);
    ~JobList() override;

    /// Takes the job and starts it. Whoever wants its signals has connected them before.
    void start(std::unique_ptr<Job> job);
    [[nodiscard]] const std::vector<Job*>& jobs() const { return m_jobs; }
    /// The one started last that still runs; null if none does.
    [[nodiscard]] Job* top() const;
    void cancelAll();
    /// Every job started from now on holds this until it goes.
    void setHeld(std::shared_ptr<const void> what) { m_held = std::move(what); }
    void setKeepTime(std::chrono::milliseconds time) { m_keep = time; }

signals:
    void added(fw::ui::Job* job);
    void removed(fw::ui::Job* job);

private:
    void remove(Job* job);

    std::vector<Job*> m_jobs;
    std::shared_ptr<const void> m_held;
    std::chrono::milliseconds m_keep{10'000};
};

} // namespace fw::ui
