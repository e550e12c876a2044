/// The parts of pcapng (draft-ietf-opsawg-pcapng) that stand around the packets: sections, interfaces, options, times.
#pragma once

#include "engine/base/bytes.h"

#include <chrono>
#include <functional>

namespace fw::pcapng {

enum Block : std::uint32_t {
    SectionHeader = 0x0a0d0d0a,
    InterfaceDescription = 1,
    ObsoletePacket = 2,
    SimplePacket = 3,
    EnhancedPacket = 6,
};

/// Smallest block there can be: type, length, length again.
inline constexpr std::uint32_t minBlockSize = 12;

struct Interface {
    std::uint32_t linkType = 0;
    std::uint32_t snapLength = 0;   ///< 0: no limit
    std::uint8_t resolution = 6;    ///< if_tsresol: a power of ten, or of two if the highest bit is set.
    std::int64_t offsetSeconds = 0; ///< if_tsoffset
};

struct Section {
    std::uint64_t offset = 0; ///< Of its header in the file.
    bool bigEndian = false;
    std::vector<Interface> interfaces;
};

/// Calls `use` for each option in `options`. Ends early at an option that does not fit.
void forEachOption(Bytes options, bool bigEndian, const std::function<void(std::uint16_t code, Bytes value)>& use);

/// The block from its type to its second length.
[[nodiscard]] Interface readInterface(Bytes block, bool bigEndian);

/// Since the epoch. What does not fit becomes the nearest that does.
[[nodiscard]] std::chrono::nanoseconds toTime(std::uint64_t ticks, const Interface& interface);

/// Where a packet block keeps its things.
struct PacketBlock {
    std::uint32_t interface = 0;
    std::uint64_t ticks = 0;
    bool timed = false;
    std::uint32_t originalLength = 0;
    std::uint32_t captured = 0;   ///< As the block says; may be more than there is.
    std::size_t dataOffset = 0;   ///< In the block.
};

/// False for blocks that hold no packet, or are too short for one.
[[nodiscard]] bool readPacketBlock(Bytes block, const Section& section, PacketBlock& packet);
/// The size of the block up to its packet's bytes: enough for readPacketBlock. 0 for blocks that hold no packet.
[[nodiscard]] std::uint32_t packetHeaderSize(std::uint32_t blockType);

} // namespace fw::pcapng
