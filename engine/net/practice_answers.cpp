#include "engine/net/practice_answers.h"

#include "engine/base/checksum.h"

#include <algorithm>

namespace fw::practice {

using namespace std::chrono_literals;

/// An IP packet on its way.
struct Answers::Request {
    const PacketFields& fields;
    bool six;
    Buffer source;
    Buffer destination;
    Buffer linkSource;
    Bytes packet; ///< From the IP header to the end that its length tells.
    std::size_t headerSize;
    int ttl;

    [[nodiscard]] const char* network() const { return six ? "IPv6" : "IP"; }
    [[nodiscard]] Bytes upper() const { return packet.subspan(headerSize); }
};

/// How far it came.
struct Answers::Reached {
    const Host* host = nullptr;     ///< Whom it reached, if it did.
    const Router* router = nullptr; ///< Where its time to live ended, if it did.
    int hops = 0;
    Latency latency{};
};

namespace {

Buffer buffer(const MacAddress& mac) { return {mac.begin(), mac.end()}; }

/// FNV-1a over what load balancers look at: addresses, protocol, and the first four bytes above (ports).
std::uint32_t flowHash(Bytes addresses, Bytes upper)
{
    std::uint32_t hash = 2166136261U;
    const auto mix = [&](Bytes bytes) {
        for (const std::uint8_t byte : bytes)
            hash = (hash ^ byte) * 16777619U;
    };
    mix(addresses);
    mix(upper.first(std::min<std::size_t>(4, upper.size())));
    return hash;
}

/// The packet as it was when its time to live ended, in whole words as RFC 4884 counts them.
Buffer expiredQuote(Bytes packet, std::size_t headerSize, bool six, bool shortened)
{
    constexpr std::size_t mostQuoted = 548;
    Buffer quote = toBuffer(packet.first(std::min(packet.size(), shortened ? headerSize + 8 : mostQuoted)));
    quote[six ? 7 : 8] = 1;
    if (!six) {
        writeBits(quote, 80, 16, 0);
        writeBits(quote, 80, 16, internetChecksum(Bytes(quote).first(headerSize)));
    }
    const std::size_t beyond = (quote.size() - headerSize) % 8;
    if (!shortened && beyond != 0)
        quote.resize(quote.size() + 8 - beyond);
    return quote;
}

bool isOpen(const Ports& ports, std::int64_t port)
{
    return std::ranges::find(ports.open, port) != ports.open.end();
}

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool hasBadChecksum(const Protocols& protocols, const PacketFields& packet)
{
    Layout layout = packet.dissection().layout;
    verify(protocols, packet.dissection().draft, layout);
    return std::ranges::any_of(layout.notes, [](const LayoutNote& note) { return note.code == LayoutNote::Code::BadChecksum; });
}

} // namespace

Answers::Answers(const Description& description) : m_description(description), m_protocols(Protocols::builtin())
{
}

std::vector<DueFrame> Answers::to(Bytes frame)
{
    const PacketFields fields(m_protocols, frame, link_type::Ethernet);
    const auto& layers = fields.dissection().draft.layers;
    if (fields.has("ARP"))
        return toArp(fields);
    if (fields.has("ICMPv6ND_NS"))
        return toSolicitation(fields);
    if (layers.size() < 2)
        return {};
    const std::string& network = m_protocols[layers[1].protocol].name;
    const bool six = network == "IPv6";
    if (!six && network != "IP")
        return {};
    const std::size_t offset = fields.offsetOf(network);
    const auto length = six ? fields.number(network, "plen").value_or(0) + 40 : fields.number(network, "len").value_or(0);
    const Bytes rest = frame.subspan(offset);
    const std::size_t header = six ? 40 : static_cast<std::size_t>(fields.number(network, "ihl").value_or(0)) * 4;
    const std::size_t size = std::min(rest.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, length)));
    if (header < 20 || size < header)
        return {};
    return toIp({fields, six, fields.bytes(network, "src"), fields.bytes(network, "dst"), fields.bytes("Ether", "src"), rest.first(size),
                 header, static_cast<int>(fields.number(network, six ? "hlim" : "ttl").value_or(0))});
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
    return {{host->latency * 2, answer}};
}

