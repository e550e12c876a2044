#include "engine/files/pcapng_blocks.h"

#include "engine/files/formats.h"

#include <algorithm>
#include <limits>

namespace fw::pcapng {
namespace {

__extension__ using Wide = __int128;

constexpr std::uint16_t optionEnd = 0;
constexpr std::uint16_t optionResolution = 9;
constexpr std::uint16_t optionTimeOffset = 14;
constexpr std::size_t interfaceOptions = 16;

Wide powerOfTen(unsigned exponent)
{
    Wide power = 1;
    for (unsigned i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

Wide nanosecondsOf(std::uint64_t ticks, std::uint8_t resolution)
{
    const unsigned exponent = resolution & 0x7fU;
    if (resolution & 0x80U)
        return Wide{ticks} * 1'000'000'000 >> exponent; // 94 bits at most, and the exponent is below 128.
    if (exponent <= 9)
        return Wide{ticks} * powerOfTen(9 - exponent);
    return exponent > 29 ? 0 : Wide{ticks} / powerOfTen(exponent - 9);
}

std::int64_t readI64(Bytes bytes, bool bigEndian)
{
    const std::uint64_t first = readU32(bytes, 0, bigEndian);
    const std::uint64_t second = readU32(bytes, 4, bigEndian);
    return static_cast<std::int64_t>(bigEndian ? first << 32 | second : second << 32 | first);
}

std::uint64_t readTicks(Bytes block, std::size_t at, bool bigEndian)
{
    return std::uint64_t{readU32(block, at, bigEndian)} << 32 | readU32(block, at + 4, bigEndian); // The high half first, in either order.
}

PacketBlock readEnhanced(Bytes block, bool bigEndian)
{
    return {.interface = readU32(block, 8, bigEndian), .ticks = readTicks(block, 12, bigEndian), .timed = true,
        .originalLength = readU32(block, 24, bigEndian), .captured = readU32(block, 20, bigEndian), .dataOffset = 28};
}

PacketBlock readObsolete(Bytes block, bool bigEndian)
{
    PacketBlock packet = readEnhanced(block, bigEndian);
    packet.interface = readU16(block, 8, bigEndian); // A count of drops follows it.
    return packet;
}

PacketBlock readSimple(Bytes block, const Section& section)
{
    PacketBlock packet{.originalLength = readU32(block, 8, section.bigEndian), .dataOffset = 12};
    packet.captured = packet.originalLength;
    if (!section.interfaces.empty() && section.interfaces.front().snapLength != 0)
        packet.captured = std::min(packet.captured, section.interfaces.front().snapLength);
    return packet;
}

} // namespace

void forEachOption(Bytes options, bool bigEndian, const std::function<void(std::uint16_t, Bytes)>& use)
{
    while (options.size() >= 4) {
        const auto code = readU16(options, 0, bigEndian);
        const std::size_t length = readU16(options, 2, bigEndian);
        if (code == optionEnd || length > options.size() - 4)
            return;
        use(code, options.subspan(4, length));
        options = options.subspan(std::min(options.size(), 4 + (length + 3) / 4 * 4));
    }
}

Interface readInterface(Bytes block, bool bigEndian)
{
    Interface interface;
    interface.linkType = readU16(block, 8, bigEndian);
    interface.snapLength = readU32(block, 12, bigEndian);
    forEachOption(block.subspan(interfaceOptions, block.size() - interfaceOptions - 4), bigEndian, [&](std::uint16_t code, Bytes value) {
        if (code == optionResolution && !value.empty())
            interface.resolution = value[0];
        if (code == optionTimeOffset && value.size() >= 8)
            interface.offsetSeconds = readI64(value, bigEndian);
    });
    return interface;
}

std::chrono::nanoseconds toTime(std::uint64_t ticks, const Interface& interface)
{
    const Wide time = nanosecondsOf(ticks, interface.resolution) + Wide{interface.offsetSeconds} * 1'000'000'000;
    const Wide latest = std::numeric_limits<std::int64_t>::max();
    return std::chrono::nanoseconds(static_cast<std::int64_t>(std::clamp(time, -latest, latest)));
}

std::uint32_t packetHeaderSize(std::uint32_t blockType)
{
    switch (blockType) {
    case EnhancedPacket:
    case ObsoletePacket: return 28;
    case SimplePacket: return 12;
    default: return 0;
    }
}

bool readPacketBlock(Bytes block, const Section& section, PacketBlock& packet)
{
    const std::uint32_t type = readU32(block, 0, section.bigEndian);
    const std::uint32_t header = packetHeaderSize(type);
    if (header == 0 || block.size() < header)
        return false;
    if (type == SimplePacket)
        packet = readSimple(block, section);
    else
        packet = type == EnhancedPacket ? readEnhanced(block, section.bigEndian) : readObsolete(block, section.bigEndian);
    return true;
}

} // namespace fw::pcapng
