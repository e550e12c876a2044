#include "engine/exchange/practice_stream.h"

#include "engine/net/packet_fields.h"
#include "engine/packet/random_values.h"

#include <algorithm>

namespace fw {

using namespace std::chrono_literals;

namespace {

enum Flag : int { Fin = 1, Syn = 2, Reset = 4, Push = 8, Ack = 16 };

constexpr std::chrono::milliseconds patience = 250ms; ///< Then it is sent again.
constexpr std::size_t largestSegment = 1000;

Buffer buffer(const MacAddress& mac) { return {mac.begin(), mac.end()}; }

} // namespace

Result<PracticeStream> PracticeStream::connect(const Protocols& protocols, Network& network, Kind kind, const Buffer& address,
                                               std::uint16_t port, Clock::time_point until, const std::stop_token& stop)
{
    constexpr std::uint64_t lowestPort = 32'768;
    const auto route = network.route(address);
    if (!route)
        return std::unexpected(route.error());
    Ends ends{route->source, address, {}, {}, static_cast<std::uint16_t>(lowestPort + randomBelow(lowestPort / 2)), port};
    for (const InterfaceInfo& info : network.interfaces())
        if (info.name == route->interface)
            ends.ownMac = info.mac.value_or(MacAddress{});
    if (!route->local) {
        const auto left = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()), 0ms);
        const auto mac = network.askNeighbour(route->gateway.value_or(address), route->interface, left, stop);
        if (!mac)
            return std::unexpected(mac.error());
        ends.peerMac = *mac;
    }
    auto opened = network.open(route->interface);
    if (!opened)
        return std::unexpected(opened.error());
    PracticeStream made(protocols, std::move(*opened), kind, std::move(ends));
    if (kind == Kind::Tcp)
        if (auto shaken = made.shakeHands(until, stop); !shaken)
            return std::unexpected(shaken.error());
    return made;
}

PracticeStream::~PracticeStream()
{
    if (m_port && m_isConnected)
        (void)emitSegment(Fin | Ack, m_next); // Nobody is left who could do anything about a failure.
}

Result<void> PracticeStream::shakeHands(Clock::time_point until, const std::stop_token& stop)
{
    m_confirmed = static_cast<std::uint32_t>(randomBits());
    m_next = m_confirmed + 1;
    if (auto shaken = untilConfirmed(Syn, {}, until, stop); !shaken)
        return shaken;
    m_isConnected = true;
    return emitSegment(Ack, m_next);
}

PacketMaker PracticeStream::packet() const
{
    PacketMaker maker(m_protocols);
    maker.layer("Ether").set("dst", buffer(m_ends.peerMac)).set("src", buffer(m_ends.ownMac));
    maker.layer(m_ends.peer.size() == 4 ? "IP" : "IPv6").set("src", m_ends.own).set("dst", m_ends.peer);
    return maker;
}

Result<void> PracticeStream::emitDatagram(Bytes bytes)
{
    const Buffer frame = packet().layer("UDP").set("sport", m_ends.ownPort).set("dport", m_ends.peerPort).payload(bytes).bytes();
    const auto sent = m_port->send(std::span(&frame, 1));
    return sent ? Result<void>{} : std::unexpected(sent.error());
}

Result<void> PracticeStream::emitSegment(int flags, std::uint32_t sequence, Bytes bytes)
{
    constexpr int window = 64'240;
    const Buffer frame = packet().layer("TCP").set("sport", m_ends.ownPort).set("dport", m_ends.peerPort).set("flags", flags).set("seq", sequence)
        .set("ack", (flags & Ack) != 0 ? m_expected : 0).set("window", window).payload(bytes).bytes();
    const auto sent = m_port->send(std::span(&frame, 1));
    return sent ? Result<void>{} : std::unexpected(sent.error());
}

Result<void> PracticeStream::untilConfirmed(int flags, Bytes bytes, Clock::time_point until, const std::stop_token& stop)
{
    const std::uint32_t begin = m_confirmed;
    while (m_confirmed != m_next) {
        if (Clock::now() >= until)
            return fail(Errc::TimedOut, 0, addressText(m_ends.peer));
        if (auto sent = emitSegment(flags, begin, bytes); !sent)
            return sent;
        const auto again = std::min(until, Clock::now() + patience);
        while (m_confirmed != m_next && Clock::now() < again)
            if (auto pumped = pump(again, stop); !pumped)
                return pumped;
    }
    return {};
}

