#include "app/cli/output.h"

#include <cerrno>

#include <unistd.h>

namespace fw::cli {

namespace {
constexpr std::size_t bufferSize = 64U << 10U;
}

void Output::line(std::string_view line)
{
    m_buffer.append(line).push_back('\n');
    if (m_buffer.size() >= bufferSize)
        flush();
}

void Output::text(std::string_view text)
{
    m_buffer.append(text);
    if (m_buffer.size() >= bufferSize)
        flush();
}

void Output::flush()
{
    std::string_view left = m_buffer;
    while (!left.empty() && !m_closed) {
        const auto count = ::write(STDOUT_FILENO, left.data(), left.size());
        if (count >= 0) {
            left.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            m_closed = true;
            m_error = errno == EPIPE ? 0 : errno;
        }
    }
    m_buffer.clear();
}

} // namespace fw::cli
