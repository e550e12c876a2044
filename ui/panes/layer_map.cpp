#include "ui/panes/layer_map.h"

#include <algorithm>

namespace fw::ui {

LayerMap::LayerMap(const Layout& layout)
    : m_owner(layout.bytes.size(), -1)
{
    for (const std::uint32_t layer : layout.layers())
        mark(static_cast<std::int32_t>(layer), layout.nodes[layer]);
    // Fields that stand after the payload lie outside their layer's own range, or inside it across the layers above.
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        const std::int32_t parent = layout.nodes[i].parent;
        if (parent >= 0 && layout.nodes[static_cast<std::size_t>(parent)].what == LayoutNode::What::Layer)
            mark(parent, layout.nodes[i]);
    }
}

void LayerMap::mark(std::int32_t layer, const LayoutNode& node)
{
    const std::size_t first = std::min(static_cast<std::size_t>(node.bitOffset / 8), m_owner.size());
    const std::size_t end = std::min(static_cast<std::size_t>((node.bitOffset + node.bits + 7) / 8), m_owner.size());
    for (std::size_t i = first; i < end; ++i)
        m_owner[i] = layer;
}

std::vector<LayerMap::Segment> LayerMap::segments() const
{
    std::vector<Segment> out;
    for (std::size_t i = 0; i < m_owner.size(); ++i) {
        if (out.empty() || out.back().layer != m_owner[i])
            out.push_back({m_owner[i], i, 0});
        ++out.back().count;
    }
    return out;
}

} // namespace fw::ui