std::vector<DueFrame> Answers::toSolicitation(const PacketFields& packet) const
{
    const Buffer wanted = packet.bytes("ICMPv6ND_NS", "tgt");
    const Host* host = m_description.hostAt(wanted);
    if (host == nullptr || !host->mac || m_description.isOwn(wanted))
        return {};
    const Buffer answer = PacketMaker(m_protocols)
        .layer("Ether").set("dst", packet.bytes("Ether", "src")).set("src", buffer(*host->mac))
        .layer("IPv6").set("src", wanted).set("dst", packet.bytes("IPv6", "src")).set("hlim", 255)
        .layer("ICMPv6ND_NA").set("R", 0).set("S", 1).set("O", 1).set("tgt", wanted)
        .layer("ICMPv6NDOptDstLLAddr").set("lladdr", buffer(*host->mac))
        .bytes();
    return {{host->latency * 2, answer}};
}

Answers::Reached Answers::travel(const Request& request) const
{
    Reached reached;
    const Host* host = m_description.hostAt(request.destination);
    const Buffer linkDestination = request.fields.bytes("Ether", "dst");
    if (host != nullptr && host->mac) {
        // Straight to the host, or not at all: it takes only what is meant for it.
        if (linkDestination == buffer(*host->mac))
            reached = {host, nullptr, 0, host->latency};
        return reached;
    }
    if (linkDestination != buffer(m_description.gatewayMac))
        return reached;
    const Path& path = m_description.path(host != nullptr ? host->path : "main");
    const std::size_t hops = std::min(path.size(), host != nullptr ? host->hops : path.size());
    for (std::size_t i = 0; i < hops; ++i) {
        reached.latency += path[i].latency;
        reached.hops = static_cast<int>(i);
        if (request.ttl <= reached.hops + 1) {
            reached.router = &path[i];
            return reached;
        }
    }
    reached.hops = static_cast<int>(hops);
    reached.host = host;
    reached.latency += host != nullptr ? host->latency : Latency{};
    return reached;
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
    const Reached reached = travel(request);
    const auto due = [&](const PacketMaker& answer) { return std::vector{DueFrame{reached.latency * 2, answer.bytes()}}; };
    if (reached.router != nullptr) {
        const Router& router = *reached.router;
        if (router.silent || (request.six ? !router.address6 : router.addresses.empty()))
            return {};
        const std::uint32_t flow = flowHash(request.packet.subspan(request.six ? 8 : 12, request.six ? 32 : 8), request.upper());
        const Buffer& source = request.six ? *router.address6 : router.addresses[flow % router.addresses.size()];
        const Buffer quote = expiredQuote(request.packet, request.headerSize, request.six, router.shortQuotes);
        PacketMaker answer = start(request, m_description.gatewayMac, source, 255 - reached.hops, 0);
        answer.layer(request.six ? "ICMPv6TimeExceeded" : "ICMP");
        if (!request.six)
            answer.set("type", 11).set("length", router.shortQuotes ? 0 : static_cast<int>(quote.size() / 4));
        return due(answer.payload(quote));
    }
    if (reached.host == nullptr || random() % 10'000 < reached.host->loss * 10'000 || hasBadChecksum(m_protocols, request.fields))
        return {};
    const Host& host = *reached.host;
    const PacketMaker beginning = start(request, host.mac.value_or(m_description.gatewayMac), request.destination,
                                        host.firstTtl - reached.hops, nextId(host, request));
    const auto answer = fromHost(request, host, beginning);
    return answer ? due(*answer) : std::vector<DueFrame>{};
}

