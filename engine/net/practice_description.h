/// The practice network as its file describes it.
#pragma once

#include "engine/net/network.h"

#include <map>
#include <string_view>

namespace fw::practice {

using Latency = std::chrono::nanoseconds;

struct Router {
    std::vector<Buffer> addresses; ///< IPv4; several: load balancing
    std::optional<Buffer> address6;
    Latency latency{};
    bool shortQuotes = false;
    bool silent = false;
};
using Path = std::vector<Router>;

struct Ports {
    std::vector<std::uint16_t> open;
    bool closedIsSilent = false;
};

enum class IdRule : std::uint8_t { Counter, Random, Zero, Echo };

struct Host {
    std::vector<std::string> names;
    std::vector<Buffer> addresses;
    std::optional<MacAddress> mac; ///< On the link. Otherwise it lies behind `path`.
    std::string path = "main";
    std::size_t hops = SIZE_MAX; ///< How many routers of the path lie before it; more than there are: all.
    Latency latency{};
    bool dns = false;
    Ports tcp;
    Ports udp;
    IdRule idRule = IdRule::Counter;
    double loss = 0;
    int firstTtl = 64;
};

/// A frame that comes by itself.
struct Announcement {
    Latency after{};
    Latency every{};
    Buffer bytes;
};

struct Description {
    InterfaceInfo interface;
    MacAddress gatewayMac{};
    std::map<int, Buffer> gateways; ///< By family: 4 and 6
    std::map<std::string, Path> paths;
    std::vector<Host> hosts; ///< The first is this host itself, with its addresses and those of the loopback.
    std::map<std::string, std::vector<Buffer>> names;
    std::vector<Announcement> announcements;

    [[nodiscard]] const Host* hostAt(Bytes address) const;
    [[nodiscard]] bool isOwn(Bytes address) const;
    [[nodiscard]] bool isOnLink(Bytes address) const;
    [[nodiscard]] bool isBroadcast(Bytes address) const;
    [[nodiscard]] const Path& path(const std::string& name) const;
};

/// Syntax (detail, line) if the text is not such a description.
[[nodiscard]] Result<Description> load(std::string_view text);

} // namespace fw::practice
