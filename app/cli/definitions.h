#pragma once

#include "engine/protocol/protocols.h"

namespace fw::cli {

/// Files as they are, and the *.yaml of folders.
[[nodiscard]] Result<std::vector<DefinitionSource>> definitionsAt(const std::vector<std::string>& paths);
/// The built-in definitions with these files, and the *.yaml files of these folders, over them. Io, NotPermitted.
[[nodiscard]] Result<Protocols::Loaded> loadDefinitions(const std::vector<std::string>& paths);

} // namespace fw::cli
