/// Sends whole frames through the kernel.
#pragma once

#include "engine/net/packet_port.h"

namespace fw {

/// A file descriptor that is closed with its owner; -1 is none.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor();
    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

class FrameSender {
public:
    virtual ~FrameSender() = default;
    /// As PacketPort::send.
    [[nodiscard]] virtual Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop) = 0;
};

/// A packet socket on one interface. It receives nothing, so that captures see what it sends.
/// The loopback interface gets a second socket: the kernel drops IPv4 frames with its own addresses that come in
/// from a wire, and loopback counts as one, so they are handed in as IP packets.
[[nodiscard]] Result<std::unique_ptr<FrameSender>> openSender(const std::string& interface);

/// The same as a port that receives nothing. NoSuchDevice, NotPermitted, Io.
[[nodiscard]] Result<std::unique_ptr<PacketPort>> openSendPort(const std::string& interface, std::uint32_t linkType);

/// From errno, for an interface.
[[nodiscard]] Error systemError(int number, const std::string& interface);

} // namespace fw
