#pragma once

#include "ui/bridge/job_list.h"
#include "ui/bridge/plot_job.h"
#include "ui/models/packet_source.h"
#include "ui/models/selection_model.h"
#include "ui/plots/plot_controls.h"
#include "ui/plots/plot_view.h"
#include "ui/plots/series_model.h"

#include <QPointer>
#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QToolBar;
class QTreeView;

namespace fw::ui {

/// Any number in packets against any other, in series.
class PlotWorkspace final : public QWidget {
    Q_OBJECT
public:
    PlotWorkspace(SelectionModel& selection, Theme& theme, JobList& jobs, PacketSources sources, QWidget* parent = nullptr);

    /// The packets may be others, or more of them.
    void refreshSource();
    void chooseRecipe(const QString& id) { m_controls->chooseRecipe(id); }
    [[nodiscard]] bool readsExchanges() const { return m_controls->readsExchanges(); }
    [[nodiscard]] PlotView& view() { return *m_view; }
    /// For the menu.
    [[nodiscard]] QList<QAction*> menuActions() const { return m_menuActions; }
    /// As its suffix says: svg, pdf, png or csv.
    void exportTo(const QString& path);

signals:
    /// Rows of the list of captured packets, or of exchanges.
    void capturedPacketPicked(std::size_t packet);
    void exchangePicked(std::size_t row);
    void failed(const fw::Error& error, const QString& doing);
    void saved(const QString& path);
    void openRequested();
    void captureRequested();

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class Page { Empty, Message, Plot };

    void makeBar();
    QAction* addAction(const QString& name, const QString& text, const QString& tip, bool checkable);
    QWidget* makeEmptyPage();
    QWidget* makePlotPage();
    QLayout* makeFoot();
    void plot(bool keepsRanges);
    void showPlot(const PlotDataPtr& data, bool keepsRanges);
    void finish(const Job& job);
    void say(const PlotError& error);
    void pick(std::size_t packet);
    void follow(const Selection& selection);
    void sayPicked(const std::vector<std::size_t>& packets);
    void sayStanding();
    void setPage(Page page, const QString& text = {});
    void askAndExport();
    void colour();

    SelectionModel& m_selection;
    Theme& m_theme;
    JobList& m_jobs;
    PacketSources m_sources;
    PacketSource m_source; ///< Of the plot shown.
    bool m_sourceIsExchanges = false;
    std::size_t m_plotted = 0; ///< So many packets there were when the plot was begun.
    bool m_dirty = true;
    QPointer<PlotJob> m_job;
    QTimer m_growTimer;

    PlotControls* m_controls;
    SeriesModel m_series;
    PlotView* m_view;
    QTreeView* m_legend;
    QToolBar* m_bar;
    QLabel* m_error;
    QLabel* m_practice;
    QLabel* m_readOut;
    QLabel* m_standing;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QLabel* m_message;
    QStackedWidget* m_pages;
    QList<QAction*> m_menuActions;
    QAction* m_unwrap = nullptr;
    QAction* m_freeze = nullptr;
    QAction* m_clear = nullptr;
    QAction* m_export = nullptr;
};

} // namespace fw::ui
