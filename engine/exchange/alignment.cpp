#include "engine/exchange/alignment.h"

#include <algorithm>

namespace fw {
namespace {

/// Two protocols that stand under the same number of the layer below, as the kinds of ICMPv6 messages do.
bool areSiblings(const ProtocolDesc& a, const ProtocolDesc& b)
{
    return std::ranges::any_of(a.bindings, [&](const Binding& left) {
        return left.table != noTable && std::ranges::any_of(b.bindings, [&](const Binding& right) {
            return left.table == right.table && left.value == right.value;
        });
    });
}

class Aligner {
public:
    Aligner(const Protocols& protocols, const MatchPacket& reply, std::span<const ProtocolId> request, std::span<const ProtocolId> tunnels)
        : m_protocols(protocols), m_reply(reply), m_request(request), m_tunnels(tunnels)
    {
    }

    std::optional<std::vector<LayerPair>> run()
    {
        Step step = Step::GoOn;
        while (step == Step::GoOn)
            step = next();
        if (step == Step::Never)
            return std::nullopt;
        return std::move(m_pairs);
    }

    std::size_t position() const { return m_at; }

private:
    enum class Step : std::uint8_t { GoOn, Done, Never };

    const ProtocolDesc& replyProtocol() const { return m_protocols[m_reply.layers[m_at].protocol]; }
    bool isOpaque(ProtocolId protocol) const { return protocol == m_protocols.raw() || m_protocols[protocol].isPadding; }

    bool isTunnelled(ProtocolId id) const { return std::ranges::find(m_tunnels, m_protocols[id].plain) != m_tunnels.end(); }

    void passTunnels()
    {
        const auto& layers = m_reply.layers;
        while (m_at + 1 < layers.size() && isTunnelled(layers[m_at].protocol) && isTunnelled(layers[m_at + 1].protocol))
            ++m_at;
        while (m_with + 1 < m_request.size() && isTunnelled(m_request[m_with]) && isTunnelled(m_request[m_with + 1]))
            ++m_with;
    }

    Step next()
    {
        if (!m_tunnels.empty())
            passTunnels();
        const bool requestEnds = m_with >= m_request.size();
        if (m_at >= m_reply.layers.size())
            return requestEnds || m_protocols[m_request[m_with]].isPadding ? Step::Done : Step::Never;
        const ProtocolDesc& protocol = replyProtocol();
        // Bytes that nothing is known of contradict nothing; but they are no answer all by themselves.
        if (isOpaque(protocol.id))
            return !m_pairs.empty() || (!requestEnds && isOpaque(m_request[m_with])) ? Step::Done : Step::Never;
        if (requestEnds)
            return Step::Never;
        if (protocol.isQuotedForm()) {
            m_isQuote = true;
            return pairUp(protocol.plain == m_request[m_with], true, protocol.quotedRule.thenPayload);
        }
        return m_isQuote ? pairUp(protocol.id == m_request[m_with], true, true) : nextPlain(protocol, protocol.answers);
    }

    Step nextPlain(const ProtocolDesc& protocol, const AnswerRule& rule)
    {
        const bool same = protocol.id == m_request[m_with];
        if (!rule.given)
            return pairUp(same, false, true);
        if (rule.transparent && !same) {
            ++m_at;
            return Step::GoOn;
        }
        if (quotesRequest(m_protocols, m_reply, m_at)) {
            m_at = quotedLayer(m_protocols, m_reply, m_at);
            return Step::GoOn;
        }
        return pairUp(same || areSiblings(protocol, m_protocols[m_request[m_with]]), false, rule.thenPayload);
    }

    Step pairUp(bool possible, bool quoted, bool goOn)
    {
        if (!possible)
            return Step::Never;
        const AnswerRule& rule = replyProtocol().answers;
        m_pairs.push_back({static_cast<std::uint16_t>(m_at), static_cast<std::uint16_t>(m_with), quoted});
        ++m_at;
        ++m_with;
        if (!goOn)
            return Step::Done;
        const auto isSkipped = [&](ProtocolId id) { return std::ranges::find(rule.skip, id) != rule.skip.end(); };
        while (m_at < m_reply.layers.size() && isSkipped(m_reply.layers[m_at].protocol))
            ++m_at;
        while (m_with < m_request.size() && isSkipped(m_request[m_with]))
            ++m_with;
        return Step::GoOn;
    }

