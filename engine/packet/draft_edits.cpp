// Drafts with one thing changed.
#include "engine/packet/draft_paths.h"
#include "engine/packet/field_scope.h"
#include "engine/protocol/codec.h"

#include <algorithm>
#include <functional>

namespace fw {

namespace {

using Steps = std::span<const std::uint32_t>;

constexpr std::size_t deepest = 128; ///< Steps of a path.

/// What is done at the end of a path: to a field's slot, or to an element of a list.
struct Edit {
    std::function<Result<Slot>(const Layer& owner, FieldIndex field)> field;
    std::function<Result<ValueList>(const Layer& owner, FieldIndex field, ValueList list, std::size_t element)> element;
};

class Editor {
public:
    Editor(const Protocols& protocols, const Edit& edit)
        : m_protocols(protocols)
        , m_edit(edit)
    {
    }

    Result<Layer> layer(Layer layer, Steps steps) const
    {
        if (steps.empty() || steps[0] >= layer.fields.size())
            return fail(Errc::UnknownField);
        const auto field = static_cast<FieldIndex>(steps[0]);
        auto slot = steps.size() == 1 ? m_edit.field(layer, field) : inside(layer, field, steps.subspan(1));
        if (!slot)
            return std::unexpected(slot.error());
        layer.fields[field] = std::move(*slot);
        layer.original.reset();
        layer.originalTrailer = 0;
        return layer;
    }

private:
    Result<Slot> inside(const Layer& owner, FieldIndex field, Steps steps) const
    {
        const Value value = effectiveValue(m_protocols, owner, field);
        const Slot& slot = owner.fields[field];
        const SlotState state = slot.state == SlotState::Dissected ? SlotState::Dissected : SlotState::Explicit;
        const auto changed = value.list() != nullptr ? inList(owner, field, *value.list(), steps) : inStructure(value, steps);
        if (!changed)
            return std::unexpected(changed.error());
        return Slot{state, *changed};
    }

    Result<Value> inStructure(const Value& value, Steps steps) const
    {
        if (value.layer() == nullptr)
            return fail(Errc::UnknownField);
        auto inner = layer(*value.layer(), steps);
        if (!inner)
            return std::unexpected(inner.error());
        return Value(std::make_shared<const Layer>(std::move(*inner)));
    }

    Result<Value> inList(const Layer& owner, FieldIndex field, ValueList list, Steps steps) const
    {
        const std::size_t element = steps[0];
        if (element >= list.items.size())
            return fail(Errc::UnknownField);
        if (steps.size() == 1) {
            auto changed = m_edit.element(owner, field, std::move(list), element);
            return changed ? Result<Value>(Value(std::move(*changed))) : std::unexpected(changed.error());
        }
        auto inner = inStructure(list.items[element], steps.subspan(1));
        if (!inner)
            return std::unexpected(inner.error());
        list.items[element] = std::move(*inner);
        return Value(std::move(list));
    }

