#include "engine/exchange/preflight.h"

#include "engine/exchange/send_plan.h"
#include "engine/net/packet_fields.h"
#include "engine/packet/expand.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace fw {
namespace {

using namespace std::chrono_literals;
using Code = Preflight::Warning::Code;

constexpr auto nextHopTimeout = 1500ms;
constexpr std::size_t fragmentHeader6 = 8; // RFC 8200 section 4.5.

/// RFC 791 and RFC 8200: fragments but the last carry a multiple of eight bytes. 0 if not a single one fits.
std::size_t fragmentCount(std::size_t header, std::size_t payload, std::size_t mtu)
{
    const std::size_t each = mtu > header ? (mtu - header) / 8 * 8 : 0;
    return each == 0 ? 0 : (payload + each - 1) / each;
}

class Flight {
public:
    Flight(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options, const std::stop_token& stop)
        : m_protocols(protocols), m_network(network), m_options(options), m_stop(stop), m_packet(expanded(draft, 0))
    {
        m_found.packets = packetCount(draft);
    }

    Preflight run(bool asks)
    {
        if (findWay()) {
            checkInterface();
            findNextHop(asks);
            if (build())
                checkPacket();
        }
        return std::move(m_found);
    }

private:
    void warn(Code code, bool stops, std::string text) { m_found.warnings.push_back({code, stops, std::move(text)}); }

    bool findWay()
    {
        PortSet none(m_network, sendingOnly());
        SendPlan plan(m_protocols, m_network, none, m_options, m_stop);
        const auto way = plan.wayOf(m_packet);
        if (!way) {
            warnOf(way.error());
            return false;
        }
        m_names = plan.names();
        m_found.interface = way->interface;
        m_found.destination = way->destination.value_or(Buffer());
        return true;
    }

    void warnOf(const Error& error)
    {
        switch (error.code) {
        case Errc::NoSuchHost: return warn(Code::NoSuchHost, true, fmt::format("no address is known for the name '{}'", error.detail));
        case Errc::NoRoute: return warn(Code::NoRoute, true, fmt::format("no route to {}", error.detail));
        case Errc::NoSuchDevice: return warn(Code::NoSuchDevice, true, fmt::format("there is no interface '{}'", error.detail));
        case Errc::NotPermitted: return warn(Code::NotPermitted, true, fmt::format("not allowed to send packets on {}", error.detail));
        case Errc::TimedOut: return warn(Code::NoNeighbour, true, fmt::format("nobody answers for {}", error.detail));
        default: return warn(Code::Unsupported, true, error.detail);
        }
    }

    void checkInterface()
    {
        const auto all = m_network.interfaces();
        const auto info = std::ranges::find(all, m_found.interface, &InterfaceInfo::name);
        if (info == all.end())
            return warnOf({Errc::NoSuchDevice, 0, m_found.interface});
        m_interface = *info;
        m_found.mtu = info->mtu;
        for (const InterfaceInfo& one : all)
            for (const auto& own : one.addresses)
                m_own.push_back(own.address);
        if (!info->up)
            warn(Code::InterfaceDown, true, fmt::format("{} is down", info->name));
        if (const auto port = m_network.open(m_found.interface, sendingOnly()); !port && port.error().code != Errc::NoSuchDevice)
            warnOf(port.error());
        else if (port)
            m_linkType = (*port)->linkType();
    }

    void findNextHop(bool asks)
    {
        if (m_found.destination.empty())
            return;
        const auto route = m_network.route(m_found.destination, m_options.interface);
        if (!route) {
            if (m_options.layer == SendLayer::Network)
                warnOf(route.error());
            return;
        }
        m_found.mtu = route->mtu > 0 ? route->mtu : m_found.mtu;
        m_found.isLocal = route->local;
        m_found.isGateway = route->gateway.has_value();
        m_found.nextHop = route->gateway.value_or(m_found.destination);
        const NetworkEnvironment environment(m_network, m_options.interface);
        m_found.mac = environment.nextHopMac(m_found.destination);
        if (m_found.mac || !m_interface.mac || !takesNextHop())
            return;
        if (!asks)
            return warn(Code::NotAsked, false, fmt::format("the link address of {} is not known yet and will be asked for", addressText(m_found.nextHop)));
        const auto found = m_network.askNeighbours(std::span(&m_found.nextHop, 1), m_found.interface, nextHopTimeout, m_stop);
        if (found && found->front())
            m_found.mac = found->front();
        else
            warn(Code::NoNeighbour, true, fmt::format("nobody answers for {} on {}", addressText(m_found.nextHop), m_found.interface));
    }

    /// Whether a link address is filled in at all, or was given.
    bool takesNextHop() const
    {
        if (m_options.layer == SendLayer::Network)
            return true;
        const Layer& first = m_packet.layers.front();
        const auto& fields = m_protocols[first.protocol].fields;
        for (std::size_t i = 0; i < fields.size() && i < first.fields.size(); ++i)
            if (fields[i].env == EnvSource::NextHopMac && first.fields[i].state == SlotState::Auto)
                return true;
        return false;
    }

