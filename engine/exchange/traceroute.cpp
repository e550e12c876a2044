#include "engine/exchange/traceroute.h"

#include "engine/base/address.h"
#include "engine/exchange/pair_template.h"
#include "engine/net/packet_fields.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace fw {
namespace {

const Layer* layerNamed(const Protocols& protocols, const Draft& draft, std::string_view name)
{
    const auto found = std::ranges::find_if(draft.layers, [&](const Layer& layer) { return protocols[layer.protocol].name == name; });
    return found == draft.layers.end() ? nullptr : &*found;
}

std::optional<std::int64_t> numberIn(const Protocols& protocols, const Layer* layer, std::string_view field)
{
    const Value* value = layer != nullptr ? fieldValue(protocols, *layer, field) : nullptr;
    return value != nullptr && value->integer() != nullptr ? std::optional(*value->integer()) : std::nullopt;
}

std::string addressIn(const Protocols& protocols, const Layer* layer, std::string_view field)
{
    const Value* value = layer != nullptr ? fieldValue(protocols, *layer, field) : nullptr;
    return value != nullptr && value->bytes() != nullptr ? addressText(*value->bytes()) : std::string();
}

/// What an ICMP error carries behind the quoted packet (RFC 4884) stands in a field of it.
std::vector<TraceLabel> labelsIn(const Protocols& protocols, const Draft& answer)
{
    std::vector<TraceLabel> labels;
    for (const Layer& layer : answer.layers) {
        const Value* extensions = fieldValue(protocols, layer, "ext");
        for (const Value& extension : extensions != nullptr && extensions->list() != nullptr ? extensions->list()->items : std::vector<Value>{}) {
            const Value* stack = extension.layer() != nullptr ? fieldValue(protocols, *extension.layer(), "stack") : nullptr;
            for (const Value& item : stack != nullptr && stack->list() != nullptr ? stack->list()->items : std::vector<Value>{}) {
                const auto number = [&](const char* field) { return numberIn(protocols, item.layer(), field).value_or(0); };
                labels.push_back({static_cast<std::uint32_t>(number("label")), static_cast<int>(number("cos")), number("s") != 0,
                                  static_cast<int>(number("ttl"))});
            }
        }
    }
    return labels;
}

/// What routers balance by (RFC 2992 and practice): ports, or the first bytes of an ICMP message, which the checksum is part of.
/// Two echo requests have the same one if the sums of their number and sequence number are the same, in ones' complement.
std::string flowKey(const Protocols& protocols, const Draft& probe)
{
    for (const char* transport : {"TCP", "UDP"})
        if (const Layer* layer = layerNamed(protocols, probe, transport))
            return fmt::format("{} {} {}", transport, numberIn(protocols, layer, "sport").value_or(0), numberIn(protocols, layer, "dport").value_or(0));
    for (const char* echo : {"ICMP", "ICMPv6EchoRequest"})
        if (const Layer* layer = layerNamed(protocols, probe, echo))
            return fmt::format("{} {} {}", echo, numberIn(protocols, layer, "type").value_or(0),
                               (numberIn(protocols, layer, "id").value_or(0) + numberIn(protocols, layer, "seq").value_or(0)) % 0xffff);
    return {};
}

void addOnce(std::vector<std::string>& texts, const std::string& text)
{
    if (!text.empty() && std::ranges::find(texts, text) == texts.end())
        texts.push_back(text);
}

/// Scapy's lines, as templates: column, what answered, and how.
struct ShowTemplates {
    PairTemplate column;
    PairTemplate address;
    PairTemplate kind;
};

const ShowTemplates& showTemplates(bool six)
{
    const auto parsed = [](const char* text) { return *PairTemplate::parse(text); };
    static const ShowTemplates four{parsed("%IP.dst%:{TCP:tcp%ir,TCP.dport%}{UDP:udp%ir,UDP.dport%}{ICMP:ICMP}"), parsed("answer:%-15s,IP.src%"),
                                    parsed("answer:{TCP:%TCP.flags%}{ICMP:%ir,ICMP.type%}")};
    static const ShowTemplates sixes{
        parsed("%-42s,IPv6.dst%:{TCP:tcp%TCP.dport%}{UDP:udp%UDP.dport%}{ICMPv6EchoRequest:IER}"), parsed("answer:%-42s,IPv6.src%"),
        parsed("answer:{TCP:%TCP.flags%}{ICMPv6DestUnreach:%ir,ICMPv6DestUnreach.type%}"
               "{ICMPv6PacketTooBig:%ir,ICMPv6PacketTooBig.type%}{ICMPv6TimeExceeded:%ir,ICMPv6TimeExceeded.type%}"
               "{ICMPv6ParamProblem:%ir,ICMPv6ParamProblem.type%}{ICMPv6EchoReply:%ir,ICMPv6EchoReply.type%}")};
    return six ? sixes : four;
}

} // namespace

