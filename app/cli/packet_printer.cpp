#include "app/cli/packet_printer.h"

#include "engine/packet/json.h"
#include "engine/packet/text.h"

#include <fmt/core.h>

namespace fw::cli {

std::string dissectionJson(const Session& session, const CapturedPacket& packet, const Draft& draft, Layout layout, std::uint64_t number, bool ranges)
{
    verify(session.protocols(), draft, layout);
    return packetJson(session.protocols(), packet, layout, {.number = number, .ranges = ranges});
}

std::string capturedLine(const Session& session, const CapturedPacket& packet, std::uint64_t number)
{
    auto dissection = dissect(session.protocols(), packet.bytes, packet.linkType);
    return session.options.json ? dissectionJson(session, packet, dissection.draft, std::move(dissection.layout), number)
                                : summary(session.protocols(), dissection.draft);
}

namespace {

Exit tell(Session& session, const std::string& text, const TemplateError& error)
{
    return session.fail(Place{.text = text, .column = error.column}, Exit::BadInput, wording(error));
}

} // namespace

Exit checkTemplate(Session& session, const std::string& text)
{
    const auto error = fw::checkTemplate(text);
    return error ? tell(session, text, *error) : Exit::Done;
}

std::expected<std::string, Exit> templateLine(Session& session, const CapturedPacket& packet, std::uint64_t number, const std::string& text)
{
    const Draft draft = dissect(session.protocols(), packet.bytes, packet.linkType).draft;
    auto line = sprintf(session.protocols(), draft, text, packet.time);
    if (!line)
        return std::unexpected(tell(session, text, line.error()));
    return session.options.json ? fmt::format("{{\"number\":{},\"text\":{}}}", number, jsonString(*line)) : std::move(*line);
}

} // namespace fw::cli
