/// Scapy's fuzz(): random values where a packet is left to its defaults.
#pragma once

#include "engine/packet/draft.h"

namespace fw {

/// Fields that are not set get random values of their kind, drawn anew for each packet. What is set stays, and so does what is
/// worked out when the packet is built: lengths, checksums, addresses from the route, numbers that name the layer above.
void fuzzLayer(const Protocols& protocols, Draft& draft, std::size_t layer);
/// All of them.
[[nodiscard]] Draft fuzzed(const Protocols& protocols, Draft draft);

} // namespace fw
