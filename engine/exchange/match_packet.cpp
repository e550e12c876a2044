#include "engine/exchange/match_packet.h"

#include <algorithm>

namespace fw {
namespace {

MatchLayer readLayer(const Layout& layout, std::uint32_t node)
{
    MatchLayer layer;
    layer.protocol = layout.nodes[node].protocol;
    for (std::uint32_t i = node + 1; i < layout.nodes[node].next; i = std::max(layout.nodes[i].next, i + 1)) {
        const LayoutNode& field = layout.nodes[i];
        if (field.what == LayoutNode::What::Field && !field.absent && !field.value.isNone())
            layer.values.emplace_back(field.field, field.value);
    }
    return layer;
}

} // namespace

const Value* MatchLayer::find(FieldIndex field) const
{
    const auto found = std::ranges::find(values, field, &std::pair<FieldIndex, Value>::first);
    return found == values.end() ? nullptr : &found->second;
}

MatchPacket matchPacket(const Protocols& protocols, const Layout& layout, std::size_t first)
{
    MatchPacket packet;
    const std::vector<std::uint32_t> nodes = layout.layers();
    std::uint64_t end = layout.bytes.size();
    for (const std::uint32_t node : nodes)
        if (protocols[layout.nodes[node].protocol].isPadding)
            end = std::min(end, layout.nodes[node].bitOffset / 8);
    for (std::size_t i = first; i < nodes.size(); ++i) {
        packet.layers.push_back(readLayer(layout, nodes[i]));
        const std::uint64_t above = i + 1 < nodes.size() ? layout.nodes[nodes[i + 1]].bitOffset / 8 : end;
        packet.layers.back().payloadLength = static_cast<std::uint32_t>(end - std::min(end, above));
    }
    return packet;
}

namespace {

/// Bytes that are not there are no bytes; other fields have no value then.
ExprValue missing(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field)
{
    const bool isBytes = field < protocol.fields.size() && protocols.type(protocol.fields[field].type).kind == Kind::Octets;
    return isBytes ? ExprValue::text({}) : ExprValue::unknown();
}

ExprValue fieldOf(const Protocols& protocols, const MatchLayer& layer, FieldIndex field)
{
    const Value* value = layer.find(field);
    return value != nullptr ? ExprValue::from(*value) : missing(protocols, protocols[layer.protocol], field);
}

} // namespace

ExprValue fieldOf(const Protocols& protocols, const MatchLayer& layer, const std::string& fieldName)
{
    return fieldOf(protocols, layer, protocols[layer.protocol].find(fieldName));
}

std::size_t quotedLayer(const Protocols& protocols, const MatchPacket& packet, std::size_t from)
{
    while (from < packet.layers.size() && !protocols[packet.layers[from].protocol].isQuotedForm())
        ++from;
    return from;
}

ExprValue MatchScope::field(std::uint16_t index)
{
    return fieldOf(m_protocols, self(), index);
}

ExprValue MatchScope::outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName)
{
    if (owner == ExprOwner::Lower)
        return lower(layerName, fieldName);
    if (owner != ExprOwner::Request || m_request == nullptr)
        return ExprValue::unknown();
    if (fieldName == "payload_length")
        return ExprValue::integer(m_request->payloadLength);
    return fieldOf(m_protocols, *m_request, fieldName);
}

ExprValue MatchScope::lower(const std::string& layerName, const std::string& fieldName) const
{
    for (std::size_t i = m_layer; i-- > 0;)
        if (layerName.empty() || nameOf(i) == layerName)
            return fieldOf(m_protocols, m_reply.layers[i], fieldName);
    return ExprValue::unknown();
}

ExprValue MatchScope::sizeOfArea(ExprArea area)
{
    return area == ExprArea::Payload ? ExprValue::integer(self().payloadLength) : ExprValue::unknown();
}

ExprValue MatchScope::ask(ExprCall call, std::int64_t argument, const std::string& name)
{
    const std::size_t count = m_reply.layers.size();
    switch (call) {
    case ExprCall::IcmpError:
        return ExprValue::integer(quotedLayer(m_protocols, m_reply, m_layer + 1) < count);
    case ExprCall::LowerIs:
        return ExprValue::integer(m_layer > 0 && nameOf(m_layer - 1) == name);
    case ExprCall::Has:
        return ExprValue::integer(std::ranges::any_of(m_reply.layers, [&](const MatchLayer& layer) { return m_protocols[layer.protocol].name == name; }));
    case ExprCall::Present:
        return ExprValue::integer(self().find(static_cast<FieldIndex>(argument)) != nullptr);
    default:
        return ExprValue::unknown();
    }
}

} // namespace fw
