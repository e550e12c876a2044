/// From drafts to frames that can go out: names, routes, next hops, link layer.
#pragma once

#include "engine/exchange/exchange.h"

#include <map>

namespace fw {

/// Ports by interface, opened when first asked for.
class PortSet {
public:
    using Opened = std::function<void(PacketPort&)>;
    /// `opened` is called for each new port, before it is used.
    PortSet(Network& network, PortOptions options, Opened opened = {})
        : m_network(network), m_options(std::move(options)), m_opened(std::move(opened))
    {
    }
    [[nodiscard]] Result<PacketPort*> port(const std::string& interface);
    /// Packets that came faster than they were taken.
    [[nodiscard]] std::uint64_t dropped() const;

private:
    Network& m_network;
    PortOptions m_options;
    Opened m_opened;
    std::map<std::string, std::unique_ptr<PacketPort>> m_ports;
};

/// A packet ready to go.
struct Outgoing {
    PacketPort* port = nullptr;
    std::size_t firstLayer = 0; ///< 1 if a link layer was put before it.
    Draft draft;                ///< Values from the environment filled in.
    Layout layout;
};

class SendPlan {
public:
    SendPlan(const Protocols& protocols, Network& network, PortSet& ports, const SendOptions& options, std::stop_token stop)
        : m_protocols(protocols), m_network(network), m_ports(ports), m_options(options), m_stop(std::move(stop))
    {
    }

    /// Packets without sets, all of one chunk: their names and next hops are asked for together.
    [[nodiscard]] Result<std::vector<Outgoing>> prepare(std::vector<Draft> packets);

    /// Where a packet would leave. Nothing is opened and nobody is asked. NoSuchHost, NoRoute, NoSuchDevice.
    struct Way {
        std::optional<Buffer> destination;
        std::string interface;
    };
    [[nodiscard]] Result<Way> wayOf(const Draft& packet);
    /// Those looked up so far.
    [[nodiscard]] const std::vector<std::pair<std::string, Buffer>>& names() const { return m_names; }

private:
    struct Prepared;

    Result<void> lookUpNames(const std::vector<Draft>& packets);
    Result<void> place(Prepared& packet);
    Result<std::string> interfaceFor(const Prepared& packet);
    Result<void> addLinkLayer(Prepared& packet);
    Result<void> askNextHops(std::vector<Prepared>& packets);
    std::optional<Buffer> destinationOf(const Draft& draft);
    std::optional<Buffer> destinationIn(const Draft& draft, std::size_t layer);
    NetworkEnvironment& environment(const std::string& interface);
    Outgoing finish(Prepared packet);

    const Protocols& m_protocols;
    Network& m_network;
    PortSet& m_ports;
    const SendOptions& m_options;
    std::stop_token m_stop;
    std::map<std::string, std::unique_ptr<NetworkEnvironment>> m_environments;
    std::vector<std::pair<std::string, Buffer>> m_names;
    bool m_anyHopKnown = false;
};

} // namespace fw
