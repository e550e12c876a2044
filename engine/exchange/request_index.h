/// Requests by the hash of the values that an answer must share with them.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace fw {

/// Some twenty bytes a request, however many share a hash. In each chain the earliest comes first.
class RequestIndex {
public:
    void add(std::uint64_t hash, std::uint32_t request)
    {
        if (m_entries.size() >= m_chains.size())
            grow();
        m_entries.push_back({hash, request, none});
        append(static_cast<std::uint32_t>(m_entries.size() - 1));
    }

    /// The first of the requests with this hash that `use` takes; `none` if it takes none.
    template <class Use>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, const Use& use) const
    {
        return m_chains.empty() ? none : findFrom(chainOf(hash).first, hash, use);
    }

    /// The same of those for which `isDone` does not hold. What is done once is done for good, and not met again.
    template <class IsDone, class Use>
    [[nodiscard]] std::uint32_t findOpen(std::uint64_t hash, const IsDone& isDone, const Use& use)
    {
        if (m_chains.empty())
            return none;
        std::uint32_t& open = m_chains[hash & (m_chains.size() - 1)].open;
        while (open != none && isDone(m_entries[open].request))
            open = m_entries[open].next;
        return findFrom(open, hash, [&](std::uint32_t request) { return !isDone(request) && use(request); });
    }

    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

private:
    struct Entry {
        std::uint64_t hash;
        std::uint32_t request;
        std::uint32_t next;
    };
    struct Chain {
        std::uint32_t first = none;
        std::uint32_t open = none; ///< Those before it are done.
        std::uint32_t last = none;
    };

    [[nodiscard]] const Chain& chainOf(std::uint64_t hash) const { return m_chains[hash & (m_chains.size() - 1)]; }

    template <class Use>
    [[nodiscard]] std::uint32_t findFrom(std::uint32_t at, std::uint64_t hash, const Use& use) const
    {
        for (; at != none; at = m_entries[at].next)
            if (const Entry& entry = m_entries[at]; entry.hash == hash && use(entry.request))
                return entry.request;
        return none;
    }

    void append(std::uint32_t entry)
    {
        Chain& chain = m_chains[m_entries[entry].hash & (m_chains.size() - 1)];
        m_entries[entry].next = none;
        if (chain.first == none)
            chain.first = entry;
        else
            m_entries[chain.last].next = entry;
        if (chain.open == none)
            chain.open = entry;
        chain.last = entry;
    }

    void grow()
    {
        constexpr std::size_t fewest = 16;
        m_chains.assign(m_chains.empty() ? fewest : 2 * m_chains.size(), {});
        for (std::uint32_t i = 0; i < m_entries.size(); ++i)
            append(i);
    }

    std::vector<Entry> m_entries;
    std::vector<Chain> m_chains;
};

} // namespace fw
