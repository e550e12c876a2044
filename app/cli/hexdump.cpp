#include "engine/base/hexdump.h"
#include "app/cli/commands.h"
#include "app/cli/text_command.h"

namespace fw::cli {
namespace {

Exit run(Session& session, const PacketArguments& arguments)
{
    bool first = true;
    return forEachPacket(session, arguments, [&](const InputPacket& packet) {
        return forEachBuilt(session, packet, [&](const Draft&, Bytes bytes) {
            if (!first && !session.options.json)
                session.out.line({}); // Scapy prints one at a time; several need something between them.
            first = false;
            printText(session, packet, "hexdump", hexdump(bytes));
        });
    });
}

} // namespace

void addHexdump(CommandLine& commandLine)
{
    commandLine.add<PacketArguments>("hexdump", "The bytes of each packet, 16 a line", "hexdump 'Ether()/IP()/TCP()'", describePackets, run);
}

} // namespace fw::cli
