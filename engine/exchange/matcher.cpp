#include "engine/exchange/matcher.h"

#include <algorithm>
#include <set>

namespace fw {
namespace {

using Op = Program::Op;

/// From so many different requests on, of each only what the rules may ask for is kept: finding out what that is means reading every rule.
constexpr std::size_t manyKinds = 1024;
/// Who sends replies of ever new kinds must not fill the memory.
constexpr std::size_t mostRoutes = 1024;

/// The names that rules read from requests.
std::set<std::string> namesAsked(const Protocols& protocols)
{
    std::set<std::string> names;
    for (ProtocolId id = 0; id < protocols.size(); ++id)
        for (const ExprId rule : {protocols[id].answers.when, protocols[id].quotedRule.when})
            for (const Program::Node& node : rule != 0 ? protocols.program(rule).nodes() : std::vector<Program::Node>{})
                if (node.op == Op::Outer && node.owner == ExprOwner::Request)
                    names.insert(node.text);
    return names;
}

constexpr std::uint64_t hashStart = 14695981039346656037ULL;

/// FNV-1a, over what a value is rather than how it is held.
void mix(std::uint64_t& hash, const Value* value)
{
    const auto add = [&](std::uint64_t word) { hash = (hash ^ word) * 1099511628211ULL; };
    if (value != nullptr && value->integer() != nullptr)
        add(static_cast<std::uint64_t>(*value->integer()));
    else if (value != nullptr && value->bytes() != nullptr)
        for (const std::uint8_t byte : *value->bytes())
            add(byte);
    add(0x100);
}

/// The higher bits, which are mixed best, go where tables look.
std::uint64_t finished(std::uint64_t hash)
{
    return hash ^ hash >> 32U;
}

/// Whether the values are plain ones and the same. If not, the rule decides.
bool areSame(const Value* a, const Value* b)
{
    if (a == nullptr || b == nullptr)
        return false;
    if (a->integer() != nullptr && b->integer() != nullptr)
        return *a->integer() == *b->integer();
    return a->bytes() != nullptr && b->bytes() != nullptr && *a->bytes() == *b->bytes();
}

/// How many conditions are joined by "and".
std::size_t countConditions(const Program& program, std::uint32_t at)
{
    const Program::Node& node = program.nodes()[at];
    if (node.op != Op::And)
        return 1;
    std::size_t count = 0;
    for (const std::uint32_t child : node.children)
        count += countConditions(program, child);
    return count;
}

} // namespace

Matcher::Matcher(const Protocols& protocols, bool multi, const MatchOptions& options)
    : m_protocols(protocols), m_multi(multi), m_rules(protocols, options), m_reader(protocols, m_rules.alsoQuoted)
{
}

std::vector<FieldIndex> Matcher::alsoCompared(const MatchPacket& reply, const LayerPair& pair) const
{
    const MatchLayer& layer = reply.layers[pair.reply];
    const auto wanted = m_rules.alsoQuoted.find(m_protocols[layer.protocol].plain);
    if (!pair.quoted || wanted == m_rules.alsoQuoted.end())
        return {};
    std::vector<FieldIndex> fields = wanted->second;
    std::erase_if(fields, [&](FieldIndex field) { return layer.find(field) == nullptr; });
    return fields;
}

void Matcher::prune(MatchPacket& request)
{
    if (m_kept.empty()) {
        const std::set<std::string> names = namesAsked(m_protocols);
        m_kept.resize(m_protocols.size());
        for (ProtocolId id = 0; id < m_protocols.size(); ++id) {
            const ProtocolDesc& protocol = m_protocols[id];
            const auto also = m_rules.alsoQuoted.find(protocol.plain);
            const bool isRepeated = protocol.quotedRule.when == 0 && protocol.quoted == noProtocol; // In quotes, field by field.
            for (FieldIndex field = 0; field < protocol.fields.size(); ++field)
                m_kept[id].push_back(isRepeated || names.contains(protocol.fields[field].name)
                                     || (also != m_rules.alsoQuoted.end() && std::ranges::find(also->second, field) != also->second.end()));
        }
    }
    for (MatchLayer& layer : request.layers) {
        std::erase_if(layer.values, [&](const auto& value) { return !m_kept[layer.protocol][value.first]; });
        layer.values.shrink_to_fit();
    }
}

std::size_t Matcher::add(const Layout& request, std::size_t first)
{
    return addLike(addSeries(request, first, {}), request.bytes);
}

Matcher::Series Matcher::addSeries(const Layout& request, std::size_t first, std::span<const SeriesField> fields)
{
    MatchPacket packet = matchPacket(m_protocols, request, first);
    if (m_kinds.size() >= manyKinds)
        prune(packet);
    const std::size_t group = groupOf(packet);
    m_kinds.push_back({RequestKind(std::move(packet), first, fields.empty() ? Buffer{} : request.bytes, fields), group});
    return static_cast<Series>(m_kinds.size() - 1);
}

std::size_t Matcher::addLike(Series series, Bytes frame)
{
    const auto number = static_cast<std::uint32_t>(m_requests.size());
    m_requests.push_back({series, m_kinds[series].request.add(frame), false});
    Group& group = m_groups[m_kinds[series].group];
    group.requests.push_back(number);
    for (auto& [compared, index] : group.indices)
        index.requests.add(keyOfRequest(index, request(number)), number);
    return number;
}

std::size_t Matcher::groupOf(const MatchPacket& request)
{
    const auto known = std::ranges::find(m_groups, protocolsOf(request), &Group::protocols);
    if (known != m_groups.end())
        return static_cast<std::size_t>(known - m_groups.begin());
    m_groups.push_back({protocolsOf(request), {}, {}, {}});
    return m_groups.size() - 1;
}

/// All that the alignment of a reply with requests depends on.
void Matcher::describe(const MatchPacket& reply)
{
    m_replyKind.clear();
    for (std::size_t i = 0; i < reply.layers.size(); ++i) {
        const ProtocolDesc& protocol = m_protocols[reply.layers[i].protocol];
        m_replyKind.push_back(protocol.id);
        m_replyKind.push_back(quotesRequest(m_protocols, reply, i) ? 1 : 0);
        if (protocol.isQuotedForm())
            if (const auto also = m_rules.alsoQuoted.find(protocol.plain); also != m_rules.alsoQuoted.end())
                for (const FieldIndex field : also->second)
                    m_replyKind.push_back(reply.layers[i].find(field) != nullptr ? 1 : 0);
    }
}

std::optional<std::size_t> Matcher::match(const Layout& reply, std::size_t first)
{
    return find(matchPacket(m_protocols, reply, first), false);
}

std::optional<std::size_t> Matcher::match(Bytes frame, std::uint32_t linkType, std::size_t first)
{
    m_reply = &m_reader.read(frame, linkType, first);
    return find(*m_reply, false);
}

std::optional<std::size_t> Matcher::matchAgain()
{
    return m_reply != nullptr ? find(*m_reply, true) : std::nullopt;
}

std::optional<std::size_t> Matcher::find(const MatchPacket& reply, bool again)
{
    describe(reply);
    for (Group& group : m_groups)
        if (const auto found = findIn(group, reply, again))
            return found;
    return std::nullopt;
}

std::optional<std::size_t> Matcher::findIn(Group& group, const MatchPacket& reply, bool again)
{
    const Route& route = routeFor(group, reply);
    if (!route.isPossible)
        return std::nullopt;
    const std::uint64_t key = keyOfReply(*route.index, reply, route.pairs);
    const auto isAnswered = [&](std::uint32_t number) { return m_requests[number].isAnswered; };
    const auto isAnswerToIt = [&](std::uint32_t number) { return isAnswerTo(route, reply, request(number)); };
    const std::uint32_t number = again || m_multi ? route.index->requests.find(key, isAnswerToIt) : route.index->requests.findOpen(key, isAnswered, isAnswerToIt);
    if (number == RequestIndex::none)
        return std::nullopt;
    if (again)
        return number;
    m_answeredCount += m_requests[number].isAnswered ? 0 : 1;
    m_requests[number].isAnswered = true;
    return number;
}

Matcher::Route& Matcher::routeFor(Group& group, const MatchPacket& reply)
{
    if (const auto known = group.routes.find(m_replyKind); known != group.routes.end())
        return known->second;
    if (group.routes.size() >= mostRoutes)
        group.routes.clear();
    Route& route = group.routes[m_replyKind];
    auto pairs = align(m_protocols, reply, group.protocols, m_rules);
    if (!pairs)
        return route;
    route.isPossible = true;
    route.pairs = std::move(*pairs);
    route.index = &indexFor(group, reply, route.pairs);
    for (std::size_t i = 0; i < route.pairs.size(); ++i) {
        const ExprId condition = conditionOf(m_protocols, reply, route.pairs[i]);
        const auto terms = comparedFields(m_protocols, condition, group.protocols[route.pairs[i].request]);
        const bool isIgnored = std::ranges::find(m_rules.ignored, reply.layers[route.pairs[i].reply].protocol, &IgnoredField::protocol) != m_rules.ignored.end();
        route.isAllTerms.push_back(condition != 0 && !isIgnored
                                   && terms.size() == countConditions(m_protocols.program(condition), m_protocols.program(condition).root()));
    }
    return route;
}

Matcher::Index& Matcher::indexFor(Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs)
{
    Words compared;
    for (const LayerPair& pair : pairs) {
        compared.insert(compared.end(), {reply.layers[pair.reply].protocol, pair.request});
        std::ranges::copy(alsoCompared(reply, pair), std::back_inserter(compared));
        compared.push_back(noField); // Where the next pair begins.
    }
    const auto [entry, isNew] = group.indices.try_emplace(compared);
    Index& index = entry->second;
    if (isNew) {
        index.terms = termsOf(group, reply, pairs);
        for (const std::uint32_t number : group.requests)
            index.requests.add(keyOfRequest(index, request(number)), number);
    }
    return index;
}

std::vector<Matcher::Term> Matcher::termsOf(const Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs) const
{
    std::vector<Term> terms;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        for (const FieldIndex field : alsoCompared(reply, pairs[i]))
            terms.push_back({i, pairs[i].request, field, field});
        const std::size_t layer = pairs[i].request;
        for (const auto& [own, asked] : comparedFields(m_protocols, conditionOf(m_protocols, reply, pairs[i]), group.protocols[layer])) {
            const IgnoredField field{reply.layers[pairs[i].reply].protocol, own};
            if (std::ranges::find(m_rules.ignored, field) == m_rules.ignored.end())
                terms.push_back({i, layer, own, asked});
        }
    }
    return terms;
}

