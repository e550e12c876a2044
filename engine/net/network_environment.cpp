#include "engine/net/neighbour_query.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace fw {

using Clock = std::chrono::steady_clock;

/// Building asks for the same routes, packet after packet; the kernel takes some 30 µs for each answer.
/// What is remembered is forgotten after a second, so that a change of routes or addresses shows.
struct NetworkEnvironment::Memory {
    std::mutex mutex;
    Clock::time_point since;
    std::map<Buffer, std::optional<Route>> routes;
    std::map<std::pair<std::string, Buffer>, std::optional<MacAddress>> neighbours;
    std::optional<std::vector<InterfaceInfo>> interfaces;

    void age()
    {
        constexpr std::size_t mostRoutes = 100'000;
        const auto now = Clock::now();
        if (now - since < std::chrono::seconds(1) && routes.size() < mostRoutes)
            return;
        routes.clear();
        neighbours.clear();
        interfaces.reset();
        since = now;
    }
};

NetworkEnvironment::NetworkEnvironment(const Network& network, std::string interface)
    : m_network(network), m_interface(std::move(interface)), m_memory(std::make_unique<Memory>())
{
}

NetworkEnvironment::~NetworkEnvironment() = default;

void NetworkEnvironment::setResolved(const std::string& name, Buffer address)
{
    const std::scoped_lock lock(m_memory->mutex);
    std::erase_if(m_names, [&](const auto& known) { return known.first == name && known.second.size() == address.size(); });
    m_names.emplace_back(name, std::move(address));
}

std::optional<Route> NetworkEnvironment::routeTo(Bytes destination) const
{
    const std::scoped_lock lock(m_memory->mutex);
    m_memory->age();
    const auto [entry, isNew] = m_memory->routes.try_emplace(toBuffer(destination));
    if (isNew)
        if (auto route = m_network.route(destination, m_interface))
            entry->second = std::move(*route);
    return entry->second;
}

std::optional<InterfaceInfo> NetworkEnvironment::interfaceNamed(const std::string& name) const
{
    const std::scoped_lock lock(m_memory->mutex);
    m_memory->age();
    if (!m_memory->interfaces)
        m_memory->interfaces = m_network.interfaces();
    const auto found = std::ranges::find(*m_memory->interfaces, name, &InterfaceInfo::name);
    return found == m_memory->interfaces->end() ? std::nullopt : std::optional(*found);
}

std::optional<MacAddress> NetworkEnvironment::neighbourMac(const std::string& interface, const Buffer& address) const
{
    const std::scoped_lock lock(m_memory->mutex);
    m_memory->age();
    const auto [entry, isNew] = m_memory->neighbours.try_emplace({interface, address});
    if (isNew || !entry->second)
        entry->second = m_network.neighbour(address, interface);
    return entry->second;
}

std::optional<Buffer> NetworkEnvironment::sourceAddress(Bytes destination) const
{
    const auto route = routeTo(destination);
    return route ? std::optional(route->source) : std::nullopt;
}

std::string NetworkEnvironment::chosenInterface() const
{
    if (!m_interface.empty())
        return m_interface;
    return m_fallback.empty() ? defaultInterface(m_network) : m_fallback;
}

std::optional<MacAddress> NetworkEnvironment::interfaceMac(Bytes destination) const
{
    std::string name = m_interface;
    if (name.empty() && !destination.empty())
        if (const auto route = routeTo(destination))
            name = route->interface;
    const auto info = interfaceNamed(name.empty() ? chosenInterface() : name);
    return info ? info->mac : std::nullopt;
}

std::optional<Ipv4Address> NetworkEnvironment::interfaceAddress() const
{
    const auto info = interfaceNamed(chosenInterface());
    if (info)
        for (const auto& own : info->addresses)
            if (own.address.size() == 4)
                return Ipv4Address{own.address[0], own.address[1], own.address[2], own.address[3]};
    return std::nullopt;
}

std::optional<MacAddress> NetworkEnvironment::nextHopMac(Bytes destination) const
{
    if (const auto group = groupMac(destination))
        return group;
    const auto route = routeTo(destination);
    if (!route)
        return std::nullopt;
    if (route->broadcast)
        return MacAddress{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const auto info = interfaceNamed(route->interface);
    if (route->local || (info && info->loopback))
        return MacAddress{};
    return neighbourMac(route->interface, route->gateway.value_or(toBuffer(destination)));
}

std::optional<Buffer> NetworkEnvironment::resolve(const std::string& name, std::size_t size) const
{
    const std::scoped_lock lock(m_memory->mutex);
    for (const auto& [known, address] : m_names)
        if (known == name && address.size() == size)
            return address;
    return std::nullopt;
}

} // namespace fw
