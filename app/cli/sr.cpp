#include "app/cli/commands.h"
#include "app/cli/exchange_run.h"
#include "app/cli/inputs.h"
#include "app/cli/packet_printer.h"
#include "app/cli/pair_printer.h"
#include "app/cli/preflight.h"
#include "app/cli/sr_capture.h"
#include "engine/exchange/pairs.h"
#include "engine/packet/json.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

#include <algorithm>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> expressions;
    ExchangeArguments exchange;
    std::string capture;
    std::string file;
    bool explain = false;
    PreflightArguments preflight;
};

/// Sends each input's packets, waits, and prints.
class Asker {
public:
    Asker(Session& session, const Options& options, SendLayer layer, WantedPairs wanted)
        : m_session(session), m_options(options), m_layer(layer), m_wanted(wanted), m_sink(session, options.file)
    {
    }

    Exit run()
    {
        const Exit exit = forEachInput(m_session, m_options.expressions, [&](const Input& input) { return one(input); });
        return worse(exit, m_sink.finish());
    }

private:
    Exit one(const Input& input)
    {
        const auto drafts = parsePackets(m_session, input);
        if (!drafts)
            return drafts.error();
        const SendOptions sending = sendOptions(m_session, m_options.exchange, m_layer);
        if (const auto exit = runPreflight(m_session, input, *drafts, sending, m_options.preflight))
            return *exit;
        const Exchanged run = runExchange(m_session, *drafts, sending, {.keepsOthers = m_options.explain});
        saveExchange(m_sink, run);
        const bool isRefused = run.error && run.sent.empty(); // Then there is nothing to list.
        if (m_wanted == WantedPairs::All && !isRefused)
            printAll(input, run);
        else if (!run.answers.empty())
            printFirst(input, run);
        if (m_options.explain)
            printExplained(input, run, sending.matching);
        if (run.error && run.error->code != Errc::Cancelled)
            return m_session.fail(input.place(), exitFor(*run.error), wording(*run.error, Errand::Network));
        tellCounts(run.result);
        if (m_session.interrupted())
            return Exit::Interrupted;
        if (!run.answers.empty())
            return Exit::Done;
        return m_wanted == WantedPairs::All ? Exit::Negative : m_session.fail(input.place(), Exit::Negative, "no answer");
    }

    void printFirst(const Input& input, const Exchanged& run)
    {
        const Answer& answer = run.answers.front();
        if (m_session.options.json)
            m_session.out.line(withInput(input, packet(answer.packet)));
        else
            m_session.out.line(summaryOf(run, answer));
    }

    void printAll(const Input& input, const Exchanged& run)
    {
        KindCounts answered;
        KindCounts others;
        for (const Answer& answer : run.answers) {
            answered.count(m_session.protocols(), answer.draft(m_session.protocols()));
            if (m_session.options.json)
                m_session.out.line(pairJson(m_session, input, run.sent[answer.request].packet, &answer.packet));
            else
                m_session.out.line(summaryOf(run, run.sent[answer.request]) + " ==> " + summaryOf(run, answer));
        }
        const auto rest = unanswered(run);
        for (const std::size_t number : rest)
            others.count(m_session.protocols(), run.sent[number].draft());
        if (!m_session.options.json) {
            m_session.out.line(answered.text("Results"));
            m_session.out.line(others.text("Unanswered"));
        }
        for (const std::size_t number : rest)
            m_session.out.line(m_session.options.json ? pairJson(m_session, input, run.sent[number].packet, nullptr) : summaryOf(run, run.sent[number]));
        if (m_session.options.json)
            m_session.out.line(fmt::format("{{\"input\":{},\"sent\":{},\"received\":{},\"answered\":{},\"repeated\":{},\"results\":{},\"unanswered\":{}}}",
                input.number, run.sent.size(), run.result.received, run.sent.size() - rest.size(), run.result.repeated, answered.json(), others.json()));
    }

