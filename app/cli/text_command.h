/// Commands that print one of Scapy's texts for each packet.
#pragma once

#include "app/cli/command_line.h"
#include "app/cli/inputs.h"

namespace fw::cli {

/// Expressions with the network's values; packets from bytes as they are.
[[nodiscard]] Result<const Environment*> environmentOf(Session& session, const InputPacket& packet);

/// Prints a text, or with --json {"input":1,"KEY":"text"}. `text` brings its own line ends if `whole`.
void printText(Session& session, const InputPacket& packet, std::string_view key, std::string_view text, bool whole = false);

using PacketText = std::string (*)(const Protocols&, const Draft&, const Environment&);
[[nodiscard]] Exit runTextCommand(Session& session, const PacketArguments& arguments, std::string_view key, PacketText text, bool whole = false);

/// Each packet an input stands for, built: what it is dissected into again, and its bytes.
[[nodiscard]] Exit forEachBuilt(Session& session, const InputPacket& packet, const std::function<void(const Draft& draft, Bytes bytes)>& use);

} // namespace fw::cli
