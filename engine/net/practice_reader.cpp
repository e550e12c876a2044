// From the file to the description.
#include "engine/net/practice_keys.h"

#include "engine/base/hexdump.h"

#include <algorithm>

namespace fw::practice {
namespace {

constexpr std::size_t mostHosts = 4096;
constexpr std::size_t mostRouters = 255; // Of a path: no packet passes more.
constexpr std::size_t mostBranches = 16;

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// What can be said of a link stands at whom it leads to.
Link readLink(const YamlNode& node)
{
    return {millisecondsOr(node["latency"]), millisecondsOr(node["jitter"]), realOr(node["loss"], 0, 0, 1)};
}

std::optional<ErrorLimit> readLimit(const YamlNode& node)
{
    constexpr double most = 1'000'000;
    if (!node)
        return std::nullopt;
    checkKeys(node, {"per_second", "burst"});
    return ErrorLimit{realOr(node["per_second"], 1, 0, most), realOr(node["burst"], 1, 1, most)};
}

std::vector<MplsLabel> readLabels(const YamlNode& node)
{
    constexpr std::size_t most = 8;
    constexpr std::int64_t mostLabel = 0xfffff;
    std::vector<MplsLabel> labels;
    for (const YamlNode& item : itemsOf(node, most)) {
        if (item.isMap())
            checkKeys(item, {"label", "class", "ttl"});
        labels.push_back({static_cast<std::uint32_t>(numberOf(item.isMap() ? item["label"] : item, 0, mostLabel)),
                          static_cast<std::uint8_t>(numberOr(item["class"], 0, 0, 7)), static_cast<std::uint8_t>(numberOr(item["ttl"], 1, 0, 255))});
    }
    return labels;
}

/// Several addresses stand for as many routers that are alike, side by side.
std::vector<Branch> readRouters(const YamlNode& node)
{
    checkKeys(node, {"address", "address6", "latency", "jitter", "loss", "quotes", "silent", "icmp_limit", "mpls"});
    Router router;
    router.link = readLink(node);
    router.shortQuotes = wordOf(node["quotes"], {"full", "short"}) == 1;
    router.silent = flagOr(node["silent"], false);
    router.limit = readLimit(node["icmp_limit"]);
    router.labels = readLabels(node["mpls"]);
    if (router.shortQuotes && !router.labels.empty())
        refuse(node["quotes"], "full quotes where there are labels: they stand behind them");
    const auto four = node["address"] ? addressesOf(node["address"]) : std::vector<Buffer>{};
    const auto six = node["address6"] ? addressesOf(node["address6"]) : std::vector<Buffer>{};
    const std::size_t count = std::max({four.size(), six.size(), std::size_t{1}});
    if (count > mostBranches || (!four.empty() && four.size() != count) || (!six.empty() && six.size() != count))
        refuse(node, "as many addresses of one kind as of the other, at most 16");
    std::vector<Branch> branches;
    for (std::size_t i = 0; i < count; ++i) {
        if (!four.empty())
            router.address = four[i];
        if (!six.empty())
            router.address6 = six[i];
        branches.push_back({router});
    }
    return branches;
}

Stage readStage(const YamlNode& node)
{
    if (!node["balance"])
        return {readRouters(node)};
    checkKeys(node, {"balance"});
    Stage stage;
    for (const YamlNode& way : itemsOf(node["balance"], mostBranches)) {
        Branch branch;
        for (const YamlNode& one : itemsOf(way, mostRouters)) {
            const auto routers = readRouters(one);
            if (routers.size() > 1)
                refuse(one, "one router; ways do not branch again");
            branch.push_back(routers.front().front());
        }
        stage.branches.push_back(std::move(branch));
    }
    if (stage.branches.empty())
        refuse(node["balance"], "a list of ways, each a list of routers");
    return stage;
}

Path readPath(const YamlNode& node)
{
    Path path;
    for (const YamlNode& item : itemsOf(node, mostRouters))
        path.push_back(readStage(item));
    return path;
}

Ports readPorts(const YamlNode& node)
{
    constexpr std::size_t longestGreeting = 1024;
    Ports ports;
    if (!node)
        return ports;
    checkKeys(node, {"open", "closed", "http", "echo", "greetings"});
    ports.open = portsOf(node["open"]);
    ports.http = portsOf(node["http"]);
    ports.echo = portsOf(node["echo"]);
    ports.closed = static_cast<Ports::Closed>(wordOf(node["closed"], {"refuse", "silent", "prohibit"}));
    for (const auto& [key, value] : node["greetings"].entries()) {
        const std::string text = textOf(value);
        if (text.size() > longestGreeting)
            refuse(value, "at most 1024 bytes");
        ports.greetings[static_cast<std::uint16_t>(numberOf(key, 1, 65'535))] = toBuffer(text);
    }
    for (const auto& [port, text] : ports.greetings)
        ports.open.push_back(port);
    ports.open.insert(ports.open.end(), ports.http.begin(), ports.http.end());
    ports.open.insert(ports.open.end(), ports.echo.begin(), ports.echo.end());
    return ports;
}

Host readHost(const YamlNode& node)
{
    constexpr std::size_t mostNames = 64;
    constexpr std::size_t longestPage = 16'384;
    checkKeys(node, {"names", "addresses", "mac", "path", "latency", "jitter", "loss", "dns", "ping", "tcp", "udp", "page", "ip_id", "ttl", "icmp_limit"});
    Host host;
    for (const YamlNode& name : itemsOf(node["names"], mostNames))
        host.names.push_back(lowerCase(textOf(name)));
    if (!node["addresses"])
        refuse(node, "addresses: of the host");
    host.addresses = addressesOf(node["addresses"]);
    if (node["mac"])
        host.mac = macOf(node["mac"]);
    if (node["path"])
        host.path = textOf(node["path"]);
    host.link = readLink(node);
    host.dns = flagOr(node["dns"], false);
    host.ping = flagOr(node["ping"], true);
    host.tcp = readPorts(node["tcp"]);
    host.udp = readPorts(node["udp"]);
    host.idRule = static_cast<IdRule>(wordOf(node["ip_id"], {"counter", "random", "zero", "echo"}));
    host.firstTtl = static_cast<int>(numberOr(node["ttl"], 64, 1, 255));
    host.limit = readLimit(node["icmp_limit"]);
    if (node["page"])
        host.page = toBuffer(textOf(node["page"]));
    if (host.page.size() > longestPage)
        refuse(node["page"], "at most 16384 bytes");
    return host;
}

Announcement readAnnouncement(const YamlNode& node)
{
    using namespace std::chrono_literals;
    constexpr std::size_t smallestFrame = 60;
    constexpr std::size_t largestFrame = 1518;
    checkKeys(node, {"after", "every", "bytes"});
    Announcement announcement{millisecondsOr(node["after"]), millisecondsOr(node["every"]), {}};
    HexError error;
    if (!parseHex(node["bytes"].text(), announcement.bytes, error) || announcement.bytes.size() > largestFrame)
        refuse(node["bytes"] ? node["bytes"] : node, "bytes: in hexadecimal, at most 1518");
    if (announcement.every < 10ms)
        refuse(node["every"] ? node["every"] : node, "every: at least 10 (milliseconds)");
    announcement.bytes.resize(std::max(announcement.bytes.size(), smallestFrame));
    return announcement;
}

/// This machine answers on its own addresses, as any does.
Host ownHost(const InterfaceInfo& interface)
{
    Host host;
    host.names = {"localhost"};
    host.mac = MacAddress{};
    host.link.latency = std::chrono::microseconds(20);
    host.addresses = {{127, 0, 0, 1}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
    for (const auto& own : interface.addresses)
        host.addresses.push_back(own.address);
    return host;
}

class Reader {
public:
    Description read(const YamlNode& root)
    {
        checkKeys(root, {"format", "seed", "interface", "gateway", "paths", "hosts", "names", "dhcp", "frames"});
        if (!root["format"] || numberOf(root["format"], 1, 1) != 1)
            refuse(root, "format: 1");
        m_result.seed = static_cast<std::uint32_t>(numberOr(root["seed"], 1, 0, 0xffffffff));
        if (!root["interface"])
            refuse(root, "interface: with name, mac and addresses");
        readInterface(root["interface"]);
        readGateway(root["gateway"]);
        for (const auto& [name, path] : root["paths"].entries())
            m_result.paths[name.text()] = readPath(path);
        add(ownHost(m_result.interface), root["interface"]);
        for (const YamlNode& host : itemsOf(root["hosts"], mostHosts))
            addHost(host);
        addRouters();
        readNames(root["names"]);
        if (root["dhcp"])
            readDhcp(root["dhcp"]);
        readFrames(root["frames"]);
        return std::move(m_result);
    }

private:
    void readInterface(const YamlNode& node)
    {
        constexpr std::size_t mostAddresses = 64;
        checkKeys(node, {"name", "mac", "addresses", "mtu"});
        for (const char* needed : {"name", "mac", "addresses"})
            if (!node[needed])
                refuse(node, std::string(needed) + ": of the interface");
        InterfaceInfo& info = m_result.interface;
        info.name = textOf(node["name"]);
        info.index = 1;
        info.mac = macOf(node["mac"]);
        for (const YamlNode& prefix : itemsOf(node["addresses"], mostAddresses))
            info.addresses.push_back(prefixOf(prefix));
        info.mtu = static_cast<int>(numberOr(node["mtu"], 1500, 576, 9216));
        info.up = true;
        info.description = "practice network; nothing leaves the program";
    }

    void readGateway(const YamlNode& node)
    {
        if (!node)
            return;
        checkKeys(node, {"mac", "address", "address6"});
        if (!node["mac"])
            refuse(node, "mac: of the gateway");
        m_result.gatewayMac = macOf(node["mac"]);
        if (node["address"])
            m_result.gateways[4] = addressOf(node["address"], 4);
        if (node["address6"])
            m_result.gateways[6] = addressOf(node["address6"], 16);
    }

    /// An address that another has already is refused.
    void add(Host host, const YamlNode& node)
    {
        for (const Buffer& address : host.addresses)
            if (const auto [known, isNew] = m_result.hostsByAddress.try_emplace(address, m_result.hosts.size()); !isNew)
                refuse(node, "addresses of its own; " + addressText(address) + " is taken");
        for (const std::string& name : host.names) {
            auto& addresses = m_result.names[name];
            addresses.insert(addresses.end(), host.addresses.begin(), host.addresses.end());
        }
        m_result.hosts.push_back(std::move(host));
    }

    void addHost(const YamlNode& node)
    {
        Host host = readHost(node);
        const bool isKnown = m_result.paths.contains(host.path);
        if (!host.mac && node["path"] && !isKnown)
            refuse(node["path"], "the name of one of the paths");
        if (!host.mac && m_result.gateways.empty())
            refuse(node, "a mac: for a host on the link; without a gateway there are no others");
        add(std::move(host), node);
    }

    /// Routers can be pinged, too. One that stands on several paths is reached by the first.
    void addRouters()
    {
        for (const auto& [name, path] : m_result.paths)
            for (std::size_t stage = 0; stage < path.size(); ++stage)
                for (std::size_t branch = 0; branch < path[stage].branches.size(); ++branch)
                    for (std::size_t router = 0; router < path[stage].branches[branch].size(); ++router)
                        addRouter(path[stage].branches[branch][router], name, {stage, branch, router});
    }

    void addRouter(const Router& router, const std::string& path, const Host::Place& place)
    {
        Host host;
        for (const auto& address : {router.address, router.address6})
            if (address && !router.silent && m_result.hostsByAddress.try_emplace(*address, m_result.hosts.size()).second)
                host.addresses.push_back(*address);
        if (host.addresses.empty())
            return;
        host.path = path;
        host.place = place;
        host.link = router.link;
        host.limit = router.limit;
        host.firstTtl = 255;
        m_result.hosts.push_back(std::move(host));
    }

    void readNames(const YamlNode& node)
    {
        if (node && !node.isMap())
            refuse(node, "a map of names to addresses");
        for (const auto& [name, addresses] : node.entries())
            m_result.names[lowerCase(name.text())] = addressesOf(addresses);
    }

    void readDhcp(const YamlNode& node)
    {
        constexpr std::uint32_t mostLeases = 1024;
        checkKeys(node, {"server", "first", "last", "lease", "name_server", "domain"});
        for (const char* needed : {"server", "first", "last"})
            if (!node[needed])
                refuse(node, std::string(needed) + ": an IPv4 address");
        DhcpServer server;
        server.address = addressOf(node["server"], 4);
        const Host* host = m_result.hostAt(server.address);
        if (host == nullptr || !host->mac || m_result.isOwn(server.address))
            refuse(node["server"], "the address of a host on the link");
        server.first = be32(addressOf(node["first"], 4), 0);
        const std::uint32_t last = be32(addressOf(node["last"], 4), 0);
        if (last < server.first || last - server.first >= mostLeases)
            refuse(node["last"], "an address behind the first, at most 1024 in all");
        server.count = last - server.first + 1;
        server.lease = static_cast<std::uint32_t>(numberOr(node["lease"], 86'400, 1, 0xffffffff));
        if (node["name_server"])
            server.nameServer = addressOf(node["name_server"], 4);
        if (node["domain"])
            server.domain = textOf(node["domain"]).substr(0, 255);
        m_result.dhcp = std::move(server);
    }

    void readFrames(const YamlNode& node)
    {
        constexpr std::size_t most = 64;
        for (const YamlNode& frame : itemsOf(node, most))
            m_result.announcements.push_back(readAnnouncement(frame));
    }

    Description m_result;
};

} // namespace

Result<Description> load(std::string_view text)
{
    const ParsedYaml parsed = parseYaml(std::string(text));
    if (!parsed.faults.empty()) {
        const YamlFault& fault = parsed.faults.front();
        Error error{Errc::Syntax, fault.column > 0 ? fault.column - 1 : 0, fault.message};
        error.line = fault.line;
        return std::unexpected(error);
    }
    try {
        return Reader().read(parsed.root);
    } catch (const Wrong& wrong) {
        return std::unexpected(wrong.error);
    }
}

} // namespace fw::practice
