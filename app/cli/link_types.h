#pragma once

#include <cstdint>
#include <string>

namespace fw::cli {

/// libpcap's name: "EN10MB"; the number if it has none.
[[nodiscard]] std::string linkTypeName(std::uint32_t linkType);

} // namespace fw::cli
