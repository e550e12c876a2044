#include "engine/exchange/traceroute.h"

#include "engine/base/address.h"
#include "engine/exchange/pair_template.h"
#include "engine/net/packet_fields.h"

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

/// The text of each label; it ends with those that are numbers.
std::vector<std::string> labelsIn(const Protocols& protocols, const Draft& answer)
{
    std::vector<std::string> labels;
    const Layer* extension = layerNamed(protocols, answer, "ICMPExtensionMPLS");
    const Value* stack = extension != nullptr ? fieldValue(protocols, *extension, "stack") : nullptr;
    for (const Value& item : stack != nullptr && stack->list() != nullptr ? stack->list()->items : std::vector<Value>{})
        if (const auto label = numberIn(protocols, item.layer(), "label"))
            labels.push_back(std::to_string(*label));
    return labels;
}

void addOnce(std::vector<std::string>& texts, const std::string& text)
{
    if (!text.empty() && std::ranges::find(texts, text) == texts.end())
        texts.push_back(text);
}

/// Scapy's lines, as templates: column and cell.
struct ShowTemplates {
    PairTemplate column;
    PairTemplate cell;
};

const ShowTemplates& showTemplates(bool six)
{
    const auto parsed = [](const char* text) { return *PairTemplate::parse(text); };
    static const ShowTemplates four{parsed("%IP.dst%:{TCP:tcp%ir,TCP.dport%}{UDP:udp%ir,UDP.dport%}{ICMP:ICMP}"),
                                    parsed("answer:%-15s,IP.src% {TCP:%TCP.flags%}{ICMP:%ir,ICMP.type%}")};
    static const ShowTemplates sixes{
        parsed("%-42s,IPv6.dst%:{TCP:tcp%TCP.dport%}{UDP:udp%UDP.dport%}{ICMPv6EchoRequest:IER}"),
        parsed("answer:%-42s,IPv6.src% {TCP:%TCP.flags%}{ICMPv6DestUnreach:%ir,ICMPv6DestUnreach.type%}"
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

Trace::Entry& Trace::entry(const Place& place)
{
    const auto [found, isNew] = m_index.try_emplace({place.target, place.ttl}, m_entries.size());
    if (isNew) {
        m_entries.emplace_back();
        m_entries.back().hop.target = place.target;
        m_entries.back().hop.ttl = place.ttl;
        m_targets.try_emplace(place.target, m_targets.size());
    }
    return m_entries[found->second];
}

void Trace::addProbe(const Draft& probe)
{
    if (const auto place = placeOf(probe))
        ++entry(*place).hop.sent;
}

void Trace::addAnswer(const Draft& probe, std::chrono::nanoseconds sent, const Draft& answer, std::chrono::nanoseconds received)
{
    const auto place = placeOf(probe);
    const bool six = layerNamed(m_protocols, answer, "IPv6") != nullptr;
    const std::string source = addressIn(m_protocols, layerNamed(m_protocols, answer, six ? "IPv6" : "IP"), "src");
    if (!place || source.empty())
        return;
    auto& [hop, times] = entry(*place);
    const double taken = std::chrono::duration<double, std::milli>(received - sent).count();
    hop.best = hop.answered == 0 ? taken : std::min(hop.best, taken);
    hop.worst = std::max(hop.worst, taken);
    hop.last = taken;
    ++hop.answered;
    times.sum += taken;
    times.squares += taken * taken;
    const auto count = static_cast<double>(hop.answered);
    hop.average = times.sum / count;
    hop.deviation = std::sqrt(std::max(0.0, times.squares / count - hop.average * hop.average));
    hop.reached = hop.reached || source == place->target;
    addOnce(hop.addresses, source);
    for (const std::string& label : labelsIn(m_protocols, answer))
        addOnce(hop.labels, label);
    const ShowTemplates& templates = showTemplates(six);
    const PairTemplate::Side asked{probe, sent};
    const PairTemplate::Side answered{answer, received};
    const auto column = templates.column.text(m_protocols, asked, answered);
    const auto cell = templates.cell.text(m_protocols, asked, answered);
    if (column && cell)
        (six ? m_table6 : m_table4).set(*column, std::to_string(place->ttl), *cell);
}

std::vector<TraceHop> Trace::hops() const
{
    std::vector<TraceHop> all;
    for (const Entry& entry : m_entries)
        all.push_back(entry.hop);
    std::ranges::stable_sort(all, {}, [&](const TraceHop& hop) { return std::pair(m_targets.at(hop.target), hop.ttl); });
    return all;
}

bool Trace::isComplete() const
{
    std::map<std::string, int> reached;
    for (const Entry& entry : m_entries)
        if (entry.hop.reached) {
            const auto [known, isNew] = reached.try_emplace(entry.hop.target, entry.hop.ttl);
            known->second = std::min(known->second, entry.hop.ttl);
        }
    return std::ranges::all_of(m_entries, [&](const Entry& entry) {
        const auto known = reached.find(entry.hop.target);
        return known != reached.end() && (entry.hop.ttl > known->second || entry.hop.answered > 0);
    });
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
