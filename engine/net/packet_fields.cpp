#include "engine/net/packet_fields.h"

#include "engine/packet/build.h"

#include <algorithm>

namespace fw {
namespace {

void setField(const Protocols& protocols, Layer& layer, std::string_view field, Value value)
{
    const FieldIndex index = protocols[layer.protocol].find(field);
    if (index < layer.fields.size())
        layer.fields[index] = {SlotState::Explicit, std::move(value)};
}

} // namespace

PacketMaker& PacketMaker::layer(std::string_view protocol)
{
    if (const ProtocolDesc* found = m_protocols.find(protocol))
        m_draft.layers.push_back(makeLayer(m_protocols, found->id));
    return *this;
}

PacketMaker& PacketMaker::set(std::string_view field, Value value)
{
    if (!m_draft.layers.empty())
        setField(m_protocols, m_draft.layers.back(), field, std::move(value));
    return *this;
}

PacketMaker& PacketMaker::payload(Bytes bytes)
{
    if (!bytes.empty())
        m_draft.layers.push_back(rawLayer(m_protocols, toBuffer(bytes)));
    return *this;
}

Buffer PacketMaker::bytes() const
{
    return buildBytes(m_protocols, m_draft);
}

Value makeStruct(const Protocols& protocols, std::string_view name, std::vector<std::pair<std::string_view, Value>> fields)
{
    const ProtocolDesc* found = protocols.find(name);
    if (found == nullptr)
        return {};
    auto layer = std::make_shared<Layer>(makeLayer(protocols, found->id));
    for (auto& [field, value] : fields)
        setField(protocols, *layer, field, std::move(value));
    return Value(LayerPtr(std::move(layer)));
}

PacketFields::PacketFields(const Protocols& protocols, Bytes frame, std::uint32_t linkType)
    : m_protocols(protocols), m_dissection(dissect(protocols, frame, linkType))
{
}

const Layer* PacketFields::layer(std::string_view protocol) const
{
    const auto& layers = m_dissection.draft.layers;
    const auto found = std::ranges::find_if(layers, [&](const Layer& l) { return m_protocols[l.protocol].name == protocol; });
    return found == layers.end() ? nullptr : &*found;
}

std::optional<std::int64_t> PacketFields::number(std::string_view protocol, std::string_view field) const
{
    const Value* found = value(protocol, field);
    return found != nullptr && found->integer() != nullptr ? std::optional(*found->integer()) : std::nullopt;
}

Buffer PacketFields::bytes(std::string_view protocol, std::string_view field) const
{
    const Value* found = value(protocol, field);
    return found != nullptr && found->bytes() != nullptr ? *found->bytes() : Buffer{};
}

const Value* PacketFields::value(std::string_view protocol, std::string_view field) const
{
    const Layer* found = layer(protocol);
    return found != nullptr ? fieldValue(m_protocols, *found, field) : nullptr;
}

std::size_t PacketFields::offsetOf(std::string_view protocol) const
{
    const auto& layers = m_dissection.draft.layers;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (m_protocols[layers[i].protocol].name == protocol)
            if (const std::int32_t node = m_dissection.layout.layerNode(i); node >= 0)
                return m_dissection.layout.nodes[static_cast<std::size_t>(node)].bitOffset / 8;
    return m_dissection.layout.bytes.size();
}

const Value* fieldValue(const Protocols& protocols, const Layer& layer, std::string_view field)
{
    const FieldIndex index = protocols[layer.protocol].find(field);
    return index < layer.fields.size() && !layer.fields[index].value.isNone() ? &layer.fields[index].value : nullptr;
}

} // namespace fw
