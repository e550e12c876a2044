#include "app/cli/commands.h"
#include "app/cli/text_command.h"
#include "engine/packet/text.h"

namespace fw::cli {

void addRepr(CommandLine& commandLine)
{
    commandLine.add<PacketArguments>("repr", "Each packet as Scapy's prompt shows it", "repr 'IP()/TCP(dport=[80,443])'", describePackets,
        [](Session& session, const PacketArguments& packets) { return runTextCommand(session, packets, "repr", fw::repr); });
}

} // namespace fw::cli
