/// The practice network as its file describes it.
#pragma once

#include "engine/net/network.h"

#include <map>
#include <string_view>

namespace fw::practice {

using Latency = std::chrono::nanoseconds;

/// What a link does to each packet that crosses it, either way.
struct Link {
    Latency latency{}; ///< One way.
    Latency jitter{};  ///< Up to so much more, at random.
    double loss = 0;   ///< Share of packets lost.
};

/// How many ICMP errors somebody sends: `burst` at once, and `perSecond` more in each second.
struct ErrorLimit {
    double perSecond = 0;
    double burst = 1;
};

/// RFC 3032 section 2.1.
struct MplsLabel {
    std::uint32_t label = 0;
    std::uint8_t trafficClass = 0;
    std::uint8_t ttl = 1;
};

struct Router {
    std::optional<Buffer> address; ///< IPv4
    std::optional<Buffer> address6;
    Link link; ///< That leads to it.
    bool shortQuotes = false;
    bool silent = false;
    std::optional<ErrorLimit> limit;
    std::vector<MplsLabel> labels; ///< Of packets that come to it, the outermost first.
};

using Branch = std::vector<Router>;
/// A piece of a path: one way, or several of which each flow takes one.
struct Stage {
    std::vector<Branch> branches;
};
using Path = std::vector<Stage>;

struct Ports {
    enum class Closed : std::uint8_t { Refuse, Silent, Prohibit };
    std::vector<std::uint16_t> open;
    std::vector<std::uint16_t> http;
    std::vector<std::uint16_t> echo;
    std::map<std::uint16_t, Buffer> greetings;
    Closed closed = Closed::Refuse;
};

enum class IdRule : std::uint8_t { Counter, Random, Zero, Echo };

struct Host {
    /// Of a router: where it stands on its path.
    struct Place {
        std::size_t stage = 0;
        std::size_t branch = 0;
        std::size_t router = 0;
    };

    std::vector<std::string> names;
    std::vector<Buffer> addresses;
    std::optional<MacAddress> mac; ///< On the link. Otherwise it lies behind `path`.
    std::string path = "main";
    std::optional<Place> place;
    Link link; ///< That leads to it.
    bool dns = false;
    bool ping = true;
    Ports tcp;
    Ports udp;
    Buffer page; ///< What its web server shows.
    IdRule idRule = IdRule::Counter;
    int firstTtl = 64;
    std::optional<ErrorLimit> limit;
};

struct DhcpServer {
    Buffer address; ///< Of a host on the link.
    std::uint32_t first = 0; ///< Of the addresses to give away.
    std::uint32_t count = 0;
    std::uint32_t lease = 0; ///< Seconds
    std::optional<Buffer> nameServer;
    std::string domain;
};

/// A frame that comes by itself.
struct Announcement {
    Latency after{};
    Latency every{};
    Buffer bytes;
};

struct Description {
    std::uint32_t seed = 1; ///< All that is random follows from it.
    InterfaceInfo interface;
    MacAddress gatewayMac{};
    std::map<int, Buffer> gateways; ///< By family: 4 and 6
    std::map<std::string, Path> paths;
    std::vector<Host> hosts; ///< The first is this host itself, with its addresses and those of the loopback.
    std::map<Buffer, std::size_t> hostsByAddress;
    std::map<std::string, std::vector<Buffer>> names;
    std::optional<DhcpServer> dhcp;
    std::vector<Announcement> announcements;

    [[nodiscard]] const Host* hostAt(Bytes address) const;
    [[nodiscard]] bool isOwn(Bytes address) const;
    [[nodiscard]] bool isOnLink(Bytes address) const;
    [[nodiscard]] bool isBroadcast(Bytes address) const;
    [[nodiscard]] const Path& path(const std::string& name) const;
};

/// Syntax (detail, line, offset: the column from 0) if the text is not such a description: the first thing that is wrong.
/// The keys are told in resources/help/practice.md. As bounded as parseYaml().
[[nodiscard]] Result<Description> load(std::string_view text);

} // namespace fw::practice
