#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// RFC 1071: the ones' complement of the ones' complement sum of 16-bit words; an odd last byte is padded with zero.
[[nodiscard]] std::uint16_t internetChecksum(Bytes bytes);
/// CRC-32C (Castagnoli), as SCTP uses it: RFC 9260 appendix A.
[[nodiscard]] std::uint32_t crc32c(Bytes bytes);
/// CRC-32 as Ethernet and 802.11 use it for the frame check sequence: IEEE 802.3, 3.2.9.
[[nodiscard]] std::uint32_t crc32(Bytes bytes);
/// RFC 1950.
[[nodiscard]] std::uint32_t adler32(Bytes bytes);
/// The two check bytes at `position` that make Fletcher's sums of all the bytes zero: RFC 905 annex B, RFC 2328 section 12.1.7.
/// What stands at `position` and after it counts as zero.
[[nodiscard]] std::uint16_t fletcher16(Bytes bytes, std::size_t position);

} // namespace fw
