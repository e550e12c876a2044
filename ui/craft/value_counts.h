#pragma once

#include "engine/packet/draft.h"

namespace fw::ui {

/// How many values each field with several has, outermost first: 30 and 4 make 120 packets.
[[nodiscard]] std::vector<std::uint64_t> valueCounts(const Draft& draft);

} // namespace fw::ui
