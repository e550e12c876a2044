#pragma once

#include "ui/bridge/job_list.h"
#include "ui/bridge/networks.h"
#include "ui/exchange/pair_view.h"
#include "ui/models/packet_source.h"
#include "ui/tables/cell_delegate.h"
#include "ui/tables/pivot_model.h"
#include "ui/tables/table_controls.h"
#include "ui/tables/table_text.h"

#include <QPointer>
#include <QTableView>

class QAction;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace fw::ui {

/// Requests and their answers as a table: who has which port open, who answers at which distance.
class TableWorkspace final : public QWidget {
    Q_OBJECT
public:
    /// Interface and timeout of a run, asked for when one begins.
    using RunOptions = std::function<SendOptions()>;

    TableWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, PacketSources sources, RunOptions options,
                   QWidget* parent = nullptr);

    void run();
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job && m_job->isRunning(); }
    void chooseRecipe(const QString& id) { m_controls->chooseRecipe(id); }
    [[nodiscard]] const PivotModel& model() const { return m_model; }
    void copyAs(TableFormat format) const;
    /// For the menu.
    [[nodiscard]] QList<QAction*> menuActions() const { return m_menuActions; }
    /// Shows the packets of the current cell in the panes again, after they showed something else.
    void publish();
    /// Captures and exchanges may be others.
    void refreshSources();

signals:
    void failed(const fw::Error& error, const QString& doing);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeActions();
    QWidget* makeQuestion();
    QWidget* makeEmptyPage();
    void setUpTable();
    QLayout* makeFoot();
    void check();
    [[nodiscard]] std::optional<TableTemplates> templates();
    void begin(std::unique_ptr<TableJob> job, ShownPacket::Source source, bool practice);
    void send(Draft draft, TableTemplates templates);
    void read(const PacketSource& source, ShownPacket::Source kind, TableTemplates templates);
    void finish(const Job& job);
    void showCell(const QModelIndex& index);
    void follow(const Selection& selection, const QObject* origin);
    void say(const QString& error);
    void refresh();
    void colour();

    SelectionModel& m_selection;
    Theme& m_theme;
    Networks& m_networks;
    JobList& m_jobs;
    PacketSources m_sources;
    RunOptions m_options;
    PivotModel m_model;
    QPointer<TableJob> m_job;
    QTimer m_tick;
    QString m_ending; ///< How it ended, in a word.
    std::chrono::milliseconds m_elapsed{0};
    bool m_following = false;

    TableControls* m_controls;
    QLabel* m_error;
    QWidget* m_question;
    QLabel* m_questionText;
    QTableView* m_table;
    PairView* m_pair;
    QStackedWidget* m_pages;
    QLabel* m_practice;
    QLabel* m_standing;
    QPushButton* m_run;
    QPushButton* m_cancel;
    QToolButton* m_copy;
    QAction* m_runAction = nullptr;
    QAction* m_cancelAction = nullptr;
    QList<QAction*> m_menuActions;
    QList<QAction*> m_copyActions;
    std::function<void()> m_confirmed;
};

} // namespace fw::ui
