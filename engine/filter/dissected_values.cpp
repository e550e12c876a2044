// Values of a packet that has to be dissected for them, and whether it has to be.
#include "engine/filter/packet_values.h"
#include "engine/packet/node_values.h"

#include <algorithm>

namespace fw::filter {

bool PacketValues::structureHolds(const Source& source, ProtocolId structure, std::vector<ProtocolId>& seen) const
{
    if (structure == noProtocol || std::ranges::find(seen, structure) != seen.end())
        return false;
    seen.push_back(structure);
    if (!source.in(structure).empty())
        return true;
    const ProtocolDesc& desc = m_protocols[structure];
    return std::ranges::any_of(desc.fields, [&](const FieldDesc& field) { return (field.stack ? stackHolds(source, field.type, seen) : typeHolds(source, field.type, seen)); })
        || std::ranges::any_of(desc.extensions, [&](const auto& extension) { return structureHolds(source, extension.use, seen); })
        || std::ranges::any_of(desc.variants, [&](const auto& variant) { return structureHolds(source, variant.use, seen); });
}

bool PacketValues::typeHolds(const Source& source, TypeId id, std::vector<ProtocolId>& seen) const
{
    if (id == noType)
        return false;
    const TypeDesc& type = m_protocols.type(id);
    const auto holds = [&](TypeId part) { return typeHolds(source, part, seen); };
    switch (type.kind) {
    case Kind::Struct: return structureHolds(source, type.structure, seen);
    case Kind::List: return holds(type.element);
    case Kind::Switch: return std::ranges::any_of(type.cases, [&](const SwitchCase& one) { return holds(one.type); });
    case Kind::Tlv: return std::ranges::any_of(m_protocols.tlv(type.tlv).cases, [&](const auto& entry) { return std::ranges::any_of(entry.second.parts, holds); });
    default: return false;
    }
}

/// A packet inside a field: whatever may stand on its first layer.
bool PacketValues::stackHolds(const Source& source, TypeId id, std::vector<ProtocolId>& seen) const
{
    const TypeDesc& type = m_protocols.type(id);
    const ProtocolId first = type.kind == Kind::List ? m_protocols.type(type.element).structure : type.structure;
    if (first == noProtocol || structureHolds(source, first, seen))
        return true;
    std::vector<ProtocolId> uppers{first};
    for (std::size_t i = 0; i < uppers.size(); ++i) {
        const ProtocolDesc& lower = m_protocols[uppers[i]];
        if (lower.payload.rule == PayloadDesc::Rule::Table || !m_protocols.heuristicsOver(lower.id).empty())
            return true;
        const auto add = [&](ProtocolId upper) {
            if (upper != noProtocol && std::ranges::find(uppers, upper) == uppers.end())
                uppers.push_back(upper);
        };
        add(lower.payload.use);
        for (const PayloadCase& one : lower.payload.cases)
            add(one.use);
        for (const auto& direct : m_protocols.boundTo(lower.id))
            add(direct.upper);
    }
    return std::ranges::any_of(uppers, [&](ProtocolId upper) { return structureHolds(source, upper, seen); });
}

bool PacketValues::mayHold(State& state, ProtocolId protocol) const
{
    std::int8_t& known = state.holds[protocol];
    if (known < 0) {
        std::vector<ProtocolId> seen{protocol};
        const ProtocolDesc& desc = m_protocols[protocol];
        known = std::ranges::any_of(desc.fields, [&](const FieldDesc& field) {
            return field.stack ? stackHolds(*state.source, field.type, seen) : typeHolds(*state.source, field.type, seen);
        });
    }
    return known != 0;
}

/// Behind a layer that the walk gave all that was left.
bool PacketValues::mayFollow(State& state, ProtocolId protocol) const
{
    std::int8_t& known = state.follows[protocol];
    if (known < 0) {
        const ProtocolDesc& desc = m_protocols[protocol];
        const bool isLast = (desc.payload.rule == PayloadDesc::Rule::Raw || desc.payload.rule == PayloadDesc::Rule::None) && m_protocols.boundTo(protocol).empty()
            && m_protocols.heuristicsOver(protocol).empty();
        const Source& source = *state.source;
        known = !isLast || !source.in(m_protocols.raw()).empty() || !source.in(m_protocols.padding()).empty() || (desc.repeat && !source.in(protocol).empty());
    }
    return known != 0;
}

void PacketValues::readDissection(const Source& source, Values& out)
{
    const Layout& layout = dissection().layout;
    std::size_t end = 0;
    for (const LayoutNode& node : layout.nodes)
        if (node.what == LayoutNode::What::Layer && node.protocol != m_protocols.padding())
            end = std::max(end, static_cast<std::size_t>((node.bitOffset + node.bits) / 8));
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        const LayoutNode& node = layout.nodes[i];
        const auto layer = static_cast<std::uint16_t>(node.layer);
        if (node.protocol == noProtocol || node.absent)
            continue;
        if (source.what != Source::What::Field) {
            const bool isWhole = node.what == LayoutNode::What::Layer || (node.what == LayoutNode::What::Element && m_protocols[node.protocol].isStruct);
            // A structure in a field that is no list has only its fields to tell of it.
            const bool isFirstField = node.what == LayoutNode::What::Field && node.parent >= 0 && static_cast<std::size_t>(node.parent) + 1 == i
                && layout.nodes[static_cast<std::size_t>(node.parent)].what == LayoutNode::What::Field;
            if ((!isWhole && !isFirstField) || source.in(node.protocol).empty())
                continue;
            const LayoutNode& whole = isWhole ? node : layout.nodes[static_cast<std::size_t>(node.parent)];
            const auto from = static_cast<std::size_t>(whole.bitOffset / 8);
            const auto headerEnd = static_cast<std::size_t>((whole.bitOffset + whole.bits) / 8);
            const bool isLayer = node.what == LayoutNode::What::Layer && node.protocol != m_protocols.padding();
            Item item = areaOf(source, from, headerEnd, isLayer ? end : headerEnd);
            item.layer = layer;
            item.protocol = node.protocol;
            out.push_back(item);
            continue;
        }
        if (node.what != LayoutNode::What::Field)
            continue;
        for (const Target& target : source.in(node.protocol))
            if (target.field == node.field)
                follow(i, target.steps, source, layer, out);
    }
}

