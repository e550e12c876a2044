/// Which fields of a draft the rules of its protocols read.
#pragma once

#include "engine/packet/draft.h"

#include <set>
#include <string>

namespace fw {

class FieldReads {
public:
    FieldReads(const Protocols& protocols, const Draft& draft);

    /// Whether anything but a sum over bytes may come out otherwise when this field does: another field's value, whether one is there and
    /// how long it is, what the environment is asked for. Says yes where it cannot be told.
    [[nodiscard]] bool isRead(std::size_t layer, FieldIndex field) const;
    /// Whether anything is left to the environment. Says yes where it cannot be told.
    [[nodiscard]] bool asksEnvironment() const { return m_asksEnvironment; }

private:
    void add(ProtocolId protocol, const Layer* layer);
    void addType(TypeId type);
    void addProgram(ExprId program);

    const Protocols& m_protocols;
    const Draft& m_draft;
    ProtocolId m_current = noProtocol;
    std::set<std::pair<ProtocolId, FieldIndex>> m_own;
    std::set<std::string> m_outer; ///< Of other layers, by name.
    std::set<ProtocolId> m_structures;
    bool m_asksEnvironment = false;
};

} // namespace fw
