#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/definitions.h"
#include "engine/packet/examples.h"
#include "engine/packet/json.h"
#include "resources/embedded.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::string action;
    std::vector<std::string> files;
};

void print(Session& session, const DefinitionError& error)
{
    if (session.options.json)
        session.out.line(fmt::format("{{\"file\":{},\"line\":{},\"column\":{},\"path\":{},\"error\":{}}}", jsonString(error.file), error.line,
            error.column, jsonString(error.path), jsonString(error.message)));
    else
        session.out.line(fmt::format("{}:{}:{}: {}{}{}", error.file, error.line, error.column, error.path, error.path.empty() ? "" : ": ", error.message));
}

/// How many protocols and structures came from this file.
std::size_t countFrom(const Protocols& protocols, const std::string& file)
{
    std::size_t count = 0;
    for (std::size_t id = 0; id < protocols.size(); ++id)
        count += protocols[static_cast<ProtocolId>(id)].file == file && !protocols[static_cast<ProtocolId>(id)].isQuotedForm();
    return count;
}

Exit check(Session& session, const std::vector<std::string>& paths)
{
    const auto sources = definitionsAt(paths);
    if (!sources)
        return session.fail(sources.error(), Errand::ReadFile);
    const auto loaded = loadWithBuiltin(*sources);
    std::size_t errors = loaded.errors.size();
    for (const auto& error : loaded.errors)
        print(session, error);
    for (const auto& source : *sources) {
        const auto examples = checkExamples(*loaded.protocols, source.name);
        for (const auto& error : examples.errors)
            print(session, error);
        errors += examples.errors.size();
        const auto count = countFrom(*loaded.protocols, source.name);
        if (!session.options.json && count > 0 && examples.errors.empty())
            session.out.line(fmt::format("{}: {} definition{}, {} example{}", source.name, count, count == 1 ? "" : "s", examples.good, examples.good == 1 ? "" : "s"));
    }
    return errors == 0 ? Exit::Done : Exit::BadInput;
}

Exit help(Session& session)
{
    std::string_view page = resources::find("help/definitions.md");
    if (page.ends_with('\n'))
        page.remove_suffix(1);
    session.out.line(page);
    return Exit::Done;
}

Exit run(Session& session, const Options& options)
{
    if (options.action == "help" && options.files.empty())
        return help(session);
    if (options.action == "help")
        return session.fail(Exit::Usage, "help takes no files");
    if (options.action != "check")
        return session.fail(Exit::Usage, fmt::format("there is no '{}'; what can be done with definitions: check, help", options.action));
    if (options.files.empty())
        return session.fail(Exit::Usage, "expected the files to check");
    return check(session, options.files);
}

} // namespace

void addProtocols(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("ACTION", options.action, "check: every error with line and column, and the examples built and read; help: how definitions are written");
        set.arguments("FILE", options.files, "Definition files, or folders of them; for check", false);
    };
    commandLine.add<Options>("protocols", "Check protocol definitions, or tell how to write them", "protocols check mine.yaml", describe, run);
}

} // namespace fw::cli
