#include "engine/net/neighbour_query.h"

#include "engine/net/packet_fields.h"

#include <algorithm>

namespace fw {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int tries = 3;
constexpr MacAddress everyone{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

Buffer macBuffer(const MacAddress& mac) { return {mac.begin(), mac.end()}; }

std::optional<MacAddress> toMac(const Buffer& bytes)
{
    if (bytes.size() != 6)
        return std::nullopt;
    MacAddress mac{};
    std::ranges::copy(bytes, mac.begin());
    return mac;
}

Buffer arpRequest(const MacAddress& from, const Buffer& source, const Buffer& wanted)
{
    return PacketMaker(Protocols::builtin())
        .layer("Ether").set("dst", macBuffer(everyone)).set("src", macBuffer(from))
        .layer("ARP").set("op", 1).set("hwsrc", macBuffer(from)).set("psrc", source).set("pdst", wanted)
        .bytes();
}

/// ff02::1:ffXX:XXXX, RFC 4291 section 2.7.1.
Buffer solicitedNode(const Buffer& address)
{
    Buffer group{0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0, 0, 0};
    std::copy(address.end() - 3, address.end(), group.end() - 3);
    return group;
}

Buffer solicitation(const MacAddress& from, const Buffer& source, const Buffer& wanted)
{
    const Buffer group = solicitedNode(wanted);
    return PacketMaker(Protocols::builtin())
        .layer("Ether").set("dst", macBuffer(*groupMac(group))).set("src", macBuffer(from))
        .layer("IPv6").set("src", source).set("dst", group).set("hlim", 255)
        .layer("ICMPv6ND_NS").set("tgt", wanted)
        .layer("ICMPv6NDOptSrcLLAddr").set("lladdr", macBuffer(from))
        .bytes();
}

struct Answerer {
    Buffer address;
    MacAddress mac;
};

/// Who a frame says has which link address.
std::optional<Answerer> readAnswer(const CapturedPacket& packet)
{
    const PacketFields fields(Protocols::builtin(), packet.bytes, packet.linkType);
    const bool advertisement = fields.has("ICMPv6ND_NA");
    if (!advertisement && fields.number("ARP", "op") != 2)
        return std::nullopt;
    Buffer link = advertisement ? fields.bytes("ICMPv6NDOptDstLLAddr", "lladdr") : fields.bytes("ARP", "hwsrc");
    if (link.empty())
        link = fields.bytes("Ether", "src"); // RFC 4861 section 4.4: the option may be left out of unicast answers.
    const auto mac = toMac(link);
    if (!mac)
        return std::nullopt;
    return Answerer{advertisement ? fields.bytes("ICMPv6ND_NA", "tgt") : fields.bytes("ARP", "psrc"), *mac};
}

class Query {
public:
    Query(Network& network, std::span<const Buffer> addresses, const std::string& interface)
        : m_network(network), m_interface(interface), m_addresses(addresses), m_found(addresses.size())
    {
    }

    Result<void> open()
    {
        const auto all = m_network.interfaces();
        const auto info = std::ranges::find(all, m_interface, &InterfaceInfo::name);
        if (info == all.end())
            return fail(Errc::NoSuchDevice, 0, m_interface);
        if (!info->mac)
            return fail(Errc::Unsupported, 0, m_interface);
        m_mac = *info->mac;
        auto port = m_network.open(m_interface, {.filter = "arp or icmp6", .snapLength = 512});
        if (!port)
            return std::unexpected(port.error());
        m_port = std::move(*port);
        return {};
    }

    Result<void> run(std::chrono::milliseconds timeout, const std::stop_token& stop)
    {
        const auto start = Clock::now();
        for (int i = 0; i < tries && !isComplete(); ++i) {
            if (auto sent = ask(); !sent)
                return std::unexpected(sent.error());
            if (auto heard = listen(start + timeout * (i + 1) / tries, stop); !heard)
                return heard;
        }
        return {};
    }

    std::vector<std::optional<MacAddress>> take() { return std::move(m_found); }

private:
    bool isComplete() const
    {
        return std::ranges::all_of(m_found, [](const auto& mac) { return mac.has_value(); });
    }

    Result<std::size_t> ask()
    {
        std::vector<Buffer> frames;
        for (std::size_t i = 0; i < m_addresses.size(); ++i)
            if (!m_found[i])
                frames.push_back(question(m_addresses[i]));
        return m_port->send(frames);
    }

    Buffer question(const Buffer& wanted) const
    {
        const auto route = m_network.route(wanted, m_interface);
        const Buffer source = route && route->source.size() == wanted.size() ? route->source : Buffer(wanted.size(), 0);
        return wanted.size() == 16 ? solicitation(m_mac, source, wanted) : arpRequest(m_mac, source, wanted);
    }

    Result<void> listen(Clock::time_point until, const std::stop_token& stop)
    {
        std::vector<CapturedPacket> packets;
        while (!isComplete()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
            if (stop.stop_requested())
                return fail(Errc::Cancelled);
            if (left <= 0ms)
                break;
            packets.clear();
            if (auto received = m_port->receive(packets, std::min(left, 50ms)); !received)
                return received;
            for (const CapturedPacket& packet : packets)
                if (const auto answer = readAnswer(packet))
                    note(*answer);
        }
        return {};
    }

    void note(const Answerer& answer)
    {
        for (std::size_t i = 0; i < m_addresses.size(); ++i)
            if (!m_found[i] && m_addresses[i] == answer.address)
                m_found[i] = answer.mac;
    }

    Network& m_network;
    const std::string& m_interface;
    std::span<const Buffer> m_addresses;
    std::vector<std::optional<MacAddress>> m_found;
    MacAddress m_mac{};
    std::unique_ptr<PacketPort> m_port;
};

} // namespace

std::optional<MacAddress> groupMac(Bytes address)
{
    if (address.size() == 16 && address[0] == 0xff)
        return MacAddress{0x33, 0x33, address[12], address[13], address[14], address[15]};
    if (address.size() != 4)
        return std::nullopt;
    if (std::ranges::all_of(address, [](std::uint8_t byte) { return byte == 0xff; }))
        return everyone;
    if (address[0] >> 4 == 0xe)
        return MacAddress{0x01, 0x00, 0x5e, static_cast<std::uint8_t>(address[1] & 0x7f), address[2], address[3]};
    return std::nullopt;
}

Result<std::vector<std::optional<MacAddress>>> queryNeighbours(Network& network, std::span<const Buffer> addresses,
                                                               const std::string& interface,
                                                               std::chrono::milliseconds timeout, std::stop_token stop)
{
    Query query(network, addresses, interface);
    if (auto opened = query.open(); !opened)
        return std::unexpected(opened.error());
    if (auto done = query.run(timeout, stop); !done)
        return std::unexpected(done.error());
    return query.take();
}

} // namespace fw
