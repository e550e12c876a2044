#include "engine/net/netlink.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <netlink/route/neighbour.h>

#include <algorithm>
#include <cstring>

namespace fw::netlink {
namespace {

template <class T, void (*release)(T*)>
struct Releaser {
    void operator()(T* object) const { release(object); }
};
using Socket = std::unique_ptr<nl_sock, Releaser<nl_sock, nl_socket_free>>;
using Cache = std::unique_ptr<nl_cache, Releaser<nl_cache, nl_cache_free>>;
using Message = std::unique_ptr<nl_msg, Releaser<nl_msg, nlmsg_free>>;
using Address = std::unique_ptr<nl_addr, Releaser<nl_addr, nl_addr_put>>;
using Link = std::unique_ptr<rtnl_link, Releaser<rtnl_link, rtnl_link_put>>;
using Neighbour = std::unique_ptr<rtnl_neigh, Releaser<rtnl_neigh, rtnl_neigh_put>>;

Socket connect()
{
    Socket socket(nl_socket_alloc());
    if (socket && nl_connect(socket.get(), NETLINK_ROUTE) < 0)
        socket.reset();
    return socket;
}

int familyOf(Bytes address) { return address.size() == 16 ? AF_INET6 : AF_INET; }

bool isIpAddress(Bytes address) { return address.size() == 4 || address.size() == 16; }

Buffer bytesOf(nl_addr* address)
{
    const auto* data = static_cast<const std::uint8_t*>(nl_addr_get_binary_addr(address));
    return {data, data + nl_addr_get_len(address)};
}

std::optional<MacAddress> macOf(nl_addr* address)
{
    if (address == nullptr || nl_addr_get_len(address) != 6)
        return std::nullopt;
    MacAddress mac{};
    std::memcpy(mac.data(), nl_addr_get_binary_addr(address), mac.size());
    return mac;
}

/// What libpcap will deliver on a device of this ARPHRD type.
std::uint32_t linkTypeOf(unsigned hardware)
{
    switch (hardware) {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK:
        return link_type::Ethernet;
    case ARPHRD_NONE:
    case ARPHRD_PPP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE:
        return link_type::Raw;
    case ARPHRD_IEEE80211:
        return link_type::Ieee80211;
    case ARPHRD_IEEE80211_RADIOTAP:
        return link_type::Radiotap;
    default:
        return link_type::LinuxCooked;
    }
}

InterfaceInfo describe(rtnl_link* link)
{
    InterfaceInfo info;
    info.name = rtnl_link_get_name(link);
    info.index = rtnl_link_get_ifindex(link);
    info.mac = macOf(rtnl_link_get_addr(link));
    info.mtu = static_cast<int>(rtnl_link_get_mtu(link));
    info.linkType = linkTypeOf(rtnl_link_get_arptype(link));
    const unsigned flags = rtnl_link_get_flags(link);
    info.up = (flags & IFF_UP) != 0;
    info.loopback = (flags & IFF_LOOPBACK) != 0;
    const char* alias = rtnl_link_get_ifalias(link);
    const char* kind = rtnl_link_get_type(link);
    info.description = alias != nullptr ? alias : kind != nullptr ? kind : "";
    return info;
}

template <class T>
std::vector<T*> objects(nl_cache* cache)
{
    std::vector<T*> all;
    for (nl_object* object = nl_cache_get_first(cache); object != nullptr; object = nl_cache_get_next(object))
        all.push_back(reinterpret_cast<T*>(object)); // libnl's own way: its types begin with nl_object.
    return all;
}

void addAddresses(nl_sock* socket, std::vector<InterfaceInfo>& interfaces)
{
    nl_cache* raw = nullptr;
    if (rtnl_addr_alloc_cache(socket, &raw) < 0)
        return;
    const Cache cache(raw);
    for (rtnl_addr* entry : objects<rtnl_addr>(raw)) {
        nl_addr* local = rtnl_addr_get_local(entry);
        const auto owner = std::ranges::find(interfaces, rtnl_addr_get_ifindex(entry), &InterfaceInfo::index);
        if (local != nullptr && owner != interfaces.end())
            owner->addresses.push_back({bytesOf(local), rtnl_addr_get_prefixlen(entry)});
    }
}

/// What `ip route get` asks.
Message routeRequest(Bytes destination, int interfaceIndex)
{
    Message message(nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_REQUEST));
    rtmsg header{};
    header.rtm_family = static_cast<unsigned char>(familyOf(destination));
    header.rtm_dst_len = static_cast<unsigned char>(destination.size() * 8);
    if (!message || nlmsg_append(message.get(), &header, sizeof header, NLMSG_ALIGNTO) < 0
        || nla_put(message.get(), RTA_DST, static_cast<int>(destination.size()), destination.data()) < 0)
        return {};
    if (interfaceIndex != 0 && nla_put_u32(message.get(), RTA_OIF, static_cast<std::uint32_t>(interfaceIndex)) < 0)
        return {};
    return message;
}

std::string interfaceName(std::uint32_t index)
{
    char name[IF_NAMESIZE] = {};
    return if_indextoname(index, name) != nullptr ? name : "";
}

Buffer attributeBytes(nlattr* attribute)
{
    const auto* data = static_cast<const std::uint8_t*>(nla_data(attribute));
    return {data, data + nla_len(attribute)};
}

/// The gateway may be of another family: RTA_VIA carries the family in two bytes before the address.
std::optional<Buffer> gatewayOf(nlattr* const* attributes)
{
    if (attributes[RTA_GATEWAY] != nullptr)
        return attributeBytes(attributes[RTA_GATEWAY]);
    if (attributes[RTA_VIA] != nullptr && nla_len(attributes[RTA_VIA]) > 2) {
        const Buffer via = attributeBytes(attributes[RTA_VIA]);
        return Buffer(via.begin() + 2, via.end());
    }
    return std::nullopt;
}

int mtuOf(nlattr* metrics)
{
    if (metrics == nullptr)
        return 0;
    nlattr* mtu = nla_find(static_cast<nlattr*>(nla_data(metrics)), nla_len(metrics), RTAX_MTU);
    return mtu != nullptr && nla_len(mtu) >= 4 ? static_cast<int>(nla_get_u32(mtu)) : 0;
}

int takeRoute(nl_msg* message, void* out)
{
    const nlmsghdr* header = nlmsg_hdr(message);
    nlattr* attributes[RTA_MAX + 1] = {};
    if (header->nlmsg_type != RTM_NEWROUTE
        || nlmsg_parse(const_cast<nlmsghdr*>(header), sizeof(rtmsg), attributes, RTA_MAX, nullptr) < 0)
        return NL_SKIP;
    Route& route = *static_cast<Route*>(out);
    const auto* info = static_cast<const rtmsg*>(nlmsg_data(header));
    if (info->rtm_type == RTN_UNREACHABLE || info->rtm_type == RTN_BLACKHOLE || info->rtm_type == RTN_PROHIBIT)
        return NL_OK; // IPv6 reports these as routes.
    if (attributes[RTA_OIF] != nullptr)
        route.interface = interfaceName(nla_get_u32(attributes[RTA_OIF]));
    if (attributes[RTA_PREFSRC] != nullptr)
        route.source = attributeBytes(attributes[RTA_PREFSRC]);
    route.gateway = gatewayOf(attributes);
    route.local = info->rtm_type == RTN_LOCAL;
    route.broadcast = info->rtm_type == RTN_BROADCAST;
    route.mtu = mtuOf(attributes[RTA_METRICS]);
    return NL_OK;
}

/// Nothing where the kernel says no.
std::optional<Route> askRoute(nl_sock* socket, nl_msg* request)
{
    Route route;
    nl_socket_disable_seq_check(socket);
    nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, takeRoute, &route);
    if (nl_send_auto(socket, request) < 0 || nl_recvmsgs_default(socket) < 0 || route.interface.empty())
        return std::nullopt;
    return route;
}