void PacketValues::follow(std::size_t index, std::span<const Step> steps, const Source& source, std::uint16_t layer, Values& out)
{
    const Layout& layout = m_dissection->layout;
    if (steps.empty()) {
        emitNode(index, source, layer, out);
        return;
    }
    const Step& step = steps.front();
    if (step.what == Step::What::Flags) {
        if (const std::int64_t* number = layout.nodes[index].value.integer()) {
            Item item = Item::of(Wide{(static_cast<std::uint64_t>(*number) & step.number) != 0});
            item.layer = layer;
            item.protocol = layout.nodes[index].protocol;
            out.push_back(item);
        }
        return;
    }
    for (const std::size_t child : nodeChildren(layout, index)) {
        const LayoutNode& node = layout.nodes[child];
        const bool isElement = node.what == LayoutNode::What::Element;
        if (node.absent)
            continue;
        if (step.what == Step::What::Element) {
            if (isElement && node.element == step.number)
                follow(child, steps.subspan(1), source, layer, out);
        } else if (step.what == Step::What::Option) {
            if (isElement)
                emitOption(child, steps, source, layer, out);
        } else if (isElement) {
            follow(child, steps, source, layer, out);
        } else if (node.what == LayoutNode::What::Field && m_protocols[node.protocol].fields[node.field].name == step.name) {
            follow(child, steps.subspan(1), source, layer, out);
        }
    }
}

/// A list is all of its elements, a structure its bytes.
void PacketValues::emitNode(std::size_t index, const Source& source, std::uint16_t layer, Values& out)
{
    const Layout& layout = m_dissection->layout;
    const LayoutNode& node = layout.nodes[index];
    if (!node.value.isNone()) {
        emitValue(node.value, node, source, layer, out);
        return;
    }
    const auto children = nodeChildren(layout, index);
    if (!children.empty() && layout.nodes[children.front()].what == LayoutNode::What::Element) {
        for (const std::size_t child : children)
            emitNode(child, source, layer, out);
        return;
    }
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(node.bitOffset / 8), m_frame.size());
    Item item = Item::of(m_frame.subspan(from, std::min<std::size_t>(static_cast<std::size_t>(node.bits / 8), m_frame.size() - from)));
    item.layer = layer;
    item.protocol = node.protocol;
    out.push_back(item);
}

void PacketValues::emitValue(const Value& value, const LayoutNode& node, const Source& source, std::uint16_t layer, Values& out)
{
    Item item;
    item.layer = layer;
    item.protocol = node.protocol;
    if (const std::int64_t* number = value.integer()) {
        const bool isUnsigned = node.type == noType || !m_protocols.type(node.type).isSigned;
        item.number = isUnsigned && node.bits == 64 ? Wide{static_cast<std::uint64_t>(*number)} : Wide{*number};
    } else if (const double* real = value.real()) {
        item.kind = Item::Kind::Real;
        item.real = static_cast<long double>(*real);
    } else if (const Buffer* bytes = value.bytes()) {
        item.kind = Item::Kind::Octets;
        item.bytes = *bytes;
        if (source.plainNames && bytes->size() > 1 && bytes->back() == '.' && node.type != noType && m_protocols.type(node.type).kind == Kind::Codec)
            item.bytes = Bytes(*bytes).first(bytes->size() - 1);
    } else {
        const auto all = [&](const std::vector<Value>& items) {
            for (const Value& one : items)
                emitValue(one, node, source, layer, out);
        };
        if (const ValueList* list = value.list())
            all(list->items);
        else if (const ValueTuple* tuple = value.tuple())
            all(tuple->items);
        return;
    }
    out.push_back(item);
}

/// What an option of this tag holds; of one that holds nothing, no bytes.
void PacketValues::emitOption(std::size_t index, std::span<const Step> steps, const Source& source, std::uint16_t layer, Values& out)
{
    const LayoutNode& node = m_dissection->layout.nodes[index];
    const ValueTuple* tuple = node.value.tuple();
    const std::int64_t* bare = node.value.integer();
    const std::int64_t* found = tuple != nullptr && !tuple->items.empty() ? tuple->items.front().integer() : bare;
    if (found == nullptr || static_cast<std::uint64_t>(*found) != steps.front().number)
        return;
    std::span<const Value> parts;
    if (tuple != nullptr)
        parts = std::span(tuple->items).subspan(1);
    if (parts.size() == 1 && parts.front().tuple() != nullptr)
        parts = parts.front().tuple()->items;
    else if (parts.size() == 1 && parts.front().list() != nullptr)
        parts = parts.front().list()->items;
    const std::size_t before = out.size();
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (steps.size() == 1 || steps[1].number == i)
            emitValue(parts[i], node, source, layer, out);
    if (out.size() == before && steps.size() == 1) {
        Item item = Item::of(Bytes());
        item.layer = layer;
        out.push_back(item);
    }
}

} // namespace fw::filter
