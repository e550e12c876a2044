/// A port on an interface of this machine, through libpcap.
#pragma once

#include "engine/net/packet_port.h"

namespace fw {

/// As Network::open.
[[nodiscard]] Result<std::unique_ptr<PacketPort>> openPcapPort(const std::string& interface, const PortOptions& options);

} // namespace fw
