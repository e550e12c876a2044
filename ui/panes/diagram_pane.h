#pragma once

#include "ui/panes/diagram_canvas.h"

#include <QWidget>

class QAction;
class QToolBar;

namespace fw::ui {

/// The dock of the diagram: the canvas and what can be switched about it.
class DiagramPane final : public QWidget {
    Q_OBJECT
public:
    DiagramPane(SelectionModel& selection, Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] DiagramCanvas& canvas() const { return *m_canvas; }
    void setEmptyText(const QString& text) { m_canvas->setEmptyText(text); }

signals:
    /// The drawing could not be written to this file.
    void exportFailed(const QString& path);

private:
    QAction* addSwitch(const QString& name, const QString& text, const QString& toolTip, bool on, void (DiagramCanvas::*set)(bool));
    void addZoom();
    void addExport();
    void askAndExport();

    QToolBar* m_bar;
    DiagramCanvas* m_canvas;
};

} // namespace fw::ui
