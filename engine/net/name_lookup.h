#pragma once

#include "engine/net/network.h"

namespace fw {

/// As Network::lookUp, with the system's resolver. That cannot be interrupted, so it works on a thread of its own, which is left behind
/// to end by itself when `stop` comes first.
[[nodiscard]] Result<std::vector<Buffer>> lookUpName(const std::string& name, int family, const std::stop_token& stop);

} // namespace fw
