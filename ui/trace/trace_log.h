#pragma once

#include "ui/bridge/trace_events.h"
#include "ui/trace/hop_statistics.h"

#include <QString>

#include <deque>
#include <map>
#include <set>

namespace fw::ui {

/// Who answered at a hop.
struct HopAddress {
    std::string address;
    HopStatistics statistics;           ///< Lost ones are those of flows that only this one answers.
    std::vector<std::size_t> flows;     ///< Which come by here; empty where probes have no flow in common.
    std::vector<std::string> kinds;     ///< Of replies, each once: "time-exceeded".
    std::vector<std::string> labels;    ///< MPLS, each once.
};

/// What is at one time to live.
struct HopRow {
    int ttl = 0;
    int lastTtl = 0;       ///< More than ttl where the silent hops at the end are told together.
    HopStatistics statistics;
    std::vector<HopAddress> addresses; ///< In the order they answered first.
    std::string service;   ///< What was asked for: "tcp/80".
    bool reached = false;  ///< The target is among them.
    [[nodiscard]] bool isWaiting() const { return addresses.empty() && statistics.lost == 0; }
    [[nodiscard]] const HopAddress* find(const std::string& address) const;
};

struct TracedProbe {
    enum class State : std::uint8_t { Waiting, Answered, Lost, Given }; ///< Given: up; the trace was over before it could be told.
    State state = State::Waiting;
    ProbePlace place;
    std::size_t target = 0;
    std::size_t flow = 0;
    PacketPtr sent;
    PacketPtr received; ///< Null unless it is answered.
    ProbeReply reply;
    [[nodiscard]] double milliseconds() const; ///< Of an answered one.
};

/// One trace: every probe with its answer, and what follows from them. Statistics count all; of the probes themselves the newest
/// are kept.
class TraceLog {
public:
    static constexpr std::size_t mostKept = 100'000;
    static constexpr std::size_t otherFlows = 26; ///< Number of the flow that stands for all after 26.

    void add(const TraceEvent& event);
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }

    /// Addresses, in the order they were first sent to.
    [[nodiscard]] const std::vector<std::string>& targets() const { return m_targets; }
    /// Where probes keep to flows; 0 where each is a flow of its own.
    [[nodiscard]] std::size_t flowCount(std::size_t target) const;
    /// From the first time to live to that of the target, as far as they are known. Of all flows, or one.
    [[nodiscard]] std::vector<HopRow> hops(std::size_t target, std::optional<std::size_t> flow = {}) const;
    /// Kept ones at a hop, the oldest first, by number. Without an address: all.
    [[nodiscard]] std::vector<std::size_t> probesAt(std::size_t target, int ttl, const std::string& address, std::optional<std::size_t> flow) const;
    /// Null: not kept any more.
    [[nodiscard]] const TracedProbe* probe(std::size_t number) const;
    /// Each probe, then its answer.
    [[nodiscard]] std::vector<PacketPtr> packets() const;
    /// As Scapy prints it.
    [[nodiscard]] const std::string& table() const { return m_table; }

private:
    struct Cell {
        HopStatistics statistics;
        std::vector<HopAddress> addresses;
        std::string service;
    };
    struct Flow {
        int key = 0;
        int lowest = 0;
        int highest = 0;
    };
    using Place = std::tuple<std::size_t, int, std::size_t>; ///< Target, time to live, flow.
    using Path = std::pair<std::size_t, std::size_t>;        ///< Target, flow.

    void addSent(const ProbeSent& sent);
    void addAnswer(const ProbeAnswered& answered);
    void endRound(bool cancelled);
    std::size_t targetOf(const std::string& address);
    std::size_t flowOf(std::size_t target, const ProbePlace& place);
    [[nodiscard]] std::optional<int> reachOf(std::size_t target, std::size_t flow) const;
    /// The time to live that reaches the target.
    [[nodiscard]] std::optional<int> endOf(std::size_t target, std::optional<std::size_t> flow) const;
    void addCell(HopRow& row, const Cell& cell, std::size_t target, std::optional<std::size_t> flow) const;

    std::vector<std::string> m_targets;
    std::vector<std::vector<Flow>> m_flows; ///< By target.
    std::map<Place, Cell> m_cells;
    std::deque<TracedProbe> m_probes;
    std::size_t m_dropped = 0; ///< Probes before the first that is kept.
    std::size_t m_count = 0;
    std::size_t m_roundFirst = 0;
    std::map<Path, int> m_reached;     ///< In the round that is going on.
    std::map<Path, int> m_reachedLast; ///< In the one before.
    std::string m_table;
};

/// "A"; "+" for all that have no letter.
[[nodiscard]] QString flowLetter(std::size_t flow);

} // namespace fw::ui
