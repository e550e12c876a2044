/// Why a packet that came is nobody's answer.
#pragma once

#include "engine/exchange/alignment.h"

namespace fw {

struct Explanation {
    enum class Reason : std::uint8_t {
        NoRequest,       ///< Nothing was sent.
        OtherLayers,     ///< `layer` of the packet can be no answer to `against`.
        ValuesDiffer,    ///< `rule` of `layer` does not hold.
        AlreadyAnswered, ///< It answers the request, but not as the first.
    };
    /// One value that the rule compares.
    struct Difference {
        std::string field;
        std::string found; ///< As texts show the values; empty: not there.
        std::string requestField;
        std::string wanted;
    };

    Reason reason = Reason::NoRequest;
    std::size_t request = 0; ///< The nearest one.
    std::string layer;
    std::string against;     ///< Empty: the request has no more layers.
    std::string rule;        ///< As the definition has it.
    std::optional<Difference> difference; ///< Where the rule is broken by two values that are not the same.
};

/// Holds the requests of a run. Explaining one packet looks at each of them.
class Explainer {
public:
    explicit Explainer(const Protocols& protocols, const MatchOptions& options = {}) : m_protocols(protocols), m_rules(protocols, options) {}
    /// Layers before `first` are not compared, as in Matcher.
    void add(const Draft& request, std::size_t first);
    void add(const Layout& request, std::size_t first) { m_requests.push_back(matchPacket(m_protocols, request, first)); }
    [[nodiscard]] Explanation explain(const Layout& reply, std::size_t first) const;

private:
    /// The closer, the more layers fit, then the more values do.
    struct Nearness {
        std::size_t pairs = 0;
        std::size_t terms = 0;
        auto operator<=>(const Nearness&) const = default;
    };
    struct Judged {
        Nearness nearness;
        Explanation explanation;
    };
    Judged judge(const MatchPacket& reply, std::size_t request) const;
    void judgePair(const MatchPacket& reply, const MatchPacket& request, const LayerPair& pair, Judged& judged) const;

    const Protocols& m_protocols;
    const MatchRules m_rules;
    std::vector<MatchPacket> m_requests;
};

} // namespace fw
