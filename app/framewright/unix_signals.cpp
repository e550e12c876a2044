#include "unix_signals.h"

#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace fw::app {
namespace {

int writeEnd = -1; // All that a signal handler may touch.

void handle(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

} // namespace

UnixSignals::UnixSignals(std::function<void()> call)
{
    if (::pipe2(m_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    writeEnd = m_ends[1];
    auto* notifier = new QSocketNotifier(m_ends[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier, call = std::move(call)] {
        char bytes[16];
        [[maybe_unused]] const auto got = ::read(m_ends[0], bytes, sizeof bytes);
        notifier->setEnabled(false);
        call();
    });
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, handle);
}

UnixSignals::~UnixSignals()
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, SIG_DFL);
    for (const int end : m_ends)
        if (end >= 0)
            ::close(end);
}

} // namespace fw::app
