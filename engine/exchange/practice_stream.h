/// What StreamSocket is, for the practice network, which has no sockets: UDP and TCP made here, packet by packet.
#pragma once

#include "engine/exchange/stream_socket.h"
#include "engine/net/network.h"
#include "engine/packet/layout.h"

namespace fw {

class PacketFields;
class PacketMaker;

/// Connected from creation to destruction. One thread at a time. What is not confirmed within a moment is sent again.
class PracticeStream {
public:
    using Clock = StreamSocket::Clock;
    using Kind = StreamSocket::Kind;

    /// As StreamSocket::connect(). The network must outlive it.
    [[nodiscard]] static Result<PracticeStream> connect(const Protocols& protocols, Network& network, Kind kind, const Buffer& address,
                                                        std::uint16_t port, Clock::time_point until, const std::stop_token& stop);
    PracticeStream(PracticeStream&&) = default;
    PracticeStream& operator=(PracticeStream&&) = delete;
    ~PracticeStream();

    /// As StreamSocket::send(); returns when TCP has confirmed it.
    [[nodiscard]] Result<void> send(Bytes bytes, Clock::time_point until, const std::stop_token& stop);
    /// As StreamSocket::receive().
    [[nodiscard]] Result<Buffer> receive(Clock::time_point until, const std::stop_token& stop);

private:
    struct Ends {
        Buffer own;
        Buffer peer;
        MacAddress ownMac{};
        MacAddress peerMac{};
        std::uint16_t ownPort = 0;
        std::uint16_t peerPort = 0;
    };

    PracticeStream(const Protocols& protocols, std::unique_ptr<PacketPort> port, Kind kind, Ends ends)
        : m_protocols(protocols), m_port(std::move(port)), m_kind(kind), m_ends(std::move(ends))
    {
    }
    [[nodiscard]] Result<void> shakeHands(Clock::time_point until, const std::stop_token& stop);
    [[nodiscard]] PacketMaker packet() const;
    [[nodiscard]] Result<void> emitDatagram(Bytes bytes);
    [[nodiscard]] Result<void> emitSegment(int flags, std::uint32_t sequence, Bytes bytes = {});
    /// Waits a little, and takes in what has come.
    [[nodiscard]] Result<void> pump(Clock::time_point until, const std::stop_token& stop);
    [[nodiscard]] Result<void> take(Bytes frame);
    [[nodiscard]] Result<void> takeSegment(const PacketFields& fields, Bytes frame);
    [[nodiscard]] Result<void> untilConfirmed(int flags, Bytes bytes, Clock::time_point until, const std::stop_token& stop);

    const Protocols& m_protocols;
    std::unique_ptr<PacketPort> m_port;
    Kind m_kind;
    Ends m_ends;
    std::uint32_t m_next = 0;      ///< Our next byte.
    std::uint32_t m_confirmed = 0; ///< Ours up to here has arrived.
    std::uint32_t m_expected = 0;  ///< The peer's next byte.
    bool m_isConnected = false;
    bool m_hasEnded = false; ///< The peer sends no more.
    std::vector<Buffer> m_received; ///< Datagrams, or pieces of the stream.
};

} // namespace fw
