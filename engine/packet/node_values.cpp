#include "engine/packet/node_values.h"

#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

#include <algorithm>

namespace fw {

namespace {

Slot slotOf(const Protocols& protocols, const Layout& layout, std::size_t node)
{
    const LayoutNode& field = layout.nodes[node];
    if (field.absent)
        return {SlotState::Absent, {}};
    const bool isDissected = field.origin == Origin::Dissected;
    return {isDissected ? SlotState::Dissected : SlotState::Explicit, nodeValue(protocols, layout, node)};
}

std::string elementText(ValueWriter& writer, const Protocols& protocols, const Layout& layout, const LayoutNode& node, const Value& value)
{
    const TypeId listType = layout.nodes[static_cast<std::size_t>(node.parent)].type;
    const TypeDesc* list = listType != noType ? &protocols.type(listType) : nullptr;
    if (list != nullptr && list->kind == Kind::Tlv)
        return writer.tlvElement(node.field, protocols.tlv(list->tlv), value);
    return writer.ofType(node.field, node.type, value);
}

} // namespace

std::vector<std::size_t> nodeChildren(const Layout& layout, std::size_t node)
{
    std::vector<std::size_t> children;
    const std::size_t end = std::min<std::size_t>(layout.nodes[node].next, layout.nodes.size());
    for (std::size_t child = node + 1; child < end; child = std::max<std::size_t>(layout.nodes[child].next, child + 1))
        children.push_back(child);
    return children;
}

std::optional<Layer> nodeLayer(const Protocols& protocols, const Layout& layout, std::size_t node)
{
    const LayoutNode& whole = layout.nodes[node];
    const auto children = nodeChildren(layout, node);
    const bool holdsFields = !children.empty() && layout.nodes[children[0]].what == LayoutNode::What::Field;
    if (whole.what == LayoutNode::What::Field && !holdsFields)
        return std::nullopt;
    const ProtocolId protocol = holdsFields ? layout.nodes[children[0]].protocol : whole.protocol;
    if (protocol == noProtocol)
        return std::nullopt;
    Layer layer = completed(protocols, Layer{protocol, {}, std::nullopt, 0});
    std::ranges::fill(layer.fields, Slot{SlotState::Absent, {}});
    for (const std::size_t child : children)
        if (layout.nodes[child].field < layer.fields.size())
            layer.fields[layout.nodes[child].field] = slotOf(protocols, layout, child);
    return layer;
}

Value nodeValue(const Protocols& protocols, const Layout& layout, std::size_t node)
{
    if (!layout.nodes[node].value.isNone())
        return layout.nodes[node].value;
    const auto children = nodeChildren(layout, node);
    if (children.empty() || layout.nodes[children[0]].what == LayoutNode::What::Field) {
        auto layer = nodeLayer(protocols, layout, node);
        return layer ? Value(std::make_shared<const Layer>(std::move(*layer))) : layout.nodes[node].value;
    }
    ValueList list;
    for (const std::size_t child : children)
        list.items.push_back(nodeValue(protocols, layout, child));
    return list;
}

std::string nodeText(const Protocols& protocols, const Layout& layout, std::int32_t index)
{
    if (index < 0 || static_cast<std::size_t>(index) >= layout.nodes.size())
        return {};
    const auto at = static_cast<std::size_t>(index);
    const LayoutNode& node = layout.nodes[at];
    if (node.what == LayoutNode::What::Layer || node.absent || node.parent < 0)
        return {};
    // An element belongs to the structure that its list is a field of.
    auto owner = static_cast<std::size_t>(node.parent);
    if (node.what == LayoutNode::What::Element && layout.nodes[owner].parent >= 0)
        owner = static_cast<std::size_t>(layout.nodes[owner].parent);
    const auto layer = nodeLayer(protocols, layout, owner);
    if (!layer || node.field >= layer->fields.size())
        return {};
    FieldScope scope = FieldScope::alone(protocols, *layer);
    ValueWriter writer(scope);
    const Value value = nodeValue(protocols, layout, at);
    if (node.what == LayoutNode::What::Element)
        return elementText(writer, protocols, layout, node, value);
    return node.type != noType ? writer.ofType(node.field, node.type, value) : writer.field(node.field, value);
}

} // namespace fw
