#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "app/cli/inputs.h"
#include "app/cli/trace_texts.h"
#include "engine/base/address.h"
#include "engine/exchange/pairs.h"
#include "engine/exchange/trace_run.h"

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
    bool report = false;
    std::uint64_t port = 0;
    std::uint64_t minTtl = 1;
    std::uint64_t maxTtl = 30;
    std::uint64_t probes = 1;
    std::uint64_t flows = 0;
    double timeout = 2;
    std::string upper;
    std::string capture;
    std::string earlier;
    std::string file;
};

class Tracer {
public:
    Tracer(Session& session, const Options& options) : m_session(session), m_options(options), m_trace(session.protocols()), m_sink(session, options.file) {}

    Exit run()
    {
        Exit exit = m_options.capture.empty() ? trace() : load(m_options.capture, m_trace);
        exit = worse(exit, m_sink.finish());
        const bool isAnswered = std::ranges::any_of(m_trace.probes(), [](const TraceProbe& probe) { return probe.reply.has_value(); });
        if (!m_options.earlier.empty())
            return exit == Exit::Done ? compare() : exit;
        if (m_session.options.json)
            m_session.out.text(traceJson(m_trace));
        else if (isAnswered || exit == Exit::Done)
            m_session.out.text(m_options.report || m_options.flows > 0 ? traceReport(m_trace) : m_trace.text());
        return exit == Exit::Done && !isAnswered ? Exit::Negative : exit;
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
        out.flows = static_cast<int>(m_options.flows);
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
        options.batched = probes.size() > fewPackets;
        Exchanged run;
        const TraceSink sink{.sent = [&](std::size_t, const SentPacket& packet) { run.sent.push_back(packet); },
                             .answered = [&](std::size_t, const Answer& answer) { run.answers.push_back(answer); }};
        const auto done = traceRoutes(m_session.protocols(), m_session.network(), probes, options, m_trace, sink, m_session.stop());
        m_session.handled += run.sent.size();
        std::ranges::stable_sort(run.answers, {}, &Answer::request);
        saveExchange(m_sink, run);
        if (!done && done.error().code != Errc::Cancelled)
            return m_session.fail(done.error(), Errand::Network);
        return m_session.interrupted() ? Exit::Interrupted : Exit::Done;
    }

    /// A trace that was written before.
    Exit load(const std::string& file, Trace& trace)
    {
        const auto capture = openCapture(m_session, file);
        if (!capture)
            return capture.error();
        // Where flows were kept, probes differ only in what is compared then; where they were not, that does not hurt.
        TraceOptions kept;
        kept.paris = true;
        const auto paired = pairUp(m_session.protocols(), **capture, m_session.stop(), {traceQuoted(kept), {}});
        if (!paired)
            return m_session.fail(paired.error(), Errand::ReadFile);
        std::vector<std::pair<std::size_t, std::optional<std::size_t>>> probes; // And their answers.
        for (const auto& [request, answer] : paired->pairs)
            probes.emplace_back(request, answer);
        for (const std::size_t number : paired->unanswered)
            probes.emplace_back(number, std::nullopt);
        std::ranges::sort(probes);
        for (const auto& [request, answer] : probes)
            if (const Exit exit = addFrom(**capture, request, answer, trace); exit != Exit::Done)
                return exit;
        return tellIfCutShort(m_session, **capture);
    }

    Exit addFrom(const CaptureFile& capture, std::size_t request, std::optional<std::size_t> answer, Trace& trace)
    {
        const auto asked = capture.packet(request);
        if (!asked)
            return m_session.fail(asked.error(), Errand::ReadFile);
        const Draft probe = dissect(m_session.protocols(), asked->bytes, asked->linkType).draft;
        const auto number = trace.addProbe(probe, asked->time);
        ++m_session.handled;
        if (!answer || !number)
            return Exit::Done;
        const auto answered = capture.packet(*answer);
        if (!answered)
            return m_session.fail(answered.error(), Errand::ReadFile);
        trace.addAnswer(*number, probe, dissect(m_session.protocols(), answered->bytes, answered->linkType).draft, answered->time);
        return Exit::Done;
    }

