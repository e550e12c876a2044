#include "engine/protocol/value.h"

namespace fw {

bool ValueList::operator==(const ValueList& other) const { return items == other.items; }
bool ValueTuple::operator==(const ValueTuple& other) const { return items == other.items; }

const Layer* Value::layer() const
{
    const auto* pointer = std::get_if<LayerPtr>(&data);
    return pointer != nullptr ? pointer->get() : nullptr;
}

const ValueSet* Value::set() const
{
    const auto* pointer = std::get_if<ValueSetPtr>(&data);
    return pointer != nullptr ? pointer->get() : nullptr;
}

bool Value::operator==(const Value& other) const
{
    if (const Layer* mine = layer(); mine != nullptr && other.layer() != nullptr)
        return *mine == *other.layer();
    if (const ValueSet* mine = set(); mine != nullptr && other.set() != nullptr)
        return mine->equals(*other.set());
    return data == other.data;
}

} // namespace fw
