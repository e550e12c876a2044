#include "engine/files/formats.h"

#include <algorithm>
#include <array>

namespace fw {
namespace {

constexpr std::uint32_t microsecondMagic = 0xa1b2c3d4;
constexpr std::uint32_t nanosecondMagic = 0xa1b23c4d;
constexpr std::uint32_t modifiedMagic = 0xa1b2cd34;
constexpr std::uint32_t pcapngMagic = 0x0a0d0d0a; // The same in both byte orders.

using Magic = std::array<std::uint8_t, magicSize>;

constexpr Magic magicBytes(std::uint32_t magic, bool bigEndian)
{
    Magic bytes{};
    for (std::size_t i = 0; i < magicSize; ++i)
        bytes[bigEndian ? magicSize - 1 - i : i] = static_cast<std::uint8_t>(magic >> (8 * i));
    return bytes;
}

constexpr Magic knownMagics[] = {
    magicBytes(microsecondMagic, false), magicBytes(microsecondMagic, true), magicBytes(nanosecondMagic, false),
    magicBytes(nanosecondMagic, true), magicBytes(modifiedMagic, false), magicBytes(modifiedMagic, true),
    magicBytes(pcapngMagic, false),
};

void appendU32(Buffer& out, std::uint64_t value)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

} // namespace

std::optional<PcapVariant> pcapVariant(Bytes head)
{
    if (head.size() < magicSize)
        return std::nullopt;
    for (const bool bigEndian : {false, true}) {
        switch (readU32(head, 0, bigEndian)) {
        case microsecondMagic: return PcapVariant{bigEndian, false, false};
        case nanosecondMagic: return PcapVariant{bigEndian, true, false};
        case modifiedMagic: return PcapVariant{bigEndian, false, true};
        default: break;
        }
    }
    return std::nullopt;
}

bool isPcapng(Bytes head) { return head.size() >= magicSize && readU32(head, 0, false) == pcapngMagic; }

bool couldBeCapture(Bytes head)
{
    const auto size = std::min(head.size(), magicSize);
    return std::ranges::any_of(knownMagics, [&](const Magic& magic) { return std::equal(magic.begin(), magic.begin() + size, head.begin()); });
}

Buffer pcapHeader(std::uint32_t linkType)
{
    Buffer header;
    appendU32(header, nanosecondMagic);
    appendU32(header, 2 | 4U << 16); // Version 2.4.
    appendU32(header, 0);
    appendU32(header, 0);
    appendU32(header, writtenSnapLength);
    appendU32(header, linkType);
    return header;
}

void appendPcapRecord(Buffer& out, const PacketView& packet)
{
    constexpr std::int64_t billion = 1'000'000'000;
    constexpr std::int64_t latest = (std::int64_t{1} << 32) * billion - 1;
    const std::int64_t time = std::clamp<std::int64_t>(packet.time.count(), 0, latest);
    const std::size_t before = out.size();
    out.resize(before + pcapRecordHeaderSize + packet.bytes.size());
    std::uint8_t* to = out.data() + before;
    const std::uint64_t original = packet.originalLength != 0 ? packet.originalLength : packet.bytes.size();
    for (const std::uint64_t value : {static_cast<std::uint64_t>(time / billion), static_cast<std::uint64_t>(time % billion), std::uint64_t{packet.bytes.size()}, original})
        for (unsigned shift = 0; shift < 32; shift += 8)
            *to++ = static_cast<std::uint8_t>(value >> shift);
    std::ranges::copy(packet.bytes, to);
}

} // namespace fw
