#pragma once

#include "engine/protocol/definition_files.h"

namespace fw::cli {

/// Files as they are, and the definitions in folders. Io, NotPermitted.
[[nodiscard]] Result<std::vector<DefinitionSource>> definitionsAt(const std::vector<std::string>& paths);

} // namespace fw::cli
