#include "engine/exchange/explain.h"

#include "engine/packet/build.h"
#include "engine/packet/text.h"

#include <algorithm>

namespace fw {
namespace {

std::string textOf(const Protocols& protocols, const MatchLayer& layer, FieldIndex field)
{
    const Value* value = layer.find(field);
    return value != nullptr ? valueText(protocols, protocols[layer.protocol], field, *value) : std::string();
}

bool areSame(const Value* a, const Value* b)
{
    return a != nullptr && b != nullptr && *a == *b;
}

} // namespace

void Explainer::add(const Draft& request, std::size_t first)
{
    add(build(m_protocols, request), first);
}

Explanation Explainer::explain(const Layout& reply, std::size_t first) const
{
    const MatchPacket packet = matchPacket(m_protocols, reply, first);
    std::optional<Judged> best;
    for (std::size_t i = 0; i < m_requests.size(); ++i)
        if (Judged judged = judge(packet, i); !best || judged.nearness > best->nearness)
            best = std::move(judged);
    return best ? std::move(best->explanation) : Explanation{};
}

Explainer::Judged Explainer::judge(const MatchPacket& reply, std::size_t request) const
{
    Judged judged;
    judged.explanation.request = request;
    const MatchPacket& asked = m_requests[request];
    std::size_t fitting = 0; // Layers of the reply that can stand where they do.
    const auto pairs = align(m_protocols, reply, protocolsOf(asked), m_rules, &fitting);
    if (!pairs) {
        judged.nearness.pairs = fitting;
        judged.explanation.reason = Explanation::Reason::OtherLayers;
        judged.explanation.layer = fitting < reply.layers.size() ? m_protocols[reply.layers[fitting].protocol].name : std::string();
        judged.explanation.against = fitting < asked.layers.size() ? m_protocols[asked.layers[fitting].protocol].name : std::string();
        return judged;
    }
    judged.nearness.pairs = reply.layers.size();
    judged.explanation.reason = Explanation::Reason::AlreadyAnswered;
    for (const LayerPair& pair : *pairs)
        judgePair(reply, asked, pair, judged);
    return judged;
}

void Explainer::judgePair(const MatchPacket& reply, const MatchPacket& request, const LayerPair& pair, Judged& judged) const
{
    const bool holds = agrees(m_protocols, reply, request, std::span(&pair, 1), m_rules.ignored);
    const ExprId condition = conditionOf(m_protocols, reply, pair);
    const MatchLayer& layer = reply.layers[pair.reply];
    const MatchLayer& asked = request.layers[pair.request];
    const std::vector<ComparedFields> terms = comparedFields(m_protocols, condition, asked.protocol);
    const auto isDifferent = [&](const ComparedFields& term) { return !areSame(layer.find(term.reply), asked.find(term.request)); };
    judged.nearness.terms += terms.size() - static_cast<std::size_t>(std::ranges::count_if(terms, isDifferent)) + (holds ? 1 : 0);
    Explanation& told = judged.explanation;
    if (holds || told.reason == Explanation::Reason::ValuesDiffer)
        return; // What fails first is told.
    told.reason = Explanation::Reason::ValuesDiffer;
    told.layer = m_protocols[layer.protocol].name;
    told.against = m_protocols[asked.protocol].name;
    told.rule = condition != 0 ? m_protocols.program(condition).text() : std::string();
    if (const auto broken = std::ranges::find_if(terms, isDifferent); broken != terms.end())
        told.difference = {m_protocols[layer.protocol].fields[broken->reply].name, textOf(m_protocols, layer, broken->reply),
                           m_protocols[asked.protocol].fields[broken->request].name, textOf(m_protocols, asked, broken->request)};
}

} // namespace fw
