/// The same packets again and again, answers awaited each time.
#pragma once

#include "engine/exchange/exchange.h"

namespace fw {

struct LoopOptions {
    SendOptions send;                           ///< `count` and `interval` are those within a round.
    std::uint64_t rounds = 0;                   ///< 0: until stopped
    std::chrono::nanoseconds interval = std::chrono::seconds(1); ///< From the beginning of a round to the next one's.
};

struct LoopRound {
    std::uint64_t number = 0; ///< From 1.
    std::vector<SentPacket> sent;
    std::vector<Answer> answers; ///< By request, then as they came.
};

struct LoopTotals {
    std::uint64_t rounds = 0;
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    [[nodiscard]] double hits() const { return sent == 0 ? 0 : 100.0 * static_cast<double>(answered) / static_cast<double>(sent); }
};

/// Ports stay open and names are looked up once. A round that takes longer than the interval delays the next; where the timeout
/// fits into it, rounds begin when they are due. `use` is called on the calling thread after each round, also after one that was
/// stopped. Fails as sendAndReceive().
[[nodiscard]] Result<LoopTotals> loopExchange(const Protocols& protocols, Network& network, DraftList drafts, const LoopOptions& options,
                                              const std::function<void(const LoopRound&)>& use, const std::stop_token& stop);

} // namespace fw
