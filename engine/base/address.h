/// Text forms of link and network addresses. Bytes are in network order.
#pragma once

#include "engine/base/bytes.h"

#include <array>
#include <optional>

namespace fw {

using MacAddress = std::array<std::uint8_t, 6>;
using Ipv4Address = std::array<std::uint8_t, 4>;
using Ipv6Address = std::array<std::uint8_t, 16>;

[[nodiscard]] std::optional<MacAddress> parseMac(std::string_view text);
/// Dotted quad only; "10.1" is refused.
[[nodiscard]] std::optional<Ipv4Address> parseIpv4(std::string_view text);
/// RFC 4291 section 2.2. A scope ("%eth0") is not part of the address and is refused here.
[[nodiscard]] std::optional<Ipv6Address> parseIpv6(std::string_view text);

[[nodiscard]] std::string macText(Bytes mac);
[[nodiscard]] std::string ipv4Text(Bytes address);
/// RFC 5952.
[[nodiscard]] std::string ipv6Text(Bytes address);
/// By size: 4 bytes IPv4, 16 IPv6, 6 MAC; otherwise hex.
[[nodiscard]] std::string addressText(Bytes address);

} // namespace fw
