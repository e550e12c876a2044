/// Ctrl+C as a stop token.
#pragma once

#include <stop_token>
#include <thread>

namespace fw::cli {

/// Made before any other thread, which then does not get the signals. The first SIGINT or SIGTERM asks for a stop, so that
/// what is finished can be written; a second one ends the program at once.
class Interrupt {
public:
    Interrupt();
    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }
    [[nodiscard]] bool happened() const { return m_stop.stop_requested(); }

private:
    std::stop_source m_stop;
    std::jthread m_watch;
};

} // namespace fw::cli
