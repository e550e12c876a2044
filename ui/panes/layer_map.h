#pragma once

#include "engine/packet/layout.h"

namespace fw::ui {

/// Which layer each byte of a packet belongs to, trailers included.
class LayerMap {
public:
    LayerMap() = default;
    explicit LayerMap(const Layout& layout);

    /// Node index of the layer; -1 for a byte that belongs to none.
    [[nodiscard]] std::int32_t layerAt(std::size_t byte) const { return byte < m_owner.size() ? m_owner[byte] : -1; }
    [[nodiscard]] std::size_t size() const { return m_owner.size(); }

    /// Neighbouring bytes of one layer.
    struct Segment {
        std::int32_t layer = -1;
        std::size_t first = 0;
        std::size_t count = 0;
    };
    [[nodiscard]] std::vector<Segment> segments() const;

private:
    void mark(std::int32_t layer, const LayoutNode& node);

    std::vector<std::int32_t> m_owner;
};

} // namespace fw::ui
