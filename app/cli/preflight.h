/// --preflight and --dry-run, for the commands that send.
#pragma once

#include "app/cli/inputs.h"
#include "engine/exchange/exchange.h"

namespace fw::cli {

struct PreflightArguments {
    bool tells = false;
    bool isAll = false; ///< Nothing is sent.
};
void describePreflight(OptionSet& set, PreflightArguments& arguments);

/// Tells it where that is wanted. An exit if that is all, or if nothing would go out; else sending may begin.
[[nodiscard]] std::optional<Exit> runPreflight(Session& session, const Input& input, DraftList drafts, const SendOptions& options,
                                               const PreflightArguments& arguments);

} // namespace fw::cli