std::uint64_t Matcher::keyOfRequest(const Index& index, const MatchPacket& request) const
{
    std::uint64_t hash = hashStart;
    for (const Term& term : index.terms)
        mix(hash, request.layers[term.requestLayer].find(term.requestField));
    return finished(hash);
}

std::uint64_t Matcher::keyOfReply(const Index& index, const MatchPacket& reply, std::span<const LayerPair> pairs) const
{
    std::uint64_t hash = hashStart;
    for (const Term& term : index.terms)
        mix(hash, reply.layers[pairs[term.pair].reply].find(term.replyField));
    return finished(hash);
}

/// Terms are compared first: they are quick, and most rules consist of nothing else.
bool Matcher::isAnswerTo(const Route& route, const MatchPacket& reply, const MatchPacket& request) const
{
    bool areAllSame = true;
    for (const Term& term : route.index->terms)
        areAllSame = areAllSame && areSame(reply.layers[route.pairs[term.pair].reply].find(term.replyField), request.layers[term.requestLayer].find(term.requestField));
    for (std::size_t i = 0; i < route.pairs.size(); ++i) {
        const bool isTold = areAllSame && route.isAllTerms[i];
        if (!isTold && !agrees(m_protocols, reply, request, std::span(&route.pairs[i], 1), m_rules.ignored))
            return false;
        for (const FieldIndex field : alsoCompared(reply, route.pairs[i])) {
            const Value* asked = request.layers[route.pairs[i].request].find(field);
            if (asked == nullptr || !(*asked == *reply.layers[route.pairs[i].reply].find(field)))
                return false;
        }
    }
    return true;
}

} // namespace fw