/// On an interface without addresses the kernel names no source, and an MTU only where the route has its own.
void completeRoute(nl_sock* socket, Route& route, std::size_t addressSize)
{
    if (route.source.empty())
        route.source.assign(addressSize, 0);
    rtnl_link* raw = nullptr;
    if (route.mtu != 0 || rtnl_link_get_kernel(socket, 0, route.interface.c_str(), &raw) < 0)
        return;
    const Link link(raw);
    route.mtu = static_cast<int>(rtnl_link_get_mtu(raw));
}

} // namespace

std::vector<InterfaceInfo> interfaces()
{
    std::vector<InterfaceInfo> result;
    const Socket socket = connect();
    nl_cache* raw = nullptr;
    if (!socket || rtnl_link_alloc_cache(socket.get(), AF_UNSPEC, &raw) < 0)
        return result;
    const Cache cache(raw);
    for (rtnl_link* link : objects<rtnl_link>(raw))
        result.push_back(describe(link));
    std::ranges::sort(result, {}, &InterfaceInfo::index);
    addAddresses(socket.get(), result);
    return result;
}

Result<Route> route(Bytes destination, const std::string& interface)
{
    const auto noRoute = [&] { return fail(Errc::NoRoute, 0, addressText(destination)); };
    if (!isIpAddress(destination))
        return noRoute();
    const unsigned index = interface.empty() ? 0 : if_nametoindex(interface.c_str());
    if (!interface.empty() && index == 0)
        return fail(Errc::NoSuchDevice, 0, interface);
    const Socket socket = connect();
    const Message request = routeRequest(destination, static_cast<int>(index));
    if (!socket || !request)
        return fail(Errc::Io, 0, "netlink");
    auto found = askRoute(socket.get(), request.get());
    if (!found)
        return noRoute();
    completeRoute(connect().get(), *found, destination.size());
    return *found;
}

std::optional<MacAddress> neighbour(Bytes address, const std::string& interface)
{
    const int index = static_cast<int>(if_nametoindex(interface.c_str()));
    const Socket socket = connect();
    nl_cache* raw = nullptr;
    if (index == 0 || !isIpAddress(address) || !socket || rtnl_neigh_alloc_cache(socket.get(), &raw) < 0)
        return std::nullopt;
    const Cache cache(raw);
    const Address wanted(nl_addr_build(familyOf(address), const_cast<std::uint8_t*>(address.data()), address.size()));
    const Neighbour entry(rtnl_neigh_get(raw, index, wanted.get()));
    const int usable = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT;
    if (!entry || (rtnl_neigh_get_state(entry.get()) & usable) == 0)
        return std::nullopt;
    return macOf(rtnl_neigh_get_lladdr(entry.get()));
}

} // namespace fw::netlink
