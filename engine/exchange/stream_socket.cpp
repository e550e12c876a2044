#include "engine/exchange/stream_socket.h"

#include "engine/base/address.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace fw {
namespace {

using namespace std::chrono_literals;

/// So soon a request to stop is noticed.
constexpr std::chrono::milliseconds longestPoll = 50ms;

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

SocketAddress socketAddress(const Buffer& address, std::uint16_t port)
{
    SocketAddress out;
    if (address.size() == 4) {
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        std::memcpy(&four.sin_addr, address.data(), 4);
        std::memcpy(&out.storage, &four, sizeof four);
        out.size = sizeof four;
    } else {
        sockaddr_in6 six{};
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        std::memcpy(&six.sin6_addr, address.data(), std::min<std::size_t>(address.size(), 16));
        std::memcpy(&out.storage, &six, sizeof six);
        out.size = sizeof six;
    }
    return out;
}

} // namespace

StreamSocket::StreamSocket(StreamSocket&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_peer(std::move(other.m_peer))
{
}

StreamSocket& StreamSocket::operator=(StreamSocket&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_peer, other.m_peer);
    return *this;
}

StreamSocket::~StreamSocket()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Error StreamSocket::lastError(int number) const
{
    if (number == ENETUNREACH || number == EHOSTUNREACH)
        return {Errc::NoRoute, 0, m_peer};
    if (number == ETIMEDOUT)
        return {Errc::TimedOut, 0, m_peer};
    return {Errc::Io, 0, m_peer + ": " + std::generic_category().message(number)};
}

Result<StreamSocket> StreamSocket::connect(Kind kind, const Buffer& address, std::uint16_t port, Clock::time_point until,
                                           const std::stop_token& stop)
{
    const int type = (kind == Kind::Udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    StreamSocket made(::socket(address.size() == 4 ? AF_INET : AF_INET6, type, 0), addressText(address));
    if (made.m_descriptor < 0)
        return std::unexpected(made.lastError(errno));
    const SocketAddress to = socketAddress(address, port);
    if (::connect(made.m_descriptor, reinterpret_cast<const sockaddr*>(&to.storage), to.size) == 0)
        return made;
    if (errno != EINPROGRESS)
        return std::unexpected(made.lastError(errno));
    if (auto ready = made.waitFor(POLLOUT, until, stop); !ready)
        return std::unexpected(ready.error());
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(made.m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0)
        return std::unexpected(made.lastError(error));
    return made;
}

Result<void> StreamSocket::waitFor(short events, Clock::time_point until, const std::stop_token& stop) const
{
    for (;;) {
        if (stop.stop_requested())
            return fail(Errc::Cancelled);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        pollfd ready{m_descriptor, events, 0};
        const int count = ::poll(&ready, 1, static_cast<int>(std::clamp(left, 0ms, longestPoll).count()));
        if (count > 0)
            return {};
        if (count < 0 && errno != EINTR)
            return std::unexpected(lastError(errno));
        if (left <= 0ms)
            return fail(Errc::TimedOut, 0, m_peer);
    }
}

Result<void> StreamSocket::send(Bytes bytes, Clock::time_point until, const std::stop_token& stop)
{
    do { // Also once for an empty datagram.
        if (auto ready = waitFor(POLLOUT, until, stop); !ready)
            return ready;
        const ssize_t count = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0)
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        else if (errno != EAGAIN && errno != EINTR)
            return std::unexpected(lastError(errno));
    } while (!bytes.empty());
    return {};
}

Result<Buffer> StreamSocket::receive(Clock::time_point until, const std::stop_token& stop)
{
    Buffer bytes(1U << 16U);
    for (;;) {
        if (auto ready = waitFor(POLLIN, until, stop); !ready)
            return std::unexpected(ready.error());
        const ssize_t count = ::recv(m_descriptor, bytes.data(), bytes.size(), 0);
        if (count >= 0) {
            bytes.resize(static_cast<std::size_t>(count));
            return bytes;
        }
        if (errno != EAGAIN && errno != EINTR)
            return std::unexpected(lastError(errno));
    }
}

} // namespace fw
