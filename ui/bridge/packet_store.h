#pragma once

#include "engine/files/capture.h"

namespace fw::ui {

/// Packets in memory, as a capture: the results of an exchange for whatever reads captures.
class PacketStore final : public Capture {
public:
    explicit PacketStore(std::vector<CapturedPacket> packets) : m_packets(std::move(packets)) {}

    [[nodiscard]] std::size_t packetCount() const override { return m_packets.size(); }
    [[nodiscard]] Result<CapturedPacket> packet(std::size_t number) const override
    {
        if (number >= m_packets.size())
            return fail(Errc::Io, number, "memory: no such packet");
        return m_packets[number];
    }

private:
    std::vector<CapturedPacket> m_packets;
};

} // namespace fw::ui
