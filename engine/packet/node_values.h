/// Values put together again from the nodes of a layout.
#pragma once

#include "engine/packet/layout.h"

namespace fw {

/// A field's or element's value; lists and structures are made from the nodes below.
[[nodiscard]] Value nodeValue(const Protocols& protocols, const Layout& layout, std::size_t node);
/// The layer or structure that this node is or holds, with what its fields have; nothing if it is none.
[[nodiscard]] std::optional<Layer> nodeLayer(const Protocols& protocols, const Layout& layout, std::size_t node);
/// The nodes directly below.
[[nodiscard]] std::vector<std::size_t> nodeChildren(const Layout& layout, std::size_t node);

} // namespace fw
