/// Routers on the way to hosts: all times to live at once, and what came back for each.
#pragma once

#include "engine/exchange/exchange.h"
#include "engine/exchange/pivot_table.h"

#include <map>

namespace fw {

struct TraceOptions {
    enum class Kind : std::uint8_t { Tcp, Udp, Icmp };
    Kind kind = Kind::Tcp;
    int family = 4;               ///< 4 or 6
    std::uint16_t port = 0;       ///< Destination port; 0: 80 for TCP, 33434 for UDP.
    int minTtl = 1;
    int maxTtl = 30;
    int probes = 1;               ///< For each time to live.
    bool paris = false;           ///< What routers balance by stays the same in all probes; otherwise each is a flow of its own.
    std::shared_ptr<const Draft> upper; ///< What stands above IP, instead of `kind`.
};

/// The packets to send. `target` is an address, a name, or several as in a field of IP. BadValue if it is none of it.
[[nodiscard]] Result<std::vector<std::shared_ptr<const Draft>>> traceProbes(const Protocols& protocols, const std::string& target,
                                                                           const TraceOptions& options);
/// What tells probes of one flow apart in the errors that quote them.
[[nodiscard]] std::vector<FieldName> traceQuoted(const TraceOptions& options);

/// What one router was seen to do, or the host itself. Times are in milliseconds.
struct TraceHop {
    std::string target; ///< Its address.
    int ttl = 0;
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    double last = 0;
    double average = 0;
    double best = 0;
    double worst = 0;
    double deviation = 0; ///< Of all answers, not of a sample.
    std::vector<std::string> addresses; ///< Who answered, each once, in the order they did: several where paths are balanced.
    std::vector<std::string> labels;    ///< MPLS labels that were told, each once: "24015".
    bool reached = false;               ///< The target itself answered.

    [[nodiscard]] double loss() const { return sent == 0 ? 0 : 100.0 * static_cast<double>(sent - answered) / static_cast<double>(sent); }
};

/// Probes and answers, by target and time to live.
class Trace {
public:
    explicit Trace(const Protocols& protocols) : m_protocols(protocols) {}
    /// From a run or a capture. Packets that are no IP are left out.
    void addProbe(const Draft& probe);
    void addAnswer(const Draft& probe, std::chrono::nanoseconds sent, const Draft& answer, std::chrono::nanoseconds received);

    /// By target in the order they were added, then by time to live.
    [[nodiscard]] std::vector<TraceHop> hops() const;
    /// Every time to live up to the first that reached its target has an answer to one of its probes.
    [[nodiscard]] bool isComplete() const;
    /// As Scapy's TracerouteResult.show() prints it; for both families, one after the other.
    [[nodiscard]] std::string text() const;

private:
    struct Times {
        double sum = 0;
        double squares = 0;
    };
    struct Place {
        std::string target;
        int ttl = 0;
    };
    struct Entry {
        TraceHop hop;
        Times times;
    };
    std::optional<Place> placeOf(const Draft& probe) const;
    Entry& entry(const Place& place);

    const Protocols& m_protocols;
    std::vector<Entry> m_entries; ///< In the order of the probes.
    std::map<std::pair<std::string, int>, std::size_t> m_index;
    std::map<std::string, std::size_t> m_targets; ///< In which order they came.
    PivotTable m_table4;
    PivotTable m_table6;
};

} // namespace fw
