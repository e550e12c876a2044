#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "engine/packet/draft.h"
#include "engine/packet/json.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

struct Options {
    std::string protocol;
    bool verbose = false;
};

std::string fieldJson(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex index)
{
    const auto& field = protocol.fields[index];
    const auto text = field.hasDefault ? jsonString(valueText(protocols, protocol, index, field.defaultValue)) : "null";
    return fmt::format("{{\"name\":{},\"type\":{},\"bits\":{},\"default\":{}}}", jsonString(field.name), jsonString(field.scapyClass), field.bits, text);
}

void printJson(Session& session, const ProtocolDesc& protocol)
{
    std::string fields;
    for (std::size_t i = 0; i < protocol.fields.size(); ++i)
        fields += (i == 0 ? "" : ",") + fieldJson(session.protocols(), protocol, static_cast<FieldIndex>(i));
    session.out.line(fmt::format("{{\"protocol\":{},\"title\":{},\"fields\":[{}]}}", jsonString(protocol.name), jsonString(protocol.title), fields));
}

Exit listAll(Session& session)
{
    if (!session.options.json) {
        session.out.text(listProtocols(session.protocols()));
        return Exit::Done;
    }
    for (std::size_t id = 0; id < session.protocols().size(); ++id)
        if (const auto& protocol = session.protocols()[static_cast<ProtocolId>(id)]; !protocol.isStruct)
            printJson(session, protocol);
    return Exit::Done;
}

Exit run(Session& session, const Options& options)
{
    if (options.protocol.empty())
        return listAll(session);
    const auto* protocol = session.protocols().find(options.protocol);
    if (!protocol)
        return session.fail({Errc::UnknownProtocol, 0, options.protocol}, Errand::ReadFile);
    if (session.options.json)
        printJson(session, *protocol);
    else
        session.out.text(listFields(session.protocols(), *protocol, options.verbose));
    return Exit::Done;
}

} // namespace

void addLs(CommandLine& commandLine)
{
    const auto describe = [](OptionSet& set, Options& options) {
        set.argument("PROTO", options.protocol, "The protocol whose fields to list", false);
        set.flag("-v,--verbose", options.verbose, "With the names of values and flags");
    };
    commandLine.add<Options>("ls", "The protocols, or the fields of one", "ls IP -v", describe, run);
}

} // namespace fw::cli
