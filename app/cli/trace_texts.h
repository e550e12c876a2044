/// A trace, and what changed between two, for people and for programs.
#pragma once

#include "engine/exchange/trace_compare.h"

namespace fw::cli {

/// Every hop with its loss, its times in milliseconds and all that answered there; then the ways of the flows, if there are several.
[[nodiscard]] std::string traceReport(const Trace& trace);
/// One line for each hop.
[[nodiscard]] std::string traceJson(const Trace& trace);
[[nodiscard]] std::string changesText(const std::vector<TraceChange>& changes);
/// One line for each hop of both.
[[nodiscard]] std::string changesJson(const std::vector<TraceChange>& changes);

} // namespace fw::cli
