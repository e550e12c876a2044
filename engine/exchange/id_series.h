/// How the sources of packets number them: what the IP ids of their answers tell.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fw {

/// The behaviours that tell machines apart, as fingerprints name them.
enum class IdBehaviour : std::uint8_t {
    TooFew,   ///< Fewer than three ids: nothing can be said.
    Zero,     ///< Always 0.
    Constant, ///< Always the same, not 0.
    Counter,  ///< Goes up by one for each packet seen, but for packets that others got or that were lost.
    Steps,    ///< Goes up by a small amount for each packet: a counter shared with other traffic, or a rate of it.
    SwappedCounter, ///< Goes up by one in the byte order of a little-endian machine: 256 on the wire.
    Random,   ///< None of these.
};
/// "constant", "+1", "random", …
[[nodiscard]] std::string_view name(IdBehaviour behaviour);

/// One id and when it was received.
struct IdPoint {
    std::chrono::nanoseconds time{}; ///< Since the epoch.
    std::uint16_t id = 0;
    std::uint64_t unwrapped = 0; ///< Of counters: the id counted on beyond 65535, in the counter's own byte order. Else the id.
};

/// The ids of one source, ready to plot.
struct IdSeries {
    std::string source;
    std::vector<IdPoint> points; ///< In the order of time.
    IdBehaviour behaviour = IdBehaviour::TooFew;
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    double step = 0;       ///< Of counters: the median amount from one packet to the next.
    std::size_t wraps = 0; ///< Of counters: how often it began again at 0.
    std::size_t outOfOrder = 0; ///< Of counters: ids lower than the one before them.
};

/// Gathers ids as they come, in any order, and names what each source does. Keeps the newest points of a source only.
class IdCollector {
public:
    static constexpr std::size_t mostPoints = 65'536; ///< Of one source.
    static constexpr std::size_t mostSources = 4096;  ///< Further ones are not followed.

    void add(std::chrono::nanoseconds time, const std::string& source, std::uint16_t id);
    [[nodiscard]] bool isEmpty() const { return m_points.empty(); }
    /// By source, in the order in which they were first met.
    [[nodiscard]] std::vector<IdSeries> series() const;

private:
    std::map<std::string, std::size_t> m_numbers;
    std::vector<std::pair<std::string, std::vector<IdPoint>>> m_points;
};

/// What the ids of one source, in the order of time, do.
[[nodiscard]] IdSeries describeIds(std::string source, std::vector<IdPoint> points);

} // namespace fw
