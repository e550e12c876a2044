#pragma once

#include "ui/bridge/exchange_job.h"
#include "ui/bridge/job_list.h"
#include "ui/bridge/networks.h"
#include "ui/exchange/answer_filter.h"
#include "ui/exchange/pair_view.h"
#include "ui/models/exchange_model.h"
#include "ui/panes/theme.h"

#include <QPointer>
#include <QTableView>
#include <QWidget>

class QBoxLayout;
class QButtonGroup;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace fw::ui {

/// What was sent, and what came back.
class ExchangeWorkspace final : public QWidget {
    Q_OBJECT
public:
    ExchangeWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, QWidget* parent = nullptr);

    /// The results of the exchange before are replaced. Only one runs at a time: false if one still does.
    bool run(ExchangeJob::Mode mode, const Draft& draft, const SendOptions& options);
    [[nodiscard]] bool isRunning() const { return m_job && m_job->isRunning(); }
    void cancel();
    [[nodiscard]] ExchangeModel& model() { return m_model; }
    /// The packet that the selected row shows in the panes; null if there is none.
    [[nodiscard]] ShownPacketPtr selectedPacket() const;
    /// Shows the selected exchange in the panes again, after they showed something else.
    void publish();
    /// Makes this row of the model current, whether the filter shows it or not.
    void selectExchange(std::size_t row);
    /// "Sent 30 · answered 22 · remaining 8"
    [[nodiscard]] QString standingText() const;

signals:
    void failed(const fw::Error& error, const QString& doing);
    void ended();
    void craftRequested();
    void changed();

private:
    QLayout* makeHeader();
    QToolButton* makeChip(const QString& name, AnswerFilter::Show show);
    QWidget* makeEmptyPage();
    void setUpTable();
    void take(const std::vector<ExchangeEvent>& events);
    void finish(const Job& job);
    void showRow(const QModelIndex& index);
    void selectFirst(bool answeredOnly);
    void refresh();
    void colour();

    SelectionModel& m_selection;
    Theme& m_theme;
    Networks& m_networks;
    JobList& m_jobs;
    ExchangeModel m_model;
    AnswerFilter m_filter;
    QPointer<ExchangeJob> m_job;
    QTimer m_tick;
    QString m_title;
    QString m_ending; ///< How the exchange ended, in a word.
    std::chrono::milliseconds m_elapsed{0};
    std::uint64_t m_other = 0;
    bool m_chosen = false; ///< A row was selected, so none is selected by itself.

    QLabel* m_name;
    QLabel* m_practice;
    QLabel* m_standing;
    QToolButton* m_all;
    QToolButton* m_answered;
    QToolButton* m_unanswered;
    QPushButton* m_cancel;
    QTableView* m_table;
    PairView* m_pair;
    QStackedWidget* m_pages;
};

} // namespace fw::ui
