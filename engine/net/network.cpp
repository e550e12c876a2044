#include "engine/net/network.h"

#include "engine/net/neighbour_query.h"

#include <algorithm>

namespace fw {

Result<MacAddress> Network::askNeighbour(Bytes address, const std::string& interface, std::chrono::milliseconds timeout, std::stop_token stop)
{
    const Buffer wanted = toBuffer(address);
    auto found = askNeighbours(std::span(&wanted, 1), interface, timeout, std::move(stop));
    if (!found)
        return std::unexpected(found.error());
    if (!found->front())
        return fail(Errc::TimedOut, 0, addressText(address));
    return *found->front();
}

std::string defaultInterface(const Network& network)
{
    // Addresses that are nobody's (RFC 5737, RFC 3849): nothing is sent, the table is only asked where it would go.
    const Buffer elsewhere{198, 51, 100, 1};
    const Buffer elsewhere6{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    for (const Buffer& destination : {elsewhere, elsewhere6})
        if (const auto route = network.route(destination); route)
            return route->interface;
    const auto all = network.interfaces();
    for (const bool loopback : {false, true})
        for (const InterfaceInfo& info : all)
            if (info.up && info.loopback == loopback)
                return info.name;
    return {};
}

} // namespace fw
