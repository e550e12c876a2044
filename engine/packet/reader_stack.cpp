// A packet inside a field: its layers become the elements of a list.
#include "engine/packet/reader.h"

namespace fw {

Value Reader::readStack(ReadScope& scope, TypeId element, FieldIndex index, std::size_t end, std::int32_t node)
{
    ValueList list;
    const std::size_t from = scope.at();
    const Bytes area = m_frame.subspan(from, end - from);
    scope.bitAt = end * 8;
    if (area.empty())
        return Value(std::move(list));
    DissectOptions options = m_options;
    options.maxPackets = m_options.maxPackets == 0 ? 0 : m_options.maxPackets - 1;
    options.maxNodes = m_options.maxNodes - std::min(m_options.maxNodes, m_layout.nodes.size());
    options.maxDepth = m_options.maxDepth - std::min(m_options.maxDepth, m_depth);
    // Too deep: what is left is one run of bytes.
    options.first = m_options.maxPackets == 0 ? m_protocols.raw() : m_protocols.type(element).structure;
    Dissection inside = dissectInside(m_protocols, area, options, reads);
    for (Layer& layer : inside.draft.layers)
        list.items.push_back(Value(std::make_shared<const Layer>(std::move(layer))));
    const auto base = static_cast<std::int32_t>(m_layout.nodes.size());
    for (LayoutNode& row : inside.layout.nodes) {
        if (row.what == LayoutNode::What::Layer) {
            row.what = LayoutNode::What::Element;
            row.field = index;
            row.element = row.layer;
            row.type = element;
        }
        row.parent = row.parent < 0 ? node : row.parent + base;
        row.next += static_cast<std::uint32_t>(base);
        row.layer = layerNumber;
        shift(row, from * 8);
        m_layout.nodes.push_back(std::move(row));
    }
    for (LayoutNote& found : inside.layout.notes)
        note(found.code, found.level, static_cast<std::int32_t>(found.node) + base, found.offset + from, std::move(found.detail));
    return Value(std::move(list));
}

} // namespace fw
