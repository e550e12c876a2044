/// Ordinary sockets of the operating system: what is sent is payload only, and no rights are needed.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/error.h"

#include <chrono>
#include <stop_token>

namespace fw {

/// Connected from creation to destruction. One thread at a time.
class StreamSocket {
public:
    using Clock = std::chrono::steady_clock;
    enum class Kind : std::uint8_t { Udp, Tcp };

    /// `address` is 4 or 16 bytes. Io (detail: why, as "connection refused"), NoRoute, TimedOut (detail: the address), Cancelled.
    [[nodiscard]] static Result<StreamSocket> connect(Kind kind, const Buffer& address, std::uint16_t port, Clock::time_point until,
                                                      const std::stop_token& stop);
    StreamSocket(StreamSocket&& other) noexcept;
    StreamSocket& operator=(StreamSocket&& other) noexcept;
    ~StreamSocket();

    /// All of it: one datagram, or so many bytes of the stream. Io, TimedOut, Cancelled.
    [[nodiscard]] Result<void> send(Bytes bytes, Clock::time_point until, const std::stop_token& stop);
    /// The next datagram, or what has come of the stream, at most 64 KiB. Empty: the other side has closed the stream.
    /// TimedOut if nothing comes, Io, Cancelled.
    [[nodiscard]] Result<Buffer> receive(Clock::time_point until, const std::stop_token& stop);

private:
    explicit StreamSocket(int descriptor, std::string peer) : m_descriptor(descriptor), m_peer(std::move(peer)) {}
    [[nodiscard]] Result<void> waitFor(short events, Clock::time_point until, const std::stop_token& stop) const;
    [[nodiscard]] Error lastError(int number) const;

    int m_descriptor = -1;
    std::string m_peer;
};

} // namespace fw
