#pragma once

#include "engine/packet/environment.h"
#include "engine/packet/layout.h"

namespace fw {

/// Bytes and ranges of a draft. Never fails: what cannot be worked out is left at its default, with a note.
/// The draft is not changed. Sets must have been expanded; of one that is left, the first value is taken.
[[nodiscard]] Layout build(const Protocols& protocols, const Draft& draft, const Environment& environment = {});
/// Only the bytes, for sending at rate.
[[nodiscard]] Buffer buildBytes(const Protocols& protocols, const Draft& draft, const Environment& environment = {});

/// What each slot of a layer holds when built, without building: explicit, bound by the layer above, environment or default.
/// Automatic ones are None. As repr and show tell it.
struct Resolved {
    Value value;
    Origin origin = Origin::Default;
};
[[nodiscard]] std::vector<Resolved> resolve(const Protocols& protocols, const Draft& draft, std::size_t layer, const Environment& environment = {});

} // namespace fw