    /// With the earlier trace. Other routers are a negative result.
    Exit compare()
    {
        Trace earlier(m_session.protocols());
        if (const Exit exit = load(m_options.earlier, earlier); exit != Exit::Done)
            return exit;
        const auto changes = compareTraces(earlier, m_trace);
        m_session.out.text(m_session.options.json ? changesJson(changes) : changesText(changes));
        return std::ranges::all_of(changes, &TraceChange::isSame) ? Exit::Done : Exit::Negative;
    }

    static constexpr std::size_t fewPackets = 100; ///< Answers to so few come one by one; more are taken in blocks, a little later.

    Session& m_session;
    const Options& m_options;
    Trace m_trace;
    PacketSink m_sink;
};

Exit run(Session& session, const Options& options)
{
    if (options.hosts.empty() == options.capture.empty())
        return session.fail(Exit::Usage, "give hosts or a capture; see --help");
    if (options.minTtl > options.maxTtl)
        return session.fail(Exit::Usage, "--minttl is more than --maxttl");
    if (!options.upper.empty() && options.flows > 0)
        return session.fail(Exit::Usage, "--flows makes the layers above IP itself; leave --l4 out");
    return Tracer(session, options).run();
}

void describe(OptionSet& set, Options& options)
{
    constexpr std::uint64_t mostTtl = 255;
    constexpr std::uint64_t mostPort = 65'535;
    constexpr std::uint64_t mostProbes = 64;
    constexpr std::uint64_t mostFlows = 64;
    set.arguments("HOST", options.hosts, "Names, addresses or networks", false);
    set.flag("--tcp", options.tcp, "With TCP SYN to port 80, as Scapy (the default)");
    set.flag("--udp", options.udp, "With UDP to port 33434");
    set.flag("--icmp", options.icmp, "With echo requests");
    set.between("--dport", "N", options.port, "Destination port", 1, mostPort);
    set.between("--minttl", "N", options.minTtl, "First time to live (1)", 1, mostTtl);
    set.between("--maxttl", "N", options.maxTtl, "Last time to live (30)", 1, mostTtl);
    set.between("--probes", "N", options.probes, "Probes for each time to live (1); with --flows, of each flow", 1, mostProbes);
    set.seconds("--timeout", options.timeout, "Seconds to wait after the last probe (2)");
    set.text("--l4", "EXPR", options.upper, "What stands above IP, as a Scapy expression: 'UDP(sport=RandShort())/DNS()'");
    set.flag("--paris", options.paris, "Keep to one flow, so that balanced paths do not mix");
    set.between("--flows", "N", options.flows, "Find balanced paths: so many flows, each kept on all distances; prints a report with the ways they took", 1, mostFlows);
    set.flag("--report", options.report, "Print loss, times, MPLS labels and all addresses of each hop, instead of Scapy's table");
    set.flag("-6", options.six, "Over IPv6");
    set.text("-w", "FILE", options.file, "Write probes and answers to a capture");
    set.text("-r", "FILE", options.capture, "Show a trace that was written before");
    set.text("--compare", "FILE", options.earlier, "Print what changed since the trace in this capture; exit 1 if other routers answered");
    for (const char* kind : {"--udp", "--icmp"})
        set.exclude("--tcp", kind);
    set.exclude("--udp", "--icmp");
    set.exclude("--paris", "--flows");
}

} // namespace

void addTraceroute(CommandLine& commandLine)
{
    commandLine.add<Options>("traceroute", "The routers on the way to hosts, all times to live at once", "-i practice traceroute www.secdev.org --maxttl 15",
        describe, run);
}

} // namespace fw::cli
