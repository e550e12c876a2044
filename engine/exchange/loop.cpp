#include "engine/exchange/loop.h"

#include "engine/exchange/kept_network.h"
#include "engine/exchange/waiting.h"

#include <algorithm>

namespace fw {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// A round that waits until the next is due must end a little before: receivers need a moment to stop.
SendOptions roundOptions(const LoopOptions& options)
{
    constexpr auto ending = 25ms;
    SendOptions round = options.send;
    const auto interval = std::chrono::duration_cast<std::chrono::milliseconds>(options.interval);
    if (round.timeout <= interval && interval > 2 * ending)
        round.timeout = std::min<std::chrono::milliseconds>(round.timeout, interval - ending);
    round.batched = false;
    return round;
}

} // namespace

Result<LoopTotals> loopExchange(const Protocols& protocols, Network& network, DraftList drafts, const LoopOptions& options,
                                const std::function<void(const LoopRound&)>& use, const std::stop_token& stop)
{
    KeptNetwork kept(network);
    const SendOptions send = roundOptions(options);
    LoopTotals totals;
    for (auto due = Clock::now(); options.rounds == 0 || totals.rounds < options.rounds; due = std::max(due + options.interval, Clock::now())) {
        if (!waitUntil(due, stop))
            break;
        LoopRound round{totals.rounds + 1, {}, {}};
        const auto note = [&](const SentPacket& packet) {
            if (round.number == 1 && round.sent.empty())
                due = Clock::now(); // Opening, and asking for names and neighbours, took its time.
            round.sent.push_back(packet);
        };
        const ExchangeSink sink{.sent = note,
            .answered = [&](const Answer& answer) { round.answers.push_back(answer); }, .other = {}, .isEnough = {}};
        const auto result = sendAndReceive(protocols, kept, drafts, send, sink, stop);
        std::ranges::stable_sort(round.answers, {}, &Answer::request);
        ++totals.rounds;
        totals.sent += round.sent.size();
        totals.answered += result ? result->answered : round.answers.size();
        use(round);
        if (!result)
            return std::unexpected(result.error());
    }
    return totals;
}

} // namespace fw
