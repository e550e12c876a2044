#pragma once

#include "engine/packet/draft.h"

namespace fw::cli {

/// The names standing where addresses belong, each once. Of a long set only the first members are looked at.
[[nodiscard]] std::vector<std::string> hostNamesIn(const Draft& draft);

} // namespace fw::cli
