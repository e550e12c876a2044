#include "ui/craft/marks.h"

#include "ui/panes/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace fw::ui {
namespace {

constexpr int pixmapSize = 16;

QColor colourOf(Mark mark, const Theme& theme)
{
    switch (mark) {
    case Mark::Right:
        return theme.color(Theme::Role::Ok);
    case Mark::Wrong:
        return theme.color(Theme::Role::Error);
    default:
        return theme.color(Theme::Role::Text);
    }
}

// Of a square of side 1.
QPainterPath pathOf(Mark mark)
{
    QPainterPath path;
    switch (mark) {
    case Mark::Right:
        path.moveTo(0.18, 0.55);
        path.lineTo(0.42, 0.78);
        path.lineTo(0.84, 0.24);
        break;
    case Mark::Wrong:
        path.moveTo(0.22, 0.22);
        path.lineTo(0.78, 0.78);
        path.moveTo(0.78, 0.22);
        path.lineTo(0.22, 0.78);
        break;
    case Mark::Pin:
        path.addEllipse(QRectF(0.3, 0.08, 0.4, 0.4));
        path.moveTo(0.5, 0.48);
        path.lineTo(0.5, 0.94);
        path.moveTo(0.3, 0.66);
        path.lineTo(0.7, 0.66);
        break;
    case Mark::Plus:
        path.moveTo(0.5, 0.2);
        path.lineTo(0.5, 0.8);
        path.moveTo(0.2, 0.5);
        path.lineTo(0.8, 0.5);
        break;
    case Mark::Layer:
        path.addRect(QRectF(0.15, 0.2, 0.7, 0.25));
        path.addRect(QRectF(0.15, 0.55, 0.7, 0.25));
        break;
    }
    return path;
}

} // namespace

void paintMark(QPainter& painter, const QRectF& square, Mark mark, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width(), square.height());
    painter.setPen(QPen(colour, 0.12, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(mark == Mark::Pin ? QBrush(colour) : QBrush(Qt::NoBrush));
    painter.drawPath(pathOf(mark));
    painter.restore();
}

void paintLetter(QPainter& painter, const QRectF& square, const QString& letter, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(square.adjusted(0.5, 0.5, -0.5, -0.5));
    QFont font = painter.font();
    font.setBold(false);
    font.setPixelSize(std::max(8, static_cast<int>(square.height() * 0.72)));
    painter.setFont(font);
    painter.drawText(square.adjusted(0, -1, 0, 0), Qt::AlignCenter, letter);
    painter.restore();
}

QPixmap statePixmap(Mark mark, const Theme& theme, qreal devicePixelRatio)
{
    QPixmap pixmap((QSizeF(pixmapSize, pixmapSize) * devicePixelRatio).toSize());
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintMark(painter, QRectF(0, 0, pixmapSize, pixmapSize), mark, colourOf(mark, theme));
    return pixmap;
}

} // namespace fw::ui
