/// Packets that were read, as if every value in them had been typed.
#pragma once

#include "engine/packet/draft.h"

namespace fw::test {

[[nodiscard]] Value asEdited(const Value& value);

/// Without the bytes it came from, so that it is built from its values.
[[nodiscard]] inline Layer asEdited(Layer layer)
{
    layer.original.reset();
    for (Slot& slot : layer.fields)
        slot.value = asEdited(slot.value);
    return layer;
}

inline Value asEdited(const Value& value)
{
    const auto all = [](auto copy) {
        for (Value& item : copy.items)
            item = asEdited(item);
        return Value(std::move(copy));
    };
    if (const Layer* layer = value.layer())
        return std::make_shared<const Layer>(asEdited(*layer));
    if (const ValueList* list = value.list())
        return all(*list);
    if (const ValueTuple* tuple = value.tuple())
        return all(*tuple);
    return value;
}

[[nodiscard]] inline Draft asEdited(Draft draft)
{
    for (Layer& layer : draft.layers)
        layer = asEdited(std::move(layer));
    return draft;
}

} // namespace fw::test
