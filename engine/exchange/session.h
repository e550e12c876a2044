/// One run of sending and waiting for answers.
#pragma once

#include "engine/exchange/inbox.h"
#include "engine/exchange/matcher.h"
#include "engine/exchange/outgoing_series.h"
#include "engine/exchange/send_plan.h"

#include <unordered_map>
#include <unordered_set>

namespace fw {

class Session {
public:
    Session(const Protocols& protocols, Network& network, const SendOptions& options, const ExchangeSink& sink, std::stop_token stop);

    [[nodiscard]] Result<ExchangeResult> run(DraftList drafts);

private:
    using Clock = std::chrono::steady_clock;

    /// What is known of each packet of a series before it goes out.
    struct Sample {
        PacketPort* port = nullptr;
        std::shared_ptr<const PacketPattern> pattern;
        std::size_t linkLayers = 0;
        Matcher::Series series = 0;
    };

    Result<void> sendAll(DraftList drafts);
    Result<void> sendRound(DraftList drafts);
    Result<void> exchange(DraftList drafts);
    Result<void> sendGroup(const Draft& group, std::vector<Draft>& few);
    Result<void> sendFew(std::vector<Draft>& few);
    Result<void> sendPrepared(std::vector<Draft> packets);
    Result<void> sendSame(const Draft& draft);
    Result<void> sendSeries(OutgoingSeries& series);
    Sample sampleOf(const Outgoing& packet, std::shared_ptr<const PacketPattern> pattern);
    [[nodiscard]] std::size_t largestBatch() const;
    /// Puts a packet into the batch, and sends that once it is full.
    Result<void> emit(const Sample& sample, Bytes frame);
    Result<void> flush();
    void note(const Sample& sample, const Buffer& frame, std::chrono::nanoseconds time);
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
    const std::stop_token m_stop;
    ExchangeResult m_result;
    Matcher m_matcher;
    Inbox m_inbox;
    PortSet m_ports;
    std::vector<std::unique_ptr<Receiver>> m_receivers; // After the ports that they receive from.
    SendPlan m_plan;
    std::vector<Sample> m_samples; ///< Of the packets of the batch.
    std::vector<Buffer> m_frames;  ///< The packets themselves.
    SentPacket m_told;
    std::unordered_map<PacketPort*, std::size_t> m_firstLayers; ///< How many link layers to leave out of the comparison.
    std::unordered_multiset<std::size_t> m_own;                 ///< Hashes of frames that will be seen going out.
    std::vector<Sent> m_kept;                                   ///< To be sent again.
    std::chrono::nanoseconds m_since{}; ///< Wall clock of the first packet.
    Clock::time_point m_firstSent{};
    Clock::time_point m_lastSent{};
    Clock::time_point m_lastAnswered{};
    Clock::time_point m_nextSend{};
};

} // namespace fw
