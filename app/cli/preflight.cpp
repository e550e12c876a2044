#include "app/cli/preflight.h"

#include "engine/exchange/preflight.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

using Warning = Preflight::Warning;

std::string wayText(const Preflight& found)
{
    std::string text = found.destination.empty() ? std::string("to no address") : "to " + addressText(found.destination);
    if (found.packets != 1)
        text += fmt::format(", the first of {} packets", found.packets);
    if (!found.interface.empty())
        text += ": interface " + found.interface;
    if (!found.source.empty())
        text += ", source " + addressText(found.source);
    if (found.isLocal)
        text += ", this machine itself";
    else if (!found.nextHop.empty())
        text += fmt::format(", {} {}", found.isGateway ? "gateway" : "next hop", addressText(found.nextHop));
    if (found.mac && !found.isLocal)
        text += " at " + macText(*found.mac);
    if (found.mtu > 0)
        text += fmt::format(", mtu {}", found.mtu);
    if (found.size > 0)
        text += fmt::format(", {} bytes", found.size);
    return text;
}

std::string wayJson(const Input& input, const Preflight& found)
{
    const auto address = [](const Buffer& bytes) { return bytes.empty() ? std::string("null") : jsonString(addressText(bytes)); };
    std::string warnings;
    for (const Warning& warning : found.warnings)
        warnings += fmt::format("{}{{\"code\":\"{}\",\"stops\":{},\"text\":{}}}", warnings.empty() ? "" : ",", name(warning.code), warning.stops, jsonString(warning.text));
    return fmt::format("{{\"input\":{},\"preflight\":{{\"packets\":{},\"destination\":{},\"interface\":{},\"source\":{},\"nextHop\":{},\"gateway\":{},\"local\":{},\"mac\":{},"
                       "\"mtu\":{},\"size\":{},\"fragments\":{},\"warnings\":[{}]}}}}",
        input.number, found.packets, address(found.destination), jsonString(found.interface), address(found.source), address(found.nextHop), found.isGateway, found.isLocal,
        found.mac ? jsonString(macText(*found.mac)) : "null", found.mtu, found.size, found.fragments, warnings);
}

/// It is the result where nothing else is wanted; else it goes beside the results.
void tell(Session& session, const Input& input, const Preflight& found, bool isResult)
{
    if (session.options.json)
        return session.out.line(wayJson(input, found));
    const auto line = [&](const std::string& text) { isResult ? session.out.line(text) : session.say(text); };
    line(wayText(found));
    for (const Warning& warning : found.warnings)
        line(fmt::format("{}: {}", warning.stops ? "error" : "note", printable(warning.text)));
}

Exit exitOf(const Preflight& found)
{
    for (const Warning& warning : found.warnings)
        if (warning.code == Warning::Code::NotPermitted)
            return Exit::NotPermitted;
    return found.goesOut() ? Exit::Done : Exit::Negative;
}

} // namespace

void describePreflight(OptionSet& set, PreflightArguments& arguments)
{
    set.flag("--preflight", arguments.tells, "First tell the way out: interface, source, next hop, MTU, and what may go wrong");
    set.flag("--dry-run", arguments.isAll, "Tell that, and send nothing");
}

std::optional<Exit> runPreflight(Session& session, const Input& input, DraftList drafts, const SendOptions& options, const PreflightArguments& arguments)
{
    if (!arguments.tells && !arguments.isAll)
        return std::nullopt;
    Exit exit = Exit::Done;
    for (const auto& draft : drafts) {
        const Preflight found = preflight(session.protocols(), session.network(), *draft, options, !arguments.isAll, session.stop());
        tell(session, input, found, arguments.isAll);
        exit = worse(exit, exitOf(found));
    }
    return arguments.isAll ? std::optional(exit) : std::nullopt;
}

} // namespace fw::cli
