/// A network whose ports are opened once and whose names are looked up once, for many runs after another.
#pragma once

#include "engine/net/network.h"

#include <map>

namespace fw {

/// The other network must outlive it. A port that was given back is handed out again when one with the same options is asked for;
/// what came meanwhile is still in it. For one thread.
class KeptNetwork final : public Network {
public:
    explicit KeptNetwork(Network& network) : m_network(network) {}

    [[nodiscard]] bool isPractice() const override { return m_network.isPractice(); }
    [[nodiscard]] std::vector<InterfaceInfo> interfaces() const override { return m_network.interfaces(); }
    [[nodiscard]] Result<Route> route(Bytes destination, const std::string& interface) const override { return m_network.route(destination, interface); }
    [[nodiscard]] std::optional<MacAddress> neighbour(Bytes address, const std::string& interface) const override
    {
        return m_network.neighbour(address, interface);
    }
    [[nodiscard]] Result<std::vector<std::optional<MacAddress>>> askNeighbours(std::span<const Buffer> addresses, const std::string& interface,
                                                                               std::chrono::milliseconds timeout, std::stop_token stop) override
    {
        return m_network.askNeighbours(addresses, interface, timeout, std::move(stop));
    }
    [[nodiscard]] Result<std::vector<Buffer>> lookUp(const std::string& name, int family, std::stop_token stop) override;
    [[nodiscard]] Result<std::unique_ptr<PacketPort>> open(const std::string& interface, const PortOptions& options) override;

private:
    using Key = std::tuple<std::string, std::string, std::uint32_t, bool, bool>;
    class Lent;

    Network& m_network;
    std::map<std::pair<std::string, int>, std::vector<Buffer>> m_names;
    std::map<Key, std::shared_ptr<PacketPort>> m_ports;
};

} // namespace fw
