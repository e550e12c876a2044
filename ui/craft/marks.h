/// Small marks that are painted, so that no font has to have them.
#pragma once

#include <QIcon>
#include <QPixmap>

class QPainter;

namespace fw::ui {

class Theme;

enum class Mark { Right, Wrong, Pin, Plus, Layer };

void paintMark(QPainter& painter, const QRectF& square, Mark mark, const QColor& colour);
/// A letter in a ring: "a" for automatic.
void paintLetter(QPainter& painter, const QRectF& square, const QString& letter, const QColor& colour);
/// 16×16 in the theme's colour for it.
[[nodiscard]] QPixmap statePixmap(Mark mark, const Theme& theme, qreal devicePixelRatio);

} // namespace fw::ui