    const Protocols& m_protocols;
    const MatchPacket& m_reply;
    std::span<const ProtocolId> m_request;
    std::span<const ProtocolId> m_tunnels;
    std::vector<LayerPair> m_pairs;
    std::size_t m_at = 0;
    std::size_t m_with = 0;
    bool m_isQuote = false; ///< From here on the reply repeats the request.
};

/// What a quote repeats is as it was sent, as far as it goes; lengths and checksums may differ.
bool repeats(const Protocols& protocols, const MatchLayer& quote, const MatchLayer& request)
{
    const auto& fields = protocols[quote.protocol].fields;
    return std::ranges::all_of(quote.values, [&](const auto& value) {
        const Value* asked = request.find(value.first);
        return asked == nullptr || fields[value.first].automatic != 0 || fields[value.first].bits == 0 || *asked == value.second;
    });
}

void collectCompared(const Program& program, std::uint32_t at, const ProtocolDesc& asked, bool orAlternatives, std::vector<ComparedFields>& found)
{
    using Op = Program::Op;
    const Program::Node& node = program.nodes()[at];
    if (node.op == Op::And || (orAlternatives && node.op == Op::Or))
        for (const std::uint32_t child : node.children)
            collectCompared(program, child, asked, orAlternatives, found);
    if (node.op != Op::Equal)
        return;
    const Program::Node* own = &program.nodes()[node.children[0]];
    const Program::Node* other = &program.nodes()[node.children[1]];
    if (own->op != Op::Field)
        std::swap(own, other);
    if (own->op == Op::Field && other->op == Op::Outer && other->owner == ExprOwner::Request)
        if (const FieldIndex field = asked.find(other->text); field != noField)
            found.push_back({own->field, field});
}

/// The request as if the ignored fields were what the reply has.
MatchLayer assimilated(const Protocols& protocols, const MatchLayer& reply, MatchLayer request, ExprId condition, std::span<const IgnoredField> ignored)
{
    for (const auto& [own, asked] : comparedFields(protocols, condition, request.protocol, true)) {
        const Value* value = reply.find(own);
        if (value == nullptr || std::ranges::find(ignored, IgnoredField{reply.protocol, own}) == ignored.end())
            continue;
        std::erase_if(request.values, [&](const auto& known) { return known.first == asked; });
        request.values.emplace_back(asked, *value);
    }
    return request;
}

} // namespace

std::vector<ComparedFields> comparedFields(const Protocols& protocols, ExprId condition, ProtocolId asked, bool orAlternatives)
{
    std::vector<ComparedFields> found;
    if (condition != 0)
        collectCompared(protocols.program(condition), protocols.program(condition).root(), protocols[asked], orAlternatives, found);
    return found;
}

bool quotesRequest(const Protocols& protocols, const MatchPacket& reply, std::size_t layer)
{
    const ExprId rule = protocols[reply.layers[layer].protocol].answers.quote;
    if (rule == 0 || quotedLayer(protocols, reply, layer) >= reply.layers.size())
        return false;
    MatchScope scope(protocols, reply, layer, nullptr);
    return protocols.program(rule).evaluate(scope).isTrue();
}

std::optional<std::vector<LayerPair>> align(const Protocols& protocols, const MatchPacket& reply, std::span<const ProtocolId> request,
                                            const MatchRules& rules, std::size_t* fitting)
{
    Aligner aligner(protocols, reply, request, rules.tunnels);
    auto pairs = aligner.run();
    if (fitting != nullptr)
        *fitting = aligner.position();
    return pairs;
}

ExprId conditionOf(const Protocols& protocols, const MatchPacket& reply, const LayerPair& pair)
{
    const ProtocolDesc& protocol = protocols[reply.layers[pair.reply].protocol];
    return pair.quoted ? protocol.quotedRule.when : protocol.answers.when;
}

bool agrees(const Protocols& protocols, const MatchPacket& reply, const MatchPacket& request, std::span<const LayerPair> pairs,
            std::span<const IgnoredField> ignored)
{
    return std::ranges::all_of(pairs, [&](const LayerPair& pair) {
        const ExprId condition = conditionOf(protocols, reply, pair);
        const MatchLayer& answered = reply.layers[pair.reply];
        const MatchLayer* asked = &request.layers[pair.request];
        if (condition == 0)
            return !pair.quoted || repeats(protocols, answered, *asked);
        MatchLayer changed;
        if (std::ranges::find(ignored, answered.protocol, &IgnoredField::protocol) != ignored.end()) {
            changed = assimilated(protocols, answered, *asked, condition, ignored);
            asked = &changed;
        }
        MatchScope scope(protocols, reply, pair.reply, asked);
        return protocols.program(condition).evaluate(scope).isTrue();
    });
}

std::vector<ProtocolId> protocolsOf(const MatchPacket& packet)
{
    std::vector<ProtocolId> result;
    for (const MatchLayer& layer : packet.layers)
        result.push_back(layer.protocol);
    return result;
}

} // namespace fw
