#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// RFC 1071: the ones' complement of the ones' complement sum of 16-bit words; an odd last byte is padded with zero.
[[nodiscard]] std::uint16_t internetChecksum(Bytes bytes);
/// CRC-32C (Castagnoli), as SCTP uses it: RFC 9260 appendix A.
[[nodiscard]] std::uint32_t crc32c(Bytes bytes);

} // namespace fw
