#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "app/cli/inputs.h"
#include "engine/base/address.h"
#include "engine/exchange/pairs.h"
#include "engine/exchange/traceroute.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> hosts;
    bool tcp = false;
    bool udp = false;
    bool icmp = false;
    bool six = false;
    bool paris = false;
    std::uint64_t port = 0;
    std::uint64_t minTtl = 1;
    std::uint64_t maxTtl = 30;
    std::uint64_t probes = 1;
    double timeout = 2;
    std::string upper;
    std::string capture;
    std::string file;
};

std::string texts(const std::vector<std::string>& items)
{
    std::string out;
    for (const std::string& item : items)
        out += (out.empty() ? "" : ",") + jsonString(item);
    return "[" + out + "]";
}

class Tracer {
public:
    Tracer(Session& session, const Options& options) : m_session(session), m_options(options), m_trace(session.protocols()), m_sink(session, options.file) {}

    Exit run()
    {
        Exit exit = m_options.capture.empty() ? trace() : load();
        exit = worse(exit, m_sink.finish());
        if (m_session.options.json)
            printJson();
        else if (m_isAnswered || exit == Exit::Done)
            m_session.out.text(m_trace.text());
        return exit == Exit::Done && !m_isAnswered ? Exit::Negative : exit;
    }

private:
    TraceOptions traceOptions(const std::string& host, std::shared_ptr<const Draft> upper) const
    {
        TraceOptions out;
        out.kind = m_options.udp ? TraceOptions::Kind::Udp : m_options.icmp ? TraceOptions::Kind::Icmp : TraceOptions::Kind::Tcp;
        out.family = m_options.six || parseIpv6(host) ? 6 : 4;
        out.port = static_cast<std::uint16_t>(m_options.port);
        out.minTtl = static_cast<int>(m_options.minTtl);
        out.maxTtl = static_cast<int>(m_options.maxTtl);
        out.probes = static_cast<int>(m_options.probes);
        out.paris = m_options.paris;
        out.upper = std::move(upper);
        return out;
    }

    Exit trace()
    {
        std::shared_ptr<const Draft> upper;
        if (!m_options.upper.empty()) {
            auto parsed = parseInput(m_session, {.text = m_options.upper});
            if (!parsed)
                return parsed.error();
            upper = std::make_shared<const Draft>(std::move(*parsed));
        }
        scapy::Drafts probes;
        for (const std::string& host : m_options.hosts) {
            auto some = traceProbes(m_session.protocols(), host, traceOptions(host, upper));
            if (!some)
                return m_session.fail(some.error(), Errand::Network);
            std::ranges::move(*some, std::back_inserter(probes));
        }
        return send(probes);
    }

    Exit send(const scapy::Drafts& probes)
    {
        SendOptions options = sendOptions(m_session, {.timeout = m_options.timeout}, SendLayer::Network);
        options.matching.alsoQuoted = traceQuoted(traceOptions({}, nullptr));
        // In a flow that is always the same, the host may well take later probes for repeats of the first and keep silent.
        const Exchanged run = runExchange(m_session, probes, options, {.trace = &m_trace, .endsWhenTraced = m_options.paris});
        saveExchange(m_sink, run);
        m_isAnswered = !run.answers.empty();
        if (run.error && run.error->code != Errc::Cancelled)
            return m_session.fail(*run.error, Errand::Network);
        return m_session.interrupted() ? Exit::Interrupted : Exit::Done;
    }

    /// A trace that was written before.
    Exit load()
    {
        const auto capture = openCapture(m_session, m_options.capture);
        if (!capture)
            return capture.error();
        const auto paired = pairUp(m_session.protocols(), **capture, m_session.stop(), {traceQuoted(traceOptions({}, nullptr)), {}});
        if (!paired)
            return m_session.fail(paired.error(), Errand::ReadFile);
        std::vector<std::pair<std::size_t, std::optional<std::size_t>>> probes; // And their answers.
        for (const auto& [request, answer] : paired->pairs)
            probes.emplace_back(request, answer);
        for (const std::size_t number : paired->unanswered)
            probes.emplace_back(number, std::nullopt);
        std::ranges::sort(probes);
        for (const auto& [request, answer] : probes)
            if (const Exit exit = addFrom(**capture, request, answer); exit != Exit::Done)
                return exit;
        m_isAnswered = !paired->pairs.empty();
        return tellIfCutShort(m_session, **capture);
    }

