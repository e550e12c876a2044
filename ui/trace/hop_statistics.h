#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace fw::ui {

/// How probes fared. Times are in milliseconds.
struct HopStatistics {
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    std::uint64_t lost = 0; ///< What was waited for in vain; less than sent - answered while answers may still come.
    double last = 0;
    double best = 0;
    double worst = 0;
    double sum = 0;
    double squares = 0;
    std::chrono::nanoseconds lastAt{}; ///< When `last` was sent.

    void addAnswer(double time, std::chrono::nanoseconds at)
    {
        best = answered == 0 ? time : std::min(best, time);
        worst = std::max(worst, time);
        ++answered;
        sum += time;
        squares += time * time;
        if (at >= lastAt) {
            last = time;
            lastAt = at;
        }
    }
    void add(const HopStatistics& other)
    {
        sent += other.sent;
        lost += other.lost;
        if (other.answered == 0)
            return;
        best = answered == 0 ? other.best : std::min(best, other.best);
        worst = std::max(worst, other.worst);
        answered += other.answered;
        sum += other.sum;
        squares += other.squares;
        if (other.lastAt >= lastAt) {
            last = other.last;
            lastAt = other.lastAt;
        }
    }

    [[nodiscard]] double average() const { return answered == 0 ? 0 : sum / static_cast<double>(answered); }
    /// Of all answers, not of a sample.
    [[nodiscard]] double deviation() const
    {
        return answered == 0 ? 0 : std::sqrt(std::max(0.0, squares / static_cast<double>(answered) - average() * average()));
    }
    /// In percent of what has its answer or will get none.
    [[nodiscard]] double loss() const
    {
        return answered + lost == 0 ? 0 : 100.0 * static_cast<double>(lost) / static_cast<double>(answered + lost);
    }
};

} // namespace fw::ui
