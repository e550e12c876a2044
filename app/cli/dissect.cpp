#include "engine/packet/dissect.h"
#include "app/cli/commands.h"
#include "app/cli/command_line.h"
#include "app/cli/inputs.h"
#include "app/cli/packet_printer.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    PacketArguments packets;
    bool ranges = false;
};

Exit run(Session& session, const Options& options)
{
    return forEachPacket(session, options.packets, [&](const InputPacket& packet) {
        std::string json = dissectionJson(session, *packet.captured, packet.draft, packet.layout, packet.number, options.ranges);
        if (packet.input && (packet.input->isLine || session.options.json))
            json.insert(1, fmt::format("\"input\":{},", packet.input->number));
        session.out.line(json);
        return Exit::Done;
    });
}

} // namespace

void addDissect(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("FILE", options.packets.file, "A capture; - is standard input", false);
        set.text("--hex", "HEX", options.packets.hex, "A packet in hex digits; - reads them from standard input, one packet a line");
        set.number("-c", "N", options.packets.count, "Only the first packets of a capture");
        set.flag("--ranges", options.ranges, "With the place of every field: bit offset and bits");
        describeDissection(set, options.packets);
    };
    commandLine.add<Options>("dissect", "Each packet as JSON, one a line", "dissect demo.pcap -c 1", describe, run);
}

} // namespace fw::cli
