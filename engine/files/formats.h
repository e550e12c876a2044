/// What pcap and pcapng files begin with, and pcap's headers as we write them.
#pragma once

#include "engine/files/capture.h"

#include <optional>

namespace fw {

inline constexpr std::size_t magicSize = 4;

/// How a classic pcap file lays its headers out; told by its magic number.
struct PcapVariant {
    bool bigEndian = false;
    bool nanoseconds = false;
    bool modified = false; ///< Alexey Kuznetsov's: eight bytes more in each record header.
};
[[nodiscard]] std::optional<PcapVariant> pcapVariant(Bytes head);
[[nodiscard]] bool isPcapng(Bytes head);
/// A capture, or the beginning of one's magic number. Compressed ones are not meant.
[[nodiscard]] bool couldBeCapture(Bytes head);

[[nodiscard]] inline std::uint16_t readU16(Bytes bytes, std::size_t at, bool bigEndian)
{
    return static_cast<std::uint16_t>(bigEndian ? bytes[at] << 8 | bytes[at + 1] : bytes[at + 1] << 8 | bytes[at]);
}
[[nodiscard]] inline std::uint32_t readU32(Bytes bytes, std::size_t at, bool bigEndian)
{
    const std::uint32_t first = readU16(bytes, at, bigEndian);
    const std::uint32_t second = readU16(bytes, at + 2, bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
}

inline constexpr std::size_t pcapHeaderSize = 24;
inline constexpr std::size_t pcapRecordHeaderSize = 16;
inline constexpr std::uint32_t writtenSnapLength = 262'144;

/// The header of a little-endian pcap file with nanosecond times.
[[nodiscard]] Buffer pcapHeader(std::uint32_t linkType);
/// Adds a record to `out`. Times before 1970 and after 2106 do not fit and become the nearest that does.
void appendPcapRecord(Buffer& out, const PacketView& packet);

} // namespace fw
