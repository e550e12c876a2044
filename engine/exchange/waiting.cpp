#include "engine/exchange/waiting.h"

#include <condition_variable>
#include <mutex>

namespace fw {

bool waitUntil(std::chrono::steady_clock::time_point time, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_until(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

} // namespace fw