Result<void> PracticeStream::send(Bytes bytes, Clock::time_point until, const std::stop_token& stop)
{
    if (m_kind == Kind::Udp)
        return emitDatagram(bytes);
    while (!bytes.empty()) {
        const Bytes piece = bytes.first(std::min(bytes.size(), largestSegment));
        m_next = m_confirmed + static_cast<std::uint32_t>(piece.size());
        if (auto sent = untilConfirmed(Push | Ack, piece, until, stop); !sent)
            return sent;
        bytes = bytes.subspan(piece.size());
    }
    return {};
}

Result<Buffer> PracticeStream::receive(Clock::time_point until, const std::stop_token& stop)
{
    while (m_received.empty()) {
        if (m_hasEnded)
            return Buffer{};
        if (Clock::now() >= until)
            return fail(Errc::TimedOut, 0, addressText(m_ends.peer));
        if (auto pumped = pump(until, stop); !pumped)
            return std::unexpected(pumped.error());
    }
    Buffer bytes = std::move(m_received.front());
    m_received.erase(m_received.begin());
    return bytes;
}

Result<void> PracticeStream::pump(Clock::time_point until, const std::stop_token& stop)
{
    constexpr std::chrono::milliseconds longest = 20ms; // So soon a request to stop is noticed.
    if (stop.stop_requested())
        return fail(Errc::Cancelled);
    std::vector<CapturedPacket> packets;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (auto received = m_port->receive(packets, std::clamp<std::chrono::milliseconds>(left, 0ms, longest)); !received)
        return received;
    for (const CapturedPacket& packet : packets)
        if (auto taken = take(packet.bytes); !taken)
            return taken;
    return {};
}

Result<void> PracticeStream::take(Bytes frame)
{
    const PacketFields fields(m_protocols, frame, m_port->linkType());
    const char* network = m_ends.peer.size() == 4 ? "IP" : "IPv6";
    const char* transport = m_kind == Kind::Tcp ? "TCP" : "UDP";
    const std::string quoted = std::string(transport) + "error";
    if (fields.number(quoted, "sport") == m_ends.ownPort && fields.number(quoted, "dport") == m_ends.peerPort)
        return fail(Errc::Io, 0, addressText(m_ends.peer) + ": Connection refused");
    if (fields.bytes(network, "src") != m_ends.peer || fields.number(transport, "sport") != m_ends.peerPort ||
        fields.number(transport, "dport") != m_ends.ownPort)
        return {};
    if (m_kind == Kind::Tcp)
        return takeSegment(fields, frame);
    constexpr std::size_t header = 8;
    m_received.push_back(toBuffer(frame.subspan(std::min(fields.offsetOf("UDP") + header, frame.size()))));
    return {};
}

Result<void> PracticeStream::takeSegment(const PacketFields& fields, Bytes frame)
{
    const auto number = [&](const char* field) { return fields.number("TCP", field).value_or(0); };
    const std::int64_t flags = number("flags");
    const auto sequence = static_cast<std::uint32_t>(number("seq"));
    if ((flags & Reset) != 0)
        return fail(Errc::Io, 0, addressText(m_ends.peer) + (m_isConnected ? ": Connection reset by peer" : ": Connection refused"));
    if ((flags & Ack) != 0 && static_cast<std::uint32_t>(number("ack")) == m_next)
        m_confirmed = m_next;
    if ((flags & Syn) != 0) {
        m_expected = sequence + 1;
        return {};
    }
    const std::size_t header = static_cast<std::size_t>(std::max<std::int64_t>(5, number("dataofs"))) * 4;
    const Bytes data = frame.subspan(std::min(fields.offsetOf("TCP") + header, frame.size()));
    const bool ends = (flags & Fin) != 0;
    if (data.empty() && !ends)
        return {};
    if (sequence == m_expected && !m_hasEnded) {
        if (!data.empty())
            m_received.push_back(toBuffer(data));
        m_expected += static_cast<std::uint32_t>(data.size()) + (ends ? 1 : 0);
        m_hasEnded = ends;
    }
    return emitSegment(Ack, m_next);
}

} // namespace fw
