#pragma once

#include "engine/net/network.h"

#include <atomic>
#include <functional>
#include <deque>
#include <mutex>
#include <thread>

/// A network that does what the test says: answers after a delay, floods, refuses. Set it up before it is used.
class FakeNetwork final : public fw::Network {
public:
    struct Script {
        std::optional<fw::Error> refusal;                       ///< open() fails with it.
        std::function<std::vector<fw::Buffer>(const fw::Buffer&)> answer; ///< What comes back for a frame that was sent.
        std::chrono::milliseconds delay{0};                     ///< Until it does.
        std::uint64_t floodPerSecond = 0;                       ///< Packets that come by themselves.
        fw::Buffer floodPacket = fw::Buffer(60, 0x42);
        std::uint64_t failAfter = 0;                            ///< The interface vanishes after so many packets; 0: never.
        std::uint32_t linkType = fw::link_type::Ethernet;
        std::uint64_t takesFrames = UINT64_MAX;                 ///< Sending more fails.
        std::chrono::milliseconds sendTime{0};                  ///< Every send() takes this long.
    };
    explicit FakeNetwork(std::string interface = "fake0") : m_interface(std::move(interface)) {}

    Script script;
    std::atomic<int> opened{0};
    std::atomic<int> closed{0};
    [[nodiscard]] std::vector<fw::Buffer> sentFrames() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_sent;
    }

    bool isPractice() const override { return false; }
    std::vector<fw::InterfaceInfo> interfaces() const override
    {
        fw::InterfaceInfo info;
        info.name = m_interface;
        info.index = 1;
        info.mac = fw::MacAddress{2, 0, 0, 0, 0, 1};
        info.addresses = {{{10, 0, 0, 1}, 24}};
        info.mtu = 1500;
        info.linkType = script.linkType;
        info.up = true;
        return {info};
    }
    fw::Result<fw::Route> route(fw::Bytes, const std::string&) const override
    {
        fw::Route route;
        route.interface = m_interface;
        route.source = {10, 0, 0, 1};
        route.mtu = 1500;
        return route;
    }
    std::optional<fw::MacAddress> neighbour(fw::Bytes, const std::string&) const override { return fw::MacAddress{2, 0, 0, 0, 0, 2}; }
    fw::Result<std::vector<std::optional<fw::MacAddress>>> askNeighbours(std::span<const fw::Buffer> addresses, const std::string&,
                                                                         std::chrono::milliseconds, std::stop_token) override
    {
        return std::vector<std::optional<fw::MacAddress>>(addresses.size(), fw::MacAddress{2, 0, 0, 0, 0, 2});
    }
    fw::Result<std::vector<fw::Buffer>> lookUp(const std::string& name, int, std::stop_token) override
    {
        if (name == "host.test")
            return std::vector<fw::Buffer>{{10, 0, 0, 7}};
        return fw::fail(fw::Errc::NoSuchHost, 0, name);
    }
    fw::Result<std::unique_ptr<fw::PacketPort>> open(const std::string& interface, const fw::PortOptions&) override
    {
        if (script.refusal)
            return std::unexpected(*script.refusal);
        return std::make_unique<Port>(*this, interface);
    }

private:
    using Clock = std::chrono::steady_clock;

    class Port final : public fw::PacketPort {
    public:
        Port(FakeNetwork& network, std::string name) : m_network(network), m_name(std::move(name)) { ++m_network.opened; }
        ~Port() override { ++m_network.closed; }
        const std::string& interfaceName() const override { return m_name; }
        std::uint32_t linkType() const override { return m_network.script.linkType; }
        fw::Result<std::size_t> send(std::span<const fw::Buffer> frames, const std::stop_token&) override
        {
            std::this_thread::sleep_for(m_network.script.sendTime);
            const std::scoped_lock lock(m_network.m_mutex);
            for (std::size_t i = 0; i < frames.size(); ++i) {
                const fw::Buffer& frame = frames[i];
                if (m_network.m_sent.size() >= m_network.script.takesFrames)
                    return fw::fail(fw::Errc::Io, i, m_name + ": takes no more");
                m_network.m_sent.push_back(frame);
                if (m_network.script.answer)
                    for (fw::Buffer& answer : m_network.script.answer(frame))
                        m_waiting.push_back({Clock::now() + m_network.script.delay, std::move(answer)});
            }
            return frames.size();
        }
        fw::Result<void> receive(std::vector<fw::CapturedPacket>& packets, std::chrono::milliseconds wait) override
        {
            const auto until = Clock::now() + wait;
            const std::size_t before = packets.size();
            do {
                takeAnswers(packets);
                takeFlood(packets);
                if (m_network.script.failAfter > 0 && m_received >= m_network.script.failAfter)
                    return fw::fail(fw::Errc::Io, 0, m_name + ": vanished");
                if (packets.size() == before)
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
            } while (packets.size() == before && Clock::now() < until);
            return {};
        }
        fw::PortStatistics statistics() const override { return {m_received, 0, 0}; }

    private:
        struct Waiting {
            Clock::time_point at;
            fw::Buffer bytes;
        };
        void take(std::vector<fw::CapturedPacket>& packets, fw::Buffer bytes)
        {
            const auto length = static_cast<std::uint32_t>(bytes.size());
            packets.push_back({std::chrono::system_clock::now().time_since_epoch(), linkType(), length, std::move(bytes)});
            ++m_received;
        }
        void takeAnswers(std::vector<fw::CapturedPacket>& packets)
        {
            const std::scoped_lock lock(m_network.m_mutex);
            while (!m_waiting.empty() && m_waiting.front().at <= Clock::now()) {
                take(packets, std::move(m_waiting.front().bytes));
                m_waiting.pop_front();
            }
        }
        void takeFlood(std::vector<fw::CapturedPacket>& packets)
        {
            const double seconds = std::chrono::duration<double>(Clock::now() - m_start).count();
            const auto due = static_cast<std::uint64_t>(seconds * static_cast<double>(m_network.script.floodPerSecond));
            for (; m_flooded < due; ++m_flooded)
                take(packets, m_network.script.floodPacket);
        }

        FakeNetwork& m_network;
        std::string m_name;
        std::deque<Waiting> m_waiting;
        Clock::time_point m_start = Clock::now();
        std::uint64_t m_flooded = 0;
        std::uint64_t m_received = 0;
    };

    std::string m_interface;
    mutable std::mutex m_mutex;
    std::vector<fw::Buffer> m_sent;
};
