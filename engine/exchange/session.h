/// One run of sending, with or without waiting for answers.
#pragma once

#include "engine/exchange/inbox.h"
#include "engine/exchange/matcher.h"
#include "engine/exchange/send_plan.h"

#include <unordered_map>
#include <unordered_set>

namespace fw {

class Session {
public:
    Session(const Protocols& protocols, Network& network, const SendOptions& options, const ExchangeSink& sink, bool receives, std::stop_token stop);

    [[nodiscard]] Result<ExchangeResult> run(DraftList drafts);

private:
    using Clock = std::chrono::steady_clock;

    Result<void> sendAll(DraftList drafts);
    Result<void> sendRound(DraftList drafts);
    Result<void> exchange(DraftList drafts);
    Result<void> sendChunk(std::vector<Draft> packets);
    Result<void> sendSame(const Draft& draft);
    Result<void> emit(std::span<const Outgoing> packets);
    Result<void> emitBatch(std::span<const Outgoing> packets);
    void note(const Outgoing& packet, std::chrono::nanoseconds time);
    Result<void> sendAgain();
    Result<void> waitForAnswers();
    /// Sleeps until it is time for the next packet, looking at what comes meanwhile.
    Result<void> pace();
    Result<void> lookAtArrived(Clock::time_point until);
    void lookAt(Inbox::Arrived arrived);
    bool isOwn(Bytes frame);
    bool isStopped() const { return m_stop.stop_requested() || (m_options.first && m_matcher.answeredCount() > 0); }
    bool isComplete() const { return (!m_options.multi && m_matcher.isComplete()) || (m_sink.isEnough && m_sink.isEnough()); }

    struct Sent {
        PacketPort* port;
        Buffer frame;
    };

    const Protocols& m_protocols;
    const SendOptions& m_options;
    const ExchangeSink& m_sink;
    const bool m_receives;
    const std::stop_token m_stop;
    ExchangeResult m_result;
    Matcher m_matcher;
    Inbox m_inbox;
    PortSet m_ports;
    std::vector<std::unique_ptr<Receiver>> m_receivers; // After the ports that they receive from.
    SendPlan m_plan;
    std::unordered_map<PacketPort*, std::size_t> m_firstLayers; ///< How many link layers to leave out of the comparison.
    std::unordered_multiset<std::size_t> m_own;                 ///< Hashes of frames that will be seen going out.
    std::vector<Sent> m_kept;                                   ///< To be sent again.
    std::chrono::nanoseconds m_since{}; ///< Wall clock of the first packet.
    Clock::time_point m_firstSent{};
    Clock::time_point m_lastSent{};
    Clock::time_point m_nextSend{};
};

} // namespace fw
