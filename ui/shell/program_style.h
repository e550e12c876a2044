#pragma once

#include <QProxyStyle>

namespace fw::ui {

/// Fusion, with room between columns and rows: numbers that end where the next text begins cannot be read.
class ProgramStyle final : public QProxyStyle {
    Q_OBJECT
public:
    ProgramStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const override;
};

} // namespace fw::ui
