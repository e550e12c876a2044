/// Times as they are given on the command line, in seconds.
#pragma once

#include <chrono>

namespace fw::cli {

[[nodiscard]] inline std::chrono::nanoseconds nanoseconds(double seconds)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}
[[nodiscard]] inline std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
}

} // namespace fw::cli
