#pragma once

#include "engine/base/bytes.h"

namespace fw {

/// Lower-case, no separators; as toHex, for texts that are put together from many parts.
void appendHex(std::string& out, Bytes bytes);

} // namespace fw
