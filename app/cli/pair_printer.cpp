#include "app/cli/pair_printer.h"

namespace fw::cli {
namespace {

Exit tell(Session& session, const std::string& text, const TemplateError& error)
{
    return session.fail(Place{.text = text, .column = error.column}, Exit::BadInput, wording(error));
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

} // namespace fw::cli
