#include "engine/net/practice_tcp.h"

#include "engine/net/practice_web.h"

#include <algorithm>

namespace fw::practice {
namespace {

constexpr std::size_t mostConnections = 1024;
constexpr std::size_t mostIn = 16'384;
constexpr std::size_t mostOut = 65'536;
constexpr std::uint16_t ownWindow = 64'240;
constexpr std::uint16_t usualMaximum = 536; // RFC 9293 section 3.7.1: of who tells none.

bool has(const std::vector<std::uint16_t>& ports, std::uint16_t port) { return std::ranges::find(ports, port) != ports.end(); }

/// a is before b on the circle of sequence numbers.
bool isBefore(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }

TcpServers::Segment reset(std::uint32_t sequence)
{
    TcpServers::Segment segment;
    segment.flags = TcpServers::Reset;
    segment.sequence = sequence;
    return segment;
}

} // namespace

std::vector<TcpServers::Segment> TcpServers::answer(const Place& place, const Segment& segment, std::uint32_t initial)
{
    const Key key{place.server, place.client, place.port, place.clientPort};
    const auto known = m_connections.find(key);
    const bool isOpen = has(place.host.tcp.open, place.port);
    const auto length = static_cast<std::uint32_t>(segment.data.size()) + ((segment.flags & Syn) != 0) + ((segment.flags & Fin) != 0);
    if ((segment.flags & Reset) != 0) {
        if (known != m_connections.end())
            m_connections.erase(known);
        return {};
    }
    if (known == m_connections.end() && (segment.flags & Ack) != 0)
        return {reset(segment.acknowledged)};
    if (!isOpen) {
        Segment refusal = reset(0);
        refusal.flags |= Ack;
        refusal.acknowledged = segment.sequence + length;
        return {refusal};
    }
    if ((segment.flags & Syn) != 0) {
        const Connection& connection = open(key, place, segment, initial);
        return {{Syn | Ack, connection.next - 1, connection.expected, ownWindow, static_cast<std::uint16_t>(m_mtu - (place.server.size() == 4 ? 40 : 60)), {}}};
    }
    if (known == m_connections.end() || (segment.flags & Ack) == 0)
        return {};
    Connection& connection = known->second;
    if (isBefore(connection.next, segment.acknowledged))
        return {reset(segment.acknowledged)};
    const bool wasEstablished = std::exchange(connection.isEstablished, true);
    if (!wasEstablished)
        if (const auto greeting = place.host.tcp.greetings.find(place.port); greeting != place.host.tcp.greetings.end())
            append(connection.out, greeting->second);
    connection.window = segment.window;
    confirm(connection, segment.acknowledged);
    take(place, connection, segment);
    auto answers = send(connection, length > 0);
    if (connection.hasEnded && connection.confirmed == connection.next)
        m_connections.erase(known);
    return answers;
}

/// A SYN on a known connection begins a new one, but the same SYN again is answered as before.
TcpServers::Connection& TcpServers::open(const Key& key, const Place& place, const Segment& segment, std::uint32_t initial)
{
    const auto [entry, isNew] = m_connections.try_emplace(key);
    Connection& connection = entry->second;
    const bool isRepeat = !isNew && !connection.isEstablished && connection.expected == segment.sequence + 1;
    if (isRepeat)
        return connection;
    connection = {};
    connection.expected = segment.sequence + 1;
    connection.next = connection.confirmed = initial + 1;
    connection.window = segment.window;
    const int largest = m_mtu - (place.server.size() == 4 ? 40 : 60);
    connection.maximum = static_cast<std::uint16_t>(std::clamp<int>(segment.maximum != 0 ? segment.maximum : usualMaximum, 1, largest));
    if (isNew)
        m_order.push_back(key);
    while (m_order.size() > mostConnections) {
        m_connections.erase(m_order.front());
        m_order.pop_front();
    }
    return connection;
}

void TcpServers::confirm(Connection& connection, std::uint32_t acknowledged)
{
    if (!isBefore(connection.confirmed, acknowledged))
        return;
    const std::size_t arrived = std::min<std::size_t>(acknowledged - connection.confirmed, connection.out.size());
    connection.out.erase(connection.out.begin(), connection.out.begin() + static_cast<std::ptrdiff_t>(arrived));
    connection.confirmed = acknowledged;
}

void TcpServers::take(const Place& place, Connection& connection, const Segment& segment)
{
    if (segment.sequence != connection.expected) {
        // It comes again: what we answered may have been lost.
        if (!segment.data.empty() && isBefore(segment.sequence, connection.expected)) {
            connection.next = connection.confirmed;
            connection.hasEnded = false;
        }
        return;
    }
    const std::size_t taken = std::min(segment.data.size(), mostIn - connection.in.size());
    append(connection.in, Bytes(segment.data).first(taken));
    connection.expected += static_cast<std::uint32_t>(taken);
    serve(place, connection);
    if ((segment.flags & Fin) != 0 && taken == segment.data.size()) {
        ++connection.expected;
        connection.ends = true;
    }
}

void TcpServers::serve(const Place& place, Connection& connection)
{
    const Ports& ports = place.host.tcp;
    if (connection.ends || connection.out.size() >= mostOut)
        return;
    if (has(ports.http, place.port)) {
        if (const auto answer = answerHttp(place.host, connection.in)) {
            append(connection.out, *answer);
            connection.in.clear();
            connection.ends = true;
        }
    } else if (has(ports.echo, place.port)) {
        append(connection.out, std::exchange(connection.in, {}));
    } else if (place.host.dns && place.port == 53) {
        serveQuestions(connection);
    } else {
        connection.in.clear(); // Somebody listens, and says nothing.
    }
}

/// RFC 1035 section 4.2.2: each message has its length before it.
void TcpServers::serveQuestions(Connection& connection)
{
    Bytes left = connection.in;
    while (left.size() >= 2 && left.size() >= 2U + be16(left, 0) && connection.out.size() < mostOut) {
        const std::size_t size = be16(left, 0);
        if (const auto answer = m_resolver(left.subspan(2, size)); answer && answer->size() <= 0xffff) {
            connection.out.push_back(static_cast<std::uint8_t>(answer->size() >> 8U));
            connection.out.push_back(static_cast<std::uint8_t>(answer->size()));
            append(connection.out, *answer);
        }
        left = left.subspan(2 + size);
    }
    connection.in = toBuffer(left);
}

/// What the client's window has room for; at least an acknowledgement if one is due.
std::vector<TcpServers::Segment> TcpServers::send(Connection& connection, bool mustAcknowledge) const
{
    std::vector<Segment> segments;
    const auto room = [&] { return std::min<std::size_t>(connection.out.size(), connection.window); };
    for (std::size_t at = connection.next - connection.confirmed; at < room(); at = connection.next - connection.confirmed) {
        const Bytes data = Bytes(connection.out).subspan(at, std::min<std::size_t>(room() - at, connection.maximum));
        segments.push_back({Push | Ack, connection.next, connection.expected, ownWindow, 0, toBuffer(data)});
        connection.next += static_cast<std::uint32_t>(data.size());
    }
    const bool isAllSent = connection.next - connection.confirmed == connection.out.size();
    if (connection.ends && !connection.hasEnded && isAllSent) {
        segments.push_back({Fin | Ack, connection.next, connection.expected, ownWindow, 0, {}});
        ++connection.next;
        connection.hasEnded = true;
    }
    if (segments.empty() && mustAcknowledge)
        segments.push_back({Ack, connection.next, connection.expected, ownWindow, 0, {}});
    return segments;
}

} // namespace fw::practice
