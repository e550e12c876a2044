/// What a packet takes from the machine it is built on.
#pragma once

#include "engine/base/address.h"

namespace fw {

/// The base answers nothing, so that building without an environment gives each field's default.
/// Building never sends: an address not already known is not asked for here.
class Environment {
public:
    virtual ~Environment() = default;
    /// The address that the route to `destination` (4 or 16 bytes) would send from.
    [[nodiscard]] virtual std::optional<Buffer> sourceAddress(Bytes /*destination*/) const { return std::nullopt; }
    /// Of the interface on that route, or of the chosen interface if `destination` is empty.
    [[nodiscard]] virtual std::optional<MacAddress> interfaceMac(Bytes /*destination*/) const { return std::nullopt; }
    [[nodiscard]] virtual std::optional<Ipv4Address> interfaceAddress() const { return std::nullopt; }
    /// From the neighbour table; multicast and broadcast map by rule.
    [[nodiscard]] virtual std::optional<MacAddress> nextHopMac(Bytes /*destination*/) const { return std::nullopt; }
    /// `size` is 4 or 16. Names already looked up only; never waits.
    [[nodiscard]] virtual std::optional<Buffer> resolve(const std::string& /*name*/, std::size_t /*size*/) const { return std::nullopt; }
};

} // namespace fw
