#include "engine/packet/expand.h"

#include "engine/packet/sets.h"

#include <algorithm>

namespace fw {
namespace {

std::uint64_t countOf(std::span<const Value> items)
{
    std::uint64_t count = 1;
    for (const Value& item : items)
        count = timesSaturating(count, valueCount(item));
    return count;
}

/// Takes one axis' share off the running index.
Value take(const Value& value, std::uint64_t& index)
{
    const std::uint64_t count = valueCount(value);
    const std::uint64_t share = index % count;
    index /= count;
    return valueAt(value, share);
}

void takeItems(std::vector<Value>& items, std::uint64_t index)
{
    for (std::size_t i = items.size(); i-- > 0;) // The first element is the outermost loop.
        if (holdsSet(items[i]))
            items[i] = take(items[i], index);
}

/// The slots of a layer that vary, innermost loop first: structures inside its fields, then its own sets, each in field order.
std::vector<std::size_t> axesOf(const Layer& layer)
{
    std::vector<std::size_t> axes;
    for (const bool own : {false, true})
        for (std::size_t i = 0; i < layer.fields.size(); ++i)
            if (fw::holdsSet(layer.fields[i].value) && (layer.fields[i].value.set() != nullptr) == own)
                axes.push_back(i);
    return axes;
}

void takeLayer(Layer& layer, std::uint64_t& index)
{
    for (const std::size_t axis : axesOf(layer))
        layer.fields[axis].value = take(layer.fields[axis].value, index);
}

} // namespace

bool holdsSet(const Value& value)
{
    if (value.set() != nullptr)
        return true;
    const auto holds = [](const Value& item) { return holdsSet(item); };
    if (const ValueList* list = value.list())
        return std::ranges::any_of(list->items, holds);
    if (const ValueTuple* tuple = value.tuple())
        return std::ranges::any_of(tuple->items, holds);
    return value.layer() != nullptr && std::ranges::any_of(value.layer()->fields, [](const Slot& slot) { return holdsSet(slot.value); });
}

std::uint64_t valueCount(const Value& value)
{
    if (const ValueSet* set = value.set())
        return std::max<std::uint64_t>(set->count(), 1);
    if (const ValueList* list = value.list())
        return countOf(list->items);
    if (const ValueTuple* tuple = value.tuple())
        return countOf(tuple->items);
    std::uint64_t count = 1;
    if (const Layer* layer = value.layer())
        for (const Slot& slot : layer->fields)
            count = timesSaturating(count, valueCount(slot.value));
    return count;
}

Value valueAt(const Value& value, std::uint64_t index)
{
    if (const ValueSet* set = value.set())
        return drawnFrom(*set, index);
    if (!holdsSet(value))
        return value;
    if (const Layer* layer = value.layer()) {
        auto one = std::make_shared<Layer>(*layer);
        takeLayer(*one, index);
        one->original.reset();
        return Value(LayerPtr(std::move(one)));
    }
    Value one = value;
    if (auto* list = std::get_if<ValueList>(&one.data))
        takeItems(list->items, index);
    else if (auto* tuple = std::get_if<ValueTuple>(&one.data))
        takeItems(tuple->items, index);
    return one;
}

std::uint64_t packetCount(const Draft& draft)
{
    std::uint64_t count = 1;
    for (const Layer& layer : draft.layers)
        for (const Slot& slot : layer.fields)
            count = timesSaturating(count, valueCount(slot.value));
    return count;
}

std::vector<Loop> loopsOf(const Draft& draft)
{
    std::vector<Loop> loops;
    for (std::size_t i = draft.layers.size(); i-- > 0;) // The outermost layer is the outermost loop.
        for (const std::size_t field : axesOf(draft.layers[i]))
            loops.push_back({i, static_cast<FieldIndex>(field)});
    return loops;
}

Draft expanded(const Draft& draft, std::uint64_t index)
{
    return expanded(draft, loopsOf(draft), index);
}

Draft expanded(const Draft& draft, std::span<const Loop> loops, std::uint64_t index)
{
    Draft one = draft;
    for (const Loop& loop : loops) {
        Layer& layer = one.layers[loop.layer];
        layer.fields[loop.field].value = take(layer.fields[loop.field].value, index);
        layer.original.reset();
    }
    return one;
}

void expand(const Draft& draft, const std::function<bool(const Draft&)>& use)
{
    const std::uint64_t count = packetCount(draft);
    for (std::uint64_t index = 0; index < count; ++index)
        if (!use(expanded(draft, index)))
            return;
}

} // namespace fw
