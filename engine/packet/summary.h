/// The line that tells of a packet, for texts that tell of a part of it.
#pragma once

#include "engine/packet/field_scope.h"

namespace fw {

/// Of the layers from this one on; those below still give what the texts take from them.
[[nodiscard]] std::string summaryFrom(StackScopes& stack, std::size_t first);

} // namespace fw