std::optional<Trace::Place> Trace::placeOf(const Draft& probe) const
{
    for (const auto& [protocol, field] : {std::pair{"IP", "ttl"}, std::pair{"IPv6", "hlim"}})
        if (const Layer* layer = layerNamed(m_protocols, probe, protocol))
            if (const auto ttl = numberIn(m_protocols, layer, field))
                return Place{addressIn(m_protocols, layer, "dst"), static_cast<int>(*ttl)};
    return std::nullopt;
}

int Trace::flowOf(const std::string& target, const Draft& probe)
{
    auto& known = m_flows[target];
    return known.try_emplace(flowKey(m_protocols, probe), static_cast<int>(known.size()) + 1).first->second;
}

Trace::Entry& Trace::entry(const Place& place)
{
    const auto [found, isNew] = m_index.try_emplace(place, m_entries.size());
    if (isNew) {
        m_entries.emplace_back();
        m_entries.back().hop.target = place.first;
        m_entries.back().hop.ttl = place.second;
        m_targets.try_emplace(place.first, m_targets.size());
    }
    return m_entries[found->second];
}

std::optional<std::size_t> Trace::addProbe(const Draft& probe, std::chrono::nanoseconds sent)
{
    const auto place = placeOf(probe);
    if (!place)
        return std::nullopt;
    Entry& at = entry(*place);
    ++at.hop.sent;
    at.probes.push_back(m_probes.size());
    m_probes.push_back({place->first, place->second, flowOf(place->first, probe), sent, std::nullopt});
    return m_probes.size() - 1;
}

void Trace::addAnswer(const Draft& probe, std::chrono::nanoseconds sent, const Draft& answer, std::chrono::nanoseconds received)
{
    const auto place = placeOf(probe);
    if (!place)
        return;
    const int flow = flowOf(place->first, probe);
    const auto& probes = entry(*place).probes;
    const auto found = std::ranges::find_if(probes, [&](std::size_t i) {
        return m_probes[i].flow == flow && !m_probes[i].reply && (m_probes[i].sent.count() == 0 || m_probes[i].sent == sent);
    });
    if (found == probes.end())
        return;
    m_probes[*found].sent = sent;
    addAnswer(*found, probe, answer, received);
}

void Trace::addAnswer(std::size_t number, const Draft& probe, const Draft& answer, std::chrono::nanoseconds received)
{
    const bool six = layerNamed(m_protocols, answer, "IPv6") != nullptr;
    const Layer* network = layerNamed(m_protocols, answer, six ? "IPv6" : "IP");
    const std::string source = addressIn(m_protocols, network, "src");
    if (number >= m_probes.size() || source.empty())
        return;
    TraceProbe& asked = m_probes[number];
    const ShowTemplates& templates = showTemplates(six);
    const PairTemplate::Side query{probe, asked.sent};
    const PairTemplate::Side reply{answer, received};
    const auto column = templates.column.text(m_protocols, query, reply);
    const auto address = templates.address.text(m_protocols, query, reply);
    const auto kind = templates.kind.text(m_protocols, query, reply);
    asked.reply = TraceReply{received, std::chrono::duration<double, std::milli>(received - asked.sent).count(), source, kind.value_or(""),
                             static_cast<int>(numberIn(m_protocols, network, six ? "hlim" : "ttl").value_or(0)), labelsIn(m_protocols, answer),
                             source == asked.target};
    count(entry({asked.target, asked.ttl}), asked);
    if (column && address && kind)
        (six ? m_table6 : m_table4).set(*column, std::to_string(asked.ttl), *address + " " + *kind);
}

