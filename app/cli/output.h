/// Standard output: results, one line each.
#pragma once

#include <string>
#include <string_view>

namespace fw::cli {

/// Buffered. Whoever reads us may go away, as head does; then everything ends quietly.
class Output {
public:
    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output() { flush(); }

    void line(std::string_view text);
    /// Texts that bring their own line ends.
    void text(std::string_view text);
    void flush();
    /// False once nothing more can be written.
    [[nodiscard]] bool isOpen() const { return !m_closed; }
    /// Why, unless the reader just went away; 0 if nothing is wrong.
    [[nodiscard]] int error() const { return m_error; }

private:
    std::string m_buffer;
    bool m_closed = false;
    int m_error = 0;
};

} // namespace fw::cli
