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

void printJson(Session& session, Bytes destination, const Route& route)
{
    session.out.line(fmt::format("{{\"destination\":\"{}\",\"interface\":{},\"source\":\"{}\",\"gateway\":{},\"local\":{},\"mtu\":{}}}",
        addressText(destination), jsonString(route.interface), addressText(route.source),
        route.gateway ? '"' + addressText(*route.gateway) + '"' : "null", route.local, route.mtu));
}

void printText(Session& session, Bytes destination, const Route& route)
{
    std::string way = route.gateway ? "via " + addressText(*route.gateway) : "on the link";
    if (route.local)
        way = "this machine itself";
    session.out.line(fmt::format("{}: {}, interface {}, source {}, mtu {}", addressText(destination), way, route.interface,
        addressText(route.source), route.mtu));
}

Exit run(Session& session, const Options& options)
{
    const auto addresses = addressesOf(session, options.host);
    if (!addresses)
        return session.fail(addresses.error(), Errand::Network);
    const auto& destination = addresses->front();
    const auto route = session.network().route(destination, session.network().isPractice() ? std::string() : session.interface());
    if (!route) {
        const Exit exit = session.fail(route.error(), Errand::Network);
        return route.error().code == Errc::NoRoute ? Exit::Negative : exit;
    }
    session.options.json ? printJson(session, destination, *route) : printText(session, destination, *route);
    return Exit::Done;
}

} // namespace

void addRoute(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) { set.argument("HOST", options.host, "A name or an address"); };
    commandLine.add<Options>("route", "The way to a host", "route 192.0.2.1", describe, run);
}

} // namespace fw::cli
