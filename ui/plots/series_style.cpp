#include "ui/plots/series_style.h"

#include <array>

namespace fw::ui {
namespace {

using Shape = QCPScatterStyle::ScatterShape;

constexpr double markerSize = 7;
constexpr double leastContrast = 3; // Of graphics against what is behind them.
constexpr std::array shapes{Shape::ssCircle, Shape::ssTriangle, Shape::ssSquare, Shape::ssDiamond, Shape::ssTriangleInverted, Shape::ssCustom};

/// A plus with an inside, so that it can have an outline; 6 units wide, as QCustomPlot scales it.
QPainterPath plus()
{
    QPainterPath path;
    path.addRect(-1, -3, 2, 6);
    QPainterPath across;
    across.addRect(-3, -1, 6, 2);
    return path.united(across);
}

} // namespace

SeriesStyle seriesStyle(const Theme& theme, std::size_t number)
{
    const QColor color = Theme::seriesColor(number);
    const bool pale = Theme::contrast(color, theme.color(Theme::Role::Surface)) < leastContrast;
    const QPen outline(pale ? theme.color(Theme::Role::Text) : color, 1);
    const Shape shape = shapes[(number + number / Theme::seriesColorCount) % shapes.size()];
    if (shape == Shape::ssCustom)
        return {color, QCPScatterStyle(plus(), outline, color, markerSize + 1)};
    return {color, QCPScatterStyle(shape, outline, color, markerSize)};
}

QIcon seriesIcon(const Theme& theme, std::size_t number)
{
    const SeriesStyle style = seriesStyle(theme, number);
    constexpr double scale = 2;
    QPixmap picture(QSize(28, 16) * scale);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QCPPainter painter(&picture);
    painter.setAntialiasing(true);
    painter.setPen(QPen(style.color, 1.5));
    painter.drawLine(QLineF(1, 8, 27, 8));
    style.marker.applyTo(&painter, QPen(style.color));
    style.marker.drawShape(&painter, QPointF(14, 8));
    return QIcon(picture);
}

} // namespace fw::ui
