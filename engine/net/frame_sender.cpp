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
#include <chrono>
#include <cstring>

namespace fw {
namespace {

constexpr std::size_t batchSize = 64;

/// A full queue is waited for, but not without end: an interface without a carrier never empties its queue.
class Patience {
public:
    /// False if it has lasted too long. The socket says when it takes more; the interface's queue behind it does not.
    [[nodiscard]] bool wait(int descriptor, bool isInterface)
    {
        const auto now = Clock::now();
        if (m_since == Clock::time_point())
            m_since = now;
        if (now - m_since > std::chrono::seconds(3))
            return false;
        pollfd ready{descriptor, POLLOUT, 0};
        poll(&ready, 1, 10);
        if (isInterface)
            usleep(now - m_since > std::chrono::milliseconds(1) ? 500 : 50);
        return true;
    }
    void renew() { m_since = {}; }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point m_since;
};

bool isFull(int number) { return number == ENOBUFS || number == EAGAIN || number == EINTR; }

class PacketSocketSender : public FrameSender {
public:
    PacketSocketSender(Descriptor socket, std::string interface)
        : m_socket(std::move(socket)), m_interface(std::move(interface))
    {
    }

    Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop) override
    {
        std::size_t done = 0;
        Patience patience;
        while (done < frames.size()) {
            const int sent = sendBatch(frames.subspan(done, std::min(batchSize, frames.size() - done)));
            if (sent > 0) {
                done += static_cast<std::size_t>(sent);
                patience.renew();
            } else if (const int number = errno; stop.stop_requested()) {
                break;
            } else if (!isFull(number) || !patience.wait(m_socket.get(), number == ENOBUFS)) {
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
        return sendmmsg(m_socket.get(), messages, static_cast<unsigned>(frames.size()), MSG_DONTWAIT);
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

class SendPort final : public PacketPort {
public:
    SendPort(std::unique_ptr<FrameSender> sender, std::string interface, std::uint32_t linkType)
        : m_sender(std::move(sender)), m_interface(std::move(interface)), m_linkType(linkType)
    {
    }
    const std::string& interfaceName() const override { return m_interface; }
    std::uint32_t linkType() const override { return m_linkType; }
    Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop) override { return m_sender->send(frames, stop); }
    Result<void> receive(std::vector<CapturedPacket>&, std::chrono::milliseconds) override { return fail(Errc::Unsupported, 0, m_interface); }
    PortStatistics statistics() const override { return {}; }

private:
    std::unique_ptr<FrameSender> m_sender;
    std::string m_interface;
    std::uint32_t m_linkType;
};

class LoopbackSender : public FrameSender {
public:
    LoopbackSender(PacketSocketSender frames, Descriptor packets)
        : m_frames(std::move(frames)), m_packets(std::move(packets))
    {
    }

    Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop) override
    {
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const auto sent = sendOne(frames.subspan(i, 1), stop);
            if (!sent)
                return fail(sent.error().code, i, sent.error().detail);
            if (*sent == 0)
                return i;
        }
        return frames.size();
    }

private:
    Result<std::size_t> sendOne(std::span<const Buffer> frame, const std::stop_token& stop)
    {
        if (!survivesRawSocket(frame.front()))
            return m_frames.send(frame, stop);
        const Bytes packet = Bytes(frame.front()).subspan(ethernetSize);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        std::memcpy(&to.sin_addr, packet.data() + 16, 4);
        if (sendto(m_packets.get(), packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) >= 0)
            return 1;
        return m_frames.send(frame, stop); // A destination that the kernel has no way to: seen by captures at least.
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

Result<std::unique_ptr<PacketPort>> openSendPort(const std::string& interface, std::uint32_t linkType)
{
    auto sender = openSender(interface);
    if (!sender)
        return std::unexpected(sender.error());
    return std::make_unique<SendPort>(std::move(*sender), interface, linkType);
}

} // namespace fw
