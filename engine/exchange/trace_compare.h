/// Two traces beside each other.
#pragma once

#include "engine/exchange/traceroute.h"

namespace fw {

/// A time to live of one target, in two traces. Times are in milliseconds.
struct TraceChange {
    std::string target;
    int ttl = 0;
    std::optional<TraceHop> before; ///< Nothing: it was not probed.
    std::optional<TraceHop> after;
    std::vector<std::string> gone; ///< Addresses that answered before and do not now.
    std::vector<std::string> kept;
    std::vector<std::string> came;
    bool labelsDiffer = false;

    /// The same routers answered, with the same labels. Times and losses are no difference: they never are the same.
    [[nodiscard]] bool isSame() const { return gone.empty() && came.empty() && !labelsDiffer && before.has_value() == after.has_value(); }
};

/// By target in the order of `before`, then those that only `after` has; then by time to live. What is beyond both targets is left out.
[[nodiscard]] std::vector<TraceChange> compareTraces(const Trace& before, const Trace& after);

} // namespace fw
