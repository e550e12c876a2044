#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace fw::cli {

/// Lines of standard input. Waits, but not longer than until the stop.
class LineReader {
public:
    /// `beforeWaiting` is called when no input is there yet: time to let the other side see what there is.
    LineReader(std::stop_token stop, std::function<void()> beforeWaiting);
    /// Without its end. Nothing at the end of the input, or when stopped.
    [[nodiscard]] std::optional<std::string> next();

private:
    bool fill();

    std::stop_token m_stop;
    std::function<void()> m_beforeWaiting;
    std::string m_buffer;
    std::size_t m_at = 0;
    bool m_ended = false;
};

} // namespace fw::cli
