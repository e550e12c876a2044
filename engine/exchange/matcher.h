/// Finds the request that a reply answers, among many, without looking at each.
#pragma once

#include "engine/exchange/alignment.h"
#include "engine/exchange/exchange.h"

#include <map>
#include <unordered_map>

namespace fw {

class Matcher {
public:
    /// With `multi`, a request can be answered more than once.
    explicit Matcher(const Protocols& protocols, bool multi = false, const MatchOptions& options = {});

    /// Layers before `first` are not compared. Gives the request's number, counted from 0.
    std::size_t add(const Layout& request, std::size_t first);
    /// The earliest request that the reply answers and that is not answered yet; it is then.
    [[nodiscard]] std::optional<std::size_t> match(const Layout& reply, std::size_t first);

    [[nodiscard]] bool isAnswered(std::size_t request) const { return m_answered[request]; }
    [[nodiscard]] std::size_t answeredCount() const { return m_answeredCount; }
    [[nodiscard]] bool isComplete() const { return m_answeredCount == m_requests.size(); }

private:
    /// A value of the reply that must be the same as one of the request, for the reply to be an answer.
    struct Term {
        std::size_t pair;         ///< Of the alignment; in which layer of the reply that is can differ from reply to reply.
        std::size_t requestLayer;
        FieldIndex replyField;
        FieldIndex requestField;
    };
    struct Bucket {
        std::vector<std::uint32_t> requests;
        std::size_t begin = 0; ///< Those before it are answered.
    };
    /// For replies that are aligned with the requests in one way: requests by the hash of the values they must share.
    struct Index {
        std::vector<Term> terms;
        std::unordered_map<std::uint64_t, Bucket> buckets;
    };
    /// Requests with the same protocols.
    struct Group {
        std::vector<ProtocolId> protocols;
        std::vector<std::uint32_t> requests;
        std::map<std::vector<std::uint16_t>, Index> indices;
    };

    Group& groupOf(const MatchPacket& request);
    Index& indexFor(Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs);
    std::vector<Term> termsOf(const Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs) const;
    std::uint64_t keyOfRequest(const Index& index, const MatchPacket& request) const;
    std::uint64_t keyOfReply(const Index& index, const MatchPacket& reply, std::span<const LayerPair> pairs) const;
    std::optional<std::size_t> matchIn(Group& group, const MatchPacket& reply);
    /// The quoted fields of a pair that are compared beyond the rules, as far as the quote holds them.
    std::vector<FieldIndex> alsoCompared(const MatchPacket& reply, const LayerPair& pair) const;
    bool repeatsAlso(const MatchPacket& reply, const MatchPacket& request, std::span<const LayerPair> pairs) const;
    void prune(MatchPacket& request) const;

    const Protocols& m_protocols;
    const bool m_multi;
    std::map<ProtocolId, std::vector<FieldIndex>> m_alsoQuoted; ///< By the plain protocol. Quotes number fields as it does.
    std::vector<IgnoredField> m_ignored;
    std::vector<std::vector<bool>> m_kept; ///< Per protocol: which fields any rule asks a request for.
    std::vector<MatchPacket> m_requests;
    std::vector<bool> m_answered;
    std::size_t m_answeredCount = 0;
    std::vector<Group> m_groups;
};

} // namespace fw
