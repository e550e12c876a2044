/// The example packets of definitions, read and built again.
#pragma once

#include "engine/protocol/protocols.h"

namespace fw {

struct ExampleCheck {
    std::size_t good = 0;
    std::vector<DefinitionError> errors;
};

/// Of the definitions in this file: each example must be read as the protocol that gives it, without a remark, and be built again
/// from the values that were read.
[[nodiscard]] ExampleCheck checkExamples(const Protocols& protocols, const std::string& file);

} // namespace fw
