/// The way out to a network and in from it, whatever the network is.
#pragma once

#include "engine/base/address.h"
#include "engine/base/error.h"
#include "engine/packet/captured_packet.h"

#include <memory>
#include <stop_token>

namespace fw {

struct PortStatistics {
    std::uint64_t received = 0;
    std::uint64_t droppedByKernel = 0;    ///< The buffer was full.
    std::uint64_t droppedByInterface = 0;
};

struct PortOptions {
    std::string filter;        ///< BPF; empty: everything.
    std::uint32_t snapLength = 262'144;
    bool promiscuous = false;
    std::uint32_t bufferBytes = 8U << 20U;
    /// Packets come in blocks, some 5 ms late: room for many more of them, for captures at rate. Times are exact either way.
    bool batched = false;
    bool receives = true; ///< false: only to send, where nothing is to be copied that passes by.
};

[[nodiscard]] inline PortOptions sendingOnly()
{
    PortOptions options;
    options.receives = false;
    options.filter = "less 0"; // For networks whose ports receive in any case: nothing gets through.
    options.snapLength = 64;
    return options;
}

/// Open from creation to destruction. One thread sends while another receives; receiving starts when the port is opened,
/// so an answer that comes while sending still goes on is not lost.
class PacketPort {
public:
    virtual ~PacketPort() = default;
    [[nodiscard]] virtual const std::string& interfaceName() const = 0;
    [[nodiscard]] virtual std::uint32_t linkType() const = 0;
    [[nodiscard]] virtual bool isPractice() const { return false; }
    /// Whole frames, beginning with the port's link layer. How many went out: all of them, unless it was stopped while the interface's
    /// queue was full. On an error, its offset tells how many did.
    [[nodiscard]] virtual Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token& stop = {}) = 0;
    /// Appends what has come; waits at most `wait` for the first. Nothing within the wait is no error.
    [[nodiscard]] virtual Result<void> receive(std::vector<CapturedPacket>& packets, std::chrono::milliseconds wait) = 0;
    [[nodiscard]] virtual PortStatistics statistics() const = 0;
};

/// Opens ports and answers what a packet needs to know of the network. One per kind of network.
class Network;

} // namespace fw
