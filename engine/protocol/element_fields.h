#pragma once

#include "engine/protocol/expression.h"
#include "engine/protocol/protocols.h"

namespace fw {

/// A field of each structure in a list, as a list; of a structure by itself, its value. What is not set is its default.
[[nodiscard]] ExprValue elementFields(const Protocols& protocols, const Value& value, std::string_view fieldName);

} // namespace fw
