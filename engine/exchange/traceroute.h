/// Routers on the way to hosts: all times to live at once, and what came back for each.
#pragma once

#include "engine/exchange/exchange.h"
#include "engine/exchange/pivot_table.h"

#include <map>
#include <optional>

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
    /// Not 0: so many flows, each with `probes` for each time to live and kept on all of them, so that every way is found that
    /// balanced paths offer, and which flow takes which.
    int flows = 0;
};
/// More are refused: what tells them apart has 16 bits.
inline constexpr std::uint64_t mostTraceProbes = 65'535;

/// The packets to send. `target` is an address, a name, or several as in a field of IP. BadValue if it is none of it, or if they are
/// too many.
[[nodiscard]] Result<std::vector<std::shared_ptr<const Draft>>> traceProbes(const Protocols& protocols, const std::string& target,
                                                                           const TraceOptions& options);
/// What tells probes of one flow apart in the errors that quote them.
[[nodiscard]] std::vector<FieldName> traceQuoted(const TraceOptions& options);

/// RFC 3032 section 2.1.
struct TraceLabel {
    std::uint32_t label = 0;
    int trafficClass = 0;
    bool isLast = false; ///< Bottom of the stack.
    int ttl = 0;

    bool operator==(const TraceLabel&) const = default;
};

struct TraceReply {
    std::chrono::nanoseconds received{}; ///< Since the epoch.
    double milliseconds = 0;             ///< Since its probe was sent.
    std::string address;
    std::string kind; ///< As Scapy's table tells it: the type of an ICMP message, or TCP's flags.
    int ttl = 0;      ///< What was left of the reply's own.
    std::vector<TraceLabel> labels; ///< The outermost first.
    bool fromTarget = false;
};

/// One packet that was sent, and what came back for it.
struct TraceProbe {
    std::string target; ///< Its address.
    int ttl = 0;
    int flow = 0; ///< From 1, for each target in the order they came up. Probes of one flow take the same way.
    std::chrono::nanoseconds sent{}; ///< Since the epoch.
    std::optional<TraceReply> reply;
};

/// Somebody who answered for a time to live.
struct TraceResponder {
    std::string address;
    std::uint64_t answered = 0;
    std::vector<int> flows; ///< That led there, in order.
    std::vector<TraceLabel> labels; ///< Of the last answer that told any.
};

/// The way of some flows: who answered at each time to live, from the first that was probed on to the target; empty where nobody did.
struct TracePath {
    std::string target;
    std::vector<int> flows;
    std::vector<std::string> addresses;
};

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
    std::vector<TraceResponder> responders; ///< One for each of `addresses`.

    [[nodiscard]] double loss() const { return sent == 0 ? 0 : 100.0 * static_cast<double>(sent - answered) / static_cast<double>(sent); }
};

/// Probes and answers, by target and time to live.
class Trace {
public:
    explicit Trace(const Protocols& protocols) : m_protocols(protocols) {}
    /// From a run or a capture. Its number, counted from 0; nothing for packets that are no IP, which are left out.
    std::optional<std::size_t> addProbe(const Draft& probe, std::chrono::nanoseconds sent = {});
    void addAnswer(std::size_t number, const Draft& probe, const Draft& answer, std::chrono::nanoseconds received);
    /// The same for the first probe like this one that has no answer yet.
    void addAnswer(const Draft& probe, std::chrono::nanoseconds sent, const Draft& answer, std::chrono::nanoseconds received);

    /// In the order they were added.
    [[nodiscard]] const std::vector<TraceProbe>& probes() const { return m_probes; }
    /// By target in the order they were added, then by time to live.
    [[nodiscard]] std::vector<TraceHop> hops() const;
    /// Every time to live up to the first that reached its target has an answer to one of its probes.
    [[nodiscard]] bool isComplete() const;
    /// More is not to be expected, if it does not come soon: the target has answered, and before it everybody all probes.
    [[nodiscard]] bool isSettled() const;
    /// The ways that were found, by target; the one with the lowest flow first.
    [[nodiscard]] std::vector<TracePath> paths() const;
    /// As Scapy's TracerouteResult.show() prints it; for both families, one after the other.
    [[nodiscard]] std::string text() const;

private:
    struct Times {
        double sum = 0;
        double squares = 0;
    };
    using Place = std::pair<std::string, int>; ///< Target and time to live.
    struct Entry {
        TraceHop hop;
        Times times;
        std::vector<std::size_t> probes; ///< Their numbers.
    };
    std::optional<Place> placeOf(const Draft& probe) const;
    int flowOf(const std::string& target, const Draft& probe);
    Entry& entry(const Place& place);
    void count(Entry& entry, const TraceProbe& probe);
    /// The first time to live at which each target answered.
    [[nodiscard]] std::map<std::string, int> reached() const;

    const Protocols& m_protocols;
    std::vector<TraceProbe> m_probes;
    std::vector<Entry> m_entries; ///< In the order of the probes.
    std::map<Place, std::size_t> m_index;
    std::map<std::string, std::size_t> m_targets; ///< In which order they came.
    std::map<std::string, std::map<std::string, int>> m_flows; ///< By target, then what keeps a flow together.
    PivotTable m_table4;
    PivotTable m_table6;
};

} // namespace fw
