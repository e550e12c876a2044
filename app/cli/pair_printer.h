/// Pairs of packet and answer as the templates of the command line tell them.
#pragma once

#include "app/cli/session.h"
#include "engine/exchange/pair_template.h"

namespace fw::cli {

/// The template, or the error has been told and this is the exit. Columns count in `text`.
[[nodiscard]] std::expected<PairTemplate, Exit> pairTemplate(Session& session, const std::string& text);
/// What it says of the pair, or the error has been told and this is the exit.
[[nodiscard]] std::expected<std::string, Exit> pairText(Session& session, const PairTemplate& pairTemplate, const std::string& text,
    const PairTemplate::Side& query, const PairTemplate::Side& answer);

} // namespace fw::cli
