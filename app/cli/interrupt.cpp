#include "app/cli/interrupt.h"

#include "app/cli/exit_code.h"

#include <csignal>

#include <unistd.h>

namespace fw::cli {

Interrupt::Interrupt()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) {
        ::sigaddset(&signals, signal);
        ::signal(signal, SIG_DFL); // A shell starts its background jobs with SIGINT ignored; scripts stop captures with it.
    }
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    m_watch = std::jthread([this, signals](const std::stop_token& end) {
        const timespec tick{0, 50'000'000};
        while (!end.stop_requested())
            if (::sigtimedwait(&signals, nullptr, &tick) > 0 && !m_stop.request_stop())
                ::_exit(static_cast<int>(Exit::Interrupted));
    });
}

} // namespace fw::cli
