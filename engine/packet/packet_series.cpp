#include "engine/packet/packet_series.h"

#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/patched_packet.h"
#include "engine/packet/sets.h"

#include <algorithm>

namespace fw {

namespace {

constexpr std::uint64_t worthTheTrouble = 16; ///< Packets; finding out what varies takes building a few.

} // namespace

bool tellsTime(const Protocols& protocols, const Layout& layout)
{
    return std::ranges::any_of(layout.nodes, [&](const LayoutNode& node) {
        return node.what == LayoutNode::What::Field && node.origin == Origin::Environment
            && protocols[node.protocol].fields[node.field].env == EnvSource::NowMs;
    });
}

PacketSeries::PacketSeries(const Protocols& protocols, Draft draft, const Environment& environment, std::uint64_t rounds)
    : m_protocols(protocols), m_draft(std::move(draft)), m_environment(environment), m_count(packetCount(m_draft))
{
    if (timesSaturating(m_count, rounds) >= worthTheTrouble)
        m_patched = PatchedPacket::make(m_protocols, m_draft, m_environment);
}

PacketSeries::~PacketSeries() = default;

Bytes PacketSeries::at(std::uint64_t index)
{
    if (m_patched && m_patched->write(index))
        return m_patched->bytes();
    m_built = buildBytes(m_protocols, expanded(m_draft, index), m_environment);
    return m_built;
}

} // namespace fw
