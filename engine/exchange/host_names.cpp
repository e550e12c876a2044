#include "engine/exchange/host_names.h"

#include <algorithm>

namespace fw {
namespace {

class Collector {
public:
    explicit Collector(const Protocols& protocols) : m_protocols(protocols) {}

    void visit(const Layer& layer)
    {
        const auto& fields = m_protocols[layer.protocol].fields;
        for (std::size_t i = 0; i < layer.fields.size() && i < fields.size(); ++i)
            visit(layer.fields[i].value, m_protocols.type(fields[i].type).kind == Kind::Ipv6 ? 6 : 4);
    }

    std::vector<NameWanted> take() { return std::move(m_found); }

private:
    void visit(const Value& value, int family)
    {
        if (const HostName* name = value.hostName())
            note({name->text, family});
        else if (const ValueList* list = value.list())
            std::ranges::for_each(list->items, [&](const Value& item) { visit(item, family); });
        else if (const ValueTuple* tuple = value.tuple())
            std::ranges::for_each(tuple->items, [&](const Value& item) { visit(item, family); });
        else if (const Layer* structure = value.layer())
            visit(*structure);
    }

    void note(NameWanted wanted)
    {
        if (std::ranges::find(m_found, wanted) == m_found.end())
            m_found.push_back(std::move(wanted));
    }

    const Protocols& m_protocols;
    std::vector<NameWanted> m_found;
};

bool isSet(const Value& value);

bool holdsSet(const Layer& layer)
{
    return std::ranges::any_of(layer.fields, [](const Slot& slot) { return isSet(slot.value); });
}

bool isSet(const Value& value)
{
    if (const ValueList* list = value.list())
        return std::ranges::any_of(list->items, isSet);
    if (const ValueTuple* tuple = value.tuple())
        return std::ranges::any_of(tuple->items, isSet);
    return value.set() != nullptr || (value.layer() != nullptr && holdsSet(*value.layer()));
}

} // namespace

std::vector<NameWanted> hostNames(const Protocols& protocols, const std::vector<Draft>& packets)
{
    Collector collector(protocols);
    for (const Draft& draft : packets)
        for (const Layer& layer : draft.layers)
            collector.visit(layer);
    return collector.take();
}

bool hasSets(const Draft& draft)
{
    return std::ranges::any_of(draft.layers, holdsSet);
}

} // namespace fw
