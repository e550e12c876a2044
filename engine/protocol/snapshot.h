/// The tables of all protocols as bytes: the built-in definitions are compiled by the loader while the project is built.
#pragma once

#include "engine/protocol/protocols.h"

namespace fw {

/// The same for equal tables.
[[nodiscard]] Buffer saveSnapshot(const Protocols& protocols);
/// Null if the bytes are none of this version's, or not whole. They must outlive what is returned: it reads them when it is asked.
[[nodiscard]] std::shared_ptr<const Protocols> loadSnapshot(Bytes snapshot);

} // namespace fw
