#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/link_types.h"
#include "engine/packet/json.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <ctime>

namespace fw::cli {
namespace {

struct Options {
    std::string file;
};

struct Totals {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0; ///< On the wire.
    std::chrono::nanoseconds first{};
    std::chrono::nanoseconds last{};

    void add(const PacketView& packet)
    {
        first = packets == 0 ? packet.time : std::min(first, packet.time);
        last = packets == 0 ? packet.time : std::max(last, packet.time);
        ++packets;
        bytes += packet.originalLength;
    }
};

std::string seconds(std::chrono::nanoseconds time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{}.{:09}", whole.count(), (time - whole).count());
}

std::string dateAndTime(std::chrono::nanoseconds time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto when = static_cast<std::time_t>(whole.count());
    std::tm utc{};
    if (::gmtime_r(&when, &utc) == nullptr)
        return seconds(time);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:09} UTC", utc, (time - whole).count());
}

std::string jsonList(const std::vector<std::string>& items)
{
    std::string list;
    for (const auto& item : items)
        list += (list.empty() ? "" : ",") + jsonString(item);
    return '[' + list + ']';
}

std::vector<std::string> linkNames(const CaptureInfo& info)
{
    std::vector<std::string> names;
    for (const auto type : info.linkTypes)
        names.push_back(linkTypeName(type));
    return names;
}

void printJson(Session& session, const CaptureFile& capture, const Totals& totals)
{
    const auto& info = capture.info();
    const auto time = [&](std::chrono::nanoseconds t) { return totals.packets == 0 ? "null" : '"' + seconds(t) + '"'; };
    session.out.line(fmt::format("{{\"file\":{},\"type\":{},\"compressed\":{},\"packets\":{},\"bytes\":{},\"first\":{},\"last\":{},"
                                 "\"linkTypes\":{},\"snapLength\":{},\"application\":{},\"comments\":{},\"truncatedAt\":{}}}",
        jsonString(capture.path().string()), jsonString(info.fileType), info.compressed, totals.packets, totals.bytes, time(totals.first),
        time(totals.last), jsonList(linkNames(info)), info.snapLength, jsonString(info.application), jsonList(info.comments),
        capture.truncatedAt() ? std::to_string(*capture.truncatedAt()) : "null"));
}

void printText(Session& session, const CaptureFile& capture, const Totals& totals)
{
    const auto row = [&](std::string_view name, std::string_view value) { session.out.line(fmt::format("{:<12} {}", name, printable(value))); };
    const auto& info = capture.info();
    row("file", capture.path().string());
    row("type", info.fileType + (info.compressed ? ", gzipped" : ""));
    row("packets", std::to_string(totals.packets));
    row("bytes", std::to_string(totals.bytes));
    if (totals.packets > 0) {
        row("first", dateAndTime(totals.first));
        row("last", dateAndTime(totals.last));
        row("duration", seconds(totals.last - totals.first) + " s");
    }
    for (const auto& name : linkNames(info))
        row("link type", name);
    row("snap length", info.snapLength == 0 ? "none" : std::to_string(info.snapLength));
    if (!info.application.empty())
        row("written by", info.application);
    for (const auto& comment : info.comments)
        row("comment", comment);
}

Exit run(Session& session, const Options& options)
{
    const auto capture = openCapture(session, options.file);
    if (!capture)
        return capture.error();
    Totals totals;
    const auto done = (*capture)->read(0, (*capture)->packetCount(), [&](std::size_t, const PacketView& packet) {
        totals.add(packet);
        return session.goesOn();
    });
    if (!done)
        return session.fail(done.error(), Errand::ReadFile);
    session.handled = totals.packets;
    if (session.options.json)
        printJson(session, **capture, totals);
    else
        printText(session, **capture, totals);
    return tellIfCutShort(session, **capture);
}

} // namespace

void addInfo(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) { set.argument("FILE", options.file, "The capture; - is standard input"); };
    commandLine.add<Options>("info", "What a capture holds", "info demo.pcap", describe, run);
}

} // namespace fw::cli
