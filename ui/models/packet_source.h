#pragma once

#include "engine/exchange/pairs.h"

#include <QString>

#include <functional>

namespace fw::ui {

/// Packets that a workspace takes from another one, as they are when asked for.
struct PacketSource {
    QString name;                                    ///< "demo.pcap"
    std::shared_ptr<const Capture> packets;          ///< Null: there are none.
    std::optional<std::vector<CapturedPair>> pairs;  ///< Known of the results of an exchange.
    std::vector<std::size_t> rows;                   ///< By packet, its row in the list it comes from; empty: its number.
    bool practice = false;

    [[nodiscard]] std::size_t rowOf(std::size_t packet) const { return rows.empty() ? packet : rows[packet]; }
};

struct PacketSources {
    std::function<PacketSource()> capture;
    std::function<PacketSource()> exchanges; ///< A copy: they may grow meanwhile.
    /// How many packets those would be, which costs nothing to ask.
    std::function<std::size_t()> exchangePackets;
};

} // namespace fw::ui
