#include "engine/exchange/send_plan.h"

#include "engine/exchange/host_names.h"

#include <algorithm>

namespace fw {

using namespace std::chrono_literals;

struct SendPlan::Prepared {
    Draft draft;
    std::optional<Buffer> destination;
    std::string interface;
    PacketPort* port = nullptr;
    std::size_t firstLayer = 0;
};

namespace {

/// The next hop answers within this or not at all.
constexpr auto nextHopTimeout = 1500ms;

bool isAddress(const Value& value)
{
    const Buffer* bytes = value.bytes();
    return bytes != nullptr && (bytes->size() == 4 || bytes->size() == 16)
        && std::ranges::any_of(*bytes, [](std::uint8_t byte) { return byte != 0; });
}

/// Takes its own address from the environment: the other address in it is where it goes.
bool isSourceField(const FieldDesc& field)
{
    return field.env == EnvSource::SourceIp || field.env == EnvSource::SourceIp6 || field.env == EnvSource::InterfaceIp;
}

bool isLinkless(std::uint32_t linkType)
{
    return linkType == link_type::Raw || linkType == link_type::Ipv4 || linkType == link_type::Ipv6;
}

bool needsNextHop(const Protocols& protocols, const Layer& layer)
{
    const auto& fields = protocols[layer.protocol].fields;
    for (std::size_t i = 0; i < fields.size() && i < layer.fields.size(); ++i)
        if (fields[i].env == EnvSource::NextHopMac && layer.fields[i].state == SlotState::Auto)
            return true;
    return false;
}

/// A packet that was sent keeps the values it was sent with, wherever it is looked at later.
void fillIn(Draft& draft, const Layout& layout)
{
    for (const LayoutNode& node : layout.nodes) {
        if (node.what != LayoutNode::What::Field || node.layer >= draft.layers.size())
            continue;
        Layer& layer = draft.layers[node.layer];
        const bool isTop = layout.nodes[static_cast<std::size_t>(node.parent)].what == LayoutNode::What::Layer;
        if (!isTop || node.field >= layer.fields.size())
            continue;
        Slot& slot = layer.fields[node.field];
        const bool isName = slot.value.hostName() != nullptr;
        if (!node.value.isNone() && (isName || (slot.state == SlotState::Auto && node.origin == Origin::Environment)))
            slot = {SlotState::Explicit, node.value};
    }
}

} // namespace

Result<PacketPort*> PortSet::port(const std::string& interface)
{
    if (const auto known = m_ports.find(interface); known != m_ports.end())
        return known->second.get();
    auto opened = m_network.open(interface, m_options);
    if (!opened)
        return std::unexpected(opened.error());
    PacketPort* port = opened->get();
    m_ports.emplace(interface, std::move(*opened));
    if (m_opened)
        m_opened(*port);
    return port;
}

std::uint64_t PortSet::dropped() const
{
    std::uint64_t all = 0;
    for (const auto& [interface, port] : m_ports)
        all += port->statistics().droppedByKernel;
    return all;
}

Result<std::vector<Outgoing>> SendPlan::prepare(std::vector<Draft> packets)
{
    if (auto known = lookUpNames(packets); !known)
        return std::unexpected(known.error());
    std::vector<Prepared> prepared;
    for (Draft& draft : packets) {
        prepared.push_back({std::move(draft), std::nullopt, {}, nullptr, 0});
        if (auto placed = place(prepared.back()); !placed)
            return std::unexpected(placed.error());
    }
    if (auto asked = askNextHops(prepared); !asked)
        return std::unexpected(asked.error());
    std::vector<Outgoing> ready;
    for (Prepared& packet : prepared)
        ready.push_back(finish(std::move(packet)));
    return ready;
}

Result<SendPlan::Way> SendPlan::wayOf(const Draft& packet)
{
    if (auto known = lookUpNames({packet}); !known)
        return std::unexpected(known.error());
    const Prepared prepared{packet, destinationOf(packet), {}, nullptr, 0};
    auto interface = interfaceFor(prepared);
    if (!interface)
        return std::unexpected(interface.error());
    return Way{prepared.destination, std::move(*interface)};
}

Result<void> SendPlan::lookUpNames(const std::vector<Draft>& packets)
{
    for (const NameWanted& wanted : hostNames(m_protocols, packets)) {
        const std::size_t size = wanted.family == 6 ? 16 : 4;
        if (std::ranges::any_of(m_names, [&](const auto& known) { return known.first == wanted.name && known.second.size() == size; }))
            continue;
        auto found = m_network.lookUp(wanted.name, wanted.family, m_stop);
        if (!found)
            return std::unexpected(found.error());
        m_names.emplace_back(wanted.name, found->front());
        for (const auto& [interface, known] : m_environments)
            known->setResolved(wanted.name, found->front());
    }
    return {};
}

NetworkEnvironment& SendPlan::environment(const std::string& interface)
{
    auto& entry = m_environments[interface];
    if (!entry) {
        entry = std::make_unique<NetworkEnvironment>(m_network, m_options.interface);
        entry->setFallbackInterface(interface);
        for (const auto& [name, address] : m_names)
            entry->setResolved(name, address);
    }
    return *entry;
}

Result<void> SendPlan::place(Prepared& packet)
{
    packet.destination = destinationOf(packet.draft);
    auto interface = interfaceFor(packet);
    if (!interface)
        return std::unexpected(interface.error());
    packet.interface = std::move(*interface);
    auto port = m_ports.port(packet.interface);
    if (!port)
        return std::unexpected(port.error());
    packet.port = *port;
    return m_options.layer == SendLayer::Network ? addLinkLayer(packet) : Result<void>{};
}

Result<std::string> SendPlan::interfaceFor(const Prepared& packet)
{
    if (!m_options.interface.empty())
        return m_options.interface;
    if (packet.destination) {
        if (const auto route = environment({}).routeTo(*packet.destination))
            return route->interface;
        if (m_options.layer == SendLayer::Network)
            return fail(Errc::NoRoute, 0, addressText(*packet.destination));
    }
    std::string interface = defaultInterface(m_network);
    if (interface.empty())
        return fail(Errc::NoSuchDevice);
    return interface;
}

Result<void> SendPlan::addLinkLayer(Prepared& packet)
{
    if (packet.draft.layers.empty())
        return {};
    const std::uint32_t linkType = packet.port->linkType();
    const ProtocolId root = m_protocols.rootFor(linkType);
    const ProtocolId first = packet.draft.layers.front().protocol;
    if (root == first || isLinkless(linkType))
        return {};
    if (root == noProtocol || m_protocols.binding(root, first) == nullptr)
        return fail(Errc::Unsupported, 0, m_protocols[first].name);
    packet.draft.layers.insert(packet.draft.layers.begin(), makeLayer(m_protocols, root));
    packet.firstLayer = 1;
    return {};
}

std::optional<Buffer> SendPlan::destinationOf(const Draft& draft)
{
    for (std::size_t i = 0; i < draft.layers.size(); ++i)
        if (std::ranges::any_of(m_protocols[draft.layers[i].protocol].fields, isSourceField))
            if (auto found = destinationIn(draft, i))
                return found;
    return std::nullopt;
}

/// The first address in the layer that is not its own.
std::optional<Buffer> SendPlan::destinationIn(const Draft& draft, std::size_t layer)
{
    const NetworkEnvironment& names = environment({});
    const std::vector<Resolved> values = resolve(m_protocols, draft, layer, names);
    const auto& fields = m_protocols[draft.layers[layer].protocol].fields;
    for (std::size_t i = 0; i < fields.size() && i < values.size(); ++i) {
        const Kind kind = m_protocols.type(fields[i].type).kind;
        if (isSourceField(fields[i]) || (kind != Kind::Ipv4 && kind != Kind::Ipv6 && kind != Kind::Switch))
            continue;
        if (const HostName* name = values[i].value.hostName())
            return names.resolve(name->text, kind == Kind::Ipv6 ? 16 : 4);
        if (isAddress(values[i].value))
            return *values[i].value.bytes();
    }
    return std::nullopt;
}

Result<void> SendPlan::askNextHops(std::vector<Prepared>& packets)
{
    std::map<std::string, std::vector<Buffer>> unknown;
    for (const Prepared& packet : packets) {
        if (!packet.destination || packet.draft.layers.empty() || !needsNextHop(m_protocols, packet.draft.layers.front()))
            continue;
        NetworkEnvironment& environ = environment(packet.interface);
        const auto route = environ.routeTo(*packet.destination);
        const bool isKnown = environ.nextHopMac(*packet.destination).has_value();
        m_anyHopKnown = m_anyHopKnown || isKnown;
        if (!route || isKnown)
            continue;
        auto& hops = unknown[packet.interface];
        if (Buffer hop = route->gateway.value_or(*packet.destination); std::ranges::find(hops, hop) == hops.end())
            hops.push_back(std::move(hop));
    }
    for (const auto& [interface, hops] : unknown) {
        const auto found = m_network.askNeighbours(hops, interface, nextHopTimeout, m_stop);
        if (!found && found.error().code == Errc::Unsupported)
            continue; // No link addresses there: nothing to fill in.
        if (!found)
            return std::unexpected(found.error());
        m_anyHopKnown = m_anyHopKnown || std::ranges::any_of(*found, [](const auto& mac) { return mac.has_value(); });
        if (!m_anyHopKnown && hops.size() == 1)
            return fail(Errc::TimedOut, 0, addressText(hops.front())); // All would go to nobody.
    }
    return {};
}

Outgoing SendPlan::finish(Prepared packet)
{
    Layout layout = build(m_protocols, packet.draft, environment(packet.interface));
    fillIn(packet.draft, layout);
    return {packet.port, packet.firstLayer, std::move(packet.draft), std::move(layout)};
}

} // namespace fw
