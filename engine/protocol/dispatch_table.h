/// Which protocol a number stands for: the ports, types and next headers of one dispatch table.
#pragma once

#include "engine/protocol/value.h"

#include <utility>
#include <vector>

namespace fw {

/// A hash table in one array, as it is asked at every layer of every packet.
class DispatchTable {
public:
    using Entry = std::pair<std::int64_t, ProtocolId>;

    /// The first to claim a key keeps it.
    void claim(std::int64_t key, ProtocolId protocol)
    {
        if ((m_size + 1) * 2 > m_slots.size())
            grow();
        Entry& entry = slotOf(key);
        if (entry.second != noProtocol)
            return;
        entry = {key, protocol};
        ++m_size;
    }
    [[nodiscard]] ProtocolId find(std::int64_t key) const
    {
        return m_slots.empty() ? noProtocol : const_cast<DispatchTable*>(this)->slotOf(key).second;
    }
    [[nodiscard]] std::vector<Entry> entries() const
    {
        std::vector<Entry> out;
        for (const Entry& entry : m_slots)
            if (entry.second != noProtocol)
                out.push_back(entry);
        return out;
    }

private:
    /// Where the key is, or the free slot where it belongs. At least half of them are free.
    Entry& slotOf(std::int64_t key)
    {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = static_cast<std::size_t>(static_cast<std::uint64_t>(key) * 0x9e3779b97f4a7c15U >> 40U) & mask;
        while (m_slots[at].second != noProtocol && m_slots[at].first != key)
            at = (at + 1) & mask;
        return m_slots[at];
    }
    void grow()
    {
        const std::vector<Entry> old = entries();
        m_slots.assign(m_slots.empty() ? 8 : m_slots.size() * 2, Entry{0, noProtocol});
        for (const Entry& entry : old)
            slotOf(entry.first) = entry;
    }

    std::vector<Entry> m_slots; ///< A power of two of them.
    std::size_t m_size = 0;
};

} // namespace fw
