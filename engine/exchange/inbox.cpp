#include "engine/exchange/inbox.h"

namespace fw {

void Inbox::put(PacketPort& port, std::vector<CapturedPacket>& packets)
{
    constexpr std::size_t mostWaiting = 262'144;
    constexpr std::size_t mostBytes = 64U << 20U;
    if (packets.empty())
        return;
    const std::scoped_lock lock(m_mutex);
    for (CapturedPacket& packet : packets) {
        if (m_arrived.size() < mostWaiting && m_waitingBytes < mostBytes) {
            m_waitingBytes += packet.bytes.size();
            m_arrived.push_back({&port, std::move(packet)});
        } else {
            ++m_dropped;
        }
    }
    m_changed.notify_all();
}

void Inbox::fail(Error error)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_error)
        m_error = std::move(error);
    m_changed.notify_all();
}

Result<std::vector<Inbox::Arrived>> Inbox::take(std::chrono::steady_clock::time_point until, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_until(lock, stop, until, [&] { return !m_arrived.empty() || m_error; });
    if (m_arrived.empty() && m_error)
        return std::unexpected(*m_error);
    m_waitingBytes = 0;
    return std::exchange(m_arrived, {});
}

std::uint64_t Inbox::dropped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_dropped;
}

Receiver::Receiver(PacketPort& port, Inbox& inbox)
    : m_thread([&port, &inbox](const std::stop_token& stop) {
        std::vector<CapturedPacket> packets;
        while (!stop.stop_requested()) {
            packets.clear();
            const auto received = port.receive(packets, std::chrono::milliseconds(5));
            inbox.put(port, packets);
            if (!received) {
                inbox.fail(received.error());
                return;
            }
        }
    })
{
}

} // namespace fw
