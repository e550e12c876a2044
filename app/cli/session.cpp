#include "app/cli/session.h"

#include "app/cli/definitions.h"
#include "app/cli/host_names.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

#include <cstdio>

#include <unistd.h>

namespace fw::cli {

Exit Session::loadProtocols()
{
    if (options.definitions.empty()) {
        m_protocols = &Protocols::builtin();
        return Exit::Done;
    }
    auto loaded = loadDefinitions(options.definitions);
    if (!loaded)
        return fail(loaded.error(), Errand::ReadFile);
    m_loaded = std::move(loaded->protocols);
    m_protocols = m_loaded.get();
    for (const auto& error : loaded->errors)
        complain(fmt::format("{}:{}:{}: {}: {}", error.file, error.line, error.column, error.path, error.message));
    return Exit::Done; // What is built in and the files without an error serve on.
}

Network& Session::network()
{
    if (!m_network)
        m_network = interface() == practiceInterface ? practiceNetwork() : systemNetwork();
    return *m_network;
}

Result<const Environment*> Session::environmentFor(const Draft& draft)
{
    if (!m_environment)
        m_environment = std::make_unique<NetworkEnvironment>(network(), interface());
    for (const auto& name : hostNamesIn(draft)) {
        if (m_lookedUp[name])
            continue;
        const auto addresses = network().lookUp(name, 0);
        if (!addresses)
            return std::unexpected(addresses.error());
        for (const auto& address : *addresses)
            m_environment->setResolved(name, address);
        m_lookedUp[name] = true;
    }
    return m_environment.get();
}

void Session::say(std::string_view text)
{
    out.flush(); // So that on a terminal things stand in the order they happened.
    const std::string line = std::string(text) + '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void Session::complain(std::string_view what)
{
    say(command.empty() ? fmt::format("framewright-cli: {}", what) : fmt::format("framewright-cli: {}: {}", command, what));
}

Exit Session::fail(const Error& error, Errand errand) { return fail(exitFor(error), wording(error, errand)); }

Exit Session::fail(Exit exit, std::string_view what)
{
    complain(what);
    return exit;
}

Exit Session::fail(const Place& place, Exit exit, std::string_view what)
{
    if (options.json) {
        const std::string column = place.column ? fmt::format(",\"column\":{}", *place.column + 1) : std::string();
        out.line(fmt::format("{{\"input\":{},\"error\":{}{}}}", place.input, jsonString(what), column));
    }
    std::string where = place.isLine ? fmt::format("line {}: ", place.input) : std::string();
    if (place.column)
        where = fmt::format("{}column {}: ", place.isLine ? fmt::format("line {}, ", place.input) : "", *place.column + 1);
    complain(where + std::string(what));
    if (const auto lines = place.column ? caretLines(place.text, *place.column) : std::string(); !lines.empty())
        say(lines);
    return exit;
}

bool Session::showsProgress() const { return !options.quiet && ::isatty(STDERR_FILENO) != 0; }

} // namespace fw::cli
