#include "engine/exchange/replay.h"

#include "engine/exchange/waiting.h"

#include <algorithm>

namespace fw {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t largestBatch = 64;

class Replay {
public:
    Replay(PacketPort& port, std::size_t longest, const ReplayOptions& options, ReplayResult& result, const std::stop_token& stop)
        : m_port(port), m_longest(longest), m_options(options), m_result(result), m_stop(stop)
    {
    }

    Result<void> run(const Capture& capture)
    {
        const auto begin = Clock::now();
        m_due = begin;
        Result<void> done;
        for (std::uint64_t round = 0; done && round < m_options.rounds && !m_stop.stop_requested(); ++round) {
            m_before.reset(); // From the last packet of a round to the first of the next there is no pause to keep.
            const auto read = capture.read(0, capture.packetCount(), [&](std::size_t, const PacketView& packet) {
                done = add(packet);
                return done.has_value() && !m_stop.stop_requested();
            });
            if (done && !read)
                done = std::unexpected(read.error());
            if (capture.packetCount() == 0)
                break;
        }
        if (done && !m_stop.stop_requested())
            done = flush();
        m_result.taken = Clock::now() - begin;
        return done;
    }

private:
    Result<void> add(const PacketView& packet)
    {
        if (packet.linkType != m_port.linkType())
            return fail(Errc::Unsupported, 0, m_port.interfaceName() + " is of another link type than the capture");
        advance(packet.time);
        if (packet.bytes.size() > m_longest) {
            ++m_result.tooLong;
            return {};
        }
        m_result.cut += packet.bytes.size() < packet.originalLength ? 1 : 0;
        const bool waits = m_options.timing != ReplayOptions::Timing::Top && m_due > Clock::now() + sendGranularity;
        if (waits || m_waiting == m_batch.size())
            if (auto sent = flush(); !sent)
                return sent;
        if (waits && !waitUntil(m_due, m_stop))
            return {};
        m_batch[m_waiting++].assign(packet.bytes.begin(), packet.bytes.end());
        return {};
    }

    /// When this packet is due, given when the one before was.
    void advance(std::chrono::nanoseconds time)
    {
        if (m_options.timing == ReplayOptions::Timing::Rate) {
            if (m_before)
                m_due += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / m_options.rate));
        } else if (m_options.timing == ReplayOptions::Timing::Original && m_before && time > *m_before) {
            constexpr double longestPause = 1e8; // Seconds; times of a capture may be anything.
            const double pause = std::min(std::chrono::duration<double>(time - *m_before).count() / m_options.speed, longestPause);
            m_due += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(pause));
        }
        m_before = std::max(time, m_before.value_or(time));
    }

    Result<void> flush()
    {
        if (m_waiting == 0)
            return {};
        const auto sent = m_port.send(std::span(m_batch).first(m_waiting), m_stop);
        const std::size_t count = sent ? *sent : std::min(sent.error().offset, m_waiting);
        m_result.sent += count;
        for (std::size_t i = 0; i < count; ++i)
            m_result.bytes += m_batch[i].size();
        m_waiting = 0;
        return sent ? Result<void>{} : std::unexpected(sent.error());
    }

    PacketPort& m_port;
    const std::size_t m_longest;
    const ReplayOptions& m_options;
    ReplayResult& m_result;
    const std::stop_token& m_stop;
    Clock::time_point m_due;
    std::optional<std::chrono::nanoseconds> m_before; ///< The latest time in the capture so far.
    std::vector<Buffer> m_batch{largestBatch};
    std::size_t m_waiting = 0; ///< So many of them are to be sent.
};

/// What goes out whole: the largest packet, and the frame around it with a VLAN tag or two.
std::size_t longestFrame(const Network& network, const std::string& interface)
{
    constexpr std::size_t link = 14 + 8;
    for (const InterfaceInfo& info : network.interfaces())
        if (info.name == interface && info.mtu > 0)
            return static_cast<std::size_t>(info.mtu) + link;
    return SIZE_MAX;
}

} // namespace

Result<void> replay(Network& network, const Capture& capture, const ReplayOptions& options, ReplayResult& result, const std::stop_token& stop)
{
    const std::string interface = options.interface.empty() ? defaultInterface(network) : options.interface;
    if (interface.empty())
        return fail(Errc::NoSuchDevice);
    const auto port = network.open(interface, sendingOnly());
    if (!port)
        return std::unexpected(port.error());
    return Replay(**port, longestFrame(network, interface), options, result, stop).run(capture);
}

} // namespace fw
