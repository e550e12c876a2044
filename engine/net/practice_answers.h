/// What the practice network answers to a frame. Pure: frames in, frames with delays out.
#pragma once

#include "engine/net/practice_dhcp.h"
#include "engine/net/practice_journey.h"
#include "engine/net/practice_tcp.h"

namespace fw::practice {

struct DueFrame {
    Latency delay{};
    Buffer bytes;
};

/// Deterministic: the same frames at the same times, in the same order, get the same answers. Not thread-safe.
class Answers {
public:
    explicit Answers(const Description& description);
    /// `now` counts from any one moment, and never goes back.
    [[nodiscard]] std::vector<DueFrame> to(Bytes frame, Latency now = {});

private:
    /// An answer without its link and network layer: what is put on top of them.
    using Upper = std::function<void(PacketMaker&)>;
    struct Bucket {
        double tokens = 0;
        Latency filled{};
    };

    [[nodiscard]] std::vector<DueFrame> toArp(const PacketFields& packet) const;
    [[nodiscard]] std::vector<DueFrame> toSolicitation(const PacketFields& packet) const;
    [[nodiscard]] std::vector<DueFrame> toRouterSolicitation(const PacketFields& packet) const;
    [[nodiscard]] std::vector<DueFrame> toIp(const Request& request);
    [[nodiscard]] std::vector<DueFrame> toAllNodes(const Request& request);
    [[nodiscard]] std::vector<DueFrame> fromRouter(const Request& request, const Reached& reached);
    [[nodiscard]] std::vector<Upper> fromHost(const Request& request, const Host& host);
    [[nodiscard]] std::vector<Upper> toSegment(const Request& request, const Host& host);
    [[nodiscard]] std::vector<Upper> toDatagram(const Request& request, const Host& host);
    /// The host says that it does not take the packet, if its limit allows.
    [[nodiscard]] std::vector<Upper> unreachable(const Request& request, const Host& host, Ports::Closed how);
    [[nodiscard]] bool mayComplain(const Buffer& address, const std::optional<ErrorLimit>& limit);
    /// The link and network layer of an answer.
    [[nodiscard]] PacketMaker start(const Request& request, const MacAddress& mac, const Buffer& source, int ttl, std::uint16_t id) const;
    [[nodiscard]] std::uint16_t nextId(const Host& host, const Request& request);

    const Description& m_description;
    const Protocols& m_protocols;
    Dice m_dice;
    DhcpLeases m_dhcp;
    TcpServers m_tcp;
    Latency m_now{};
    std::map<const Host*, std::uint16_t> m_ids;
    std::map<Buffer, Bucket> m_buckets; ///< Of those who limit their errors, by address.
};

} // namespace fw::practice
