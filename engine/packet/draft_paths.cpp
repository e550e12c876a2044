// Where a field is, as text and as a place in a draft.
#include "engine/packet/draft_paths.h"

#include <charconv>

namespace fw {

namespace {

std::optional<std::size_t> takeNumber(std::string_view& text)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

std::string_view takeName(std::string_view& text, std::string_view ends)
{
    const std::size_t end = std::min(text.find_first_of(ends), text.size());
    const std::string_view name = text.substr(0, end);
    text.remove_prefix(end);
    return name;
}

bool take(std::string_view& text, char wanted)
{
    if (!text.starts_with(wanted))
        return false;
    text.remove_prefix(1);
    return true;
}

/// "IP" or "IP:2", up to the dot.
std::optional<std::size_t> takeLayer(const Protocols& protocols, const Draft& draft, std::string_view& text)
{
    const std::string_view name = takeName(text, ":.[");
    std::size_t occurrence = 1;
    if (take(text, ':')) {
        const auto number = takeNumber(text);
        if (!number)
            return std::nullopt;
        occurrence = *number;
    }
    for (std::size_t i = 0; i < draft.layers.size(); ++i)
        if (protocols[draft.layers[i].protocol].name == name && --occurrence == 0)
            return i;
    return std::nullopt;
}

/// "[3]"; the number must be that of an element.
std::optional<std::size_t> takeElement(std::string_view& text, const ValueList& list)
{
    if (!take(text, '['))
        return std::nullopt;
    const auto number = takeNumber(text);
    if (!number || *number >= list.items.size() || !take(text, ']'))
        return std::nullopt;
    return number;
}

} // namespace

Value effectiveValue(const Protocols& protocols, const Layer& layer, FieldIndex field)
{
    const Slot& slot = layer.fields[field];
    return slot.state == SlotState::Auto ? protocols[layer.protocol].fields[field].defaultValue : slot.value;
}

std::string pathText(const Protocols& protocols, const Draft& draft, const FieldPath& path)
{
    if (path.layer >= draft.layers.size())
        return {};
    const Layer& layer = draft.layers[path.layer];
    std::string out = protocols[layer.protocol].name;
    std::size_t occurrence = 1;
    for (std::size_t i = 0; i < path.layer; ++i)
        occurrence += draft.layers[i].protocol == layer.protocol ? 1 : 0;
    if (occurrence > 1)
        out += ":" + std::to_string(occurrence);
    Value value = std::make_shared<const Layer>(layer);
    for (const std::uint32_t step : path.steps) {
        Value next;
        if (const Layer* owner = value.layer(); owner != nullptr && step < owner->fields.size()) {
            out += "." + protocols[owner->protocol].fields[step].name;
            next = effectiveValue(protocols, *owner, static_cast<FieldIndex>(step));
        } else {
            out += "[" + std::to_string(step) + "]";
            if (const ValueList* list = value.list(); list != nullptr && step < list->items.size())
                next = list->items[step];
        }
        value = std::move(next);
    }
    return out;
}

std::optional<FieldPath> parsePath(const Protocols& protocols, const Draft& draft, std::string_view text)
{
    const auto layer = takeLayer(protocols, draft, text);
    if (!layer)
        return std::nullopt;
    FieldPath path{*layer, {}};
    Value value = std::make_shared<const Layer>(draft.layers[*layer]);
    while (!text.empty()) {
        Value next;
        if (const ValueList* list = value.list()) {
            const auto element = takeElement(text, *list);
            if (!element)
                return std::nullopt;
            path.steps.push_back(static_cast<std::uint32_t>(*element));
            next = list->items[*element];
        } else {
            const Layer* owner = value.layer();
            if (owner == nullptr || !take(text, '.'))
                return std::nullopt;
            const FieldIndex field = protocols[owner->protocol].find(takeName(text, ".["));
            if (field == noField || field >= owner->fields.size())
                return std::nullopt;
            path.steps.push_back(field);
            next = effectiveValue(protocols, *owner, field);
        }
        value = std::move(next);
    }
    return path;
}

namespace {

struct Place {
    const Layer* owner = nullptr;
    const Slot* slot = nullptr;
};

Place placeOf(const Draft& draft, const FieldPath& path)
{
    if (path.layer >= draft.layers.size())
        return {};
    Place place{&draft.layers[path.layer], nullptr};
    const Value* value = nullptr; // What the steps so far lead to, below the layer.
    for (const std::uint32_t step : path.steps) {
        if (const ValueList* list = value != nullptr ? value->list() : nullptr) {
            if (step >= list->items.size())
                return {};
            value = &list->items[step];
            continue;
        }
        if (value != nullptr)
            place.owner = value->layer();
        if (place.owner == nullptr || step >= place.owner->fields.size())
            return {};
        place.slot = &place.owner->fields[step];
        value = &place.slot->value;
    }
    return place;
}

} // namespace

const Slot* slotAt(const Draft& draft, const FieldPath& path)
{
    return placeOf(draft, path).slot;
}

const Layer* ownerOf(const Draft& draft, const FieldPath& path)
{
    return placeOf(draft, path).owner;
}

} // namespace fw
