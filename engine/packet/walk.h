/// The fast way through a packet: where its layers are, and nothing else.
#pragma once

#include "engine/protocol/protocols.h"

namespace fw {

struct LayerSpan {
    ProtocolId protocol;
    std::uint16_t offset;
    std::uint16_t headerLength;
    std::uint16_t end;
};

/// Replaces `spans`. Frames over 64 KiB are walked up to there.
void walk(const Protocols& protocols, Bytes bytes, std::uint32_t linkType, std::vector<LayerSpan>& spans);

} // namespace fw
