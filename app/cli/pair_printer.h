/// Pairs of packet and answer as the templates of the command line tell them.
#pragma once

#include "app/cli/inputs.h"
#include "engine/exchange/pair_template.h"

namespace fw::cli {

/// The template, or the error has been told and this is the exit. Columns count in `text`.
[[nodiscard]] std::expected<PairTemplate, Exit> pairTemplate(Session& session, const std::string& text);
/// What it says of the pair, or the error has been told and this is the exit.
[[nodiscard]] std::expected<std::string, Exit> pairText(Session& session, const PairTemplate& pairTemplate, const std::string& text,
    const PairTemplate::Side& query, const PairTemplate::Side& answer);

/// A packet and its answer, which may be null, as an object of JSON with the seconds between them.
[[nodiscard]] std::string pairJson(const Session& session, const Input& input, const CapturedPacket& query, const CapturedPacket* answer);

} // namespace fw::cli
