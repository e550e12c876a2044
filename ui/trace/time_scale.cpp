#include "ui/trace/time_scale.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace fw::ui {
namespace {

/// 1, 2 or 5 times a power of ten; not less than `value`.
double roundUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (value <= factor * power * 1.0001)
            return factor * power;
    return 10 * power;
}

} // namespace

TimeScale::TimeScale(double most, double from, double to, double tickDistance) : m_from(from), m_to(to)
{
    const double spaces = std::max(1.0, std::floor(std::abs(to - from) / tickDistance));
    const double step = roundUp(std::max(most, 0.1) / spaces);
    const int count = std::max(1, static_cast<int>(std::ceil(std::max(most, 0.1) / step - 0.0001)));
    m_most = step * count;
    for (int i = 0; i <= count; ++i)
        m_ticks.push_back(step * i);
}

QString TimeScale::tickText(double milliseconds)
{
    return QLocale().toString(milliseconds, 'g', 4);
}

} // namespace fw::ui
