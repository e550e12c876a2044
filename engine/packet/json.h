/// A packet in JSON, one line. The format is described in the manual of the command line.
#pragma once

#include "engine/packet/captured_packet.h"
#include "engine/packet/layout.h"

namespace fw {

struct JsonOptions {
    std::uint64_t number = 1;
    bool ranges = false; ///< Add "ranges":{"ttl":[176,8]} to each layer.
};

/// `packet` gives time, lengths and link type; the layers come from the layout.
[[nodiscard]] std::string packetJson(const Protocols& protocols, const CapturedPacket& packet, const Layout& layout, const JsonOptions& options);
/// The value of one node, as it stands in packetJson().
[[nodiscard]] std::string nodeJson(const Protocols& protocols, const Layout& layout, std::size_t node);
/// With quotes; control characters and bytes that are not UTF-8 are escaped.
[[nodiscard]] std::string jsonString(std::string_view text);
void appendJsonString(std::string& out, std::string_view text);

} // namespace fw
