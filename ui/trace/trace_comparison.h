#pragma once

#include "ui/trace/trace_log.h"

namespace fw::ui {

/// How a hop differs from the same time to live of another trace.
struct HopChange {
    enum class What : std::uint8_t { Same, Addresses, New, Gone, Silent, Answers };
    What what = What::Same;
    QString text;              ///< "now 10.0.0.2, was 10.0.0.1"
    double before = 0;         ///< Average of the other, in milliseconds; 0 if nobody answered there.
};

/// For each time to live that one of them has. `before` is what is compared with.
[[nodiscard]] std::map<int, HopChange> compareTraces(const std::vector<HopRow>& now, const std::vector<HopRow>& before);
/// "2 of 9 hops changed"
[[nodiscard]] QString comparisonText(const std::map<int, HopChange>& changes);

} // namespace fw::ui
