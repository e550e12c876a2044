#include "engine/net/practice_journey.h"

#include <algorithm>

namespace fw::practice {
namespace {

/// FNV-1a over what load balancers look at: addresses, protocol, and the first four bytes above (ports).
std::uint32_t flowHash(const Request& request)
{
    std::uint32_t hash = 2166136261U;
    const auto mix = [&](Bytes bytes) {
        for (const std::uint8_t byte : bytes)
            hash = (hash ^ byte) * 16777619U;
    };
    mix(request.packet.subspan(request.six ? 8 : 12, request.six ? 32 : 8));
    mix(request.packet.subspan(request.six ? 6 : 9, 1));
    mix(request.upper().first(std::min<std::size_t>(4, request.upper().size())));
    return hash;
}

/// Each balancer decides anew: the finisher of MurmurHash3.
std::size_t choice(std::uint32_t flow, std::size_t stage, std::size_t ways)
{
    std::uint32_t hash = flow + static_cast<std::uint32_t>(stage) * 0x9e3779b9U;
    hash = (hash ^ hash >> 16U) * 0x85ebca6bU;
    hash = (hash ^ hash >> 13U) * 0xc2b2ae35U;
    return (hash ^ hash >> 16U) % ways;
}

/// The routers before the host, or before the end of the path if there is no host.
std::vector<const Router*> routersTo(const Description& description, const Request& request, const Host* host)
{
    const Path& path = description.path(host != nullptr ? host->path : "main");
    const std::uint32_t flow = flowHash(request);
    std::vector<const Router*> way;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool isLast = host != nullptr && host->place && host->place->stage == i;
        const Branch& branch = path[i].branches[isLast ? host->place->branch : choice(flow, i, path[i].branches.size())];
        for (std::size_t at = 0; at < branch.size(); ++at) {
            if (isLast && at == host->place->router)
                return way;
            way.push_back(&branch[at]);
        }
    }
    return way;
}

/// There and back again over a link.
void cross(const Link& link, Dice& dice, Reached& reached)
{
    reached.delay += link.latency * 2 + dice.below(link.jitter) + dice.below(link.jitter);
    reached.lost = dice.happens(link.loss) || reached.lost;
    reached.lost = dice.happens(link.loss) || reached.lost;
}

} // namespace

std::optional<Request> requestIn(const PacketFields& fields, Bytes frame)
{
    const bool six = fields.has("IPv6");
    if (!six && !fields.has("IP"))
        return std::nullopt;
    const char* network = six ? "IPv6" : "IP";
    const Bytes rest = frame.subspan(std::min(fields.offsetOf(network), frame.size()));
    const auto length = six ? fields.number(network, "plen").value_or(0) + 40 : fields.number(network, "len").value_or(0);
    const std::size_t header = six ? 40 : static_cast<std::size_t>(fields.number(network, "ihl").value_or(0)) * 4;
    const std::size_t size = std::min(rest.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, length)));
    if (header < 20 || size < header)
        return std::nullopt;
    return Request{fields, six, fields.bytes(network, "src"), fields.bytes(network, "dst"), fields.bytes("Ether", "src"), rest.first(size),
                   header, static_cast<int>(fields.number(network, six ? "hlim" : "ttl").value_or(0))};
}

Reached travel(const Description& description, const Request& request, Dice& dice)
{
    Reached reached;
    const Host* host = description.hostAt(request.destination);
    const Buffer linkDestination = request.fields.bytes("Ether", "dst");
    if (host != nullptr && host->mac) {
        // Straight to the host, or not at all: it takes only what is meant for it.
        if (std::ranges::equal(linkDestination, *host->mac)) {
            reached.host = host;
            cross(host->link, dice, reached);
        }
        return reached;
    }
    if (!std::ranges::equal(linkDestination, description.gatewayMac))
        return reached;
    for (const Router* router : routersTo(description, request, host)) {
        cross(router->link, dice, reached);
        if (request.ttl <= reached.hops + 1) {
            reached.router = router;
            return reached;
        }
        ++reached.hops;
    }
    reached.host = host;
    if (host != nullptr)
        cross(host->link, dice, reached);
    return reached;
}

} // namespace fw::practice
