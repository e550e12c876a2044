#include "ui/panes/diagram_pane.h"

#include <QFileDialog>
#include <QLabel>
#include <QToolBar>
#include <QVBoxLayout>

namespace fw::ui {

using namespace Qt::StringLiterals;

DiagramPane::DiagramPane(SelectionModel& selection, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_bar(new QToolBar(tr("Diagram"), this))
    , m_canvas(new DiagramCanvas(selection, theme, this))
{
    setObjectName(u"diagramPane"_s);
    setFocusProxy(m_canvas);
    m_bar->setObjectName(u"diagramBar"_s);
    m_bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_canvas);
    addSwitch(u"diagramAlign"_s, tr("Align layers"), tr("Begin each layer's bytes on a new row, level with its fields"),
        m_canvas->alignLayers(), &DiagramCanvas::setAlignLayers);
    addSwitch(u"diagramHideAbsent"_s, tr("Hide absent"), tr("Hide fields that are on no bytes of this packet"),
        m_canvas->hideAbsent(), &DiagramCanvas::setHideAbsent);
    addSwitch(u"diagramAllLines"_s, tr("All lines"), tr("Draw every line at full strength"), m_canvas->allLines(), &DiagramCanvas::setAllLines);
    addSwitch(u"diagramText"_s, tr("ASCII"), tr("Show the bytes as text too"), m_canvas->showsText(), &DiagramCanvas::setShowsText);
    addZoom();
    addExport();
}

QAction* DiagramPane::addSwitch(const QString& name, const QString& text, const QString& toolTip, bool on, void (DiagramCanvas::*set)(bool))
{
    QAction* action = m_bar->addAction(text);
    action->setObjectName(name);
    action->setToolTip(toolTip);
    action->setCheckable(true);
    action->setChecked(on);
    connect(action, &QAction::toggled, m_canvas, set);
    return action;
}

void DiagramPane::addZoom()
{
    m_bar->addSeparator();
    QAction* out = m_bar->addAction(tr("−"), m_canvas, [this] { m_canvas->setZoom(m_canvas->zoom() / 1.25); });
    out->setObjectName(u"diagramZoomOut"_s);
    out->setToolTip(tr("Smaller (Ctrl+wheel)"));
    QAction* whole = m_bar->addAction(tr("100 %"), m_canvas, [this] { m_canvas->setZoom(1); });
    whole->setObjectName(u"diagramZoom"_s);
    whole->setToolTip(tr("Back to 100 %"));
    QAction* in = m_bar->addAction(tr("+"), m_canvas, [this] { m_canvas->setZoom(m_canvas->zoom() * 1.25); });
    in->setObjectName(u"diagramZoomIn"_s);
    in->setToolTip(tr("Larger (Ctrl+wheel)"));
    connect(m_canvas, &DiagramCanvas::zoomChanged, whole,
        [whole](double zoom) { whole->setText(tr("%1 %").arg(qRound(zoom * 100))); });
}

void DiagramPane::addExport()
{
    m_bar->addSeparator();
    QAction* exporting = m_bar->addAction(tr("Export…"), this, &DiagramPane::askAndExport);
    exporting->setObjectName(u"diagramExport"_s);
    exporting->setToolTip(tr("Save the drawing as SVG, PNG or PDF"));
    auto* svg = new QAction(tr("Copy as SVG"), m_canvas);
    connect(svg, &QAction::triggered, m_canvas, &DiagramCanvas::copySvg);
    auto* image = new QAction(tr("Copy as image"), m_canvas);
    connect(image, &QAction::triggered, m_canvas, &DiagramCanvas::copyImage);
    m_canvas->addActions({svg, image, exporting});
    m_canvas->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void DiagramPane::askAndExport()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export diagram"), u"diagram.svg"_s, tr("Drawings (*.svg *.png *.pdf)"));
    if (!path.isEmpty() && !m_canvas->exportTo(path))
        emit exportFailed(path);
}

} // namespace fw::ui
