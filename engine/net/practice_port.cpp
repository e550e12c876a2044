#include "engine/net/practice_port.h"

#include "engine/net/bpf.h"

#include <queue>

namespace fw::practice {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

class Port final : public PacketPort {
public:
    Port(std::shared_ptr<Wire> wire, BpfFilter filter, std::uint32_t snapLength)
        : m_wire(std::move(wire)), m_filter(std::move(filter)), m_snapLength(snapLength)
    {
        const auto& announcements = m_wire->description().announcements;
        for (std::size_t i = 0; i < announcements.size(); ++i)
            m_announced.push(Announced{m_opened + announcements[i].after, i});
        m_wire->attach(*this);
    }
    ~Port() override { m_wire->detach(*this); }

    const std::string& interfaceName() const override { return m_wire->description().interface.name; }
    std::uint32_t linkType() const override { return link_type::Ethernet; }
    bool isPractice() const override { return true; }

    Result<std::size_t> send(std::span<const Buffer> frames, const std::stop_token&) override
    {
        for (const Buffer& frame : frames)
            m_wire->send(frame);
        return frames.size();
    }

    Result<void> receive(std::vector<CapturedPacket>& packets, std::chrono::milliseconds wait) override
    {
        const auto until = Clock::now() + std::min<std::chrono::milliseconds>(wait, 1h);
        std::unique_lock lock(m_mutex);
        for (;;) {
            announce(Clock::now());
            const std::size_t before = packets.size();
            take(packets, Clock::now());
            if (packets.size() != before || Clock::now() >= until)
                return {};
            m_changed.wait_until(lock, std::min(until, nextDue()));
        }
    }

    PortStatistics statistics() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_statistics;
    }

    void deliver(Clock::time_point due, Bytes frame)
    {
        const std::scoped_lock lock(m_mutex);
        enqueue(due, frame);
        m_changed.notify_all();
    }

private:
    struct Pending {
        Clock::time_point due;
        std::uint64_t order;
        Buffer bytes;
        std::uint32_t length;
        bool operator>(const Pending& other) const { return std::tie(due, order) > std::tie(other.due, other.order); }
    };
    struct Announced {
        Clock::time_point due;
        std::size_t which;
        bool operator>(const Announced& other) const { return std::tie(due, which) > std::tie(other.due, other.which); }
    };

    void enqueue(Clock::time_point due, Bytes frame)
    {
        constexpr std::size_t mostPending = 65'536;
        if (!m_filter.matches(frame, static_cast<std::uint32_t>(frame.size())))
            return;
        if (m_pending.size() >= mostPending) {
            ++m_statistics.droppedByKernel;
            return;
        }
        m_pending.push({due, m_order++, toBuffer(frame.first(std::min<std::size_t>(frame.size(), m_snapLength))),
                        static_cast<std::uint32_t>(frame.size())});
    }

    void announce(Clock::time_point now)
    {
        while (!m_announced.empty() && m_announced.top().due <= now) {
            const Announced next = m_announced.top();
            const Announcement& announcement = m_wire->description().announcements[next.which];
            m_announced.pop();
            m_announced.push({next.due + announcement.every, next.which});
            enqueue(next.due, announcement.bytes);
        }
    }

    void take(std::vector<CapturedPacket>& packets, Clock::time_point now)
    {
        while (!m_pending.empty() && m_pending.top().due <= now) {
            const Pending& next = m_pending.top();
            const auto time = m_epoch + std::chrono::duration_cast<std::chrono::nanoseconds>(next.due - m_opened);
            packets.push_back({time, link_type::Ethernet, next.length, next.bytes});
            ++m_statistics.received;
            m_pending.pop();
        }
    }

    Clock::time_point nextDue() const
    {
        auto next = Clock::time_point::max();
        if (!m_pending.empty())
            next = m_pending.top().due;
        return m_announced.empty() ? next : std::min(next, m_announced.top().due);
    }

    const std::shared_ptr<Wire> m_wire;
    const BpfFilter m_filter;
    const std::uint32_t m_snapLength;
    const Clock::time_point m_opened = Clock::now();
    const std::chrono::nanoseconds m_epoch = std::chrono::system_clock::now().time_since_epoch();
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::priority_queue<Pending, std::vector<Pending>, std::greater<>> m_pending;
    std::priority_queue<Announced, std::vector<Announced>, std::greater<>> m_announced;
    std::uint64_t m_order = 0;
    PortStatistics m_statistics;
};

void Wire::attach(Port& port)
{
    const std::scoped_lock lock(m_mutex);
    m_ports.insert(&port);
}

void Wire::detach(Port& port)
{
    const std::scoped_lock lock(m_mutex);
    m_ports.erase(&port);
}

void Wire::send(Bytes frame)
{
    const std::scoped_lock lock(m_mutex);
    const auto now = Clock::now();
    for (Port* port : m_ports)
        port->deliver(now, frame);
    for (const DueFrame& answer : m_answers.to(frame, now - m_started))
        for (Port* port : m_ports)
            port->deliver(now + answer.delay, answer.bytes);
}

Result<std::unique_ptr<PacketPort>> openPort(std::shared_ptr<Wire> wire, const std::string& interface, const PortOptions& options)
{
    if (interface != wire->description().interface.name)
        return fail(Errc::NoSuchDevice, 0, interface);
    auto filter = BpfFilter::compile(options.filter, link_type::Ethernet, options.snapLength);
    if (!filter)
        return std::unexpected(filter.error());
    return std::make_unique<Port>(std::move(wire), std::move(*filter), options.snapLength);
}

} // namespace fw::practice
