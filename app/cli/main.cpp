#include "app/cli/command_line.h"
#include "app/cli/commands.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace fw::cli {
namespace {

Exit runCommand(Session& session)
{
    if (const auto loaded = session.loadProtocols(); loaded != Exit::Done)
        return loaded;
    if (const auto loaded = session.loadPractice(); loaded != Exit::Done)
        return loaded;
    const auto start = std::chrono::steady_clock::now();
    Exit exit = session.run();
    session.out.flush();
    if (session.options.timing) {
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        const std::chrono::duration<double> answering = session.answering;
        session.say(fmt::format("RESULT seconds={:.6f} count={} rate={:.1f}{}", taken.count(), session.handled,
            static_cast<double>(session.handled) / std::max(taken.count(), 1e-9),
            answering.count() > 0 ? fmt::format(" answering={:.6f}", answering.count()) : std::string()));
    }
    if (session.out.error() != 0)
        exit = worse(exit, session.fail(Exit::System, "standard output: " + std::generic_category().message(session.out.error())));
    return session.interrupted() ? Exit::Interrupted : exit;
}

Exit runProgram(int argc, char** argv)
{
    Session session;
    CommandLine commandLine(session);
    for (const auto add : {addLs, addBuild, addFuzz, addDiff, addRepr, addSummary, addShow, addHexdump, addDissect, addRead, addInfo, addSend, addSr, addSrloop, addTable, addTraceroute, addArping, addReplay, addStream, addSniff,
             addInterfaces, addRoute, addResolve, addPractice, addProtocols})
        add(commandLine);
    if (const auto exit = commandLine.parse(argc, argv))
        return *exit;
    return runCommand(session);
}

} // namespace
} // namespace fw::cli

int main(int argc, char** argv) { return static_cast<int>(fw::cli::runProgram(argc, argv)); }
