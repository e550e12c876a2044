/// What the kernel knows of interfaces, routes and neighbours. Each call asks anew, in the caller's network namespace.
#pragma once

#include "engine/net/network.h"

namespace fw::netlink {

[[nodiscard]] std::vector<InterfaceInfo> interfaces();
[[nodiscard]] Result<Route> route(Bytes destination, const std::string& interface);
/// Only entries that the kernel itself would send to.
[[nodiscard]] std::optional<MacAddress> neighbour(Bytes address, const std::string& interface);

} // namespace fw::netlink
