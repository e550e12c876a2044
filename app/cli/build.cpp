#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/packet_sink.h"
#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/fuzz.h"
#include "engine/packet/json.h"
#include "engine/packet/packet_series.h"
#include "engine/packet/random_values.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

#include <limits>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> expressions;
    std::string file;
    bool count = false;
    std::uint64_t times = 1;
    bool fuzz = false;
    std::optional<std::uint64_t> seed;
    std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
};

class Builder {
public:
    Builder(Session& session, const Options& options) : m_session(session), m_options(options), m_sink(session, options.file) {}

    Exit run()
    {
        chooseSeed();
        const Exit exit = forEachInput(m_session, m_options.expressions, [&](const Input& input) { return all(input); });
        return m_options.count ? exit : worse(exit, m_sink.finish());
    }

private:
    /// A seed that was not given is told, so that what was drawn can be drawn again.
    void chooseSeed()
    {
        if (!m_options.seed && !m_options.fuzz)
            return;
        const std::uint64_t seed = m_options.seed ? *m_options.seed : randomBits() >> 32;
        if (!m_options.seed)
            m_session.say(fmt::format("--seed {}", seed));
        seedRandom(seed);
    }

    Exit all(const Input& input)
    {
        const auto packets = parsePackets(m_session, input);
        if (!packets)
            return packets.error();
        if (m_options.count)
            return printCount(input, *packets);
        Exit exit = Exit::Done;
        for (std::uint64_t round = 0; round < m_options.times && goesOn(); ++round)
            for (const auto& packet : *packets)
                if (exit == Exit::Done && goesOn())
                    exit = one(input, m_options.fuzz ? fuzzed(m_session.protocols(), *packet) : *packet);
        return exit;
    }

    bool goesOn() const { return m_session.goesOn() && m_session.handled < m_options.limit; }

    Exit one(const Input& input, const Draft& draft)
    {
        const auto environment = m_session.environmentFor(draft);
        if (!environment)
            return m_session.fail(input.place(), exitFor(environment.error()), wording(environment.error(), Errand::Network));
        if (m_sink.isWanted() && !findLinkType(draft))
            return m_session.fail(input.place(), Exit::BadInput, "a capture cannot begin with this layer; put a link layer below it");
        if (m_session.options.json) {
            expand(draft, [&](const Draft& packet) { return goesOn() && printJson(input, packet, **environment); });
            return Exit::Done;
        }
        PacketSeries series(m_session.protocols(), draft, **environment);
        for (std::uint64_t i = 0; i < series.count() && goesOn(); ++i)
            if (!use(series.at(i)))
                break;
        return Exit::Done;
    }

    Exit printCount(const Input& input, const scapy::Drafts& packets)
    {
        std::uint64_t count = 0;
        for (const auto& packet : packets)
            count = std::min(m_options.limit, count + std::min(packetCount(*packet), std::numeric_limits<std::uint64_t>::max() - count));
        m_session.handled += count;
        m_session.out.line(m_session.options.json ? fmt::format("{{\"input\":{},\"count\":{}}}", input.number, count) : std::to_string(count));
        return Exit::Done;
    }

    /// False to stop.
    bool use(Bytes bytes)
    {
        ++m_session.handled;
        if (m_sink.isWanted())
            return m_sink.write(PacketView{m_time, m_linkType, static_cast<std::uint32_t>(bytes.size()), bytes});
        m_session.out.line(toHex(bytes));
        return true;
    }

    bool printJson(const Input& input, const Draft& packet, const Environment& environment)
    {
        ++m_session.handled;
        const Buffer bytes = buildBytes(m_session.protocols(), packet, environment);
        if (m_sink.isWanted())
            return m_sink.write(PacketView{m_time, m_linkType, static_cast<std::uint32_t>(bytes.size()), bytes});
        m_session.out.line(json(input, packet, bytes, environment));
        return true;
    }

    std::string json(const Input& input, const Draft& packet, const Buffer& bytes, const Environment& environment) const
    {
        std::string layers;
        for (const auto& layer : packet.layers)
            layers += (layers.empty() ? "" : ",") + jsonString(m_session.protocols()[layer.protocol].name);
        return fmt::format("{{\"input\":{},\"hex\":\"{}\",\"layers\":[{}],\"summary\":{}}}", input.number, toHex(bytes), layers,
            jsonString(summary(m_session.protocols(), packet, environment)));
    }

    bool findLinkType(const Draft& draft)
    {
        if (draft.layers.empty())
            return false;
        const auto& types = m_session.protocols()[draft.layers.front().protocol].linkTypes;
        if (types.empty())
            return false;
        m_linkType = types.front();
        m_sink.setLinkType(m_linkType);
        return true;
    }

    Session& m_session;
    const Options& m_options;
    PacketSink m_sink;
    std::uint32_t m_linkType = link_type::Ethernet;
    const std::chrono::nanoseconds m_time = std::chrono::system_clock::now().time_since_epoch();
};

} // namespace

void addBuild(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.arguments("EXPR", options.expressions, "Scapy expressions; - reads them from standard input, one a line");
        set.text("-w", "FILE", options.file, "Write a capture instead");
        set.flag("--count", options.count, "Only how many packets");
        set.number("--limit", "N", options.limit, "Stop after so many packets");
        set.optionalNumber("--seed", "N", options.seed, "Draw the same random values each time");
    };
    commandLine.add<Options>("build", "The bytes of each packet, a line of hex digits each", "build 'Ether()/IP(dst=\"10.0.0.1\", ttl=(1,4))/ICMP()'",
        describe, [](Session& session, const Options& options) { return Builder(session, options).run(); });
}

void addFuzz(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        options.fuzz = true;
        set.arguments("EXPR", options.expressions, "Scapy expressions; - reads them from standard input, one a line");
        set.optionalNumber("--seed", "N", options.seed, "Draw the same values each time; without it, the seed is told on standard error");
        set.number("--count", "N", options.times, "Draw so many times", 1);
        set.text("-w", "FILE", options.file, "Write a capture instead");
    };
    commandLine.add<Options>("fuzz", "The bytes of each packet, with random values in all fields that are not set or worked out",
        "fuzz 'IP(dst=\"10.0.0.1\")/UDP()/DNS()' --seed 1 --count 10", describe,
        [](Session& session, const Options& options) { return Builder(session, options).run(); });
}

} // namespace fw::cli
