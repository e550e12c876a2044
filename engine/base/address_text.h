/// Addresses at the end of a text that is there, for those who write many.
#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// As addressText() writes it, by size: 4 bytes IPv4, 16 IPv6, 6 MAC; otherwise hex.
void appendAddress(std::string& out, Bytes address);

} // namespace fw
