#include "engine/exchange/send_groups.h"

#include "engine/packet/field_reads.h"
#include "engine/packet/packet_series.h"
#include "engine/packet/sets.h"

#include <algorithm>
#include <limits>

namespace fw {
namespace {

class Splitter {
public:
    Splitter(const Protocols& protocols, const Draft& draft, const SendOptions& options)
        : m_protocols(protocols), m_draft(draft), m_isLed(options.layer == SendLayer::Network || options.interface.empty() || FieldReads(protocols, draft).asksEnvironment())
    {
    }

    /// The loops that have to be turned for another group. All of them, if no packet may be built but to be sent.
    std::vector<Loop> outerLoops()
    {
        std::vector<Loop> loops = loopsOf(m_draft);
        const auto first = std::ranges::find_if(loops, [this](const Loop& loop) { return leads(loop); });
        m_isFixed = !isNewEachTime(loops) && std::all_of(first, loops.end(), [this](const Loop& loop) { return !leads(loop) || isFixed(valuesOf(loop)); });
        if (!m_isFixed)
            return loops;
        std::vector<Loop> outer(first, loops.end());
        std::erase_if(outer, [this](const Loop& loop) { return !leads(loop) && valueCount(valuesOf(loop)) == 1; }); // Drawn for each packet.
        m_isFixed = std::ranges::all_of(outer, [this](const Loop& loop) { return isFixed(valuesOf(loop)); });
        return outer;
    }
    /// Whether the groups are the same each time.
    bool isFixed() const { return m_isFixed; }

private:
    static bool isFixed(const Value& value) { return fw::isFixed(value); }
    bool isNewEachTime(std::span<const Loop> loops) const
    {
        return std::ranges::any_of(loops, [this](const Loop& loop) { return holdsCounter(valuesOf(loop)); })
            || tellsTime(m_protocols, build(m_protocols, m_draft));
    }
    const Value& valuesOf(const Loop& loop) const { return m_draft.layers[loop.layer].fields[loop.field].value; }

    /// Whether the packet may take another way, or need another name looked up, when this varies.
    bool leads(const Loop& loop) const
    {
        const ValueSet* set = valuesOf(loop).set();
        const FieldDesc& field = m_protocols[m_draft.layers[loop.layer].protocol].fields[loop.field];
        const Kind kind = m_protocols.type(field.type).kind;
        if (set == nullptr)
            return true; // Inside a list or structure there may be names.
        if (kind != Kind::Ipv4 && kind != Kind::Ipv6 && kind != Kind::Switch)
            return false;
        const bool isSource = field.env == EnvSource::SourceIp || field.env == EnvSource::SourceIp6 || field.env == EnvSource::InterfaceIp;
        return asAddresses(*set) == nullptr || (m_isLed && !isSource);
    }

    const Protocols& m_protocols;
    const Draft& m_draft;
    const bool m_isLed; ///< Where a packet goes has to be known.
    bool m_isFixed = true;
};

} // namespace

SendGroups::SendGroups(const Protocols& protocols, DraftList drafts, const SendOptions& options)
{
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    for (const auto& draft : drafts) {
        Splitter splitter(protocols, *draft, options);
        std::vector<Loop> outer = splitter.outerLoops();
        std::uint64_t turns = 1;
        for (const Loop& loop : outer)
            turns = timesSaturating(turns, valueCount(draft->layers[loop.layer].fields[loop.field].value));
        m_areFixed = m_areFixed && splitter.isFixed();
        m_parts.push_back({draft, std::move(outer), turns > most - count() ? most : count() + turns});
    }
}

Draft SendGroups::at(std::uint64_t index) const
{
    const auto part = std::ranges::upper_bound(m_parts, index, {}, &Part::end);
    return expanded(*part->draft, part->outer, index - (part == m_parts.begin() ? 0 : std::prev(part)->end));
}

} // namespace fw
