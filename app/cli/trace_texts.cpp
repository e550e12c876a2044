#include "app/cli/trace_texts.h"

#include "engine/packet/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw::cli {
namespace {

template <class T, class Text>
std::string jsonList(const std::vector<T>& items, Text text)
{
    std::string out;
    for (const T& item : items)
        out += (out.empty() ? "" : ",") + text(item);
    return "[" + out + "]";
}

std::string jsonTexts(const std::vector<std::string>& items) { return jsonList(items, jsonString); }
std::string jsonNumbers(const std::vector<int>& items)
{
    return jsonList(items, [](int item) { return std::to_string(item); });
}

/// As traceroute -e writes them.
std::string labelsText(const std::vector<TraceLabel>& labels)
{
    std::string out;
    for (const TraceLabel& label : labels)
        out += fmt::format("{}L={},E={},S={},T={}", out.empty() ? "MPLS:" : "/", label.label, label.trafficClass, static_cast<int>(label.isLast), label.ttl);
    return out;
}

std::string labelsJson(const std::vector<TraceLabel>& labels)
{
    return jsonList(labels, [](const TraceLabel& label) {
        return fmt::format("{{\"label\":{},\"class\":{},\"last\":{},\"ttl\":{}}}", label.label, label.trafficClass, label.isLast, label.ttl);
    });
}

/// "1-3,7"
std::string flowsText(const std::vector<int>& flows)
{
    std::string out;
    for (std::size_t i = 0; i < flows.size();) {
        std::size_t last = i;
        while (last + 1 < flows.size() && flows[last + 1] == flows[last] + 1)
            ++last;
        out += fmt::format("{}{}", out.empty() ? "" : ",", flows[i]) + (last > i ? fmt::format("-{}", flows[last]) : "");
        i = last + 1;
    }
    return out;
}

std::string hopText(const TraceHop& hop, std::size_t width)
{
    std::string out = fmt::format("{:>3}  {:<{}} {:>4.0f}% {:>5}", hop.ttl, hop.addresses.empty() ? "*" : hop.addresses.front(), width, hop.loss(), hop.sent);
    if (hop.answered > 0)
        out += fmt::format(" {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f} {:>7.2f}", hop.last, hop.average, hop.best, hop.worst, hop.deviation);
    const bool isBalanced = hop.responders.size() > 1;
    for (std::size_t i = 0; i < hop.responders.size(); ++i) {
        const TraceResponder& responder = hop.responders[i];
        out += i > 0 ? fmt::format("\n     {:<{}}", responder.address, width) : "";
        out += isBalanced ? fmt::format("  flows {}", flowsText(responder.flows)) : "";
        out += responder.labels.empty() ? "" : "  " + labelsText(responder.labels);
    }
    return out + "\n";
}

std::size_t widthOf(const std::vector<TraceHop>& hops)
{
    std::size_t width = 15;
    for (const TraceHop& hop : hops)
        for (const std::string& address : hop.addresses)
            width = std::max(width, address.size());
    return width;
}

std::string pathsText(const std::vector<TracePath>& paths, const std::string& target)
{
    std::string out;
    int number = 0;
    for (const TracePath& path : paths) {
        const bool isKept = path.addresses.size() > 1; // Probes that are flows of their own make no way.
        if (path.target != target || !isKept)
            continue;
        out += fmt::format("way {}, flows {}:", ++number, flowsText(path.flows));
        for (const std::string& address : path.addresses)
            out += " " + (address.empty() ? "*" : address);
        out += "\n";
    }
    return number > 1 ? out : std::string();
}

std::string probeJson(const TraceProbe& probe)
{
    std::string out = fmt::format("{{\"flow\":{},\"sent\":\"{}.{:09}\"", probe.flow, probe.sent.count() / 1'000'000'000, probe.sent.count() % 1'000'000'000);
    if (const auto& reply = probe.reply) {
        out += fmt::format(",\"address\":{},\"kind\":{},\"rtt\":{:.3f},\"reply_ttl\":{}", jsonString(reply->address), jsonString(reply->kind), reply->milliseconds, reply->ttl);
        if (!reply->labels.empty())
            out += ",\"mpls\":" + labelsJson(reply->labels);
    }
    return out + "}";
}

std::string responderJson(const TraceResponder& responder)
{
    std::string out = fmt::format("{{\"address\":{},\"answered\":{},\"flows\":{}", jsonString(responder.address), responder.answered, jsonNumbers(responder.flows));
    if (!responder.labels.empty())
        out += ",\"mpls\":" + labelsJson(responder.labels);
    return out + "}";
}

std::string hopJson(const TraceHop& hop)
{
    std::string line = fmt::format("{{\"target\":{},\"ttl\":{},\"sent\":{},\"answered\":{},\"loss\":{:.1f},\"addresses\":{}", jsonString(hop.target), hop.ttl,
                                   hop.sent, hop.answered, hop.loss(), jsonTexts(hop.addresses));
    if (hop.answered > 0)
        line += fmt::format(",\"last\":{:.3f},\"average\":{:.3f},\"best\":{:.3f},\"worst\":{:.3f},\"deviation\":{:.3f}", hop.last, hop.average, hop.best,
                            hop.worst, hop.deviation);
    if (!hop.labels.empty())
        line += ",\"labels\":" + jsonTexts(hop.labels);
    return line + fmt::format(",\"reached\":{},\"responders\":{}", hop.reached, jsonList(hop.responders, responderJson));
}

std::string joined(const std::vector<std::string>& first, const std::vector<std::string>& second)
{
    std::string out;
    for (const auto* texts : {&first, &second})
        for (const std::string& text : *texts)
            out += (out.empty() ? "" : ", ") + text;
    return out.empty() ? "no answer" : out;
}

std::string averageText(const std::optional<TraceHop>& hop) { return hop && hop->answered > 0 ? fmt::format("{:.2f} ms", hop->average) : std::string("-"); }

std::string routersText(const TraceChange& change)
{
    std::string out;
    const std::string before = change.before ? joined(change.kept, change.gone) : "not probed";
    const std::string after = change.after ? joined(change.kept, change.came) : "not probed";
    out = before == after ? before : before + " -> " + after;
    if (change.labelsDiffer)
        out += fmt::format("  MPLS {} -> {}", fmt::join(change.before->labels, ","), fmt::join(change.after->labels, ","));
    return out;
}

} // namespace

