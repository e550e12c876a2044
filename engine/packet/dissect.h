#pragma once

#include "engine/packet/layout.h"

#include <map>

namespace fw {

/// "Decode as": a dispatch table's key taken for another protocol, for this session.
struct DissectOptions {
    ProtocolId first = noProtocol; ///< Outermost protocol; noProtocol: by link type.
    std::map<std::pair<std::string, std::int64_t>, ProtocolId> decodeAs; ///< ("udp.port", 5000) → DNS
    // What is beyond these limits is left as raw bytes, with a note where it begins.
    static constexpr std::size_t mostLayers = 128;
    std::size_t maxLayers = mostLayers; ///< Of a packet, and of each packet inside a field.
    std::size_t maxElements = 4096; ///< In one list.
    std::size_t maxNodes = 65'536;
    std::size_t maxDepth = 32;      ///< Structures inside structures, through the packets inside fields.
    std::size_t maxPackets = 4;     ///< Packets inside fields of packets.
    std::size_t maxReads = 262'144; ///< Fields that are tried, whether or not a node comes of it.
};

struct Dissection {
    Draft draft;   ///< Builds to the same bytes while untouched.
    Layout layout;
};

/// Never refuses a packet: the layers that could be read, a note with an offset, then raw bytes.
[[nodiscard]] Dissection dissect(const Protocols& protocols, Bytes bytes, std::uint32_t linkType, const DissectOptions& options = {});

/// The protocol rules and checksums of a packet, as notes; done when it is shown, not when it is read.
void verify(const Protocols& protocols, const Draft& draft, Layout& layout);

} // namespace fw
