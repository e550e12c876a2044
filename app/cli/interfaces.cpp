#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/link_types.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {};

std::vector<std::string> addressesOf(const InterfaceInfo& info)
{
    std::vector<std::string> texts;
    for (const auto& address : info.addresses)
        texts.push_back(fmt::format("{}/{}", addressText(address.address), address.prefixLength));
    return texts;
}

void printJson(Session& session, const InterfaceInfo& info)
{
    std::string addresses;
    for (const auto& text : addressesOf(info))
        addresses += (addresses.empty() ? "\"" : ",\"") + text + '"';
    session.out.line(fmt::format(
        "{{\"name\":{},\"index\":{},\"up\":{},\"loopback\":{},\"mac\":{},\"addresses\":[{}],\"mtu\":{},\"link\":{},\"description\":{}}}",
        jsonString(info.name), info.index, info.up, info.loopback, info.mac ? '"' + macText(*info.mac) + '"' : "null", addresses, info.mtu,
        jsonString(linkTypeName(info.linkType)), jsonString(info.description)));
}

void printText(Session& session, const InterfaceInfo& info)
{
    std::string addresses;
    for (const auto& text : addressesOf(info))
        addresses += ' ' + text;
    session.out.line(fmt::format("{:<12} {:<5} {:<17} mtu {:<6}{}{}", info.name, info.up ? "up" : "down", info.mac ? macText(*info.mac) : "-",
        info.mtu, addresses, info.description.empty() ? "" : "  " + printable(info.description)));
}

Exit run(Session& session, const Options&)
{
    const auto interfaces = session.network().interfaces();
    for (const auto& info : interfaces)
        session.options.json ? printJson(session, info) : printText(session, info);
    return interfaces.empty() ? Exit::Negative : Exit::Done;
}

} // namespace

void addInterfaces(CommandLine& commandLine)
{
    commandLine.add<Options>("interfaces", "What there is to send and receive on", "interfaces", [](OptionSet&, Options&) {}, run);
}

} // namespace fw::cli
