/// What a traceroute sees, one event after another: live, or read back from a capture.
#pragma once

#include "engine/exchange/traceroute.h"

#include <memory>
#include <variant>

namespace fw::ui {

using PacketPtr = std::shared_ptr<const CapturedPacket>;

/// Where a probe went, and how.
struct ProbePlace {
    std::string target;  ///< An address.
    int ttl = 0;
    int flow = 0;        ///< As TraceProbe::flow.
    std::string service; ///< "tcp/80", "udp/33434", "icmp"
};

struct ProbeReply {
    std::string source;  ///< An address.
    std::string kind;    ///< "time-exceeded", "port-unreachable", "SA"
    std::vector<std::string> labels; ///< Of the MPLS stack it told, outermost first.
};

struct ProbeSent {
    ProbePlace place;
    PacketPtr packet;
};
struct ProbeAnswered {
    std::size_t probe = 0; ///< Which of the probes sent, counted from 0.
    ProbeReply reply;
    PacketPtr packet;
};
/// Nothing more is waited for: what has no answer now is lost, or was not waited for long enough to tell.
struct RoundEnded {
    bool cancelled = false;
};
/// Scapy's table of the newest round.
struct TraceTable {
    std::string text;
};
using TraceEvent = std::variant<ProbeSent, ProbeAnswered, RoundEnded, TraceTable>;

[[nodiscard]] ProbePlace placeOf(const Protocols& protocols, const TraceProbe& probe, const Draft& draft);
[[nodiscard]] ProbeReply replyOf(const Protocols& protocols, const TraceReply& reply, const Draft& probe, const Draft& answer);

} // namespace fw::ui
