#include "engine/packet/layout.h"

#include <algorithm>

namespace fw {

namespace {

/// The layer's name; with a number behind it where the same protocol occurs again.
std::string layerText(const Protocols& protocols, const Layout& layout, const LayoutNode& layer)
{
    std::size_t occurrence = 1;
    for (const std::uint32_t other : layout.layers())
        if (layout.nodes[other].layer < layer.layer && layout.nodes[other].protocol == layer.protocol)
            ++occurrence;
    const std::string& name = protocols[layer.protocol].name;
    return occurrence == 1 ? name : name + ":" + std::to_string(occurrence);
}

} // namespace

std::vector<BitRange> littleEndianRanges(std::uint64_t wordOffset, unsigned shift, unsigned bits)
{
    std::vector<BitRange> ranges;
    for (const unsigned end = shift + bits; shift < end;) {
        const unsigned inByte = shift % 8;
        const unsigned take = std::min(8 - inByte, end - shift);
        const std::uint64_t offset = wordOffset + shift / 8 * 8 + (8 - inByte - take);
        if (!ranges.empty() && ranges.back().offset + ranges.back().bits == offset)
            ranges.back().bits += take;
        else
            ranges.push_back({offset, take});
        shift += take;
    }
    return ranges;
}

std::int32_t Layout::nodeAt(std::uint64_t bit) const
{
    const auto isIn = [bit](const BitRange& range) { return bit >= range.offset && bit - range.offset < range.bits; };
    std::int32_t best = -1;
    for (std::size_t i = 0; i < nodes.size();) {
        const LayoutNode& node = nodes[i];
        const bool inWord = node.field != noField && node.what == LayoutNode::What::Field && !node.more.empty() && node.bits % 8 != 0;
        const bool covers = isIn({node.bitOffset, node.bits}) || (inWord && std::ranges::any_of(node.more, isIn));
        if (node.what != LayoutNode::What::Layer && covers)
            best = static_cast<std::int32_t>(i);
        // A layer may have a trailer behind its payload, so its own range does not tell where its fields are.
        const bool descend = covers || node.what == LayoutNode::What::Layer;
        i = descend ? i + 1 : std::max<std::size_t>(node.next, i + 1);
    }
    return best;
}

std::int32_t Layout::nodeOf(const FieldPath& path) const
{
    std::int32_t at = layerNode(path.layer);
    for (const std::uint32_t step : path.steps) {
        if (at < 0)
            return -1;
        const std::size_t end = std::min<std::size_t>(nodes[static_cast<std::size_t>(at)].next, nodes.size());
        std::size_t child = static_cast<std::size_t>(at) + 1;
        const auto isWanted = [&](const LayoutNode& node) {
            return (node.what == LayoutNode::What::Element ? node.element : std::uint32_t{node.field}) == step;
        };
        while (child < end && !isWanted(nodes[child]))
            child = std::max<std::size_t>(nodes[child].next, child + 1);
        at = child < end ? static_cast<std::int32_t>(child) : -1;
    }
    return at;
}

FieldPath Layout::pathOf(std::int32_t node) const
{
    FieldPath path;
    while (node >= 0 && static_cast<std::size_t>(node) < nodes.size()) {
        const LayoutNode& at = nodes[static_cast<std::size_t>(node)];
        path.layer = at.layer;
        if (at.what != LayoutNode::What::Layer)
            path.steps.push_back(at.what == LayoutNode::What::Element ? at.element : std::uint32_t{at.field});
        node = at.parent;
    }
    std::ranges::reverse(path.steps);
    return path;
}

std::vector<std::uint32_t> Layout::layers() const
{
    std::vector<std::uint32_t> found;
    for (std::size_t i = 0; i < nodes.size(); i = std::max<std::size_t>(nodes[i].next, i + 1))
        if (nodes[i].what == LayoutNode::What::Layer)
            found.push_back(static_cast<std::uint32_t>(i));
    return found;
}

std::int32_t Layout::layerNode(std::size_t layer) const
{
    for (std::size_t i = 0; i < nodes.size(); i = std::max<std::size_t>(nodes[i].next, i + 1))
        if (nodes[i].what == LayoutNode::What::Layer && nodes[i].layer == layer)
            return static_cast<std::int32_t>(i);
    return -1;
}

std::string nodePathText(const Protocols& protocols, const Layout& layout, std::int32_t node)
{
    std::string out;
    while (node >= 0 && static_cast<std::size_t>(node) < layout.nodes.size()) {
        const LayoutNode& at = layout.nodes[static_cast<std::size_t>(node)];
        if (at.what == LayoutNode::What::Layer)
            return layerText(protocols, layout, at) + out;
        if (at.what == LayoutNode::What::Element)
            out = "[" + std::to_string(at.element) + "]" + out;
        else
            out = "." + protocols[at.protocol].fields[at.field].name + out;
        node = at.parent;
    }
    return out;
}

} // namespace fw