std::uint16_t Answers::nextId(const Host& host, const Request& request)
{
    switch (host.idRule) {
    case IdRule::Random:
        return static_cast<std::uint16_t>(random());
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

std::optional<PacketMaker> Answers::fromHost(const Request& request, const Host& host, const PacketMaker& start)
{
    const PacketFields& fields = request.fields;
    const bool isFragment = fields.number("IP", "frag").value_or(0) != 0 || (fields.number("IP", "flags").value_or(0) & 1) != 0;
    if (isFragment)
        return std::nullopt;
    if (fields.has("ICMP") || fields.has("ICMPv6EchoRequest"))
        return toEcho(request, start);
    if (fields.has("TCP"))
        return toSegment(request, host, start);
    if (fields.has("UDP"))
        return toDatagram(request, host, start);
    return std::nullopt;
}

std::optional<PacketMaker> Answers::toEcho(const Request& request, PacketMaker answer) const
{
    const Bytes message = request.upper();
    if (message.size() < 8)
        return std::nullopt;
    if (request.six)
        return answer.layer("ICMPv6EchoReply").set("id", be16(message, 4)).set("seq", be16(message, 6))
            .set("data", toBuffer(message.subspan(8)));
    constexpr int echo = 8;
    constexpr int timestamp = 13;
    if (message[0] != echo && (message[0] != timestamp || message.size() < 20))
        return std::nullopt;
    answer.layer("ICMP").set("id", be16(message, 4)).set("seq", be16(message, 6));
    if (message[0] == echo)
        return answer.set("type", 0).payload(message.subspan(8));
    const std::int64_t asked = be32(message, 8);
    return answer.set("type", timestamp + 1).set("ts_ori", asked).set("ts_rx", asked).set("ts_tx", asked);
}

/// RFC 9293 section 3.10.7, for somebody who never goes beyond the handshake's first answer.
std::optional<PacketMaker> Answers::toSegment(const Request& request, const Host& host, PacketMaker answer)
{
    enum Flag : std::int64_t { Fin = 1, Syn = 2, Reset = 4, Push = 8, Ack = 16 };
    const PacketFields& fields = request.fields;
    const std::int64_t flags = fields.number("TCP", "flags").value_or(0);
    const std::int64_t port = fields.number("TCP", "dport").value_or(0);
    const auto header = static_cast<std::size_t>(fields.number("TCP", "dataofs").value_or(5)) * 4;
    const bool open = isOpen(host.tcp, port);
    if ((flags & Reset) != 0 || (!open && host.tcp.closedIsSilent))
        return std::nullopt;
    const std::int64_t data = static_cast<std::int64_t>(request.upper().size() - std::min(header, request.upper().size()));
    const std::int64_t next = (fields.number("TCP", "seq").value_or(0) + data + ((flags & Syn) != 0) + ((flags & Fin) != 0)) & 0xffffffff;
    answer.layer("TCP").set("sport", port).set("dport", fields.number("TCP", "sport").value_or(0));
    if ((flags & Ack) != 0)
        return answer.set("flags", Reset).set("seq", fields.number("TCP", "ack").value_or(0)).set("window", 0);
    if (!open)
        return answer.set("flags", Reset | Ack).set("ack", next).set("window", 0);
    if ((flags & Syn) == 0)
        return std::nullopt;
    ValueList options{{Value(ValueTuple{{Value(std::int64_t{2}), Value(std::int64_t{1460})}})}};
    return answer.set("flags", Syn | Ack).set("seq", random()).set("ack", next).set("window", 64240).set("options", std::move(options));
}

std::optional<PacketMaker> Answers::toDatagram(const Request& request, const Host& host, PacketMaker answer) const
{
    const std::int64_t port = request.fields.number("UDP", "dport").value_or(0);
    if (host.dns && port == 53 && request.fields.has("DNS"))
        return toQuestion(request, std::move(answer));
    if (isOpen(host.udp, port) || host.udp.closedIsSilent)
        return std::nullopt;
    constexpr std::size_t mostQuoted = 548;
    const Bytes quote = request.packet.first(std::min(mostQuoted, request.packet.size()));
    if (request.six)
        return answer.layer("ICMPv6DestUnreach").set("code", 4).payload(quote);
    return answer.layer("ICMP").set("type", 3).set("code", 3).payload(quote);
}

std::optional<PacketMaker> Answers::toQuestion(const Request& request, PacketMaker answer) const
{
    const PacketFields& fields = request.fields;
    const Value* questions = fields.value("DNS", "qd");
    if (fields.number("DNS", "qr") != 0 || questions == nullptr || questions->list() == nullptr || questions->list()->items.empty())
        return std::nullopt;
    const Layer* question = questions->list()->items.front().layer();
    const Value* name = question != nullptr ? fieldValue(m_protocols, *question, "qname") : nullptr;
    const Value* type = question != nullptr ? fieldValue(m_protocols, *question, "qtype") : nullptr;
    if (name == nullptr || name->bytes() == nullptr || type == nullptr || type->integer() == nullptr)
        return std::nullopt;
    std::string plain = lowerCase(toString(*name->bytes()));
    if (plain.ends_with('.'))
        plain.pop_back();
    const auto known = m_description.names.find(plain);
    ValueList records;
    for (const Buffer& address : known != m_description.names.end() ? known->second : std::vector<Buffer>{})
        if (*type->integer() == (address.size() == 4 ? 1 : 28))
            records.items.push_back(makeStruct(m_protocols, "DNSRR", {{"rrname", *name}, {"type", *type}, {"ttl", std::int64_t{6681}}, {"rdata", address}}));
    constexpr int nameError = 3;
    return answer.layer("UDP").set("sport", 53).set("dport", fields.number("UDP", "sport").value_or(0))
        .layer("DNS").set("id", fields.number("DNS", "id").value_or(0)).set("qr", 1).set("rd", fields.number("DNS", "rd").value_or(0))
        .set("ra", 1).set("rcode", known == m_description.names.end() ? nameError : 0).set("qd", *questions).set("an", std::move(records));
}

} // namespace fw::practice
