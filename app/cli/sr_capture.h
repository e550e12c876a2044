/// The pairs of packet and answer in a capture.
#pragma once

#include "app/cli/session.h"
#include "engine/exchange/exchange.h"

namespace fw::cli {

/// What is printed of the answers.
enum class WantedPairs : std::uint8_t { All, First };

struct PairedCaptureOptions {
    std::string capture;
    std::string file; ///< Where each packet and its answer are written to; empty: nowhere.
    MatchOptions matching;
    SendLayer layer = SendLayer::Network; ///< Network: texts leave the link layer out.
    WantedPairs wanted = WantedPairs::All;
    bool explain = false;
};
[[nodiscard]] Exit pairCapture(Session& session, const PairedCaptureOptions& options);

} // namespace fw::cli
