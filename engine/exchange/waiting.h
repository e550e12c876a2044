#pragma once

#include <chrono>
#include <stop_token>

namespace fw {

/// Sleeps. False if stopped before.
bool waitUntil(std::chrono::steady_clock::time_point time, const std::stop_token& stop);

/// Packets due within this go out together: no clock wakes anybody more exactly.
inline constexpr std::chrono::microseconds sendGranularity{50};

} // namespace fw
