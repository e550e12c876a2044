#pragma once

#include "engine/base/bytes.h"

#include <chrono>

namespace fw {

/// Link types as numbered by tcpdump.org (LINKTYPE_…).
namespace link_type {
inline constexpr std::uint32_t Null = 0, Ethernet = 1, Raw = 101, Loop = 108, LinuxCooked = 113, Ieee80211 = 105,
                               Radiotap = 127, Ipv4 = 228, Ipv6 = 229, LinuxCooked2 = 276, Can = 227, Ppp = 9;
}

/// A packet as it was on the wire, or in a file.
struct CapturedPacket {
    std::chrono::nanoseconds time{}; ///< Since the epoch, UTC.
    std::uint32_t linkType = link_type::Ethernet;
    std::uint32_t originalLength = 0; ///< On the wire; more than bytes.size() when cut by the snap length.
    Buffer bytes;
};

} // namespace fw
