#include "app/cli/interrupt.h"

#include "app/cli/exit_code.h"

#include <csignal>

#include <unistd.h>

namespace fw::cli {

namespace {

constexpr int wakeUp = SIGUSR1; ///< Ends the watch's waiting, so that no program lingers for it.

} // namespace

Interrupt::Interrupt()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) {
        ::sigaddset(&signals, signal);
        ::signal(signal, SIG_DFL); // A shell starts its background jobs with SIGINT ignored; scripts stop captures with it.
    }
    ::sigaddset(&signals, wakeUp);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    m_watch = std::jthread([this, signals](const std::stop_token& end) {
        const std::stop_callback wake(end, [self = ::pthread_self()] { ::pthread_kill(self, wakeUp); });
        while (!end.stop_requested()) {
            const int signal = ::sigwaitinfo(&signals, nullptr);
            if (signal > 0 && signal != wakeUp && !m_stop.request_stop())
                ::_exit(static_cast<int>(Exit::Interrupted));
        }
    });
}

} // namespace fw::cli
