/// Where received packets wait for the working thread.
#pragma once

#include "engine/net/packet_port.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace fw {

/// Filled by one thread per port, emptied by one. Bounded: what comes when it is full is counted and lost.
class Inbox {
public:
    struct Arrived {
        PacketPort* port = nullptr;
        CapturedPacket packet;
    };

    void put(PacketPort& port, std::vector<CapturedPacket>& packets);
    void fail(Error error);
    /// Waits until something has come, `until`, or stop; nothing then. An error that a port reported comes after what was received.
    [[nodiscard]] Result<std::vector<Arrived>> take(std::chrono::steady_clock::time_point until, const std::stop_token& stop);
    [[nodiscard]] std::uint64_t dropped() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<Arrived> m_arrived;
    std::size_t m_waitingBytes = 0;
    std::optional<Error> m_error;
    std::uint64_t m_dropped = 0;
};

/// Receives from a port into an inbox until it is destroyed.
class Receiver {
public:
    Receiver(PacketPort& port, Inbox& inbox);

private:
    std::jthread m_thread;
};

} // namespace fw
