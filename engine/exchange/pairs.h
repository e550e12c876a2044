/// Requests and answers in a capture, or from a run.
#pragma once

#include "engine/exchange/exchange.h"

#include <array>

namespace fw {

/// Packets of a capture, by number.
struct CapturedPair {
    std::size_t request = 0;
    std::size_t answer = 0;
};

struct PairedCapture {
    std::vector<CapturedPair> pairs;      ///< In the order of the answers.
    std::vector<std::size_t> unanswered; ///< All others.
};

/// Each packet answers the earliest one before it that it can be an answer to and that has none yet; what answers nothing is a
/// request itself. What the capture's reading fails with; Cancelled.
[[nodiscard]] Result<PairedCapture> pairUp(const Protocols& protocols, const Capture& capture, const std::stop_token& stop,
                                           const MatchOptions& options = {});

/// How many packets there are of each kind, as Scapy counts them in "<Results: TCP:1 UDP:0 ICMP:0 Other:0>".
class KindCounts {
public:
    void count(const Protocols& protocols, const Draft& packet);
    [[nodiscard]] std::string text(std::string_view title) const;
    [[nodiscard]] std::string json() const;

private:
    static constexpr std::array<std::string_view, 3> kinds{"TCP", "UDP", "ICMP"};
    std::array<std::uint64_t, kinds.size() + 1> m_counts{}; ///< The last is for all others.
};

} // namespace fw
