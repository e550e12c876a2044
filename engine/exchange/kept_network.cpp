#include "engine/exchange/kept_network.h"

namespace fw {

/// Hands everything on to the port that stays open.
class KeptNetwork::Lent final : public PacketPort {
public:
    explicit Lent(std::shared_ptr<PacketPort> port) : m_port(std::move(port)), m_before(m_port->statistics()) {}

    const std::string& interfaceName() const override { return m_port->interfaceName(); }
    std::uint32_t linkType() const override { return m_port->linkType(); }
    bool isPractice() const override { return m_port->isPractice(); }
    Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop) override { return m_port->send(frames, stop); }
    Result<void> receive(std::vector<CapturedPacket>& packets, std::chrono::milliseconds wait) override { return m_port->receive(packets, wait); }
    PortStatistics statistics() const override
    {
        const PortStatistics now = m_port->statistics();
        return {now.received - m_before.received, now.droppedByKernel - m_before.droppedByKernel, now.droppedByInterface - m_before.droppedByInterface};
    }

private:
    std::shared_ptr<PacketPort> m_port;
    PortStatistics m_before;
};

Result<std::vector<Buffer>> KeptNetwork::lookUp(const std::string& name, int family, std::stop_token stop)
{
    const auto known = m_names.find({name, family});
    if (known != m_names.end())
        return known->second;
    auto found = m_network.lookUp(name, family, std::move(stop));
    if (found)
        m_names[{name, family}] = *found;
    return found;
}

Result<std::unique_ptr<PacketPort>> KeptNetwork::open(const std::string& interface, const PortOptions& options)
{
    std::shared_ptr<PacketPort>& port = m_ports[{interface, options.filter, options.snapLength, options.batched, options.receives}];
    if (port == nullptr || port.use_count() > 1) {
        auto opened = m_network.open(interface, options);
        if (!opened)
            return std::unexpected(opened.error());
        port = std::move(*opened);
    }
    return std::make_unique<Lent>(port);
}

} // namespace fw
