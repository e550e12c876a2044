#include "ui/plots/plot_ticker.h"

#include <cmath>

namespace fw::ui {

double PlotTicker::getTickStep(const QCPRange& range)
{
    const double wanted = QCPAxisTicker::getTickStep(range);
    const double step = m_whole ? std::max(1.0, std::round(wanted)) : wanted;
    // 2.5 needs one decimal more than its power of ten tells.
    m_decimals = 0;
    for (double rest = step; m_decimals < 9 && std::abs(rest - std::round(rest)) > 1e-6 * rest; rest *= 10)
        ++m_decimals;
    return step;
}

int PlotTicker::getSubTickCount(double step)
{
    return m_whole && step < 5 ? static_cast<int>(step) - 1 : QCPAxisTicker::getSubTickCount(step);
}

QString PlotTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    return QLocale().toString(tick, 'f', m_decimals);
}

} // namespace fw::ui
