#include "app/cli/host_names.h"

#include <algorithm>

namespace fw::cli {
namespace {

// Names are typed one by one, so a set that holds any is short.
constexpr std::uint64_t maxMembers = 4096;

void collect(const Value& value, std::vector<std::string>& names);

void collect(const Layer& layer, std::vector<std::string>& names)
{
    for (const auto& slot : layer.fields)
        collect(slot.value, names);
}

void collect(const std::vector<Value>& items, std::vector<std::string>& names)
{
    for (const auto& item : items)
        collect(item, names);
}

void collectSet(const ValueSet& set, std::vector<std::string>& names)
{
    for (std::uint64_t i = 0; i < std::min(set.count(), maxMembers); ++i)
        collect(set.at(i), names);
}

void collect(const Value& value, std::vector<std::string>& names)
{
    if (const auto* name = value.hostName(); name && std::ranges::find(names, name->text) == names.end())
        names.push_back(name->text);
    if (const auto* list = value.list())
        collect(list->items, names);
    if (const auto* tuple = value.tuple())
        collect(tuple->items, names);
    if (const auto* layer = value.layer())
        collect(*layer, names);
    if (const auto* set = value.set())
        collectSet(*set, names);
}

} // namespace

std::vector<std::string> hostNamesIn(const Draft& draft)
{
    std::vector<std::string> names;
    for (const auto& layer : draft.layers)
        collect(layer, names);
    return names;
}

} // namespace fw::cli