std::string traceReport(const Trace& trace)
{
    const auto hops = trace.hops();
    const auto paths = trace.paths();
    const std::size_t width = widthOf(hops);
    std::string out;
    for (std::size_t i = 0; i < hops.size(); ++i) {
        const bool isFirst = i == 0 || hops[i - 1].target != hops[i].target;
        if (isFirst)
            out += fmt::format("{}{}\n     {:<{}}  loss  sent    last average    best   worst     dev\n", i > 0 ? "\n" : "", hops[i].target, "", width);
        const bool isBeyond = !isFirst && hops[i - 1].reached && hops[i].reached && hops[i].addresses == hops[i - 1].addresses;
        if (!isBeyond)
            out += hopText(hops[i], width);
        if (i + 1 == hops.size() || hops[i + 1].target != hops[i].target)
            out += pathsText(paths, hops[i].target);
    }
    return out;
}

std::string traceJson(const Trace& trace)
{
    std::string out;
    for (const TraceHop& hop : trace.hops()) {
        std::vector<TraceProbe> probes;
        std::ranges::copy_if(trace.probes(), std::back_inserter(probes), [&](const TraceProbe& probe) { return probe.target == hop.target && probe.ttl == hop.ttl; });
        out += hopJson(hop) + ",\"probes\":" + jsonList(probes, probeJson) + "}\n";
    }
    return out;
}

std::string changesText(const std::vector<TraceChange>& changes)
{
    std::string out;
    std::size_t width = 0;
    for (const TraceChange& change : changes)
        width = std::max(width, routersText(change).size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const TraceChange& change = changes[i];
        if (i == 0 || changes[i - 1].target != change.target)
            out += change.target + "\n";
        out += fmt::format("{} {:>3}  {:<{}}  {} -> {}\n", change.isSame() ? " " : "!", change.ttl, routersText(change), width, averageText(change.before),
                           averageText(change.after));
    }
    return out;
}

std::string changesJson(const std::vector<TraceChange>& changes)
{
    std::string out;
    for (const TraceChange& change : changes) {
        out += fmt::format("{{\"target\":{},\"ttl\":{},\"same\":{},\"kept\":{},\"gone\":{},\"came\":{}", jsonString(change.target), change.ttl, change.isSame(),
                           jsonTexts(change.kept), jsonTexts(change.gone), jsonTexts(change.came));
        for (const auto& [name, hop] : {std::pair{"before", &change.before}, {"after", &change.after}})
            if (*hop)
                out += fmt::format(",\"{}\":{}}}", name, hopJson(**hop));
        out += "}\n";
    }
    return out;
}

} // namespace fw::cli
