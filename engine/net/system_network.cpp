#include "engine/net/frame_sender.h"
#include "engine/net/name_lookup.h"
#include "engine/net/neighbour_query.h"
#include "engine/net/netlink.h"
#include "engine/net/pcap_port.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace fw {
namespace {

using Clock = std::chrono::steady_clock;

class SystemNetwork : public Network {
public:
    bool isPractice() const override { return false; }
    std::vector<InterfaceInfo> interfaces() const override { return netlink::interfaces(); }

    Result<Route> route(Bytes destination, const std::string& interface) const override
    {
        return netlink::route(destination, interface);
    }

    std::optional<MacAddress> neighbour(Bytes address, const std::string& interface) const override
    {
        if (const auto mac = learned(address, interface))
            return mac;
        return netlink::neighbour(address, interface);
    }

    Result<std::vector<std::optional<MacAddress>>> askNeighbours(std::span<const Buffer> addresses, const std::string& interface,
                                                                 std::chrono::milliseconds timeout, std::stop_token stop) override
    {
        auto found = queryNeighbours(*this, addresses, interface, timeout, std::move(stop));
        const std::scoped_lock lock(m_mutex);
        for (std::size_t i = 0; found && i < addresses.size(); ++i)
            if ((*found)[i])
                m_learned[{interface, addresses[i]}] = {*(*found)[i], Clock::now()};
        return found;
    }

    Result<std::vector<Buffer>> lookUp(const std::string& name, int family, std::stop_token stop) override
    {
        return lookUpName(name, family, stop);
    }

    Result<std::unique_ptr<PacketPort>> open(const std::string& interface, const PortOptions& options) override
    {
        if (options.receives)
            return openPcapPort(interface, options);
        const auto all = interfaces();
        const auto info = std::ranges::find(all, interface, &InterfaceInfo::name);
        if (info == all.end())
            return fail(Errc::NoSuchDevice, 0, interface);
        return openSendPort(interface, info->linkType);
    }

private:
    struct Learned {
        MacAddress mac;
        Clock::time_point when;
    };

    /// The kernel's table does not take up answers to questions that it has not asked itself.
    std::optional<MacAddress> learned(Bytes address, const std::string& interface) const
    {
        constexpr std::chrono::seconds lifetime(120);
        const std::scoped_lock lock(m_mutex);
        const auto found = m_learned.find({interface, toBuffer(address)});
        if (found == m_learned.end() || Clock::now() - found->second.when > lifetime)
            return std::nullopt;
        return found->second.mac;
    }

    mutable std::mutex m_mutex;
    std::map<std::pair<std::string, Buffer>, Learned> m_learned;
};

} // namespace

std::unique_ptr<Network> systemNetwork()
{
    return std::make_unique<SystemNetwork>();
}

} // namespace fw
