/// A practice network of one's own.
#pragma once

#include "engine/net/network.h"

namespace fw::cli {

/// Syntax (line, offset, detail), NotPermitted, Io.
[[nodiscard]] Result<std::unique_ptr<Network>> practiceFrom(const std::string& path);
/// "FILE:LINE:COLUMN: what is wrong", or just what is wrong with reading it.
[[nodiscard]] std::string practiceFault(const std::string& path, const Error& error);

} // namespace fw::cli
