#pragma once

#include "app/cli/session.h"
#include "engine/packet/dissect.h"

namespace fw::cli {

/// The packet as --json and dissect print it, with the notes on what is wrong in it.
[[nodiscard]] std::string dissectionJson(const Session& session, const CapturedPacket& packet, const Draft& draft, Layout layout,
    std::uint64_t number, bool ranges = false);

/// A summary line, or with --json the whole packet.
[[nodiscard]] std::string capturedLine(const Session& session, const CapturedPacket& packet, std::uint64_t number);

/// What is wrong with a template for sprintf() has been told, if anything is.
[[nodiscard]] Exit checkTemplate(Session& session, const std::string& text);
/// The packet as the template tells it, with --json as {"number":1,"text":"…"}. Otherwise the error has been told and this is the exit.
[[nodiscard]] std::expected<std::string, Exit> templateLine(Session& session, const CapturedPacket& packet, std::uint64_t number, const std::string& text);

} // namespace fw::cli
