#include "engine/exchange/matcher.h"

#include <algorithm>
#include <set>

namespace fw {
namespace {

using Op = Program::Op;

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

/// No field, if there is none of that name.
IgnoredField fieldNamed(const Protocols& protocols, const FieldName& name)
{
    const ProtocolDesc* protocol = protocols.find(name.protocol);
    return protocol != nullptr ? IgnoredField{protocol->id, protocol->find(name.field)} : IgnoredField{};
}

} // namespace

Matcher::Matcher(const Protocols& protocols, bool multi, const MatchOptions& options)
    : m_protocols(protocols), m_multi(multi), m_kept(protocols.size())
{
    const std::set<std::string> names = namesAsked(protocols);
    for (ProtocolId id = 0; id < protocols.size(); ++id)
        for (const FieldDesc& field : protocols[id].fields)
            m_kept[id].push_back(names.contains(field.name));
    for (const FieldName& name : options.alsoQuoted)
        if (const auto [protocol, field] = fieldNamed(protocols, name); field != noField) {
            m_alsoQuoted[protocol].push_back(field);
            m_kept[protocol][field] = true;
        }
    for (const FieldName& name : options.ignored)
        if (const IgnoredField ignored = fieldNamed(protocols, name); ignored.field != noField)
            m_ignored.push_back(ignored);
}

std::vector<FieldIndex> Matcher::alsoCompared(const MatchPacket& reply, const LayerPair& pair) const
{
    const MatchLayer& layer = reply.layers[pair.reply];
    const auto wanted = m_alsoQuoted.find(m_protocols[layer.protocol].plain);
    if (!pair.quoted || wanted == m_alsoQuoted.end())
        return {};
    std::vector<FieldIndex> fields = wanted->second;
    std::erase_if(fields, [&](FieldIndex field) { return layer.find(field) == nullptr; });
    return fields;
}

bool Matcher::repeatsAlso(const MatchPacket& reply, const MatchPacket& request, std::span<const LayerPair> pairs) const
{
    return std::ranges::all_of(pairs, [&](const LayerPair& pair) {
        return std::ranges::all_of(alsoCompared(reply, pair), [&](FieldIndex field) {
            const Value* asked = request.layers[pair.request].find(field);
            return asked != nullptr && *asked == *reply.layers[pair.reply].find(field);
        });
    });
}

void Matcher::prune(MatchPacket& request) const
{
    for (MatchLayer& layer : request.layers) {
        std::erase_if(layer.values, [&](const auto& value) { return !m_kept[layer.protocol][value.first]; });
        layer.values.shrink_to_fit();
    }
}

std::size_t Matcher::add(const Layout& request, std::size_t first)
{
    const auto number = static_cast<std::uint32_t>(m_requests.size());
    m_requests.push_back(matchPacket(m_protocols, request, first));
    prune(m_requests.back());
    m_answered.push_back(false);
    Group& group = groupOf(m_requests.back());
    group.requests.push_back(number);
    for (auto& [alignment, index] : group.indices)
        index.buckets[keyOfRequest(index, m_requests.back())].requests.push_back(number);
    return number;
}

Matcher::Group& Matcher::groupOf(const MatchPacket& request)
{
    const auto known = std::ranges::find(m_groups, protocolsOf(request), &Group::protocols);
    if (known != m_groups.end())
        return *known;
    m_groups.push_back({protocolsOf(request), {}, {}});
    return m_groups.back();
}

std::optional<std::size_t> Matcher::match(const Layout& reply, std::size_t first)
{
    const MatchPacket packet = matchPacket(m_protocols, reply, first);
    for (Group& group : m_groups)
        if (const auto found = matchIn(group, packet))
            return found;
    return std::nullopt;
}

std::optional<std::size_t> Matcher::matchIn(Group& group, const MatchPacket& reply)
{
    const auto pairs = align(m_protocols, reply, group.protocols);
    if (!pairs)
        return std::nullopt;
    Index& index = indexFor(group, reply, *pairs);
    const auto bucket = index.buckets.find(keyOfReply(index, reply, *pairs));
    if (bucket == index.buckets.end())
        return std::nullopt;
    auto& [requests, begin] = bucket->second;
    while (!m_multi && begin < requests.size() && m_answered[requests[begin]])
        ++begin;
    for (std::size_t i = begin; i < requests.size(); ++i) {
        const std::uint32_t number = requests[i];
        const MatchPacket& request = m_requests[number];
        if ((m_answered[number] && !m_multi) || !agrees(m_protocols, reply, request, *pairs, m_ignored) || !repeatsAlso(reply, request, *pairs))
            continue;
        m_answeredCount += m_answered[number] ? 0 : 1;
        m_answered[number] = true;
        return number;
    }
    return std::nullopt;
}

Matcher::Index& Matcher::indexFor(Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs)
{
    std::vector<std::uint16_t> alignment;
    for (const LayerPair& pair : pairs) {
        alignment.insert(alignment.end(), {reply.layers[pair.reply].protocol, pair.request});
        std::ranges::copy(alsoCompared(reply, pair), std::back_inserter(alignment));
        alignment.push_back(noField); // Where the next pair begins.
    }
    const auto [entry, isNew] = group.indices.try_emplace(alignment);
    Index& index = entry->second;
    if (isNew) {
        index.terms = termsOf(group, reply, pairs);
        for (const std::uint32_t number : group.requests)
            if (m_multi || !m_answered[number])
                index.buckets[keyOfRequest(index, m_requests[number])].requests.push_back(number);
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
            if (std::ranges::find(m_ignored, field) == m_ignored.end())
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
    return hash;
}

std::uint64_t Matcher::keyOfReply(const Index& index, const MatchPacket& reply, std::span<const LayerPair> pairs) const
{
    std::uint64_t hash = hashStart;
    for (const Term& term : index.terms)
        mix(hash, reply.layers[pairs[term.pair].reply].find(term.replyField));
    return hash;
}

} // namespace fw
