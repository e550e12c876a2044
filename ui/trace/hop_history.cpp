#include "ui/trace/hop_history.h"

#include "ui/panes/packet_accessible.h"
#include "ui/trace/hop_model.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace fw::ui {

HopHistory::HopHistory(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("hopHistory"));
    setAccessibleName(tr("Round-trip time of the selected hop over time"));
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HopHistory::showProbes(const TraceLog& log, const std::vector<std::size_t>& probes)
{
    const auto current = currentProbe();
    m_points.clear();
    m_current = -1;
    std::chrono::nanoseconds start{};
    for (const std::size_t number : probes) {
        const TracedProbe& probe = *log.probe(number);
        if (m_points.empty())
            start = probe.sent->time;
        const bool answered = probe.state == TracedProbe::State::Answered;
        m_points.push_back({number, std::chrono::duration<double>(probe.sent->time - start).count(),
                            answered ? std::optional(probe.milliseconds()) : std::nullopt, probe.state == TracedProbe::State::Lost});
    }
    if (current)
        setCurrentProbe(*current);
    update();
}

std::optional<std::size_t> HopHistory::currentProbe() const
{
    return m_current < 0 ? std::nullopt : std::optional(m_points[static_cast<std::size_t>(m_current)].number);
}

void HopHistory::setCurrentProbe(std::size_t number)
{
    const auto found = std::ranges::find(m_points, number, &Point::number);
    m_current = found == m_points.end() ? -1 : static_cast<int>(found - m_points.begin());
    setAccessibleDescription(textOf(m_current));
    update();
}

int HopHistory::lostCount() const
{
    return static_cast<int>(std::ranges::count(m_points, true, &Point::lost));
}

QString HopHistory::textOf(int probe) const
{
    if (probe < 0)
        return {};
    const Point& point = m_points[static_cast<std::size_t>(probe)];
    const QString what = point.time ? tr("%1 ms").arg(millisecondsText(*point.time)) : point.lost ? tr("lost") : tr("no answer yet");
    return tr("Probe %1 of %2, %3").arg(probe + 1).arg(m_points.size()).arg(what);
}

void HopHistory::choose(int probe)
{
    if (m_points.empty())
        return;
    setCurrentProbe(m_points[static_cast<std::size_t>(std::clamp(probe, 0, probeCount() - 1))].number);
    announceValue(this, textOf(m_current));
    emit probeChosen(m_points[static_cast<std::size_t>(m_current)].number);
}

QRectF HopHistory::plotArea() const
{
    const int line = fontMetrics().height();
    const double left = fontMetrics().horizontalAdvance(QStringLiteral("0000 ms")) + 12;
    return QRectF(rect()).adjusted(left, 10, -14, -(line + 10));
}

TimeScale HopHistory::times() const
{
    double most = 0;
    for (const Point& point : m_points)
        most = std::max(most, point.time.value_or(0));
    const QRectF area = plotArea();
    return {most, area.bottom(), area.top(), 36};
}

double HopHistory::xOf(const Point& point) const
{
    const QRectF area = plotArea();
    const double span = m_points.back().seconds;
    return span <= 0 ? area.center().x() : area.left() + 6 + (area.width() - 12) * point.seconds / span;
}

QPointF HopHistory::pointAt(int probe) const
{
    const Point& point = m_points[static_cast<std::size_t>(probe)];
    return {xOf(point), times().at(point.time.value_or(0))};
}

int HopHistory::nearest(QPointF position) const
{
    int best = -1;
    double distance = 14 * 14;
    for (int i = 0; i < probeCount(); ++i) {
        const QPointF away = pointAt(i) - position;
        if (QPointF::dotProduct(away, away) < distance) {
            distance = QPointF::dotProduct(away, away);
            best = i;
        }
    }
    return best;
}

void HopHistory::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.color(Theme::Role::Surface));
    if (m_points.empty()) {
        painter.setPen(m_theme.color(Theme::Role::Muted));
        painter.drawText(rect().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap, tr("Select a hop to see its times one after the other."));
    } else {
        const TimeScale scale = times();
        paintAxes(painter, scale);
        paintPoints(painter, scale);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void HopHistory::paintAxes(QPainter& painter, const TimeScale& times) const
{
    const QRectF area = plotArea();
    const int line = fontMetrics().height();
    for (const double tick : times.ticks()) {
        const double y = times.at(tick);
        painter.setPen(m_theme.color(tick == 0 ? Theme::Role::Frame : Theme::Role::Line));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(m_theme.color(Theme::Role::Muted));
        const QString text = tick == times.most() ? tr("%1 ms").arg(TimeScale::tickText(tick)) : TimeScale::tickText(tick);
        painter.drawText(QRectF(0, y - line / 2.0, area.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter, text);
    }
    const double span = m_points.back().seconds;
    const QString lasted = span < 1 ? tr("%1 ms").arg(QLocale().toString(span * 1000, 'g', 3)) : tr("%1 s").arg(QLocale().toString(span, 'f', 0));
    const QRectF below(area.left(), area.bottom() + 4, area.width(), line + 2);
    painter.setPen(m_theme.color(Theme::Role::Muted));
    painter.drawText(below, Qt::AlignLeft, tr("first probe"));
    if (span > 0)
        painter.drawText(below, Qt::AlignRight, tr("%1 later").arg(lasted));
}

void HopHistory::paintPoints(QPainter& painter, const TimeScale& times) const
{
    const double base = times.at(0);
    painter.setBrush(m_theme.color(Theme::Role::Text));
    std::optional<QPointF> before;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const Point& point = m_points[i];
        const double x = xOf(point);
        if (!point.time) {
            painter.setPen(QPen(m_theme.color(point.lost ? Theme::Role::Error : Theme::Role::Muted), 2));
            painter.drawLine(QPointF(x, base - 7), QPointF(x, base + 4));
            before.reset();
            continue;
        }
        const QPointF at(x, times.at(*point.time));
        painter.setPen(QPen(m_theme.color(Theme::Role::Frame), 1.2));
        if (before)
            painter.drawLine(*before, at);
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(at, 2.6, 2.6);
        before = at;
    }
    if (m_current >= 0) {
        painter.setPen(QPen(m_theme.color(Theme::Role::Selection), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(pointAt(m_current), 6.5, 6.5);
    }
}

void HopHistory::mousePressEvent(QMouseEvent* event)
{
    if (const int probe = nearest(event->position()); probe >= 0)
        choose(probe);
}

void HopHistory::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left: return choose(m_current - 1);
    case Qt::Key_Right: return choose(m_current + 1);
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(probeCount() - 1);
    default: QWidget::keyPressEvent(event);
    }
}

void HopHistory::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void HopHistory::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool HopHistory::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), textOf(nearest(help->pos())), this);
    return true;
}

} // namespace fw::ui
