#include "app/cli/commands.h"
#include "app/cli/command_line.h"
#include "app/cli/practice_file.h"
#include "engine/packet/json.h"
#include "resources/embedded.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::string action;
    std::vector<std::string> files;
};

Exit check(Session& session, const std::vector<std::string>& files)
{
    Exit exit = Exit::Done;
    for (const std::string& path : files) {
        const auto network = practiceFrom(path);
        if (!network)
            exit = worse(exit, session.fail(exitFor(network.error()), practiceFault(path, network.error())));
        else if (session.options.json)
            session.out.line(fmt::format("{{\"file\":{},\"interface\":{}}}", jsonString(path), jsonString((*network)->interfaces().front().name)));
        else
            session.out.line(fmt::format("{}: good; use it with -i practice:{}", path, path));
    }
    return exit;
}

Exit print(Session& session, const char* resource)
{
    session.out.text(resources::find(resource));
    return Exit::Done;
}

Exit run(Session& session, const Options& options)
{
    if (options.action == "check" && !options.files.empty())
        return check(session, options.files);
    if (options.action == "check")
        return session.fail(Exit::Usage, "expected the files to check");
    if (!options.files.empty())
        return session.fail(Exit::Usage, fmt::format("{} takes no files", printable(options.action)));
    if (options.action == "print")
        return print(session, "practice/default.yaml");
    if (options.action == "help")
        return print(session, "help/practice.md");
    return session.fail(Exit::Usage, fmt::format("there is no '{}'; what can be done with practice networks: check, print, help", printable(options.action)));
}

} // namespace

void addPractice(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("ACTION", options.action, "check: what is wrong with files of your own, with line and column; print: the built-in network's file, to start from; "
                                               "help: how such files are written");
        set.arguments("FILE", options.files, "Files of practice networks; for check", false);
    };
    commandLine.add<Options>("practice", "Check practice networks, or tell how to write them; use one with -i practice:FILE", "practice check mine.yaml", describe, run);
}

} // namespace fw::cli
