#include "engine/net/frame_sender.h"

#include "engine/base/checksum.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace fw {
namespace {

constexpr std::size_t batchSize = 64;

/// A full queue is waited for, but not without end: an interface without a carrier never empties its queue.
class Patience {
public:
    [[nodiscard]] bool wait(int descriptor)
    {
        if (m_tries++ > 2000)
            return false;
        pollfd ready{descriptor, POLLOUT, 0};
        poll(&ready, 1, 1);
        usleep(m_tries > 20 ? 500 : 50);
        return true;
    }
    void renew() { m_tries = 0; }

private:
    int m_tries = 0;
};

bool isFull(int number) { return number == ENOBUFS || number == EAGAIN || number == EINTR; }

class PacketSocketSender : public FrameSender {
public:
    PacketSocketSender(Descriptor socket, std::string interface)
        : m_socket(std::move(socket)), m_interface(std::move(interface))
    {
    }

    Result<std::size_t> send(std::span<const Buffer> frames) override
    {
        std::size_t done = 0;
        Patience patience;
        while (done < frames.size()) {
            const int sent = sendBatch(frames.subspan(done, std::min(batchSize, frames.size() - done)));
            if (sent > 0) {
                done += static_cast<std::size_t>(sent);
                patience.renew();
            } else if (const int number = errno; !isFull(number) || !patience.wait(m_socket.get())) {
                Error error = systemError(number, m_interface);
                error.offset = done;
                return std::unexpected(error);
            }
        }
        return done;
    }

private:
    int sendBatch(std::span<const Buffer> frames)
    {
        mmsghdr messages[batchSize] = {};
        iovec parts[batchSize];
        for (std::size_t i = 0; i < frames.size(); ++i) {
            parts[i] = {const_cast<std::uint8_t*>(frames[i].data()), frames[i].size()};
            messages[i].msg_hdr.msg_iov = &parts[i];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
        return sendmmsg(m_socket.get(), messages, static_cast<unsigned>(frames.size()), 0);
    }

    Descriptor m_socket;
    std::string m_interface;
};

constexpr std::size_t ethernetSize = 14;

/// An IPv4 packet that the kernel would hand on as it is: it fills in link addresses, length and checksum always, and
/// id 0 unless DF is set.
bool survivesRawSocket(Bytes frame)
{
    if (frame.size() < ethernetSize + 20 || be16(frame, 12) != 0x0800
        || std::ranges::any_of(frame.first(12), [](std::uint8_t byte) { return byte != 0; }))
        return false;
    const Bytes packet = frame.subspan(ethernetSize);
    const std::size_t header = std::size_t{packet[0] & 0x0fU} * 4;
    if (packet[0] >> 4 != 4 || header < 20 || header > packet.size())
        return false;
    const bool keepsId = be16(packet, 4) != 0 || (packet[6] & 0x40) != 0;
    return keepsId && be16(packet, 2) == packet.size() && internetChecksum(packet.first(header)) == 0;
}

class LoopbackSender : public FrameSender {
public:
    LoopbackSender(PacketSocketSender frames, Descriptor packets)
        : m_frames(std::move(frames)), m_packets(std::move(packets))
    {
    }

    Result<std::size_t> send(std::span<const Buffer> frames) override
    {
        for (std::size_t i = 0; i < frames.size(); ++i)
            if (auto sent = sendOne(frames.subspan(i, 1)); !sent)
                return fail(sent.error().code, i, sent.error().detail);
        return frames.size();
    }

private:
    Result<std::size_t> sendOne(std::span<const Buffer> frame)
    {
        if (!survivesRawSocket(frame.front()))
            return m_frames.send(frame);
        const Bytes packet = Bytes(frame.front()).subspan(ethernetSize);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        std::memcpy(&to.sin_addr, packet.data() + 16, 4);
        if (sendto(m_packets.get(), packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) >= 0)
            return 1;
        return m_frames.send(frame); // A destination that the kernel has no way to: seen by captures at least.
    }

    PacketSocketSender m_frames;
    Descriptor m_packets;
};

Result<PacketSocketSender> openPacketSocket(const std::string& interface, int index)
{
    Descriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_ifindex = index;
    if (!socket.isOpen() || bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
        return std::unexpected(systemError(errno, interface));
    return PacketSocketSender(std::move(socket), interface);
}

bool isLoopback(const std::string& interface)
{
    const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    interface.copy(request.ifr_name, IFNAMSIZ - 1);
    return ioctl(socket.get(), SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_LOOPBACK) != 0;
}

/// Bound to the interface, so that even a destination elsewhere stays in it.
Result<Descriptor> openRawSocket(const std::string& interface)
{
    Descriptor socket(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW));
    const int yes = 1;
    const auto length = static_cast<socklen_t>(interface.size() + 1);
    if (!socket.isOpen() || setsockopt(socket.get(), SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes) < 0
        || setsockopt(socket.get(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(), length) < 0)
        return std::unexpected(systemError(errno, interface));
    return socket;
}

} // namespace

Descriptor::~Descriptor()
{
    if (m_number >= 0)
        ::close(m_number);
}

Error systemError(int number, const std::string& interface)
{
    switch (number) {
    case EPERM:
    case EACCES:
        return {Errc::NotPermitted, 0, interface};
    case ENODEV:
    case ENXIO:
        return {Errc::NoSuchDevice, 0, interface};
    default:
        return {Errc::Io, 0, interface + ": " + std::strerror(number)};
    }
}

Result<std::unique_ptr<FrameSender>> openSender(const std::string& interface)
{
    const int index = static_cast<int>(if_nametoindex(interface.c_str()));
    if (index == 0)
        return fail(Errc::NoSuchDevice, 0, interface);
    auto frames = openPacketSocket(interface, index);
    if (!frames)
        return std::unexpected(frames.error());
    if (!isLoopback(interface))
        return std::make_unique<PacketSocketSender>(std::move(*frames));
    auto packets = openRawSocket(interface);
    if (!packets)
        return std::unexpected(packets.error());
    return std::make_unique<LoopbackSender>(std::move(*frames), std::move(*packets));
}

} // namespace fw
