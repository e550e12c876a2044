#pragma once

#include <QRectF>

#include <vector>

namespace fw::ui {

/// Milliseconds along a line, from 0 to a round number.
class TimeScale {
public:
    /// Up to at least `most`, between these two coordinates; `from` may be the greater one.
    TimeScale(double most, double from, double to, double tickDistance = 70);

    [[nodiscard]] double most() const { return m_most; }
    [[nodiscard]] double at(double milliseconds) const { return m_from + (m_to - m_from) * milliseconds / m_most; }
    /// At round numbers, beginning with 0.
    [[nodiscard]] const std::vector<double>& ticks() const { return m_ticks; }
    [[nodiscard]] static QString tickText(double milliseconds);

    /// What is more than so many milliseconds is slow, and very slow.
    static constexpr double slow = 100, verySlow = 300;

private:
    double m_from;
    double m_to;
    double m_most;
    std::vector<double> m_ticks;
};

} // namespace fw::ui
