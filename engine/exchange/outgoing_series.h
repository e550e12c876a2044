/// An implicit packet made ready to go as a whole.
#pragma once

#include "engine/exchange/packet_pattern.h"
#include "engine/exchange/send_plan.h"
#include "engine/packet/packet_series.h"

namespace fw {

/// Packets that all take the same way out and differ in a few fields at fixed places: prepared once, then written one over another.
class OutgoingSeries {
public:
    /// Whether there are enough packets for what it costs to find out how they differ.
    [[nodiscard]] static bool isWorthwhile(const Draft& draft);
    /// Null if each of the packets has to be prepared by itself. Fails as SendPlan::prepare().
    [[nodiscard]] static Result<std::unique_ptr<OutgoingSeries>> make(const Protocols& protocols, SendPlan& plan, const Draft& draft,
                                                                      const SendOptions& options);

    /// What all have in common; its bytes are those of the first packet.
    [[nodiscard]] const Outgoing& first() const { return m_first; }
    [[nodiscard]] const std::shared_ptr<const PacketPattern>& pattern() const { return m_pattern; }
    [[nodiscard]] std::uint64_t count() const { return m_series.count(); }
    /// The n-th packet; its bytes live until the next call.
    [[nodiscard]] Bytes at(std::uint64_t index) { return m_series.at(index); }

private:
    OutgoingSeries(const Protocols& protocols, Outgoing first, Draft draft, std::vector<SeriesField> fields);

    Outgoing m_first;
    std::shared_ptr<const PacketPattern> m_pattern;
    Environment m_nothing; ///< All that the packets take from the machine is filled in.
    PacketSeries m_series;
};

} // namespace fw
