#include "app/cli/pair_printer.h"

#include "app/cli/packet_printer.h"

#include <fmt/core.h>

namespace fw::cli {
namespace {

Exit tell(Session& session, const std::string& text, const TemplateError& error)
{
    return session.fail(Place{.text = text, .column = error.column}, Exit::BadInput, wording(error));
}

std::string packetJson(const Session& session, const CapturedPacket& captured)
{
    auto dissection = dissect(session.protocols(), captured.bytes, captured.linkType);
    return dissectionJson(session, captured, dissection.draft, std::move(dissection.layout), 1);
}

} // namespace

std::expected<PairTemplate, Exit> pairTemplate(Session& session, const std::string& text)
{
    auto parsed = PairTemplate::parse(text);
    if (!parsed)
        return std::unexpected(tell(session, text, parsed.error()));
    return std::move(*parsed);
}

std::expected<std::string, Exit> pairText(Session& session, const PairTemplate& pairTemplate, const std::string& text, const PairTemplate::Side& query,
    const PairTemplate::Side& answer)
{
    auto written = pairTemplate.text(session.protocols(), query, answer);
    if (!written)
        return std::unexpected(tell(session, text, written.error()));
    return std::move(*written);
}

std::string pairJson(const Session& session, const Input& input, const CapturedPacket& query, const CapturedPacket* answer)
{
    std::string out = fmt::format("{{\"input\":{},\"query\":{},\"answer\":", input.number, packetJson(session, query));
    if (answer == nullptr)
        return out + "null}";
    const double rtt = std::chrono::duration<double>(answer->time - query.time).count();
    return out + fmt::format("{},\"seconds\":{:.6f}}}", packetJson(session, *answer), rtt);
}

} // namespace fw::cli