    void printExplained(const Input& input, const Exchanged& run, const MatchOptions& matching)
    {
        std::uint64_t explained = 0;
        Explainer explainer(m_session.protocols(), matching);
        for (const SentPacket& sent : run.sent)
            explainer.add(sent.draft(), sent.linkLayers);
        // Each is compared with every packet sent; a flood must not take forever.
        constexpr std::size_t mostComparisons = 2'000'000;
        std::size_t left = std::max<std::size_t>(1, mostComparisons / std::max<std::size_t>(1, run.sent.size()));
        for (const CapturedPacket& other : run.others) {
            if (!m_session.goesOn() || left-- == 0)
                break;
            const std::size_t linkLayers = run.sent.empty() ? 0 : run.sent.front().linkLayers;
            const Dissection seen = dissect(m_session.protocols(), other.bytes, other.linkType);
            const Explanation explanation = explainer.explain(seen.layout, linkLayers);
            const std::string request = explanation.request < run.sent.size() ? summaryOf(run, run.sent[explanation.request]) : std::string();
            const std::string text = explanationText(explanation, request);
            if (m_session.options.json)
                m_session.out.line(fmt::format("{{\"input\":{},\"other\":{},\"nearest\":{},\"why\":{}}}", input.number, packet(other),
                    explanation.request + 1, jsonString(text)));
            else
                m_session.out.line(fmt::format("no answer: {}; {}", givenSummary(m_session, seen.draft, linkLayers), text));
            ++explained;
        }
        if (const std::uint64_t all = run.result.received - std::min<std::uint64_t>(run.result.received, run.answers.size()); all > explained)
            m_session.say(fmt::format("{} further packets are not explained", all - explained));
    }

    std::string summaryOf(const Exchanged&, const SentPacket& sent) const { return givenSummary(m_session, sent.draft(), sent.linkLayers); }
    std::string summaryOf(const Exchanged& run, const Answer& answer) const
    {
        return givenSummary(m_session, answer.draft(m_session.protocols()), run.sent[answer.request].linkLayers);
    }

    std::string packet(const CapturedPacket& captured) const
    {
        auto dissection = dissect(m_session.protocols(), captured.bytes, captured.linkType);
        return dissectionJson(m_session, captured, dissection.draft, std::move(dissection.layout), 1);
    }

    static std::string withInput(const Input& input, std::string object)
    {
        return object.insert(1, fmt::format("\"input\":{},", input.number));
    }

    void tellCounts(const ExchangeResult& result)
    {
        if (m_session.showsProgress())
            m_session.say(fmt::format("Received {} packets, got {} answers, remaining {} packets", result.received, result.answered,
                result.sent - std::min(result.sent, result.answered)));
    }

    Session& m_session;
    const Options& m_options;
    SendLayer m_layer;
    WantedPairs m_wanted;
    PacketSink m_sink;
};

void describe(OptionSet& set, Options& options)
{
    set.arguments("EXPR", options.expressions, "Scapy expressions; - reads them from standard input, one a line", false);
    set.text("-r", "FILE", options.capture, "Pair up the packets of a capture instead of sending");
    describeExchange(set, options.exchange);
    set.text("-w", "FILE", options.file, "Write each packet and then its answers to a capture");
    describePreflight(set, options.preflight);
    set.flag("--explain", options.explain, "Of every other packet received: which packet it is nearest to and which rule failed");
}

template <SendLayer layer, WantedPairs wanted> Exit run(Session& session, const Options& options)
{
    if (options.expressions.empty() == options.capture.empty())
        return session.fail(Exit::Usage, "give expressions or a capture; see --help");
    if (options.capture.empty())
        return Asker(session, options, layer, wanted).run();
    const SendOptions matching = sendOptions(session, options.exchange, layer);
    return pairCapture(session, {options.capture, options.file, matching.matching, layer, wanted, options.explain});
}

} // namespace

void addSr(CommandLine& commandLine)
{
    commandLine.add<Options>("sr", "Send packets that begin with a network layer, print the pairs of packet and answer, and what is not answered",
        "-i practice sr 'IP(dst=\"scanme.nmap.org\")/TCP(dport=[22,80,443])'", describe, run<SendLayer::Network, WantedPairs::All>);
    commandLine.add<Options>("sr1", "Send packets that begin with a network layer, print the first answer",
        "-i practice sr1 'IP(dst=\"www.example.com\")/ICMP()'", describe, run<SendLayer::Network, WantedPairs::First>);
    commandLine.add<Options>("srp", "Send whole frames, print the pairs of packet and answer, and what is not answered",
        "-i practice srp 'Ether()/IP(dst=\"8.8.8.8\",ttl=(5,10))/UDP()/DNS(qd=DNSQR(qname=\"www.example.com\"))'", describe,
        run<SendLayer::Link, WantedPairs::All>);
    commandLine.add<Options>("srp1", "Send whole frames, print the first answer",
        "-i practice srp1 'Ether(dst=\"ff:ff:ff:ff:ff:ff\")/ARP(pdst=\"172.17.0.1\")'", describe, run<SendLayer::Link, WantedPairs::First>);
}

} // namespace fw::cli
