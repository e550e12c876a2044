/// One run of sending, without waiting for answers.
#pragma once

#include "engine/exchange/send_groups.h"
#include "engine/exchange/send_plan.h"
#include "engine/packet/packet_series.h"

namespace fw {

/// Builds while it sends, so that what it holds does not grow with the number of packets.
class SendRun {
public:
    SendRun(const Protocols& protocols, Network& network, const SendOptions& options, const SentSink& sink, std::stop_token stop);

    [[nodiscard]] Result<ExchangeResult> run(DraftList drafts);

private:
    using Clock = std::chrono::steady_clock;

    /// A group ready to go.
    struct Prepared {
        PacketPort* port = nullptr;
        Draft draft;  ///< Values from the environment filled in; what varies varies.
        Buffer frame; ///< The only packet, where nothing varies.
        std::unique_ptr<PacketSeries> series;
    };

    Result<void> sendAll(const SendGroups& groups);
    [[nodiscard]] Result<std::vector<Prepared>> prepare(const SendGroups& groups, std::uint64_t first, std::uint64_t count);
    Result<void> send(std::span<Prepared> groups, std::uint64_t rounds);
    Result<void> sendGroup(Prepared& group, std::uint64_t rounds);
    Result<void> add(PacketPort& port, Bytes frame);
    /// Waits until the next packet is due; what is due before goes out first.
    Result<void> pace();
    Result<void> flush();

    const Protocols& m_protocols;
    const SendOptions& m_options;
    const SentSink& m_sink;
    const std::stop_token m_stop;
    PortSet m_ports;
    SendPlan m_plan;
    const Environment m_nothing; ///< All that packets take from the machine is filled in.
    ExchangeResult m_result;
    std::vector<Buffer> m_batch; ///< The first of them wait to be sent, all by one port.
    std::size_t m_waiting = 0;
    PacketPort* m_port = nullptr;
    bool m_isFirst = true;
    Clock::time_point m_due{};
    Clock::time_point m_firstSent{};
};

} // namespace fw