    /// False if it cannot stand where it is to be sent.
    bool build()
    {
        if (m_packet.layers.empty())
            return false;
        NetworkEnvironment environment(m_network, m_options.interface);
        environment.setFallbackInterface(m_found.interface);
        for (const auto& [name, address] : m_names)
            environment.setResolved(name, address);
        const ProtocolId root = m_protocols.rootFor(m_linkType);
        const ProtocolId first = m_packet.layers.front().protocol;
        const bool isFrame = root == first;
        if (m_options.layer == SendLayer::Network && !isFrame && root != noProtocol && m_protocols.binding(root, first) == nullptr
            && m_linkType != link_type::Raw) {
            warn(Code::Unsupported, true, fmt::format("{} cannot stand first on {}", m_protocols[first].name, m_found.interface));
            return false;
        }
        m_layout = fw::build(m_protocols, m_packet, environment);
        // VLAN tags count for the link layer.
        std::size_t start = 0;
        for (std::size_t i = isFrame ? 1 : 0; i < m_packet.layers.size(); ++i) {
            const auto& layer = m_layout.nodes[static_cast<std::size_t>(m_layout.layerNode(i))];
            start = layer.bitOffset / 8;
            if (!isFrame || m_protocols[m_packet.layers[i].protocol].name.find("Dot1") == std::string::npos)
                break;
        }
        m_found.size = m_layout.bytes.size() - start;
        m_firstType = isFrame ? m_linkType : m_protocols[first].linkTypes.empty() ? m_linkType : m_protocols[first].linkTypes.front();
        return true;
    }

    void checkPacket()
    {
        const PacketFields fields(m_protocols, m_layout.bytes, m_firstType);
        const bool isSix = fields.has("IPv6") && !fields.has("IP");
        m_found.source = fields.bytes(isSix ? "IPv6" : "IP", "src");
        checkLength(fields, isSix);
        const bool isOwn = std::ranges::find(m_own, m_found.source) != m_own.end();
        if (!m_found.source.empty() && !isOwn)
            warn(Code::ForeignSource, false, fmt::format("the source {} is no address of this machine: answers go there", addressText(m_found.source)));
        constexpr std::int64_t syn = 0x02;
        if (isOwn && !m_network.isPractice() && (fields.number("TCP", "flags").value_or(0) & syn) != 0)
            warn(Code::KernelResets, false,
                fmt::format("your kernel will answer with RST: it knows nothing of this connection and ends it when the SYN/ACK comes. To keep it from that: "
                            "{} -A OUTPUT -p tcp --tcp-flags RST RST -s {} -j DROP", isSix ? "ip6tables" : "iptables", addressText(m_found.source)));
    }

    void checkLength(const PacketFields& fields, bool isSix)
    {
        const auto mtu = static_cast<std::size_t>(std::max(m_found.mtu, 0));
        if (mtu == 0 || m_found.size <= mtu)
            return;
        const bool isFour = fields.has("IP");
        const std::size_t header = isSix ? 40 : static_cast<std::size_t>(fields.number("IP", "ihl").value_or(5)) * 4;
        constexpr std::int64_t dontFragment = 0x02;
        const bool mayCut = isSix || (isFour && (fields.number("IP", "flags").value_or(0) & dontFragment) == 0);
        m_found.fragments = mayCut && m_found.size > header ? fragmentCount(isSix ? header + fragmentHeader6 : header, m_found.size - header, mtu) : 0;
        const std::string what = m_found.fragments > 0 ? fmt::format("it would fit as {} fragments, which are not made unless you make them", m_found.fragments)
            : isFour ? std::string("DF forbids to cut it") : std::string("it cannot be cut");
        warn(Code::TooLong, true, fmt::format("{} bytes are more than the {} that {} carries: it will be refused; {}", m_found.size, mtu, m_found.interface, what));
    }

    const Protocols& m_protocols;
    Network& m_network;
    const SendOptions& m_options;
    const std::stop_token& m_stop;
    const Draft m_packet;
    Preflight m_found;
    InterfaceInfo m_interface;
    std::uint32_t m_linkType = link_type::Ethernet;
    std::uint32_t m_firstType = link_type::Ethernet; ///< What the packet begins with.
    std::vector<std::pair<std::string, Buffer>> m_names;
    std::vector<Buffer> m_own; ///< Addresses of this machine.
    Layout m_layout;
};

} // namespace

bool Preflight::goesOut() const
{
    return std::ranges::none_of(warnings, &Warning::stops);
}

Preflight preflight(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options, bool asks, const std::stop_token& stop)
{
    return Flight(protocols, network, draft, options, stop).run(asks);
}

std::string_view name(Preflight::Warning::Code code)
{
    constexpr std::array names{"no-such-host", "no-route", "no-such-device", "interface-down", "not-permitted", "unsupported",
        "no-neighbour", "not-asked", "too-long", "foreign-source", "kernel-resets"};
    return names[static_cast<std::size_t>(code)];
}

} // namespace fw
