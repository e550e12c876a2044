#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// Scapy's hexdump: 16 bytes a line, upper-case hex, then the printable characters. No newline after the last line.
[[nodiscard]] std::string hexdump(Bytes bytes);

/// Pairs of hex digits; white space, ':' and "0x" between them are skipped. Nothing if a digit is missing or something else stands there.
struct HexError {
    std::size_t column = 0; ///< 0-based
};
[[nodiscard]] bool parseHex(std::string_view text, Buffer& out, HexError& error);

} // namespace fw
