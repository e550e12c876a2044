/// Definition files on disk: single ones, folders of them, and the folder of a user's own.
#pragma once

#include "engine/protocol/protocols.h"

namespace fw {

/// $XDG_DATA_HOME/framewright/protocols, or ~/.local/share/framewright/protocols; empty where there is neither variable.
[[nodiscard]] std::filesystem::path userDefinitionFolder();

/// A file as it is, or the *.yaml and *.fwproto of a folder in the order of their names. Io, NotPermitted.
[[nodiscard]] Result<std::vector<DefinitionSource>> readDefinitions(const std::filesystem::path& fileOrFolder);

/// What a user's folder holds. A file that cannot be read is told and does not hide the others.
struct FoundDefinitions {
    std::vector<DefinitionSource> sources;
    std::vector<DefinitionError> errors;
};
/// No such folder: nothing, and no error.
[[nodiscard]] FoundDefinitions findDefinitions(const std::filesystem::path& folder);

/// The built-in definitions with these over them.
[[nodiscard]] Protocols::Loaded loadWithBuiltin(const std::vector<DefinitionSource>& own);

} // namespace fw
