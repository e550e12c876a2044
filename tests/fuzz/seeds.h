/// What fuzzing begins with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace fuzz {

using Input = std::vector<std::uint8_t>;

inline constexpr std::size_t mostBytes = 1U << 16U; ///< Of an input.

/// Files, and the files in folders. A .json file is one of tests/vectors/packets: each of its packets is a seed, written as
/// packet_input.h reads it. Any other file is a seed as it is.
[[nodiscard]] std::vector<Input> readSeeds(const std::vector<std::filesystem::path>& paths);

} // namespace fuzz
