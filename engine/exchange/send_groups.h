/// The packets of an exchange, sorted by the way they take.
#pragma once

#include "engine/exchange/exchange.h"
#include "engine/packet/expand.h"

namespace fw {

/// Packets that follow each other and cannot but go to the same place are a group: interface, source and next hop are found out once for
/// all of them. Nothing is held for a group until it is asked for.
class SendGroups {
public:
    SendGroups(const Protocols& protocols, DraftList drafts, const SendOptions& options);

    /// Saturates at UINT64_MAX.
    [[nodiscard]] std::uint64_t count() const { return m_parts.empty() ? 0 : m_parts.back().end; }
    /// The n-th group: a draft of which only those fields vary that the way does not depend on.
    [[nodiscard]] Draft at(std::uint64_t index) const;
    /// Whether the groups are the same each time they are asked for; else something is drawn for each packet.
    [[nodiscard]] bool areFixed() const { return m_areFixed; }

private:
    struct Part {
        std::shared_ptr<const Draft> draft;
        std::vector<Loop> outer; ///< One turn of them is one group.
        std::uint64_t end = 0;   ///< Groups up to here.
    };

    std::vector<Part> m_parts;
    bool m_areFixed = true;
};

} // namespace fw
