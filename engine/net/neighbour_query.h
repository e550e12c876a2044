#pragma once

#include "engine/net/network.h"

namespace fw {

/// Asks for link addresses by ARP (RFC 826) and neighbour discovery (RFC 4861) through a port of its own, up to three times each.
[[nodiscard]] Result<std::vector<std::optional<MacAddress>>> queryNeighbours(Network& network, std::span<const Buffer> addresses,
                                                                             const std::string& interface,
                                                                             std::chrono::milliseconds timeout, std::stop_token stop);

/// The link address that a multicast or broadcast destination maps to by rule (RFC 1112, RFC 2464); nothing for others.
[[nodiscard]] std::optional<MacAddress> groupMac(Bytes address);

} // namespace fw
