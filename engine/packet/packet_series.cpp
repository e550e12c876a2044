#include "engine/packet/packet_series.h"

#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/patched_packet.h"

namespace fw {

namespace {

constexpr std::uint64_t worthTheTrouble = 16; ///< Packets; finding out what varies takes building a few.

} // namespace

PacketSeries::PacketSeries(const Protocols& protocols, Draft draft, const Environment& environment)
    : m_protocols(protocols), m_draft(std::move(draft)), m_environment(environment), m_count(packetCount(m_draft))
{
    if (m_count >= worthTheTrouble)
        m_patched = PatchedPacket::make(m_protocols, m_draft, m_environment);
}

PacketSeries::~PacketSeries() = default;

Bytes PacketSeries::at(std::uint64_t index)
{
    if (m_patched)
        if (const auto bytes = m_patched->at(index))
            return *bytes;
    m_built = buildBytes(m_protocols, expanded(m_draft, index), m_environment);
    return m_built;
}

} // namespace fw
