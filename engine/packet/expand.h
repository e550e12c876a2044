/// From a draft with several values in its slots to the packets it stands for.
#pragma once

#include "engine/packet/draft.h"

#include <functional>
#include <span>

namespace fw {

/// A slot of a draft that varies, itself or inside lists and structures.
struct Loop {
    std::size_t layer = 0;
    FieldIndex field = noField;
};
/// Innermost first.
[[nodiscard]] std::vector<Loop> loopsOf(const Draft& draft);
/// How many packets the draft stands for; saturates at UINT64_MAX.
[[nodiscard]] std::uint64_t packetCount(const Draft& draft);
/// The packets in Scapy's order: the outermost layer is the outermost loop, and within a layer the last field is
/// (measured: IP(ttl=[1,2], dst="10.0.0.0/30")/TCP(dport=[22,80]) runs through dport, then ttl, then dst).
/// Lazy: a /8 costs nothing until it is walked. Stops early when `use` returns false.
void expand(const Draft& draft, const std::function<bool(const Draft&)>& use);
/// The n-th packet, n < packetCount(). Random values are drawn anew each time.
[[nodiscard]] Draft expanded(const Draft& draft, std::uint64_t index);
/// The same for these loops only: `index` counts their values, those of the first loop fastest. The others go on varying.
[[nodiscard]] Draft expanded(const Draft& draft, std::span<const Loop> loops, std::uint64_t index);

} // namespace fw
