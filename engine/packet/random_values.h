/// Scapy's random values: RandShort(), RandIP("10.0.0.0/8"), RandString(20), …
#pragma once

#include "engine/base/error.h"
#include "engine/protocol/value.h"

namespace fw {

/// An argument of a call as it was read; the name is empty for a positional one.
struct CallArgument {
    std::string name;
    Value value;
};

[[nodiscard]] bool isRandomName(std::string_view name);
/// Every name isRandomName() knows.
[[nodiscard]] std::vector<std::string_view> randomNames();
/// BadValue with what was expected, if the arguments do not fit.
[[nodiscard]] Result<Value> randomValue(std::string_view name, const std::vector<CallArgument>& arguments);

/// From here on, the calling thread draws the same values for the same seed.
void seedRandom(std::uint64_t seed);
/// A number below the limit (not 0), each equally likely. From a generator of the calling thread.
[[nodiscard]] std::uint64_t randomBelow(std::uint64_t limit);
[[nodiscard]] std::uint64_t randomBits();

} // namespace fw
