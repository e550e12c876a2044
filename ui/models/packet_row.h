#pragma once

#include "engine/packet/captured_packet.h"
#include "engine/packet/dissect.h"

#include <QString>

namespace fw::ui {

/// What a list says of one packet.
struct PacketRow {
    std::chrono::nanoseconds time{};
    QString source;      ///< Of the innermost layer that has addresses.
    QString destination;
    QString protocol;    ///< The innermost layer that is no payload.
    std::uint32_t length = 0;
    QString summary;
};

/// "1 packet", "1,234 packets"
[[nodiscard]] QString packetsText(std::uint64_t count);

[[nodiscard]] PacketRow packetRow(const Protocols& protocols, const CapturedPacket& packet, const DissectOptions& options = {});

} // namespace fw::ui
