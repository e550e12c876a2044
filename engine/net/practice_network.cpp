#include "engine/net/neighbour_query.h"
#include "engine/net/practice_port.h"

#include "resources/embedded.h"

#include <algorithm>

namespace fw {
namespace {

class PracticeNetwork : public Network {
public:
    explicit PracticeNetwork(practice::Description description)
        : m_wire(std::make_shared<practice::Wire>(std::move(description))), m_description(m_wire->description())
    {
    }

    bool isPractice() const override { return true; }
    std::vector<InterfaceInfo> interfaces() const override { return {m_description.interface}; }

    Result<Route> route(Bytes destination, const std::string& interface) const override
    {
        if (!interface.empty() && interface != m_description.interface.name)
            return fail(Errc::NoSuchDevice, 0, interface);
        const auto source = sourceFor(destination);
        if (!source)
            return fail(Errc::NoRoute, 0, addressText(destination));
        Route route{m_description.interface.name, *source, std::nullopt, false, false, m_description.interface.mtu};
        route.local = m_description.isOwn(destination);
        route.broadcast = m_description.isBroadcast(destination);
        const auto gateway = m_description.gateways.find(destination.size() == 4 ? 4 : 6);
        if (!route.local && !route.broadcast && !groupMac(destination) && !m_description.isOnLink(destination)) {
            if (gateway == m_description.gateways.end())
                return fail(Errc::NoRoute, 0, addressText(destination));
            route.gateway = gateway->second;
        }
        return route;
    }

    std::optional<MacAddress> neighbour(Bytes address, const std::string&) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_neighbours.find(toBuffer(address));
        return found == m_neighbours.end() ? std::nullopt : std::optional(found->second);
    }

    Result<std::vector<std::optional<MacAddress>>> askNeighbours(std::span<const Buffer> addresses, const std::string& interface,
                                                                 std::chrono::milliseconds timeout, std::stop_token stop) override
    {
        auto found = queryNeighbours(*this, addresses, interface, timeout, std::move(stop));
        const std::scoped_lock lock(m_mutex);
        for (std::size_t i = 0; found && i < addresses.size(); ++i)
            if ((*found)[i])
                m_neighbours[addresses[i]] = *(*found)[i];
        return found;
    }

    Result<std::vector<Buffer>> lookUp(const std::string& name, int family, std::stop_token) override
    {
        std::string plain = name;
        std::ranges::transform(plain, plain.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const auto known = m_description.names.find(plain);
        std::vector<Buffer> addresses = known != m_description.names.end() ? known->second : std::vector<Buffer>{};
        std::erase_if(addresses, [&](const Buffer& a) { return family != 0 && a.size() != (family == 4 ? 4U : 16U); });
        if (addresses.empty())
            return fail(Errc::NoSuchHost, 0, name);
        return addresses;
    }

    Result<std::unique_ptr<PacketPort>> open(const std::string& interface, const PortOptions& options) override
    {
        return practice::openPort(m_wire, interface, options);
    }

private:
    /// The loopback address to itself; else the first of the interface's addresses that suits.
    std::optional<Buffer> sourceFor(Bytes destination) const
    {
        if (m_description.isOwn(destination))
            return destination.size() == 4 && destination[0] == 127 ? Buffer{127, 0, 0, 1} : toBuffer(destination);
        const bool linkLocal = destination.size() == 16 && destination[0] == 0xfe && (destination[1] & 0xc0) == 0x80;
        for (const auto& own : m_description.interface.addresses)
            if (own.address.size() == destination.size() && (!linkLocal || own.address[0] == 0xfe))
                return own.address;
        return std::nullopt;
    }

    std::shared_ptr<practice::Wire> m_wire; // Ports hold it too and may outlive the network.
    const practice::Description& m_description;
    mutable std::mutex m_mutex;
    std::map<Buffer, MacAddress> m_neighbours;
};

} // namespace

Result<std::unique_ptr<Network>> practiceNetwork(std::string_view description)
{
    auto loaded = practice::load(description);
    if (!loaded)
        return std::unexpected(loaded.error());
    return std::make_unique<PracticeNetwork>(std::move(*loaded));
}

std::unique_ptr<Network> practiceNetwork()
{
    auto network = practiceNetwork(resources::find("practice/default.yaml"));
    // The file is compiled in and tested; without it there would be an interface with nobody on it.
    return network ? std::move(*network) : std::make_unique<PracticeNetwork>(practice::Description{});
}

} // namespace fw
