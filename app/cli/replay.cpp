#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "engine/exchange/replay.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::string file;
    double speed = 1;
    double rate = 0;
    bool topSpeed = false;
    std::uint64_t loops = 1;
};

ReplayOptions replayOptions(const Session& session, const Options& options)
{
    ReplayOptions out;
    out.interface = session.interface();
    out.timing = options.topSpeed ? ReplayOptions::Timing::Top : options.rate > 0 ? ReplayOptions::Timing::Rate : ReplayOptions::Timing::Original;
    out.speed = options.speed;
    out.rate = options.rate;
    out.rounds = options.loops;
    return out;
}

void printSent(Session& session, const ReplayResult& result)
{
    const double seconds = std::chrono::duration<double>(result.taken).count();
    const double rate = seconds > 0 ? static_cast<double>(result.sent) / seconds : 0;
    if (session.options.json) {
        session.out.line(fmt::format("{{\"sent\":{},\"bytes\":{},\"seconds\":{:.6f},\"rate\":{:.1f},\"tooLong\":{},\"cut\":{}}}", result.sent, result.bytes, seconds,
            rate, result.tooLong, result.cut));
        return;
    }
    session.out.line(fmt::format("Sent {} packets, {} bytes, in {:.3f} seconds, {:.1f} packets a second.", result.sent, result.bytes, seconds, rate));
    if (result.tooLong > 0)
        session.say(fmt::format("{} packets are longer than the interface carries and were left out", result.tooLong));
    if (result.cut > 0)
        session.say(fmt::format("{} packets are cut short in the capture and were sent as far as it holds them", result.cut));
}

Exit run(Session& session, const Options& options)
{
    const auto capture = openCapture(session, options.file);
    if (!capture)
        return capture.error();
    ReplayResult result;
    const auto done = replay(session.network(), **capture, replayOptions(session, options), result, session.stop());
    session.handled = result.sent;
    if (done || result.sent > 0)
        printSent(session, result);
    if (!done)
        return session.fail(done.error(), Errand::Network);
    return session.interrupted() ? Exit::Interrupted : tellIfCutShort(session, **capture);
}

} // namespace

void addReplay(CommandLine& commandLine)
{
    constexpr double leastSpeed = 1e-6;
    constexpr double mostSpeed = 1e9;
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("FILE", options.file, "The capture; - is standard input");
        set.real("--speed", "F", options.speed, "So many times as fast as it was captured (1)", leastSpeed, mostSpeed);
        set.real("--pps", "R", options.rate, "Packets a second, whatever the times in the capture", leastSpeed, mostSpeed);
        set.flag("--topspeed", options.topSpeed, "As fast as they go out");
        set.number("--loop", "N", options.loops, "Send all of them so many times", 1);
        set.exclude("--topspeed", "--pps");
        set.exclude("--topspeed", "--speed");
        set.exclude("--pps", "--speed");
    };
    commandLine.add<Options>("replay", "Send the packets of a capture again, with its timing", "-i practice replay demo.pcap --speed 10", describe, run);
}

} // namespace fw::cli
