#include "engine/filter/packet_values.h"

#include <algorithm>

namespace fw::filter {
namespace {

constexpr std::size_t longestWalked = 0xffff;

bool isWithin(const std::vector<std::pair<std::int64_t, std::int64_t>>& ranges, std::int64_t number)
{
    return std::ranges::any_of(ranges, [number](const auto& range) { return number >= range.first && number <= range.second; });
}

} // namespace

PacketValues::PacketValues(const Program& program) : m_program(program), m_protocols(*program.protocols), m_walker(m_protocols)
{
    for (const Source& source : program.sources)
        m_states.push_back({&source, std::vector<std::int8_t>(m_protocols.size(), -1), std::vector<std::int8_t>(m_protocols.size(), -1)});
}

void PacketValues::begin(const PacketView& packet)
{
    m_frame = packet.bytes;
    m_linkType = packet.linkType;
    m_isWalked = false;
    m_dissection.reset();
    m_made.clear();
}

void PacketValues::walk()
{
    if (!m_isWalked)
        m_walker.walk(m_frame, m_linkType, m_spans);
    m_isWalked = true;
}

const Dissection& PacketValues::dissection()
{
    if (!m_dissection)
        m_dissection = dissect(m_protocols, m_frame, m_linkType);
    return *m_dissection;
}

bool PacketValues::needsDissection(State& state)
{
    walk();
    if (m_frame.size() > longestWalked)
        return true;
    for (const LayerSpan& span : m_spans) {
        if (mayHold(state, span.protocol))
            return true;
        if (state.source->what == Source::What::Field)
            for (const Target& target : state.source->in(span.protocol))
                if (!target.isFixed())
                    return true;
    }
    return mayBeBeyond(state) || (!m_walker.foundAll() && state.source->what != Source::What::Field);
}

bool PacketValues::mayBeBeyond(State& state) const
{
    if (m_walker.foundAll())
        return false;
    const auto isFiller = [&](const LayerSpan& span) { return span.protocol == m_protocols.raw() || span.protocol == m_protocols.padding(); };
    const auto last = std::find_if_not(m_spans.rbegin(), m_spans.rend(), isFiller);
    return last == m_spans.rend() || mayFollow(state, last->protocol);
}

bool PacketValues::load(const LayerSpan& span, const Target& target, Item& item) const
{
    if (target.address) {
        const Bytes bytes = target.address->load(m_frame, span.offset, span.end);
        item = Item::of(bytes);
        return !bytes.empty();
    }
    const auto number = target.load(m_frame, span.offset, span.end);
    if (!number)
        return false;
    item = Item::of(target.isShort ? Wide{*number} : Wide{static_cast<std::uint64_t>(*number)});
    return true;
}

Item PacketValues::areaOf(const Source& source, std::size_t from, std::size_t headerEnd, std::size_t end) const
{
    const std::size_t begin = std::min(source.what == Source::What::Payload ? headerEnd : from, m_frame.size());
    return Item::of(m_frame.subspan(begin, std::clamp(end, begin, m_frame.size()) - begin));
}

/// A layer goes on through those above it, as far as they are no padding.
void PacketValues::readSpans(const Source& source, Values& out) const
{
    std::size_t end = 0;
    for (const LayerSpan& span : m_spans)
        if (span.protocol != m_protocols.padding())
            end = std::max<std::size_t>(end, span.offset + std::size_t{span.headerLength});
    for (std::size_t i = 0; i < m_spans.size(); ++i) {
        const LayerSpan& span = m_spans[i];
        for (const Target& target : source.in(span.protocol)) {
            Item item;
            if (source.what != Source::What::Field)
                item = areaOf(source, span.offset, span.offset + std::size_t{span.headerLength}, span.protocol == m_protocols.padding() ? span.end : end);
            else if (!load(span, target, item))
                continue;
            item.layer = static_cast<std::uint16_t>(i);
            item.protocol = span.protocol;
            out.push_back(item);
        }
    }
}

/// Of values layer by layer, those of the layers with the numbers that were asked for.
void PacketValues::chooseLayers(const Source& source, std::size_t from, Values& out)
{
    if (!source.layers)
        return;
    std::int32_t count = 0;
    for (std::size_t i = from; i < out.size(); ++i)
        count += i == from || out[i].layer != out[i - 1].layer;
    std::int32_t number = 0;
    std::uint16_t before = noLayer;
    const auto isOther = [&](const Item& item) {
        number += item.layer != before;
        before = item.layer;
        const std::int32_t at = source.layers->first > 0 ? number : number - count - 1;
        return at < source.layers->first || at > source.layers->last;
    };
    std::size_t kept = from;
    for (std::size_t i = from; i < out.size(); ++i)
        if (const Item item = out[i]; !isOther(item))
            out[kept++] = item;
    out.resize(kept);
}

void PacketValues::read(std::uint32_t number, Values& out)
{
    State& state = m_states[number];
    const std::size_t from = out.size();
    if (needsDissection(state))
        readDissection(*state.source, out);
    else
        readSpans(*state.source, out);
    chooseLayers(*state.source, from, out);
}

bool PacketValues::hasLayer(std::uint32_t number)
{
    State& state = m_states[number];
    const Source& source = *state.source;
    walk();
    if (!source.layers && m_frame.size() <= longestWalked) {
        bool mayBeThere = mayBeBeyond(state);
        for (const LayerSpan& span : m_spans) {
            if (!source.in(span.protocol).empty())
                return true;
            mayBeThere = mayBeThere || mayHold(state, span.protocol);
        }
        if (!mayBeThere)
            return false;
    }
    m_numbers.clear();
    read(number, m_numbers);
    return !m_numbers.empty();
}

bool PacketValues::numbersPass(const Test& test)
{
    State& state = m_states[test.source];
    const Source& source = *state.source;
    if (source.layers || needsDissection(state)) {
        m_numbers.clear();
        read(test.source, m_numbers);
        const auto passes = [&](const Item& item) {
            const auto number = numberIn(item);
            return number && isWithin(test.numbers, static_cast<std::int64_t>(*number)) != test.inverted;
        };
        return test.all ? !m_numbers.empty() && std::ranges::all_of(m_numbers, passes) : std::ranges::any_of(m_numbers, passes);
    }
    bool isAny = false;
    for (const LayerSpan& span : m_spans)
        for (const Target& target : source.in(span.protocol)) {
            const auto number = target.load(m_frame, span.offset, span.end);
            if (!number)
                continue;
            isAny = true;
            if (const bool passes = isWithin(test.numbers, *number) != test.inverted; passes != test.all)
                return passes;
        }
    return isAny && test.all;
}

} // namespace fw::filter
