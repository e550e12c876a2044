/// ICMP errors as the practice network's routers and hosts send them: RFC 792, RFC 4443, RFC 4884.
#pragma once

#include "engine/net/practice_journey.h"

namespace fw::practice {

/// With the labels that the packet had when it came to the router: RFC 4950.
void addTimeExceeded(PacketMaker& answer, const Request& request, const Router& router);

enum class Refusal : std::uint8_t { PortClosed, Prohibited };
void addUnreachable(PacketMaker& answer, const Request& request, Refusal why);

} // namespace fw::practice
