#include "engine/net/practice_description.h"

#include "engine/base/hexdump.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace fw::practice {
namespace {

/// Thrown only inside this file, as yaml-cpp does.
YAML::Exception unexpectedValue(const YAML::Node& node, const std::string& expected)
{
    return {node.Mark(), expected};
}

Buffer readAddress(const YAML::Node& node, std::string_view text)
{
    if (const auto v4 = parseIpv4(text))
        return {v4->begin(), v4->end()};
    if (const auto v6 = parseIpv6(text))
        return {v6->begin(), v6->end()};
    throw unexpectedValue(node, "an address");
}

Buffer readAddress(const YAML::Node& node) { return readAddress(node, node.as<std::string>()); }

std::vector<Buffer> readAddresses(const YAML::Node& node)
{
    std::vector<Buffer> all;
    if (node.IsScalar())
        all.push_back(readAddress(node));
    for (const YAML::Node& item : node)
        all.push_back(readAddress(item));
    return all;
}

MacAddress readMac(const YAML::Node& node)
{
    const auto mac = parseMac(node.as<std::string>());
    if (!mac)
        throw unexpectedValue(node, "a MAC address");
    return *mac;
}

InterfaceInfo::Address readPrefix(const YAML::Node& node)
{
    const auto text = node.as<std::string>();
    const std::size_t slash = text.find('/');
    const Buffer address = readAddress(node, std::string_view(text).substr(0, slash));
    const int most = static_cast<int>(address.size()) * 8;
    const int length = slash == std::string::npos ? most : YAML::Node(text.substr(slash + 1)).as<int>();
    if (length < 0 || length > most)
        throw unexpectedValue(node, "a prefix length");
    return {address, length};
}

Latency readMilliseconds(const YAML::Node& node)
{
    const double value = node ? node.as<double>() : 0;
    if (!(value >= 0 && value <= 60'000))
        throw unexpectedValue(node, "milliseconds, 0-60000");
    return Latency(static_cast<Latency::rep>(value * 1e6));
}

/// One of the words; the first if there is no such key.
std::size_t readWord(const YAML::Node& node, std::initializer_list<const char*> words)
{
    if (!node)
        return 0;
    const auto found = std::ranges::find(words, node.as<std::string>());
    if (found == words.end())
        throw unexpectedValue(node, "another word");
    return static_cast<std::size_t>(found - words.begin());
}

InterfaceInfo readInterface(const YAML::Node& node)
{
    InterfaceInfo info;
    info.name = node["name"].as<std::string>();
    info.index = 1;
    info.mac = readMac(node["mac"]);
    for (const YAML::Node& prefix : node["addresses"])
        info.addresses.push_back(readPrefix(prefix));
    info.mtu = node["mtu"].as<int>(1500);
    info.up = true;
    return info;
}

Router readRouter(const YAML::Node& node)
{
    Router router;
    if (node["address"])
        router.addresses = readAddresses(node["address"]);
    if (node["address6"])
        router.address6 = readAddress(node["address6"]);
    router.latency = readMilliseconds(node["latency"]);
    router.shortQuotes = readWord(node["quotes"], {"full", "short"}) == 1;
    router.silent = node["silent"].as<bool>(false);
    return router;
}

Ports readPorts(const YAML::Node& node)
{
    Ports ports;
    if (!node)
        return ports;
    ports.open = node["open"].as<std::vector<std::uint16_t>>(std::vector<std::uint16_t>{});
    ports.closedIsSilent = readWord(node["closed"], {"refuse", "silent"}) == 1;
    return ports;
}

Host readHost(const YAML::Node& node)
{
    Host host;
    host.names = node["names"].as<std::vector<std::string>>(std::vector<std::string>{});
    host.addresses = readAddresses(node["addresses"]);
    if (node["mac"])
        host.mac = readMac(node["mac"]);
    host.path = node["path"].as<std::string>("main");
    host.latency = readMilliseconds(node["latency"]);
    host.dns = node["dns"].as<bool>(false);
    host.tcp = readPorts(node["tcp"]);
    host.udp = readPorts(node["udp"]);
    host.idRule = static_cast<IdRule>(readWord(node["ip_id"], {"counter", "random", "zero", "echo"}));
    host.loss = node["loss"].as<double>(0);
    return host;
}

Announcement readAnnouncement(const YAML::Node& node)
{
    constexpr std::size_t smallestFrame = 60;
    Announcement announcement{readMilliseconds(node["after"]), readMilliseconds(node["every"]), {}};
    HexError error;
    if (!parseHex(node["bytes"].as<std::string>(), announcement.bytes, error))
        throw unexpectedValue(node["bytes"], "hex digits");
    if (announcement.every <= std::chrono::milliseconds(1))
        throw unexpectedValue(node, "every: more than 1");
    announcement.bytes.resize(std::max(announcement.bytes.size(), smallestFrame));
    return announcement;
}

/// This machine answers on its own addresses, as any does.
Host ownHost(const InterfaceInfo& interface)
{
    Host host;
    host.names = {"localhost"};
    host.mac = MacAddress{};
    host.latency = std::chrono::microseconds(20);
    host.addresses = {{127, 0, 0, 1}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
    for (const auto& own : interface.addresses)
        host.addresses.push_back(own.address);
    return host;
}

/// Routers can be pinged, too.
void addRouters(Description& description)
{
    for (const auto& [name, path] : description.paths)
        for (std::size_t i = 0; i < path.size(); ++i) {
            if (path[i].silent)
                continue;
            Host host;
            host.addresses = path[i].addresses;
            if (path[i].address6)
                host.addresses.push_back(*path[i].address6);
            host.path = name;
            host.hops = i;
            host.latency = path[i].latency;
            host.firstTtl = 255;
            description.hosts.push_back(std::move(host));
        }
}

Description readDescription(const YAML::Node& root)
{
    Description result;
    result.interface = readInterface(root["interface"]);
    const YAML::Node gateway = root["gateway"];
    result.gatewayMac = readMac(gateway["mac"]);
    result.gateways[4] = readAddress(gateway["address"]);
    if (gateway["address6"])
        result.gateways[6] = readAddress(gateway["address6"]);
    for (const auto& path : root["paths"])
        for (const YAML::Node& router : path.second)
            result.paths[path.first.as<std::string>()].push_back(readRouter(router));
    result.hosts.push_back(ownHost(result.interface));
    for (const YAML::Node& host : root["hosts"])
        result.hosts.push_back(readHost(host));
    for (const Host& host : result.hosts)
        for (const std::string& name : host.names)
            result.names[name].insert(result.names[name].end(), host.addresses.begin(), host.addresses.end());
    addRouters(result);
    for (const auto& name : root["names"])
        result.names[name.first.as<std::string>()] = readAddresses(name.second);
    for (const YAML::Node& frame : root["frames"])
        result.announcements.push_back(readAnnouncement(frame));
    return result;
}

bool hasPrefix(Bytes address, const InterfaceInfo::Address& prefix)
{
    if (address.size() != prefix.address.size())
        return false;
    for (std::size_t bit = 0; bit < static_cast<std::size_t>(prefix.prefixLength); ++bit)
        if (readBits(address, bit, 1) != readBits(prefix.address, bit, 1))
            return false;
    return true;
}

} // namespace

const Host* Description::hostAt(Bytes address) const
{
    const auto has = [&](const Host& host) {
        return std::ranges::any_of(host.addresses, [&](const Buffer& own) { return std::ranges::equal(own, address); });
    };
    if (address.size() == 4 && address[0] == 127)
        return &hosts.front();
    const auto found = std::ranges::find_if(hosts, has);
    return found == hosts.end() ? nullptr : &*found;
}

bool Description::isOwn(Bytes address) const
{
    return hostAt(address) == &hosts.front();
}

bool Description::isOnLink(Bytes address) const
{
    return std::ranges::any_of(interface.addresses, [&](const auto& own) { return hasPrefix(address, own); });
}

bool Description::isBroadcast(Bytes address) const
{
    const auto isAll = [&](const InterfaceInfo::Address& own) {
        if (address.size() != 4 || own.prefixLength > 30 || !hasPrefix(address, own))
            return false;
        const std::uint32_t host = 0xffffffffU >> own.prefixLength;
        return (be32(address, 0) & host) == host;
    };
    return (address.size() == 4 && be32(address, 0) == 0xffffffffU) || std::ranges::any_of(interface.addresses, isAll);
}

const Path& Description::path(const std::string& name) const
{
    static const Path none;
    const auto found = paths.find(name);
    return found == paths.end() ? none : found->second;
}

Result<Description> load(std::string_view text)
{
    try {
        return readDescription(YAML::Load(std::string(text)));
    } catch (const YAML::Exception& wrong) {
        Error error{Errc::Syntax, static_cast<std::size_t>(std::max(0, wrong.mark.column)), wrong.msg};
        error.line = static_cast<std::size_t>(wrong.mark.line + 1);
        return std::unexpected(error);
    }
}

} // namespace fw::practice
