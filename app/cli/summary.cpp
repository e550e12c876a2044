#include "app/cli/commands.h"
#include "app/cli/text_command.h"
#include "engine/packet/text.h"

namespace fw::cli {

void addSummary(CommandLine& commandLine)
{
    commandLine.add<PacketArguments>("summary", "Each packet in a line", "summary -r demo.pcap", describePackets,
        [](Session& session, const PacketArguments& packets) { return runTextCommand(session, packets, "summary", fw::summary); });
}

} // namespace fw::cli
