#include "app/cli/line_reader.h"

#include <cerrno>
#include <string_view>

#include <poll.h>
#include <unistd.h>

namespace fw::cli {
namespace {

constexpr std::size_t blockSize = 64U << 10U;
/// Longer ones come in pieces, so that input without line ends does not fill the memory.
constexpr std::size_t maxLine = 1U << 20U;

} // namespace

LineReader::LineReader(std::stop_token stop, std::function<void()> beforeWaiting)
    : m_stop(std::move(stop)), m_beforeWaiting(std::move(beforeWaiting))
{
}

std::optional<std::string> LineReader::next()
{
    std::size_t searched = m_at;
    std::size_t end = std::string::npos;
    while ((end = m_buffer.find('\n', searched)) == std::string::npos && m_buffer.size() - m_at < maxLine) {
        m_buffer.erase(0, m_at);
        m_at = 0;
        searched = m_buffer.size();
        if (!fill())
            break;
    }
    if (m_stop.stop_requested() || (end == std::string::npos && m_at == m_buffer.size()))
        return std::nullopt;
    std::string line = m_buffer.substr(m_at, end == std::string::npos ? end : end - m_at);
    m_at = end == std::string::npos ? m_buffer.size() : end + 1;
    if (line.ends_with('\r'))
        line.pop_back();
    return line;
}

/// False at the end of the input.
bool LineReader::fill()
{
    for (bool waited = false; !m_ended && !m_stop.stop_requested();) {
        pollfd waiting{STDIN_FILENO, POLLIN, 0};
        if (::poll(&waiting, 1, waited ? 100 : 0) == 0) {
            if (!waited)
                m_beforeWaiting();
            waited = true;
            continue;
        }
        const auto size = m_buffer.size();
        m_buffer.resize(size + blockSize);
        const auto count = ::read(STDIN_FILENO, m_buffer.data() + size, blockSize);
        m_buffer.resize(size + (count > 0 ? static_cast<std::size_t>(count) : 0));
        if (count > 0)
            return true;
        m_ended = count == 0 || errno != EINTR;
    }
    return false;
}

} // namespace fw::cli
