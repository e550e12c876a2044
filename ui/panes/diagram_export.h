#pragma once

#include "ui/panes/diagram_painter.h"

#include <QByteArray>
#include <QImage>
#include <QString>

namespace fw::ui {

/// The whole diagram as SVG text.
[[nodiscard]] QByteArray diagramSvg(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size);
/// The whole diagram at this scale; null if that is more than an image can be.
[[nodiscard]] QImage diagramImage(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size, double scale);
/// By the name's ending: .svg, .png or .pdf. False if it is another one, or the file cannot be written.
[[nodiscard]] bool exportDiagram(const DiagramPainter& painter, const DiagramPainter::Look& look, QSizeF size, const QString& path);

} // namespace fw::ui
