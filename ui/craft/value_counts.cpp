#include "ui/craft/value_counts.h"

namespace fw::ui {
namespace {

void countValues(const Layer& layer, std::vector<std::uint64_t>& counts);

void countValues(const Value& value, std::vector<std::uint64_t>& counts)
{
    if (const ValueSet* set = value.set()) {
        if (set->count() > 1)
            counts.push_back(set->count());
    } else if (const Layer* layer = value.layer()) {
        countValues(*layer, counts);
    } else if (const ValueList* list = value.list()) {
        for (const Value& item : list->items)
            countValues(item, counts);
    }
}

void countValues(const Layer& layer, std::vector<std::uint64_t>& counts)
{
    for (const Slot& slot : layer.fields)
        countValues(slot.value, counts);
}

} // namespace

std::vector<std::uint64_t> valueCounts(const Draft& draft)
{
    std::vector<std::uint64_t> counts;
    for (const Layer& layer : draft.layers)
        countValues(layer, counts);
    return counts;
}

} // namespace fw::ui
