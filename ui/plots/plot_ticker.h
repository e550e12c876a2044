#pragma once

#include <qcustomplot.h>

namespace fw::ui {

/// Ticks with plain numbers: no powers of ten, no offsets, as many decimals as the step has; whole numbers stay whole.
class PlotTicker final : public QCPAxisTicker {
public:
    void setWhole(bool whole) { m_whole = whole; }

protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double step) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    bool m_whole = false;
    int m_decimals = 0;
};

} // namespace fw::ui
