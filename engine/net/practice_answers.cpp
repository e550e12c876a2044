#include "engine/net/practice_answers.h"

#include "engine/base/checksum.h"
#include "engine/net/practice_errors.h"
#include "engine/net/practice_names.h"

#include <algorithm>

namespace fw::practice {
namespace {

Buffer buffer(const MacAddress& mac) { return {mac.begin(), mac.end()}; }

bool isOpen(const Ports& ports, std::int64_t port)
{
    return std::ranges::find(ports.open, port) != ports.open.end();
}

bool hasBadChecksum(const Protocols& protocols, const PacketFields& packet)
{
    Layout layout = packet.dissection().layout;
    verify(protocols, packet.dissection().draft, layout);
    return std::ranges::any_of(layout.notes, [](const LayoutNote& note) { return note.code == LayoutNote::Code::BadChecksum; });
}

std::optional<Buffer> ipv6Address(const Host& host)
{
    const auto found = std::ranges::find(host.addresses, std::size_t{16}, [](const Buffer& address) { return address.size(); });
    return found == host.addresses.end() ? std::nullopt : std::optional(*found);
}

/// Echo and time stamp, RFC 792; echo, RFC 4443 section 4.1.
std::function<void(PacketMaker&)> toEcho(const Request& request)
{
    constexpr int echo = 8;
    constexpr int timestamp = 13;
    const Bytes message = request.upper();
    if (message.size() < 8 || (request.six && !request.fields.has("ICMPv6EchoRequest")))
        return {};
    const std::uint16_t id = be16(message, 4);
    const std::uint16_t sequence = be16(message, 6);
    const Buffer data = toBuffer(message.subspan(8));
    if (request.six)
        return [=](PacketMaker& answer) { answer.layer("ICMPv6EchoReply").set("id", id).set("seq", sequence).set("data", data); };
    if (message[0] == echo)
        return [=](PacketMaker& answer) { answer.layer("ICMP").set("type", 0).set("id", id).set("seq", sequence).payload(data); };
    if (message[0] != timestamp || message.size() < 20)
        return {};
    const std::int64_t asked = be32(message, 8);
    return [=](PacketMaker& answer) {
        answer.layer("ICMP").set("type", timestamp + 1).set("id", id).set("seq", sequence).set("ts_ori", asked).set("ts_rx", asked).set("ts_tx", asked);
    };
}

/// The largest segment that a SYN's options tell; 0 if none.
std::uint16_t maximumIn(Bytes options)
{
    constexpr std::uint8_t end = 0;
    constexpr std::uint8_t nothing = 1;
    constexpr std::uint8_t maximum = 2;
    while (options.size() >= 2 && options[0] != end) {
        const std::size_t size = options[0] == nothing ? 1 : options[1];
        if (size == 0 || size > options.size())
            break;
        if (options[0] == maximum && size == 4)
            return be16(options, 2);
        options = options.subspan(size);
    }
    return 0;
}

} // namespace

Answers::Answers(const Description& description)
    : m_description(description)
    , m_protocols(Protocols::builtin())
    , m_dice(description.seed)
    , m_dhcp(m_protocols, description)
    , m_tcp(description.interface.mtu, [this](Bytes message) { return answerQuestion(m_protocols, m_description, message); })
{
}

std::vector<DueFrame> Answers::to(Bytes frame, Latency now)
{
    m_now = now;
    const PacketFields fields(m_protocols, frame, link_type::Ethernet);
    if (fields.has("ARP"))
        return toArp(fields);
    if (fields.has("ICMPv6ND_NS"))
        return toSolicitation(fields);
    if (fields.has("ICMPv6ND_RS"))
        return toRouterSolicitation(fields);
    if (auto lease = m_dhcp.answer(fields, frame))
        return {{m_description.hostAt(m_description.dhcp->address)->link.latency * 2, std::move(*lease)}};
    const auto request = requestIn(fields, frame);
    return request ? toIp(*request) : std::vector<DueFrame>{};
}

std::vector<DueFrame> Answers::toArp(const PacketFields& packet) const
{
    const Buffer wanted = packet.bytes("ARP", "pdst");
    const Host* host = m_description.hostAt(wanted);
    if (packet.number("ARP", "op") != 1 || host == nullptr || !host->mac || m_description.isOwn(wanted))
        return {};
    const Buffer asker = packet.bytes("ARP", "hwsrc");
    const Buffer answer = PacketMaker(m_protocols)
        .layer("Ether").set("dst", asker).set("src", buffer(*host->mac))
        .layer("ARP").set("op", 2).set("hwsrc", buffer(*host->mac)).set("psrc", wanted)
        .set("hwdst", asker).set("pdst", packet.bytes("ARP", "psrc"))
        .bytes();
    return {{host->link.latency * 2, answer}};
}

std::vector<DueFrame> Answers::toSolicitation(const PacketFields& packet) const
{
    const Buffer wanted = packet.bytes("ICMPv6ND_NS", "tgt");
    const Host* host = m_description.hostAt(wanted);
    if (host == nullptr || !host->mac || m_description.isOwn(wanted))
        return {};
    const auto gateway = m_description.gateways.find(6);
    const Buffer answer = PacketMaker(m_protocols)
        .layer("Ether").set("dst", packet.bytes("Ether", "src")).set("src", buffer(*host->mac))
        .layer("IPv6").set("src", wanted).set("dst", packet.bytes("IPv6", "src")).set("hlim", 255)
        .layer("ICMPv6ND_NA").set("R", gateway != m_description.gateways.end() && gateway->second == wanted ? 1 : 0)
        .set("S", 1).set("O", 1).set("tgt", wanted)
        .layer("ICMPv6NDOptDstLLAddr").set("lladdr", buffer(*host->mac))
        .bytes();
    return {{host->link.latency * 2, answer}};
}

/// The gateway tells the network that the interface's address is of: RFC 4861 section 6.2.6.
std::vector<DueFrame> Answers::toRouterSolicitation(const PacketFields& packet) const
{
    constexpr std::uint64_t linkLocal = 0xfe80;
    const auto gateway = m_description.gateways.find(6);
    if (gateway == m_description.gateways.end())
        return {};
    PacketMaker answer(m_protocols);
    answer.layer("Ether").set("dst", packet.bytes("Ether", "src")).set("src", buffer(m_description.gatewayMac))
        .layer("IPv6").set("src", gateway->second).set("dst", packet.bytes("IPv6", "src")).set("hlim", 255)
        .layer("ICMPv6ND_RA").set("chlim", 64)
        .layer("ICMPv6NDOptSrcLLAddr").set("lladdr", buffer(m_description.gatewayMac));
    for (const auto& own : m_description.interface.addresses)
        if (own.address.size() == 16 && be16(own.address, 0) != linkLocal) {
            Buffer prefix = own.address;
            for (std::size_t bit = static_cast<std::size_t>(own.prefixLength); bit < 128; ++bit)
                writeBits(prefix, bit, 1, 0);
            answer.layer("ICMPv6NDOptPrefixInfo").set("prefixlen", own.prefixLength).set("prefix", prefix);
        }
    const Host* host = m_description.hostAt(gateway->second);
    return {{host != nullptr ? host->link.latency * 2 : Latency{}, answer.bytes()}};
}

PacketMaker Answers::start(const Request& request, const MacAddress& mac, const Buffer& source, int ttl, std::uint16_t id) const
{
    PacketMaker maker(m_protocols);
    maker.layer("Ether").set("dst", request.linkSource).set("src", buffer(mac));
    maker.layer(request.network()).set("src", source).set("dst", request.source);
    if (request.six)
        maker.set("hlim", ttl);
    else
        maker.set("ttl", ttl).set("id", id);
    return maker;
}

std::vector<DueFrame> Answers::toIp(const Request& request)
{
    const bool headerIsRight = request.six || internetChecksum(request.packet.first(request.headerSize)) == 0;
    if (!headerIsRight || !m_description.isOwn(request.source))
        return {};
    if (request.six && addressText(request.destination) == "ff02::1")
        return toAllNodes(request);
    const Reached reached = travel(m_description, request, m_dice);
    if (reached.lost)
        return {};
    if (reached.router != nullptr)
        return fromRouter(request, reached);
    if (reached.host == nullptr || hasBadChecksum(m_protocols, request.fields))
        return {};
    std::vector<DueFrame> frames;
    for (const Upper& upper : fromHost(request, *reached.host)) {
        PacketMaker answer = start(request, reached.host->mac.value_or(m_description.gatewayMac), request.destination,
                                   std::max(1, reached.host->firstTtl - reached.hops), nextId(*reached.host, request));
        upper(answer);
        frames.push_back({reached.delay, answer.bytes()});
    }
    return frames;
}

/// Everybody on the link answers a ping to all, with the address that is its own.
std::vector<DueFrame> Answers::toAllNodes(const Request& request)
{
    std::vector<DueFrame> frames;
    const auto echo = hasBadChecksum(m_protocols, request.fields) ? Upper() : toEcho(request);
    for (const Host& host : m_description.hosts) {
        const auto address = ipv6Address(host);
        if (!echo || !host.mac || !address || !host.ping || &host == &m_description.hosts.front())
            continue;
        PacketMaker answer = start(request, *host.mac, *address, host.firstTtl, 0);
        echo(answer);
        frames.push_back({host.link.latency * 2, answer.bytes()});
    }
    return frames;
}

std::vector<DueFrame> Answers::fromRouter(const Request& request, const Reached& reached)
{
    const Router& router = *reached.router;
    const auto& source = request.six ? router.address6 : router.address;
    if (router.silent || !source || !mayComplain(*source, router.limit))
        return {};
    PacketMaker answer = start(request, m_description.gatewayMac, *source, 255 - reached.hops, 0);
    addTimeExceeded(answer, request, router);
    return {{reached.delay, answer.bytes()}};
}

bool Answers::mayComplain(const Buffer& address, const std::optional<ErrorLimit>& limit)
{
    if (!limit)
        return true;
    const auto [entry, isNew] = m_buckets.try_emplace(address, Bucket{limit->burst, m_now});
    Bucket& bucket = entry->second;
    const double seconds = std::chrono::duration<double>(m_now - bucket.filled).count();
    bucket.tokens = std::min(limit->burst, bucket.tokens + std::max(0.0, seconds) * limit->perSecond);
    bucket.filled = m_now;
    if (bucket.tokens < 1)
        return false;
    bucket.tokens -= 1;
    return true;
}

std::uint16_t Answers::nextId(const Host& host, const Request& request)
{
    switch (host.idRule) {
    case IdRule::Random:
        return static_cast<std::uint16_t>(m_dice.number());
    case IdRule::Zero:
        return 0;
    case IdRule::Echo:
        return request.six ? std::uint16_t{0} : be16(request.packet, 4);
    case IdRule::Counter:
        break;
    }
    auto [entry, isNew] = m_ids.try_emplace(&host, std::uint16_t{0});
    if (isNew)
        entry->second = static_cast<std::uint16_t>(request.destination.back() * 251U);
    return ++entry->second;
}

std::vector<Answers::Upper> Answers::fromHost(const Request& request, const Host& host)
{
    const PacketFields& fields = request.fields;
    const bool isFragment = fields.number("IP", "frag").value_or(0) != 0 || (fields.number("IP", "flags").value_or(0) & 1) != 0;
    if (isFragment)
        return {};
    if (fields.has("TCP"))
        return toSegment(request, host);
    if (fields.has("UDP"))
        return toDatagram(request, host);
    if (!host.ping || !(fields.has("ICMP") || fields.has("ICMPv6EchoRequest")))
        return {};
    const Upper echo = toEcho(request);
    return echo ? std::vector{echo} : std::vector<Upper>{};
}

std::vector<Answers::Upper> Answers::toSegment(const Request& request, const Host& host)
{
    const PacketFields& fields = request.fields;
    const auto number = [&](const char* field) { return fields.number("TCP", field).value_or(0); };
    const auto port = static_cast<std::uint16_t>(number("dport"));
    const auto clientPort = static_cast<std::uint16_t>(number("sport"));
    const bool isReset = (number("flags") & TcpServers::Reset) != 0;
    if (!isOpen(host.tcp, port) && host.tcp.closed != Ports::Closed::Refuse)
        return isReset ? std::vector<Upper>{} : unreachable(request, host, host.tcp.closed);
    constexpr std::size_t fixedHeader = 20;
    const Bytes upper = request.upper();
    const auto header = std::min(static_cast<std::size_t>(std::max<std::int64_t>(5, number("dataofs"))) * 4, upper.size());
    const TcpServers::Segment segment{static_cast<std::uint8_t>(number("flags")), static_cast<std::uint32_t>(number("seq")),
                                      static_cast<std::uint32_t>(number("ack")), static_cast<std::uint16_t>(number("window")),
                                      maximumIn(header > fixedHeader ? upper.subspan(fixedHeader, header - fixedHeader) : Bytes{}),
                                      toBuffer(upper.subspan(header))};
    const bool begins = (segment.flags & TcpServers::Syn) != 0 && isOpen(host.tcp, port);
    std::vector<Upper> answers;
    for (TcpServers::Segment& out : m_tcp.answer({host, request.destination, request.source, port, clientPort}, segment, begins ? m_dice.number() : 0))
        answers.emplace_back([out = std::move(out), port, clientPort](PacketMaker& answer) {
            answer.layer("TCP").set("sport", port).set("dport", clientPort).set("flags", out.flags).set("seq", out.sequence)
                .set("ack", out.acknowledged).set("window", out.window);
            if (out.maximum != 0)
                answer.set("options", ValueList{{Value(ValueTuple{{Value(std::int64_t{2}), Value(std::int64_t{out.maximum})}})}});
            answer.payload(out.data);
        });
    return answers;
}

std::vector<Answers::Upper> Answers::toDatagram(const Request& request, const Host& host)
{
    constexpr std::size_t header = 8;
    const PacketFields& fields = request.fields;
    const auto port = static_cast<std::uint16_t>(fields.number("UDP", "dport").value_or(0));
    const auto clientPort = static_cast<std::uint16_t>(fields.number("UDP", "sport").value_or(0));
    if (!isOpen(host.udp, port))
        return unreachable(request, host, host.udp.closed);
    const Bytes data = request.upper().subspan(std::min(header, request.upper().size()));
    std::optional<Buffer> reply;
    if (std::ranges::find(host.udp.echo, port) != host.udp.echo.end())
        reply = toBuffer(data);
    else if (host.dns && port == 53)
        reply = answerQuestion(m_protocols, m_description, data);
    if (!reply)
        return {};
    return {[=](PacketMaker& answer) { answer.layer("UDP").set("sport", port).set("dport", clientPort).payload(*reply); }};
}

std::vector<Answers::Upper> Answers::unreachable(const Request& request, const Host& host, Ports::Closed how)
{
    if (how == Ports::Closed::Silent || !mayComplain(request.destination, host.limit))
        return {};
    return {[request, how](PacketMaker& answer) {
        addUnreachable(answer, request, how == Ports::Closed::Prohibit ? Refusal::Prohibited : Refusal::PortClosed);
    }};
}

} // namespace fw::practice
