#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// What compile_definitions made of resources/protocols when the program was built.
[[nodiscard]] Bytes builtinSnapshot();

} // namespace fw
