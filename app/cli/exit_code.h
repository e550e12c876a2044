#pragma once

namespace fw::cli {

/// What the program ends with; part of its contract.
enum class Exit : int {
    Done = 0,
    Negative = 1, ///< Done, but: no answer, nothing matched.
    Usage = 2,
    BadInput = 3,
    NotPermitted = 4,
    System = 5,
    Interrupted = 130,
};

/// Of two outcomes the one to tell: the first failure.
[[nodiscard]] constexpr Exit worse(Exit first, Exit second)
{
    return first == Exit::Done || first == Exit::Negative ? (second == Exit::Done ? first : second) : first;
}

} // namespace fw::cli
