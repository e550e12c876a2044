#include "app/cli/commands.h"
#include "app/cli/text_command.h"
#include "engine/packet/text.h"

namespace fw::cli {
namespace {

struct Options {
    PacketArguments packets;
    bool built = false;
};

Exit run(Session& session, const Options& options)
{
    if (!options.built)
        return runTextCommand(session, options.packets, "show", fw::show, true);
    return forEachPacket(session, options.packets, [&](const InputPacket& packet) {
        return forEachBuilt(session, packet, [&](const Draft& draft, Bytes) {
            printText(session, packet, "show", show(session.protocols(), draft), true);
        });
    });
}

} // namespace

void addShow(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        describePackets(set, options.packets);
        set.flag("--built", options.built, "As it is once built, with lengths and checksums: Scapy's show2");
    };
    commandLine.add<Options>("show", "Each packet layer by layer", "show --built 'IP()/UDP()/DNS()'", describe, run);
}

} // namespace fw::cli