    const Protocols& m_protocols;
    const Edit& m_edit;
};

Result<Draft> edited(const Protocols& protocols, const Draft& draft, const FieldPath& path, const Edit& edit)
{
    const auto where = [&](Error error) {
        if (error.code == Errc::UnknownField)
            error.detail = pathText(protocols, draft, path);
        return std::unexpected(std::move(error));
    };
    if (path.layer >= draft.layers.size() || path.steps.size() > deepest)
        return where({Errc::UnknownField, 0, {}, 0});
    auto layer = Editor(protocols, edit).layer(draft.layers[path.layer], path.steps);
    if (!layer)
        return where(std::move(layer.error()));
    Draft out = draft;
    out.layers[path.layer] = std::move(*layer);
    return out;
}

Slot slotFor(Value value)
{
    return value.isNone() ? Slot{} : Slot{SlotState::Explicit, std::move(value)};
}

Result<ValueList> refuseElement(const Layer&, FieldIndex, ValueList, std::size_t)
{
    return fail(Errc::BadValue);
}

/// An edit by a function that makes a field's value: of the whole field, or of a list with just the one element.
template <class MakeWhole, class MakeElement>
Edit valueEdit(MakeWhole makeWhole, MakeElement makeElement)
{
    Edit edit;
    edit.field = [makeWhole](const Layer& owner, FieldIndex field) -> Result<Slot> {
        auto made = makeWhole(owner, field);
        return made ? Result<Slot>(slotFor(std::move(*made))) : std::unexpected(made.error());
    };
    edit.element = [makeElement](const Layer& owner, FieldIndex field, ValueList list, std::size_t element) -> Result<ValueList> {
        auto made = makeElement(owner, field);
        if (!made)
            return std::unexpected(made.error());
        const ValueList* single = made->list();
        if (single == nullptr || single->items.size() != 1)
            return fail(Errc::BadValue);
        list.items[element] = single->items[0];
        return list;
    };
    return edit;
}

Value zero(const Protocols& protocols, TypeId id);

Value firstTlv(const Protocols& protocols, const TlvDesc& tlv)
{
    const auto isFiller = [&](const auto& item) { return tlv.isBare(item.first) && !tlv.isStop(item.first); };
    auto found = std::ranges::find_if(tlv.cases, isFiller);
    if (found == tlv.cases.end())
        found = tlv.cases.begin();
    if (found == tlv.cases.end())
        return ValueTuple{{Value(std::int64_t{0}), Value(Buffer{})}};
    ValueTuple out{{Value(std::int64_t{found->first})}};
    if (tlv.isBare(found->first) || found->second.shape == TlvShape::Each)
        return out;
    for (const TypeId part : found->second.parts)
        out.items.push_back(zero(protocols, part));
    if (out.items.size() == 1)
        out.items.emplace_back(Buffer{});
    return out;
}

/// What eight zero bytes are: 0, an empty name, the address 0.0.0.0.
Value zero(const Protocols& protocols, TypeId id)
{
    static const Buffer zeros(8);
    const TypeDesc& type = protocols.type(id);
    switch (type.kind) {
    case Kind::Int:
        return std::int64_t{0};
    case Kind::Float:
        return 0.0;
    case Kind::Struct:
        return std::make_shared<const Layer>(makeLayer(protocols, type.structure));
    case Kind::Codec:
        return type.codec->decode({zeros, 0, zeros.size(), 0}).value;
    default:
        return Buffer(type.bits / 8U);
    }
}

Result<Value> newElement(const Protocols& protocols, const Layer& owner, FieldIndex field)
{
    const Layer whole = completed(protocols, owner);
    FieldScope scope = FieldScope::alone(protocols, whole);
    const TypeId id = scope.typeFor(protocols[owner.protocol].fields[field].type, ValueList{});
    const TypeDesc* type = id != noType ? &protocols.type(id) : nullptr;
    if (type != nullptr && type->kind == Kind::Tlv)
        return firstTlv(protocols, protocols.tlv(type->tlv));
    if (type != nullptr && type->kind == Kind::List)
        return zero(protocols, scope.typeFor(type->element, {}));
    return fail(Errc::BadValue, 0, protocols[owner.protocol].name + "." + protocols[owner.protocol].fields[field].name);
}

} // namespace

Result<Draft> withValue(const Protocols& protocols, const Draft& draft, const FieldPath& path, Value value)
{
    const auto whole = [&](const Layer& owner, FieldIndex field) {
        return value.isNone() ? Result<Value>(Value()) : coerce(protocols, protocols[owner.protocol], field, value, &owner);
    };
    const auto element = [&](const Layer& owner, FieldIndex field) {
        return coerce(protocols, protocols[owner.protocol], field, ValueList{{value}}, &owner);
    };
    return edited(protocols, draft, path, valueEdit(whole, element));
}

Result<Draft> withText(const Protocols& protocols, const Draft& draft, const FieldPath& path, std::string_view text)
{
    const auto whole = [&](const Layer& owner, FieldIndex field) {
        return parseFieldText(protocols, protocols[owner.protocol], field, text, &owner);
    };
    const auto element = [&](const Layer& owner, FieldIndex field) {
        return parseFieldText(protocols, protocols[owner.protocol], field, "[" + std::string(text) + "]", &owner);
    };
    return edited(protocols, draft, path, valueEdit(whole, element));
}

Result<Draft> withAuto(const Protocols& protocols, const Draft& draft, const FieldPath& path)
{
    return edited(protocols, draft, path, {.field = [](const Layer&, FieldIndex) { return Slot{}; }, .element = refuseElement});
}

Result<Draft> withNewElement(const Protocols& protocols, const Draft& draft, const FieldPath& list)
{
    const auto append = [&](const Layer& owner, FieldIndex field) -> Result<Slot> {
        auto made = newElement(protocols, owner, field);
        if (!made)
            return std::unexpected(made.error());
        const Value before = effectiveValue(protocols, owner, field);
        ValueList longer = before.list() != nullptr ? *before.list() : ValueList{};
        longer.items.push_back(std::move(*made));
        return Slot{SlotState::Explicit, std::move(longer)};
    };
    return edited(protocols, draft, list, {.field = append, .element = refuseElement});
}

Result<Draft> withoutElement(const Protocols& protocols, const Draft& draft, const FieldPath& element)
{
    const auto refuse = [](const Layer&, FieldIndex) -> Result<Slot> { return fail(Errc::BadValue); };
    const auto erase = [](const Layer&, FieldIndex, ValueList list, std::size_t at) -> Result<ValueList> {
        list.items.erase(list.items.begin() + static_cast<std::ptrdiff_t>(at));
        return list;
    };
    return edited(protocols, draft, element, {.field = refuse, .element = erase});
}

} // namespace fw
