#pragma once

#include "engine/packet/draft.h"

namespace fw {

/// What the slot holds, or the field's default while it is automatic.
[[nodiscard]] Value effectiveValue(const Protocols& protocols, const Layer& layer, FieldIndex field);

} // namespace fw
