#pragma once

#include "ui/bridge/job_list.h"
#include "ui/bridge/networks.h"
#include "ui/bridge/trace_job.h"
#include "ui/models/selection_model.h"
#include "ui/panes/theme.h"
#include "ui/trace/hop_history.h"
#include "ui/trace/hop_model.h"
#include "ui/trace/matrix_model.h"
#include "ui/trace/path_graph.h"
#include "ui/trace/rtt_chart.h"
#include "ui/trace/trace_bar.h"

#include <QPointer>
#include <QTimer>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace fw::ui {

/// The routers on the way to hosts: table, times, paths and history of one trace, live or from a file.
class TraceWorkspace final : public QWidget {
    Q_OBJECT
public:
    TraceWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, QWidget* parent = nullptr);

    /// That the next trace goes out on; empty: by route.
    void setInterface(const std::string& interface);
    void trace(const QString& targets);
    void run(bool continuous);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job && m_job->isRunning(); }
    /// A trace that was saved as a capture, instead of what is shown; or to compare it with.
    void openFile(const std::filesystem::path& path);
    void compareWith(const std::filesystem::path& path);
    void saveTo(const std::filesystem::path& path);
    [[nodiscard]] bool isFrozen() const;
    [[nodiscard]] const TraceLog& log() const { return *m_log; }
    void fillMenu(QMenu& menu) const;
    [[nodiscard]] QVariantMap settings() const { return m_bar->settings(); }
    void setSettings(const QVariantMap& settings) { m_bar->setSettings(settings); }
    /// Shows the selected probe or its reply in the panes again, after they showed something else.
    void publish();

signals:
    void failed(const fw::Error& error, const QString& doing);
    void saved(const QString& path);
    /// Of the bar.
    void settingsChanged();

private:
    // trace_workspace.cpp
    QAction* makeAction(const QString& name, const QString& text, const QString& tip);
    void makeActions();
    QLayout* makeHeader();
    QWidget* makeEmptyPage();
    QWidget* makeResults();
    void setUpTable();
    void setUpMatrix();
    void refresh();
    void refreshHeader();
    void fillPickers();
    [[nodiscard]] QString standingText() const;
    void colour();

    // trace_workspace_selection.cpp
    void chooseRow(const QModelIndex& index);
    void chooseHop(std::size_t target, int ttl, const std::string& address);
    void chooseFlow(std::size_t target, int ttl, const std::string& address, std::optional<std::size_t> flow);
    void chooseCell(const QModelIndex& index);
    void chooseProbe(std::size_t number);
    void chooseNewest(const std::vector<std::size_t>& probes);
    [[nodiscard]] std::vector<std::size_t> currentProbes() const;
    [[nodiscard]] ShownPacketPtr shownProbe() const;
    [[nodiscard]] std::size_t target() const;
    [[nodiscard]] std::optional<std::size_t> flow() const;

    // trace_workspace_files.cpp
    void startNew(std::unique_ptr<TraceJob> job, bool practice);
    void take(const std::vector<TraceEvent>& events);
    void finish(const Job& job, const QString& doing);
    void setReference(std::shared_ptr<const TraceLog> log, const QString& name);
    void askForTrace();
    void askForReference();
    void askToSave();
    void copyTable();

    SelectionModel& m_selection;
    Theme& m_theme;
    Networks& m_networks;
    JobList& m_jobs;
    std::string m_interface;
    std::shared_ptr<TraceLog> m_log = std::make_shared<TraceLog>();
    std::shared_ptr<const TraceLog> m_shown = m_log; ///< The same, or as it was when it was frozen.
    std::shared_ptr<const TraceLog> m_before;    ///< The trace that this one took the place of.
    std::shared_ptr<const TraceLog> m_reference; ///< What is compared with.
    QString m_referenceName;
    QString m_comparison;
    QPointer<TraceJob> m_job;
    QPointer<TraceJob> m_referenceJob;
    bool m_practice = false;
    QString m_ending; ///< How the trace ended, in a word.
    std::chrono::milliseconds m_elapsed{0};
    std::uint64_t m_sent = 0;
    std::uint64_t m_answered = 0;
    std::uint64_t m_rounds = 0;
    std::optional<std::size_t> m_probe; ///< That the panes show.
    bool m_choosing = false;
    QTimer m_refreshTimer; ///< At most ten times a second.

    HopModel m_hops;
    MatrixModel m_matrixCells;
    TraceBar* m_bar;
    QTreeView* m_table;
    RttChart* m_chart;
    PathGraph* m_graph;
    HopHistory* m_history;
    QTableView* m_matrix;
    QStackedWidget* m_top; ///< Hops or matrix.
    QStackedWidget* m_pages;
    QLabel* m_practiceMark;
    QLabel* m_standing;
    QComboBox* m_targetPicker;
    QComboBox* m_flowPicker;
    QToolButton* m_showReply;
    QPushButton* m_tryIt;
    QAction* m_run = nullptr;
    QAction* m_continuous = nullptr;
    QAction* m_freeze = nullptr;
    QAction* m_cancel = nullptr;
    QAction* m_open = nullptr;
    QAction* m_save = nullptr;
    QAction* m_compareFile = nullptr;
    QAction* m_compareBefore = nullptr;
    QAction* m_compareEnd = nullptr;
    QAction* m_showMatrix = nullptr;
    QAction* m_copy = nullptr;
};

} // namespace fw::ui
