#pragma once

#include "app/cli/session.h"

namespace fw::cli {

/// The addresses of a name, or the address that the text is.
[[nodiscard]] Result<std::vector<Buffer>> addressesOf(Session& session, const std::string& host);

} // namespace fw::cli
