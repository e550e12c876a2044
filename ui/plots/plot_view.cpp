#include "ui/plots/plot_view.h"

#include "ui/panes/packet_accessible.h"
#include "ui/plots/dense_graph.h"
#include "ui/plots/plot_accessible.h"
#include "ui/plots/plot_ticker.h"
#include "ui/plots/plot_words.h"
#include "ui/plots/series_style.h"

#include <algorithm>
#include <cmath>

namespace fw::ui {
namespace {

constexpr std::size_t mostLabels = 8;
constexpr int labelWidth = 150;
constexpr int leastWidthForLabels = 480;
constexpr double margin = 0.04; // Round the points, of their extent.

} // namespace

PlotView::PlotView(Theme& theme, QWidget* parent)
    : QCustomPlot(parent), m_theme(theme), m_xTicker(new PlotTicker), m_yTicker(new PlotTicker), m_cross(new QCPItemTracer(this)),
      m_ring(new QCPItemTracer(this)), m_pickedPoints(new QCPCurve(xAxis, yAxis))
{
    PlotAccessible::install();
    setObjectName(QStringLiteral("plotView"));
    setAccessibleName(tr("Plot"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(200, 140);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setPlottingHint(QCP::phCacheLabels);
    setNoAntialiasingOnDrag(true);
    setAutoAddPlottableToLegend(false);
    xAxis->setTicker(m_xTicker);
    yAxis->setTicker(m_yTicker);
    axisRect()->setupFullAxesBox(false);
    for (QCPAxis* axis : {xAxis2, yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    makeMarks();
    connect(xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this](const QCPRange& range) { keepAboveZero(xAxis, range); });
    connect(yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this](const QCPRange& range) { keepAboveZero(yAxis, range); });
    connect(this, &QCustomPlot::afterLayout, this, &PlotView::placeLabels);
    connect(selectionRect(), &QCPSelectionRect::accepted, this, [this](const QRect& rectangle) { pickIn(rectangle); });
    connect(&theme, &Theme::changed, this, &PlotView::colour);
    colour();
}

PlotView::~PlotView() = default;

void PlotView::makeMarks()
{
    m_pickedPoints->setLineStyle(QCPCurve::lsNone);
    m_pickedPoints->setSelectable(QCP::stNone);
    m_cross->setStyle(QCPItemTracer::tsCrosshair);
    m_ring->setStyle(QCPItemTracer::tsCircle);
    m_ring->setSize(16);
    for (QCPItemTracer* mark : {m_cross, m_ring}) {
        mark->setLayer(QStringLiteral("overlay")); // Painted over the points without painting them again.
        mark->setSelectable(false);
        mark->setVisible(false);
    }
}

void PlotView::setPlot(PlotDataPtr data, const Look& look, bool keepsRanges)
{
    const bool keeps = keepsRanges && m_data && data && m_data->x == data->x && m_data->y == data->y;
    const bool sawAll = m_data && xAxis->range() == homeRange(Qt::Horizontal) && yAxis->range() == homeRange(Qt::Vertical);
    std::vector<std::string> hidden;
    for (std::size_t i = 0; keeps && i < m_data->series.size(); ++i)
        if (!isSeriesShown(i))
            hidden.push_back(m_data->series[i].key);
    m_data = std::move(data);
    m_look = look;
    m_current.reset();
    m_hovered.reset();
    m_cross->setVisible(false);
    m_picked.clear();
    m_pickedPoints->data()->clear();
    xAxis->setLabel(look.xTitle);
    yAxis->setLabel(look.yTitle);
    m_xTicker->setWhole(m_data && m_data->xIsWhole);
    m_yTicker->setWhole(m_data && m_data->yIsWhole);
    fillGraphs();
    for (int i = 0; i < graphCount(); ++i)
        graph(i)->setVisible(std::ranges::find(hidden, m_data->series[static_cast<std::size_t>(i)].key) == hidden.end());
    styleGraphs();
    if (!keeps || sawAll)
        resetRanges();
    replot();
    ring(m_ringedPacket);
}

void PlotView::copyFrom(const PlotView& other)
{
    m_unwrapped = other.m_unwrapped;
    setPlot(other.m_data, other.m_look);
    xAxis->setRange(other.xAxis->range());
    yAxis->setRange(other.yAxis->range());
    auto* const column = new QCPLayoutGrid;
    plotLayout()->addElement(0, 1, column);
    plotLayout()->setColumnStretchFactor(1, 0.001);
    column->addElement(0, 0, legend);
    column->addElement(1, 0, new QCPLayoutElement(this)); // Takes the room that is left.
    column->setRowStretchFactor(0, 0.001);
    legend->clearItems(); // Those of the marks.
    legend->setVisible(true);
    legend->setFont(font());
    legend->setTextColor(m_theme.color(Theme::Role::Text));
    legend->setBorderPen(Qt::NoPen);
    for (int i = 0; i < graphCount(); ++i) {
        graph(i)->setVisible(other.graph(i)->visible());
        if (graph(i)->visible())
            graph(i)->addToLegend();
    }
    replot();
}

void PlotView::fillGraphs()
{
    m_xExtent = m_yExtent = QCPRange();
    clearGraphs();
    for (QCPItemText* label : m_labels)
        removeItem(label);
    m_labels.clear();
    if (!m_data)
        return;
    const double turn = m_unwrapped && m_data->wrapBits > 0 ? std::ldexp(1.0, static_cast<int>(m_data->wrapBits)) : 0;
    bool first = true;
    for (const PlotSeries& series : m_data->series) {
        QVector<QCPGraphData> points;
        points.reserve(static_cast<qsizetype>(series.points.size()));
        double turns = 0;
        for (const PlotPoint& point : series.points) {
            // A step of more than half the way round is one over the end.
            if (turn > 0 && !points.isEmpty() && point.y + turns - points.last().value < -turn / 2)
                turns += turn;
            const double y = point.y + turns;
            points.append({point.x, y});
            if (first)
                m_xExtent = {point.x, point.x}, m_yExtent = {y, y};
            first = false;
            m_xExtent = {std::min(m_xExtent.lower, point.x), std::max(m_xExtent.upper, point.x)};
            m_yExtent = {std::min(m_yExtent.lower, y), std::max(m_yExtent.upper, y)};
        }
        auto* graph = new DenseGraph(xAxis, yAxis);
        graph->setName(seriesName(series));
        graph->data()->set(points, true);
        graph->setSelectable(QCP::stNone);
    }
    const bool few = m_data->series.size() <= mostLabels && m_data->series.size() > 1;
    for (std::size_t i = 0; few && i < m_data->series.size(); ++i) {
        auto* label = new QCPItemText(this);
        label->setSelectable(false);
        label->setClipToAxisRect(false);
        label->position->setType(QCPItemPosition::ptAbsolute);
        label->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        label->setPadding({4, 1, 4, 1});
        m_labels.push_back(label);
    }
}

void PlotView::styleGraphs()
{
    for (int i = 0; i < graphCount(); ++i) {
        const SeriesStyle style = seriesStyle(m_theme, static_cast<std::size_t>(i));
        QCPGraph* const drawn = graph(i);
        drawn->setPen(QPen(style.color, 1.5));
        drawn->setLineStyle(m_look.style == Style::Line ? QCPGraph::lsLine : m_look.style == Style::Steps ? QCPGraph::lsStepLeft : QCPGraph::lsNone);
        drawn->setScatterStyle(m_look.style == Style::Steps && drawn->dataCount() > 60 ? QCPScatterStyle() : style.marker);
    }
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        m_labels[i]->setPen(QPen(Theme::seriesColor(i), 1.5));
        m_labels[i]->setColor(m_theme.color(Theme::Role::Text));
        m_labels[i]->setBrush(m_theme.color(Theme::Role::Surface));
        m_labels[i]->setFont(font());
    }
}

void PlotView::colour()
{
    const QColor text = m_theme.color(Theme::Role::Text);
    setBackground(QBrush(m_theme.color(Theme::Role::Surface)));
    for (QCPAxis* axis : {xAxis, yAxis, xAxis2, yAxis2}) {
        const QPen frame(m_theme.color(Theme::Role::Frame));
        axis->setBasePen(frame);
        axis->setTickPen(frame);
        axis->setSubTickPen(frame);
        axis->setLabelColor(text);
        axis->setTickLabelColor(text);
        axis->setLabelFont(font());
        axis->setTickLabelFont(font());
        axis->grid()->setPen(QPen(m_theme.color(Theme::Role::Line), 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    m_cross->setPen(QPen(m_theme.color(Theme::Role::Muted), 1, Qt::DashLine));
    m_ring->setPen(QPen(m_theme.color(Theme::Role::Selection), 3));
    m_ring->setBrush(Qt::NoBrush);
    m_pickedPoints->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(m_theme.color(Theme::Role::Selection), 2), Qt::NoBrush, 10));
    selectionRect()->setPen(QPen(m_theme.color(Theme::Role::Selection), 1, Qt::DashLine));
    selectionRect()->setBrush(Qt::NoBrush);
    styleGraphs();
    replot(rpQueuedReplot);
}

QCPRange PlotView::homeRange(Qt::Orientation orientation) const
{
    const bool across = orientation == Qt::Horizontal;
    const Quantity::Kind kind = across ? m_data->x.kind : m_data->y.kind;
    QCPRange range = across ? m_xExtent : m_yExtent;
    if (!across && !m_unwrapped && m_data->wrapBits == 16)
        range = {0, 65535};
    const bool fromZero = kind != Quantity::Kind::Field && kind != Quantity::Kind::Number;
    if (fromZero)
        range.lower = std::min(range.lower, 0.0);
    double room = range.size() * margin;
    if (room <= 0)
        room = std::max(std::abs(range.upper) * margin, kind == Quantity::Kind::Time ? 0.5 : 1.0);
    const bool positive = range.lower >= 0;
    range = {fromZero && positive ? range.lower : range.lower - room, range.upper + room};
    return {positive ? std::max(range.lower, 0.0) : range.lower, range.upper};
}

void PlotView::resetRanges()
{
    if (!m_data)
        return;
    xAxis->setRange(homeRange(Qt::Horizontal));
    yAxis->setRange(homeRange(Qt::Vertical));
    replot(rpQueuedReplot);
}

void PlotView::keepAboveZero(QCPAxis* axis, const QCPRange& range)
{
    // Counts, lengths and times below zero do not exist, so there is nothing to see there.
    const QCPRange& extent = axis == xAxis ? m_xExtent : m_yExtent;
    if (m_data && extent.lower >= 0 && range.lower < 0)
        axis->setRange(0, range.size());
}

void PlotView::zoom(Qt::Orientation orientation, double factor)
{
    QCPAxis* const axis = orientation == Qt::Horizontal ? xAxis : yAxis;
    axis->scaleRange(factor, axis->range().center());
    replot(rpQueuedReplot);
}

void PlotView::placeLabels()
{
    const QRect area = axisRect()->rect();
    const bool room = width() >= leastWidthForLabels && !m_labels.empty() && !legend->visible();
    const auto margins = axisRect()->margins();
    axisRect()->setAutoMargins(QCP::msLeft | QCP::msBottom | QCP::msTop);
    const int right = room ? labelWidth : 14;
    if (margins.right() != right) {
        axisRect()->setMargins({margins.left(), margins.top(), right, margins.bottom()});
        replot(rpQueuedReplot);
    }
    struct Place {
        std::size_t label;
        double y;
    };
    std::vector<Place> places;
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        const QCPGraph& series = *graph(static_cast<int>(i));
        const auto end = series.data()->findEnd(xAxis->range().upper, false);
        const bool visible = room && series.visible() && end != series.data()->constBegin();
        m_labels[i]->setVisible(visible);
        if (visible)
            places.push_back({i, std::clamp(yAxis->coordToPixel((end - 1)->value), double(area.top()), double(area.bottom()))});
    }
    std::ranges::sort(places, {}, &Place::y);
    const double pitch = fontMetrics().height() + 5;
    double next = area.top() + pitch / 2;
    for (std::size_t i = 0; i < places.size(); ++i) {
        // As near as the others leave room for: neither into the one above nor below the plot.
        const double lowest = area.bottom() - pitch * (double(places.size() - i) - 0.5);
        const double y = std::max(next, std::min(places[i].y, lowest));
        QCPItemText& label = *m_labels[places[i].label];
        label.setText(fontMetrics().elidedText(graph(static_cast<int>(places[i].label))->name(), Qt::ElideMiddle, labelWidth - 24));
        label.position->setCoords(area.right() + 8, y);
        next = y + pitch;
    }
}

void PlotView::setUnwrapped(bool unwrapped)
{
    if (m_unwrapped == unwrapped)
        return;
    m_unwrapped = unwrapped;
    if (!m_data)
        return;
    std::vector<bool> shown;
    for (std::size_t i = 0; i < m_data->series.size(); ++i)
        shown.push_back(isSeriesShown(i));
    fillGraphs();
    for (std::size_t i = 0; i < shown.size(); ++i)
        graph(static_cast<int>(i))->setVisible(shown[i]);
    styleGraphs();
    resetRanges();
    ring(m_ringedPacket);
    clearPicked();
}

void PlotView::setSeriesShown(std::size_t series, bool shown)
{
    if (static_cast<int>(series) >= graphCount())
        return;
    graph(static_cast<int>(series))->setVisible(shown);
    ring(m_ringedPacket);
    replot(rpQueuedReplot);
}

bool PlotView::isSeriesShown(std::size_t series) const
{
    return static_cast<int>(series) < graphCount() && graph(static_cast<int>(series))->visible();
}

std::size_t PlotView::shownSeriesCount() const
{
    std::size_t count = 0;
    for (int i = 0; i < graphCount(); ++i)
        count += graph(i)->visible() ? 1 : 0;
    return count;
}

const PlotPoint& PlotView::pointAt(const Point& point) const
{
    return m_data->series[point.series].points[point.index];
}

QPointF PlotView::pixelOf(const Point& point) const
{
    const QCPGraphData& at = *graph(static_cast<int>(point.series))->data()->at(static_cast<int>(point.index));
    return {xAxis->coordToPixel(at.key), yAxis->coordToPixel(at.value)};
}

std::optional<PlotView::Point> PlotView::nearest(const QPointF& pixel, double radius) const
{
    std::optional<Point> best;
    double least = radius * radius;
    for (int i = 0; i < graphCount(); ++i) {
        if (!graph(i)->visible())
            continue;
        const auto& points = *graph(i)->data();
        const auto end = points.findEnd(xAxis->pixelToCoord(pixel.x() + radius), false);
        for (auto at = points.findBegin(xAxis->pixelToCoord(pixel.x() - radius), false); at != end; ++at) {
            const QPointF away = QPointF(xAxis->coordToPixel(at->key), yAxis->coordToPixel(at->value)) - pixel;
            const double distance = QPointF::dotProduct(away, away);
            if (distance > least)
                continue;
            least = distance;
            best = Point{static_cast<std::size_t>(i), static_cast<std::size_t>(at - points.constBegin())};
        }
    }
    return best;
}

void PlotView::ring(std::optional<std::size_t> packet)
{
    m_ringedPacket = packet;
    m_ringed.reset();
    for (std::size_t i = 0; packet && m_data && i < m_data->series.size() && !m_ringed; ++i) {
        const auto& points = m_data->series[i].points;
        const auto found = std::ranges::find(points, *packet, &PlotPoint::packet);
        if (found != points.end())
            m_ringed = Point{i, static_cast<std::size_t>(found - points.begin())};
    }
    const bool visible = m_ringed && isSeriesShown(m_ringed->series);
    if (!visible && !m_ring->visible())
        return;
    m_ring->setVisible(visible);
    if (visible) {
        const QCPGraphData& at = *graph(static_cast<int>(m_ringed->series))->data()->at(static_cast<int>(m_ringed->index));
        m_ring->position->setCoords(at.key, at.value);
    }
    layer(QStringLiteral("overlay"))->replot();
}

QString PlotView::pointText(const Point& point) const
{
    const PlotPoint& at = pointAt(point);
    QStringList parts{seriesName(m_data->series[point.series]), valueWord(m_data->x, at.x), valueWord(m_data->y, at.y)};
    parts.append(m_data->y.kind == Quantity::Kind::Rate ? tr("from packet %1 on").arg(QLocale().toString(at.packet + 1))
                                                        : tr("packet %1").arg(QLocale().toString(at.packet + 1)));
    return parts.join(QStringLiteral(" · "));
}

} // namespace fw::ui
