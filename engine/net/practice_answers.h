/// What the practice network answers to a frame. Pure: frames in, frames with delays out.
#pragma once

#include "engine/net/packet_fields.h"
#include "engine/net/practice_description.h"

#include <random>

namespace fw::practice {

struct DueFrame {
    Latency delay{};
    Buffer bytes;
};

/// Deterministic: the same frames in the same order get the same answers. Not thread-safe.
class Answers {
public:
    explicit Answers(const Description& description);
    [[nodiscard]] std::vector<DueFrame> to(Bytes frame);

private:
    struct Request;
    struct Reached;

    [[nodiscard]] std::vector<DueFrame> toArp(const PacketFields& packet) const;
    [[nodiscard]] std::vector<DueFrame> toSolicitation(const PacketFields& packet) const;
    [[nodiscard]] std::vector<DueFrame> toIp(const Request& request);
    [[nodiscard]] Reached travel(const Request& request) const;
    [[nodiscard]] std::optional<PacketMaker> fromHost(const Request& request, const Host& host, const PacketMaker& start);
    [[nodiscard]] std::optional<PacketMaker> toEcho(const Request& request, PacketMaker answer) const;
    [[nodiscard]] std::optional<PacketMaker> toSegment(const Request& request, const Host& host, PacketMaker answer);
    [[nodiscard]] std::optional<PacketMaker> toDatagram(const Request& request, const Host& host, PacketMaker answer) const;
    [[nodiscard]] std::optional<PacketMaker> toQuestion(const Request& request, PacketMaker answer) const;
    /// The link and network layer of an answer.
    [[nodiscard]] PacketMaker start(const Request& request, const MacAddress& mac, const Buffer& source, int ttl, std::uint16_t id) const;
    [[nodiscard]] std::uint16_t nextId(const Host& host, const Request& request);
    [[nodiscard]] std::uint32_t random() { return static_cast<std::uint32_t>(m_random()); }

    const Description& m_description;
    const Protocols& m_protocols;
    std::map<const Host*, std::uint16_t> m_ids;
    std::mt19937 m_random{1}; // The same numbers in every run.
};

} // namespace fw::practice
