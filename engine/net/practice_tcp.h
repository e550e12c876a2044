/// The practice network's TCP servers.
#pragma once

#include "engine/net/practice_description.h"

#include <deque>
#include <functional>
#include <tuple>

namespace fw::practice {

/// RFC 9293, as much of it as a server needs that nobody wants to harm: handshake, data both ways within the client's window,
/// and the end. Nothing is sent again by itself; a request that comes again gets its answer again.
class TcpServers {
public:
    enum Flag : std::uint8_t { Fin = 1, Syn = 2, Reset = 4, Push = 8, Ack = 16 };
    /// What matters of a segment, either way.
    struct Segment {
        std::uint8_t flags = 0;
        std::uint32_t sequence = 0;
        std::uint32_t acknowledged = 0;
        std::uint16_t window = 0;
        std::uint16_t maximum = 0; ///< Largest segment, as its option tells it; 0 if there is none.
        Buffer data;
    };
    struct Place {
        const Host& host;
        Buffer server;
        Buffer client;
        std::uint16_t port;       ///< Of the server.
        std::uint16_t clientPort;
    };
    using Resolver = std::function<std::optional<Buffer>(Bytes message)>;

    /// `mtu` bounds what is sent at once; `resolver` answers DNS messages.
    TcpServers(int mtu, Resolver resolver) : m_mtu(mtu), m_resolver(std::move(resolver)) {}

    /// `initial` is the sequence number to begin with, if this begins a connection.
    [[nodiscard]] std::vector<Segment> answer(const Place& place, const Segment& segment, std::uint32_t initial);
    [[nodiscard]] std::size_t connectionCount() const { return m_connections.size(); }

private:
    struct Connection {
        std::uint32_t expected = 0;  ///< The client's next byte.
        std::uint32_t confirmed = 0; ///< Ours up to here has arrived.
        std::uint32_t next = 0;      ///< Ours that goes out next.
        std::uint16_t window = 0;
        std::uint16_t maximum = 0;
        bool isEstablished = false;
        bool ends = false;     ///< Once everything is sent.
        bool hasEnded = false; ///< Our FIN is out.
        Buffer in;             ///< Of a request that is not whole yet.
        Buffer out;            ///< From `confirmed` on.
    };
    using Key = std::tuple<Buffer, Buffer, std::uint16_t, std::uint16_t>;

    Connection& open(const Key& key, const Place& place, const Segment& segment, std::uint32_t initial);
    void take(const Place& place, Connection& connection, const Segment& segment);
    void serve(const Place& place, Connection& connection);
    void serveQuestions(Connection& connection);
    void confirm(Connection& connection, std::uint32_t acknowledged);
    [[nodiscard]] std::vector<Segment> send(Connection& connection, bool mustAcknowledge) const;

    const int m_mtu;
    const Resolver m_resolver;
    std::map<Key, Connection> m_connections;
    std::deque<Key> m_order; ///< The oldest first: it is forgotten when there are too many.
};

} // namespace fw::practice
