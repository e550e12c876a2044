#include "app/cli/session.h"

#include "app/cli/definitions.h"
#include "app/cli/host_names.h"
#include "app/cli/practice_file.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

#include <cstdio>

#include <unistd.h>

namespace fw::cli {

Exit Session::loadProtocols()
{
    FoundDefinitions own;
    if (options.definitions.empty()) {
        own = findDefinitions(userDefinitionFolder());
    } else {
        auto given = definitionsAt(options.definitions);
        if (!given)
            return fail(given.error(), Errand::ReadFile);
        own.sources = std::move(*given);
    }
    if (own.sources.empty()) { // Reading the built-in ones anew would only cost time.
        m_protocols = &Protocols::builtin();
    } else {
        auto loaded = loadWithBuiltin(own.sources);
        m_loaded = std::move(loaded.protocols);
        m_protocols = m_loaded.get();
        own.errors.insert(own.errors.end(), loaded.errors.begin(), loaded.errors.end());
    }
    for (const auto& error : own.errors)
        complain(fmt::format("{}:{}:{}: {}{}{}", error.file, error.line, error.column, error.path, error.path.empty() ? "" : ": ", error.message));
    return Exit::Done; // What is built in and the files without an error serve on.
}

Exit Session::loadPractice()
{
    const std::string prefix = std::string(practiceInterface) + ":";
    if (!interface().starts_with(prefix))
        return Exit::Done;
    const std::string path = interface().substr(prefix.size());
    auto loaded = practiceFrom(path);
    if (!loaded)
        return fail(exitFor(loaded.error()), practiceFault(path, loaded.error()));
    m_network = std::move(*loaded);
    options.interfaces.front() = m_network->interfaces().front().name;
    return Exit::Done;
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
