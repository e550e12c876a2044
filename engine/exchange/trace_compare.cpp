#include "engine/exchange/trace_compare.h"

#include <algorithm>

namespace fw {
namespace {

bool has(const std::vector<std::string>& texts, const std::string& text) { return std::ranges::find(texts, text) != texts.end(); }

/// Hops up to the first at which the target answered: beyond it only the target answers.
std::vector<TraceHop> hopsToTarget(const Trace& trace)
{
    std::vector<TraceHop> hops;
    for (TraceHop& hop : trace.hops()) {
        const bool isBeyond = !hops.empty() && hops.back().target == hop.target && hops.back().reached;
        if (!isBeyond)
            hops.push_back(std::move(hop));
    }
    return hops;
}

void compare(TraceChange& change)
{
    static const std::vector<std::string> none;
    const auto& old = change.before ? change.before->addresses : none;
    const auto& now = change.after ? change.after->addresses : none;
    for (const std::string& address : old)
        (has(now, address) ? change.kept : change.gone).push_back(address);
    for (const std::string& address : now)
        if (!has(old, address))
            change.came.push_back(address);
    change.labelsDiffer = change.before && change.after && change.before->labels != change.after->labels;
}

} // namespace

std::vector<TraceChange> compareTraces(const Trace& before, const Trace& after)
{
    std::map<std::string, std::size_t> targets; // In which order they came.
    std::map<std::pair<std::size_t, int>, TraceChange> changes;
    const auto place = [&](const TraceHop& hop) -> TraceChange& {
        const std::size_t target = targets.try_emplace(hop.target, targets.size()).first->second;
        TraceChange& change = changes[{target, hop.ttl}];
        change.target = hop.target;
        change.ttl = hop.ttl;
        return change;
    };
    for (TraceHop& hop : hopsToTarget(before))
        place(hop).before = std::move(hop);
    for (TraceHop& hop : hopsToTarget(after))
        place(hop).after = std::move(hop);
    std::vector<TraceChange> out;
    for (auto& [key, change] : changes) {
        compare(change);
        out.push_back(std::move(change));
    }
    return out;
}

} // namespace fw
