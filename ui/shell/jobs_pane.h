#pragma once

#include "ui/bridge/job_list.h"

#include <QFrame>
#include <QScrollArea>

#include <map>

class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace fw::ui {

/// One job: its title, how far it is, and a button to cancel it.
class JobRow final : public QFrame {
    Q_OBJECT
public:
    JobRow(Job& job, int number, QWidget* parent = nullptr);
    [[nodiscard]] int number() const { return m_number; }

private:
    void refresh();
    QString standingText() const;

    Job& m_job;
    int m_number;
    QLabel* m_title;
    QLabel* m_standing;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
    QTimer m_tick; // Elapsed time goes on when nothing is reported.
};

/// What is being worked on, and what has just ended.
class JobsPane final : public QScrollArea {
    Q_OBJECT
public:
    explicit JobsPane(JobList& jobs, QWidget* parent = nullptr);

private:
    void add(Job* job);
    void remove(Job* job);
    int freeNumber() const;

    QVBoxLayout* m_rows;
    QLabel* m_empty;
    std::map<Job*, JobRow*> m_shown;
};

/// "Capturing", "cancelled": a job's state in a word.
[[nodiscard]] QString jobStateWord(Job::State state);

} // namespace fw::ui