void Trace::count(Entry& entry, const TraceProbe& probe)
{
    auto& [hop, times, probes] = entry;
    const TraceReply& reply = *probe.reply;
    const double taken = reply.milliseconds;
    hop.best = hop.answered == 0 ? taken : std::min(hop.best, taken);
    hop.worst = std::max(hop.worst, taken);
    hop.last = taken;
    ++hop.answered;
    times.sum += taken;
    times.squares += taken * taken;
    const auto answered = static_cast<double>(hop.answered);
    hop.average = times.sum / answered;
    hop.deviation = std::sqrt(std::max(0.0, times.squares / answered - hop.average * hop.average));
    hop.reached = hop.reached || reply.fromTarget;
    addOnce(hop.addresses, reply.address);
    if (hop.responders.size() < hop.addresses.size())
        hop.responders.push_back({reply.address, 0, {}, {}});
    TraceResponder& responder = *std::ranges::find(hop.responders, reply.address, &TraceResponder::address);
    ++responder.answered;
    if (const auto at = std::ranges::lower_bound(responder.flows, probe.flow); at == responder.flows.end() || *at != probe.flow)
        responder.flows.insert(at, probe.flow);
    if (!reply.labels.empty())
        responder.labels = reply.labels;
    for (const TraceLabel& label : reply.labels)
        addOnce(hop.labels, std::to_string(label.label));
}

std::vector<TraceHop> Trace::hops() const
{
    std::vector<TraceHop> all;
    for (const Entry& entry : m_entries)
        all.push_back(entry.hop);
    std::ranges::stable_sort(all, {}, [&](const TraceHop& hop) { return std::pair(m_targets.at(hop.target), hop.ttl); });
    return all;
}

std::map<std::string, int> Trace::reached() const
{
    std::map<std::string, int> reached;
    for (const Entry& entry : m_entries)
        if (entry.hop.reached) {
            const auto [known, isNew] = reached.try_emplace(entry.hop.target, entry.hop.ttl);
            known->second = std::min(known->second, entry.hop.ttl);
        }
    return reached;
}

bool Trace::isComplete() const
{
    const auto targets = reached();
    return std::ranges::all_of(m_entries, [&](const Entry& entry) {
        const auto known = targets.find(entry.hop.target);
        return known != targets.end() && (entry.hop.ttl > known->second || entry.hop.answered > 0);
    });
}

bool Trace::isSettled() const
{
    const auto targets = reached();
    return std::ranges::all_of(m_entries, [&](const Entry& entry) {
        const auto known = targets.find(entry.hop.target);
        return known != targets.end() && (entry.hop.ttl >= known->second || entry.hop.answered >= entry.hop.sent);
    });
}

std::vector<TracePath> Trace::paths() const
{
    const auto targets = reached();
    std::map<std::pair<std::size_t, int>, std::map<int, std::string>> ways; // By target and flow, then time to live.
    for (const TraceProbe& probe : m_probes) {
        const auto end = targets.find(probe.target);
        if (end != targets.end() && probe.ttl > end->second)
            continue;
        std::string& address = ways[{m_targets.at(probe.target), probe.flow}][probe.ttl];
        if (probe.reply)
            address = probe.reply->address;
    }
    std::vector<std::string> names(m_targets.size());
    for (const auto& [name, place] : m_targets)
        names[place] = name;
    std::vector<TracePath> out;
    std::map<std::pair<std::size_t, std::vector<std::string>>, std::size_t> known;
    for (const auto& [key, way] : ways) {
        std::vector<std::string> addresses;
        for (int ttl = way.begin()->first; const auto& [at, address] : way) {
            addresses.resize(addresses.size() + static_cast<std::size_t>(at - ttl)); // What was not probed in this flow.
            addresses.push_back(address);
            ttl = at + 1;
        }
        const auto [place, isNew] = known.try_emplace({key.first, addresses}, out.size());
        if (isNew)
            out.push_back({names[key.first], {}, std::move(addresses)});
        out[place->second].flows.push_back(key.second);
    }
    return out;
}

std::string Trace::text() const
{
    std::string out;
    if (!m_table4.isEmpty() || m_table6.isEmpty())
        out += m_table4.text(TableOrder::Scapy, TableOrder::Scapy);
    if (!m_table6.isEmpty())
        out += m_table6.text(TableOrder::Scapy, TableOrder::Scapy);
    return out;
}

} // namespace fw
