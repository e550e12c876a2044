#include "app/cli/text_command.h"

#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/json.h"

#include <fmt/core.h>

namespace fw::cli {

Result<const Environment*> environmentOf(Session& session, const InputPacket& packet)
{
    static const Environment none;
    return packet.captured ? Result<const Environment*>(&none) : session.environmentFor(packet.draft);
}

void printText(Session& session, const InputPacket& packet, std::string_view key, std::string_view text, bool whole)
{
    if (session.options.json)
        session.out.line(fmt::format("{{\"{}\":{},\"{}\":{}}}", packet.fromCapture ? "number" : "input", packet.number, key, jsonString(text)));
    else if (whole)
        session.out.text(text);
    else
        session.out.line(text);
}

namespace {

Exit failed(Session& session, const InputPacket& packet, const Error& error)
{
    return session.fail(packet.input->place(), exitFor(error), wording(error, Errand::Network));
}

} // namespace

Exit runTextCommand(Session& session, const PacketArguments& arguments, std::string_view key, PacketText text, bool whole)
{
    return forEachPacket(session, arguments, [&](const InputPacket& packet) {
        const auto environment = environmentOf(session, packet);
        if (!environment)
            return failed(session, packet, environment.error());
        printText(session, packet, key, text(session.protocols(), packet.draft, **environment), whole);
        return Exit::Done;
    });
}

Exit forEachBuilt(Session& session, const InputPacket& packet, const std::function<void(const Draft&, Bytes)>& use)
{
    if (packet.captured) {
        use(packet.draft, packet.captured->bytes);
        return Exit::Done;
    }
    const auto environment = environmentOf(session, packet);
    if (!environment)
        return failed(session, packet, environment.error());
    expand(packet.draft, [&](const Draft& draft) {
        const Buffer bytes = buildBytes(session.protocols(), draft, **environment);
        DissectOptions options;
        options.first = draft.layers.empty() ? noProtocol : draft.layers.front().protocol;
        use(dissect(session.protocols(), bytes, link_type::Ethernet, options).draft, bytes);
        return session.goesOn();
    });
    return Exit::Done;
}

} // namespace fw::cli
