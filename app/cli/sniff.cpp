#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/packet_filter.h"
#include "app/cli/packet_printer.h"
#include "app/cli/packet_sink.h"
#include "app/cli/times.h"
#include "engine/exchange/exchange.h"

#include <fmt/core.h>

#include <mutex>

namespace fw::cli {
namespace {

struct Options {
    std::string filter;
    std::string displayFilter;
    std::uint64_t count = 0;
    std::optional<double> timeout;
    std::string file;
    std::string prn;
    bool stats = false;
};

/// Listens on every interface that was asked for, one thread each; what comes goes through one lock.
class Sniffer {
public:
    Sniffer(Session& session, const Options& options, PacketFilter displayFilter)
        : m_session(session), m_options(options), m_displayFilter(std::move(displayFilter)), m_sink(session, options.file)
    {
    }

    Exit run()
    {
        const auto interfaces = wanted();
        if (interfaces.empty())
            return m_session.fail({Errc::NoSuchDevice, 0, "any"}, Errand::Network);
        Network& network = m_session.network();
        const std::stop_callback forward(m_session.stop(), [this] { m_stop.request_stop(); });
        {
            std::vector<std::jthread> threads;
            for (const auto& name : interfaces)
                threads.emplace_back([this, &network, name] { listen(network, name); });
        }
        if (m_options.stats)
            printStatistics();
        m_exit = worse(m_exit, m_sink.finish());
        return m_exit == Exit::Done && m_received == 0 ? Exit::Negative : m_exit;
    }

private:
    std::vector<std::string> wanted()
    {
        if (!m_session.options.interfaces.empty())
            return m_session.options.interfaces;
        // As Scapy: the first that is up and not the machine itself.
        std::string fallback;
        for (const auto& info : m_session.network().interfaces()) {
            if (info.up && !info.loopback)
                return {info.name};
            if (info.up && fallback.empty())
                fallback = info.name;
        }
        return fallback.empty() ? std::vector<std::string>{} : std::vector{fallback};
    }

    void listen(Network& network, const std::string& name)
    {
        SniffOptions options;
        options.port.filter = m_options.filter;
        options.port.promiscuous = true;
        if (m_options.timeout)
            options.timeout = milliseconds(*m_options.timeout);
        const auto outcome = sniff(network, name, options, [&] { tellListening(name); },
            [&](std::span<const CapturedPacket> packets) { return use(packets); }, m_stop.get_token());
        const std::scoped_lock lock(m_mutex);
        if (outcome) {
            m_statistics.received += outcome->received;
            m_statistics.droppedByKernel += outcome->droppedByKernel;
            m_statistics.droppedByInterface += outcome->droppedByInterface;
        } else if (outcome.error().code != Errc::Cancelled) {
            m_exit = worse(m_exit, m_session.fail(outcome.error(), outcome.error().code == Errc::Syntax ? Errand::Filter : Errand::Network));
            m_stop.request_stop();
        }
    }

    void tellListening(const std::string& name)
    {
        const std::scoped_lock lock(m_mutex);
        m_session.say("listening on " + name);
    }

    /// False once it is enough.
    bool use(std::span<const CapturedPacket> packets)
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto& packet : packets) {
            if (isEnough() || !m_session.goesOn())
                break;
            if (m_displayFilter.isWanted() && !m_displayFilter.matches(viewOf(packet)))
                continue;
            ++m_session.handled;
            ++m_received;
            const bool written = !m_sink.isWanted() || m_sink.write(packet);
            const bool printed = (m_sink.isWanted() && m_options.prn.empty()) || print(packet);
            if (!written || !printed)
                m_stop.request_stop();
        }
        m_session.out.flush(); // Whoever watches wants to see it now.
        if (isEnough() || !m_session.goesOn())
            m_stop.request_stop();
        return !m_stop.stop_requested();
    }

    bool print(const CapturedPacket& packet)
    {
        const auto line = m_options.prn.empty() ? std::expected<std::string, Exit>(capturedLine(m_session, packet, m_received))
                                                : templateLine(m_session, packet, m_received, m_options.prn);
        if (line)
            m_session.out.line(*line);
        else
            m_exit = worse(m_exit, line.error());
        return line && m_session.out.isOpen();
    }

    bool isEnough() const { return m_options.count != 0 && m_received >= m_options.count; }

    void printStatistics()
    {
        const auto& [received, byKernel, byInterface] = m_statistics;
        if (m_session.options.json)
            m_session.out.line(fmt::format("{{\"captured\":{},\"received\":{},\"droppedByKernel\":{},\"droppedByInterface\":{}}}", m_received,
                received, byKernel, byInterface));
        else
            m_session.out.line(fmt::format("{} captured, {} received, {} dropped by the kernel, {} dropped by the interface", m_received, received,
                byKernel, byInterface));
    }

    Session& m_session;
    const Options& m_options;
    std::stop_source m_stop;
    std::mutex m_mutex; // For all below.
    PacketFilter m_displayFilter;
    PacketSink m_sink;
    PortStatistics m_statistics;
    std::uint64_t m_received = 0;
    Exit m_exit = Exit::Done;
};

} // namespace

void addSniff(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.text("-f", "BPF", options.filter, "Only what this capture filter (BPF) lets through");
        set.text("-Y", "FILTER", options.displayFilter, "Of those only what this display filter lets through; see framewright-filters(5)");
        set.number("-c", "N", options.count, "Stop after so many packets");
        set.seconds("--timeout", options.timeout, "Stop after so many seconds");
        set.text("-w", "FILE", options.file, "Write the packets to a capture instead of printing them");
        set.text("--prn", "TEMPLATE", options.prn, "Print a line for each packet as Scapy's sprintf() writes it: '%IP.src% > %IP.dst%'");
        set.flag("--stats", options.stats, "In the end, how many were received and dropped");
    };
    commandLine.add<Options>("sniff", "Listen, and print what comes", "-i lo sniff -f icmp -c 2", describe,
        [](Session& session, const Options& options) {
            if (const auto wrong = checkTemplate(session, options.prn); wrong != Exit::Done)
                return wrong;
            auto displayFilter = PacketFilter::make(session, options.displayFilter);
            return displayFilter ? Sniffer(session, options, std::move(*displayFilter)).run() : displayFilter.error();
        });
}

} // namespace fw::cli
