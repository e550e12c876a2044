#include "engine/packet/draft.h"

namespace fw {

namespace {

Slot releasedSlot(const Protocols& protocols, const FieldDesc& field, Slot slot);

/// A field's value may hold structures that have lengths and checksums of their own.
Value releasedValue(const Protocols& protocols, const Value& value);

Layer releasedLayer(const Protocols& protocols, Layer layer)
{
    const auto& fields = protocols[layer.protocol].fields;
    bool changed = false;
    for (std::size_t i = 0; i < layer.fields.size() && i < fields.size(); ++i) {
        Slot slot = releasedSlot(protocols, fields[i], layer.fields[i]);
        changed = changed || slot != layer.fields[i];
        layer.fields[i] = std::move(slot);
    }
    if (changed) {
        layer.original.reset();
        layer.originalTrailer = 0;
    }
    return layer;
}

Value releasedValue(const Protocols& protocols, const Value& value)
{
    if (const Layer* layer = value.layer())
        return std::make_shared<const Layer>(releasedLayer(protocols, *layer));
    const ValueList* list = value.list();
    if (list == nullptr)
        return value;
    ValueList out;
    for (const Value& item : list->items)
        out.items.push_back(releasedValue(protocols, item));
    return out;
}

Slot releasedSlot(const Protocols& protocols, const FieldDesc& field, Slot slot)
{
    const bool isSet = slot.state == SlotState::Explicit || slot.state == SlotState::Dissected;
    if (!isSet)
        return slot;
    if (field.automatic != 0)
        return {};
    return {slot.state, releasedValue(protocols, slot.value)};
}

} // namespace

Layer makeLayer(const Protocols& protocols, ProtocolId protocol)
{
    Layer layer;
    layer.protocol = protocol;
    layer.fields.resize(protocols[protocol].fields.size());
    return layer;
}

Layer rawLayer(const Protocols& protocols, Buffer load)
{
    Layer layer = makeLayer(protocols, protocols.raw());
    if (!layer.fields.empty())
        layer.fields[0] = {SlotState::Explicit, std::move(load)};
    return layer;
}

Draft released(const Protocols& protocols, Draft draft)
{
    for (Layer& layer : draft.layers)
        layer = releasedLayer(protocols, std::move(layer));
    return draft;
}

} // namespace fw
