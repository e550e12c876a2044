#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/host.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::string host;
};

Exit run(Session& session, const Options& options)
{
    const auto addresses = addressesOf(session, options.host);
    if (!addresses) {
        const Exit exit = session.fail(addresses.error(), Errand::Network);
        return addresses.error().code == Errc::NoSuchHost ? Exit::Negative : exit;
    }
    std::string list;
    for (const auto& address : *addresses)
        list += (list.empty() ? "\"" : ",\"") + addressText(address) + '"';
    if (session.options.json)
        session.out.line(fmt::format("{{\"host\":{},\"addresses\":[{}]}}", jsonString(options.host), list));
    else
        for (const auto& address : *addresses)
            session.out.line(addressText(address));
    return Exit::Done;
}

} // namespace

void addResolve(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) { set.argument("HOST", options.host, "A name"); };
    commandLine.add<Options>("resolve", "The addresses of a host", "-i practice resolve www.example.com", describe, run);
}

} // namespace fw::cli
