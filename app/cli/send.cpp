#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/preflight.h"
#include "app/cli/times.h"
#include "engine/exchange/exchange.h"

#include <fmt/core.h>

#include <limits>

namespace fw::cli {
namespace {

struct Options {
    std::vector<std::string> expressions;
    std::uint64_t count = 1;
    double interval = 0;
    double rate = 0;
    bool loop = false;
    PreflightArguments preflight;
};

SendOptions optionsOf(const Session& session, const Options& options, SendLayer layer)
{
    SendOptions out;
    out.interface = session.interface();
    out.layer = layer;
    out.count = options.loop ? std::numeric_limits<std::uint64_t>::max() : options.count;
    out.interval = nanoseconds(options.rate > 0 ? 1 / options.rate : options.interval);
    return out;
}

/// Of packets that are sent one after another in time, there is one pause less than packets.
double rateOf(const Options& options, const ExchangeResult& result)
{
    const double taken = std::chrono::duration<double>(result.sending).count();
    const bool isPaced = options.rate > 0 || options.interval > 0;
    return taken > 0 && result.sent > 1 ? static_cast<double>(result.sent - (isPaced ? 1 : 0)) / taken : 0;
}

void printSent(Session& session, const Options& options, const Input& input, const ExchangeResult& result)
{
    const double taken = std::chrono::duration<double>(result.sending).count();
    const double rate = rateOf(options, result);
    if (session.options.json)
        session.out.line(fmt::format("{{\"input\":{},\"sent\":{},\"seconds\":{:.6f},\"rate\":{:.1f}}}", input.number, result.sent, taken, rate));
    else
        session.out.line(fmt::format("Sent {} packets{}.", result.sent, rate > 0 ? fmt::format(" at {:.1f} a second", rate) : ""));
}

Exit sendOne(Session& session, const Options& options, SendLayer layer, const Input& input)
{
    const auto drafts = parsePackets(session, input);
    if (!drafts)
        return drafts.error();
    const SendOptions sendOptions = optionsOf(session, options, layer);
    if (const auto exit = runPreflight(session, input, *drafts, sendOptions, options.preflight))
        return *exit;
    const auto result = sendPackets(session.protocols(), session.network(), *drafts, sendOptions, {}, session.stop());
    const std::uint64_t sent = result ? result->sent : result.error().offset;
    session.handled += sent;
    if (result || sent > 0)
        printSent(session, options, input, result ? *result : ExchangeResult{.sent = sent});
    if (result)
        return session.interrupted() ? Exit::Interrupted : Exit::Done;
    return session.fail(input.place(), exitFor(result.error()), wording(result.error(), Errand::Network));
}

void describe(OptionSet& set, Options& options)
{
    set.arguments("EXPR", options.expressions, "Scapy expressions; - reads them from standard input, one a line");
    set.number("--count", "N", options.count, "Send all of them so many times", 1);
    set.flag("--loop", options.loop, "Send until interrupted");
    set.seconds("--inter", options.interval, "Seconds between packets");
    set.real("--pps", "R", options.rate, "Packets a second", 1 / longestWait, 1e9);
    set.exclude("--loop", "--count");
    set.exclude("--pps", "--inter");
    describePreflight(set, options.preflight);
}

template <SendLayer layer> Exit run(Session& session, const Options& options)
{
    return forEachInput(session, options.expressions, [&](const Input& input) { return sendOne(session, options, layer, input); });
}

} // namespace

void addSend(CommandLine& commandLine)
{
    commandLine.add<Options>("send", "Send packets that begin with a network layer", "-i practice send 'IP(dst=\"www.example.com\")/ICMP()'", describe,
        run<SendLayer::Network>);
    commandLine.add<Options>("sendp", "Send whole frames", "-i lo sendp 'Ether()/IP(dst=\"127.0.0.1\")/ICMP()' --count 3", describe,
        run<SendLayer::Link>);
}

} // namespace fw::cli
