/// Host names that stand in drafts where addresses belong.
#pragma once

#include "engine/packet/draft.h"

namespace fw {

struct NameWanted {
    std::string name;
    int family = 4; ///< 4 or 6, by the field it stands in.
    bool operator==(const NameWanted&) const = default;
};

/// Each once.
[[nodiscard]] std::vector<NameWanted> hostNames(const Protocols& protocols, const std::vector<Draft>& packets);

/// Does the draft stand for more than one packet, or for one with random values?
[[nodiscard]] bool hasSets(const Draft& draft);

} // namespace fw
