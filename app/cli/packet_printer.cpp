#include "app/cli/packet_printer.h"

#include "engine/packet/json.h"
#include "engine/packet/text.h"

namespace fw::cli {

std::string dissectionJson(const Session& session, const CapturedPacket& packet, const Draft& draft, Layout layout, std::uint64_t number, bool ranges)
{
    verify(session.protocols(), draft, layout);
    return packetJson(session.protocols(), packet, draft, layout, {.number = number, .ranges = ranges});
}

std::string capturedLine(const Session& session, const CapturedPacket& packet, std::uint64_t number)
{
    auto dissection = dissect(session.protocols(), packet.bytes, packet.linkType);
    return session.options.json ? dissectionJson(session, packet, dissection.draft, std::move(dissection.layout), number)
                                : summary(session.protocols(), dissection.draft);
}

} // namespace fw::cli
