/// Sends the packets of a capture again.
#pragma once

#include "engine/exchange/exchange.h"

namespace fw {

struct ReplayOptions {
    enum class Timing : std::uint8_t {
        Original, ///< The pauses of the capture, divided by `speed`.
        Rate,     ///< `rate` packets a second.
        Top,      ///< As fast as they go out.
    };
    std::string interface; ///< Empty: the default one.
    Timing timing = Timing::Original;
    double speed = 1;
    double rate = 1000;
    std::uint64_t rounds = 1;
};

struct ReplayResult {
    std::uint64_t sent = 0;
    std::uint64_t bytes = 0;
    std::uint64_t tooLong = 0; ///< Left out: longer than the interface carries.
    std::uint64_t cut = 0;     ///< Sent as far as the capture holds them.
    std::chrono::nanoseconds taken{};
};

/// NoSuchDevice, NotPermitted, Unsupported (detail: the capture's link type is not the interface's), Io, and what the capture's
/// reading fails with. `result` tells how far it came, also then. Cancelling is no error. Packets whose time lies before that of the
/// one before go out with it.
[[nodiscard]] Result<void> replay(Network& network, const Capture& capture, const ReplayOptions& options, ReplayResult& result,
                                  const std::stop_token& stop);

} // namespace fw