    Exit addFrom(const CaptureFile& capture, std::size_t request, std::optional<std::size_t> answer)
    {
        const auto asked = capture.packet(request);
        if (!asked)
            return m_session.fail(asked.error(), Errand::ReadFile);
        const Draft probe = dissect(m_session.protocols(), asked->bytes, asked->linkType).draft;
        m_trace.addProbe(probe);
        ++m_session.handled;
        if (!answer)
            return Exit::Done;
        const auto answered = capture.packet(*answer);
        if (!answered)
            return m_session.fail(answered.error(), Errand::ReadFile);
        m_trace.addAnswer(probe, asked->time, dissect(m_session.protocols(), answered->bytes, answered->linkType).draft, answered->time);
        return Exit::Done;
    }

    void printJson()
    {
        for (const TraceHop& hop : m_trace.hops()) {
            std::string line = fmt::format("{{\"target\":{},\"ttl\":{},\"sent\":{},\"answered\":{},\"loss\":{:.1f},\"addresses\":{}", jsonString(hop.target),
                hop.ttl, hop.sent, hop.answered, hop.loss(), texts(hop.addresses));
            if (hop.answered > 0)
                line += fmt::format(",\"last\":{:.3f},\"average\":{:.3f},\"best\":{:.3f},\"worst\":{:.3f},\"deviation\":{:.3f}", hop.last, hop.average,
                    hop.best, hop.worst, hop.deviation);
            if (!hop.labels.empty())
                line += ",\"labels\":" + texts(hop.labels);
            m_session.out.line(line + fmt::format(",\"reached\":{}}}", hop.reached));
        }
    }

    Session& m_session;
    const Options& m_options;
    Trace m_trace;
    PacketSink m_sink;
    bool m_isAnswered = false;
};

Exit run(Session& session, const Options& options)
{
    if (options.hosts.empty() == options.capture.empty())
        return session.fail(Exit::Usage, "give hosts or a capture; see --help");
    if (options.minTtl > options.maxTtl)
        return session.fail(Exit::Usage, "--minttl is more than --maxttl");
    return Tracer(session, options).run();
}

void describe(OptionSet& set, Options& options)
{
    constexpr std::uint64_t mostTtl = 255;
    constexpr std::uint64_t mostPort = 65'535;
    constexpr std::uint64_t mostProbes = 64;
    set.arguments("HOST", options.hosts, "Names, addresses or networks", false);
    set.flag("--tcp", options.tcp, "With TCP SYN to port 80, as Scapy (the default)");
    set.flag("--udp", options.udp, "With UDP to port 33434");
    set.flag("--icmp", options.icmp, "With echo requests");
    set.between("--dport", "N", options.port, "Destination port", 1, mostPort);
    set.between("--minttl", "N", options.minTtl, "First time to live (1)", 1, mostTtl);
    set.between("--maxttl", "N", options.maxTtl, "Last time to live (30)", 1, mostTtl);
    set.between("--probes", "N", options.probes, "Probes for each time to live (1); --json tells their loss and times", 1, mostProbes);
    set.seconds("--timeout", options.timeout, "Seconds to wait after the last probe (2)");
    set.text("--l4", "EXPR", options.upper, "What stands above IP, as a Scapy expression: 'UDP(sport=RandShort())/DNS()'");
    set.flag("--paris", options.paris, "Keep to one flow, so that balanced paths do not mix");
    set.flag("-6", options.six, "Over IPv6");
    set.text("-w", "FILE", options.file, "Write probes and answers to a capture");
    set.text("-r", "FILE", options.capture, "Show a trace that was written before");
    for (const char* kind : {"--udp", "--icmp"})
        set.exclude("--tcp", kind);
    set.exclude("--udp", "--icmp");
}

} // namespace

void addTraceroute(CommandLine& commandLine)
{
    commandLine.add<Options>("traceroute", "The routers on the way to hosts, all times to live at once", "-i practice traceroute www.secdev.org --maxttl 15",
        describe, run);
}

} // namespace fw::cli
