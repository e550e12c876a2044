#include "engine/exchange/exchange.h"

#include <algorithm>

namespace fw {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

std::chrono::milliseconds waitUntil(std::optional<Clock::time_point> end)
{
    constexpr auto longest = 50ms; // So soon a request to stop is noticed.
    return end ? std::clamp(std::chrono::ceil<std::chrono::milliseconds>(*end - Clock::now()), 0ms, longest) : longest;
}

} // namespace

Result<PortStatistics> sniff(Network& network, const std::string& interface, const SniffOptions& options,
                             const std::function<void()>& listening,
                             const std::function<bool(std::span<const CapturedPacket>)>& use, std::stop_token stop)
{
    PortOptions portOptions = options.port;
    portOptions.batched = true;
    auto port = network.open(interface, portOptions);
    if (!port)
        return std::unexpected(port.error());
    if (listening)
        listening();
    const auto end = options.timeout ? std::optional(Clock::now() + *options.timeout) : std::nullopt;
    std::uint64_t taken = 0;
    std::vector<CapturedPacket> packets;
    bool goOn = true;
    while (goOn && !stop.stop_requested() && !(end && Clock::now() >= *end)) {
        packets.clear();
        const auto received = (*port)->receive(packets, waitUntil(end));
        if (options.count != 0)
            packets.resize(std::min<std::uint64_t>(packets.size(), options.count - taken));
        taken += packets.size();
        if (!packets.empty())
            goOn = use(packets);
        if (!received)
            return std::unexpected(received.error());
        goOn = goOn && (options.count == 0 || taken < options.count);
    }
    return (*port)->statistics();
}

} // namespace fw
