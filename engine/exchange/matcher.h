/// Finds the request that a reply answers, among many, without looking at each.
#pragma once

#include "engine/exchange/alignment.h"
#include "engine/exchange/exchange.h"
#include "engine/exchange/reply_reader.h"
#include "engine/exchange/request_index.h"
#include "engine/exchange/request_kind.h"

#include <map>

namespace fw {

class Matcher {
public:
    /// With `multi`, a request can be answered more than once.
    explicit Matcher(const Protocols& protocols, bool multi = false, const MatchOptions& options = {});

    /// Layers before `first` are not compared. Gives the request's number, counted from 0.
    std::size_t add(const Layout& request, std::size_t first);

    /// Requests that are as this one but for these fields, for addLike(). None is added yet.
    using Series = std::uint32_t;
    [[nodiscard]] Series addSeries(const Layout& request, std::size_t first, std::span<const SeriesField> fields);
    std::size_t addLike(Series series, Bytes frame);

    /// The earliest request that the reply answers and that is not answered yet; it is then.
    [[nodiscard]] std::optional<std::size_t> match(const Layout& reply, std::size_t first);
    [[nodiscard]] std::optional<std::size_t> match(Bytes frame, std::uint32_t linkType, std::size_t first);
    /// After a frame that answers nothing: the earliest request that it would answer if that were not answered already.
    [[nodiscard]] std::optional<std::size_t> matchAgain();

    [[nodiscard]] bool isAnswered(std::size_t request) const { return m_requests[request].isAnswered; }
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
    /// Requests of a group by the values that replies must share which compare the same fields.
    struct Index {
        std::vector<Term> terms;
        RequestIndex requests;
    };
    /// How replies of one kind are compared with the requests of a group.
    struct Route {
        bool isPossible = false;
        std::vector<LayerPair> pairs;
        std::vector<bool> isAllTerms; ///< By pair: its rule says nothing but what the terms say.
        Index* index = nullptr;
    };
    using Words = std::vector<std::uint16_t>;
    /// Requests with the same protocols.
    struct Group {
        std::vector<ProtocolId> protocols;
        std::vector<std::uint32_t> requests;
        std::map<Words, Index> indices; ///< By what is compared.
        std::map<Words, Route> routes;  ///< By the kind of reply.
    };
    struct Request {
        std::uint32_t kind = 0;
        std::uint32_t number = 0; ///< Among those of its kind.
        bool isAnswered = false;
    };

    const MatchPacket& request(std::uint32_t number) { return m_kinds[m_requests[number].kind].request.at(m_requests[number].number); }
    std::size_t groupOf(const MatchPacket& request);
    std::optional<std::size_t> find(const MatchPacket& reply, bool again);
    void describe(const MatchPacket& reply);
    std::optional<std::size_t> findIn(Group& group, const MatchPacket& reply, bool again);
    Route& routeFor(Group& group, const MatchPacket& reply);
    Index& indexFor(Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs);
    std::vector<Term> termsOf(const Group& group, const MatchPacket& reply, std::span<const LayerPair> pairs) const;
    std::uint64_t keyOfRequest(const Index& index, const MatchPacket& request) const;
    std::uint64_t keyOfReply(const Index& index, const MatchPacket& reply, std::span<const LayerPair> pairs) const;
    bool isAnswerTo(const Route& route, const MatchPacket& reply, const MatchPacket& request) const;
    /// The quoted fields of a pair that are compared beyond the rules, as far as the quote holds them.
    std::vector<FieldIndex> alsoCompared(const MatchPacket& reply, const LayerPair& pair) const;
    void prune(MatchPacket& request);

    struct Kind {
        RequestKind request;
        std::size_t group = 0;
    };

    const Protocols& m_protocols;
    const bool m_multi;
    const MatchRules m_rules;
    ReplyReader m_reader;
    std::vector<std::vector<bool>> m_kept; ///< Per protocol: which fields any rule asks a request for. Empty: not known yet.
    std::vector<Kind> m_kinds;
    std::vector<Request> m_requests;
    std::size_t m_answeredCount = 0;
    std::vector<Group> m_groups;
    const MatchPacket* m_reply = nullptr; ///< The one read last.
    Words m_replyKind; ///< Of the reply that is being matched.
};

} // namespace fw
