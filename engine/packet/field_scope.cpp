#include "engine/packet/field_scope.h"

#include "engine/protocol/codec.h"
#include "engine/protocol/element_fields.h"

#include <algorithm>

namespace fw {

namespace {

constexpr int deepestSwitch = 8;
constexpr int deepestQuestion = 8; // present(a) may ask for present(b), in a definition gone wrong for present(a) again.

std::size_t addressSize(Kind kind)
{
    switch (kind) {
    case Kind::Mac:
        return 6;
    case Kind::Ipv4:
        return 4;
    case Kind::Ipv6:
        return 16;
    default:
        return 0;
    }
}

bool canHold(const TypeDesc& type, const Value& value)
{
    if (value.isNone())
        return true;
    if (const ValueSet* set = value.set())
        return canHold(type, set->at(0));
    switch (type.kind) {
    case Kind::Mac:
    case Kind::Ipv4:
    case Kind::Ipv6:
        return value.hostName() != nullptr || (value.bytes() != nullptr && value.bytes()->size() == addressSize(type.kind));
    case Kind::Int:
        return value.integer() != nullptr;
    case Kind::List:
    case Kind::Tlv:
        return value.list() != nullptr;
    case Kind::Struct:
        return value.layer() != nullptr;
    case Kind::Octets:
    case Kind::Text:
    case Kind::CString:
    case Kind::Line:
        return value.bytes() != nullptr;
    case Kind::None:
        return false;
    default:
        return true;
    }
}

/// Read from no bytes at all. What a codec reads can be empty and have a tag and a length nevertheless, as in ASN.1.
bool isEmpty(const TypeDesc* type, const Value& value)
{
    if (type != nullptr && type->kind == Kind::Virtual)
        return true;
    const bool isEncoded = type != nullptr && type->kind == Kind::Codec && !type->codec->isQuoted();
    if (isEncoded && value.bytes() != nullptr && value.bytes()->empty())
        return type->codec->encode(value).empty();
    return value.isNone() || (value.bytes() != nullptr && value.bytes()->empty()) || (value.list() != nullptr && value.list()->items.empty());
}

Resolved knownAlone(const FieldDesc& field, const Slot& slot)
{
    if (slot.state == SlotState::Explicit)
        return {slot.value, Origin::Explicit};
    if (slot.state == SlotState::Dissected)
        return {slot.value, Origin::Dissected};
    if (field.automatic != 0)
        return {{}, Origin::Automatic};
    return {field.defaultValue, Origin::Default};
}

} // namespace

FieldScope::FieldScope(const Protocols& protocols, const Layer& layer, std::vector<Resolved> values, const FieldScope* lower,
                       const FieldScope* parent, bool isFollowed)
    : m_protocols(protocols)
    , m_layer(layer)
    , m_values(std::move(values))
    , m_lower(lower)
    , m_parent(parent)
    , m_readEnd(layer.fields.size())
{
    if (!isFollowed)
        forgetEmptyEnd();
}

FieldScope FieldScope::alone(const Protocols& protocols, const Layer& layer, const FieldScope* parent, bool isFollowed)
{
    const ProtocolDesc& protocol = protocols[layer.protocol];
    std::vector<Resolved> values;
    values.reserve(protocol.fields.size());
    for (std::size_t i = 0; i < protocol.fields.size(); ++i)
        values.push_back(knownAlone(protocol.fields[i], layer.fields[i]));
    return {protocols, layer, std::move(values), nullptr, parent, isFollowed};
}

void FieldScope::forgetEmptyEnd()
{
    const auto isRead = [](const Slot& slot) { return slot.state == SlotState::Dissected || slot.state == SlotState::Absent; };
    while (m_readEnd > 0 && isRead(m_layer.fields[m_readEnd - 1])) {
        const TypeId type = protocol().fields[m_readEnd - 1].type;
        if (!isEmpty(type == noType ? nullptr : &m_protocols.type(type), m_layer.fields[m_readEnd - 1].value))
            break;
        --m_readEnd;
    }
    // Once Scapy has begun with chains, it reads all of them.
    if (m_readEnd > 0 && protocol().fields[m_readEnd - 1].chain)
        m_readEnd = m_values.size();
    for (std::size_t i = m_readEnd; i < m_values.size(); ++i)
        m_values[i] = knownAlone(protocol().fields[i], {});
}

bool FieldScope::isSet(FieldIndex field) const
{
    return state(field) == SlotState::Explicit || (state(field) == SlotState::Dissected && field < m_readEnd);
}

bool FieldScope::isNothing(FieldIndex field)
{
    const TypeId type = typeFor(protocol().fields[field].type, {});
    const bool isEmptyCase = type != noType && m_protocols.type(type).kind == Kind::None;
    return state(field) == SlotState::Absent && field < m_readEnd && isEmptyCase && isPresent(field);
}

bool FieldScope::isPresent(FieldIndex field)
{
    const ExprId rule = protocol().fields[field].present;
    if (rule == 0 || m_depth == deepestQuestion)
        return true;
    ++m_depth;
    const bool present = m_protocols.program(rule).evaluate(*this).notFalse();
    --m_depth;
    return present;
}

const EnumDesc* FieldScope::namesOf(FieldIndex field) const
{
    const FieldDesc& desc = protocol().fields[field];
    if (desc.namesBy == noField)
        return desc.names;
    const std::int64_t* key = value(desc.namesBy).integer();
    const auto found = key != nullptr ? desc.namesFor.find(*key) : desc.namesFor.end();
    return found != desc.namesFor.end() ? found->second : desc.names;
}

TypeId FieldScope::typeFor(TypeId type, const Value& value)
{
    for (int depth = 0; depth < deepestSwitch && type != noType; ++depth) {
        const TypeDesc& desc = m_protocols.type(type);
        if (desc.kind != Kind::Switch || desc.cases.empty())
            return type;
        const auto fits = [&](const SwitchCase& option) {
            const bool holds = option.when == 0 || m_protocols.program(option.when).evaluate(*this).notFalse();
            return holds && (option.type == noType || canHold(m_protocols.type(option.type), value));
        };
        const auto found = std::ranges::find_if(desc.cases, fits);
        type = found != desc.cases.end() ? found->type : desc.cases.back().type;
    }
    return type;
}

ExprValue FieldScope::field(std::uint16_t index)
{
    return index < m_values.size() ? ExprValue::from(m_values[index].value) : ExprValue::unknown();
}

ExprValue FieldScope::outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName)
{
    const auto fieldOf = [&](const FieldScope& scope) {
        const FieldIndex index = scope.protocol().find(fieldName);
        return index == noField ? ExprValue::unknown() : ExprValue::from(scope.value(index));
    };
    if (owner == ExprOwner::Lower) {
        for (const FieldScope* scope = root().m_lower; scope != nullptr; scope = scope->m_lower)
            if (layerName.empty() || scope->isNamed(layerName))
                return fieldOf(*scope);
    } else if (owner == ExprOwner::Parent && m_parent != nullptr) {
        return fieldOf(*m_parent);
    } else if (owner == ExprOwner::Root) {
        return fieldOf(root());
    }
    return ExprValue::unknown();
}

ExprValue FieldScope::elements(std::uint16_t index, const std::string& fieldName)
{
    return elementFields(m_protocols, m_values[index].value, fieldName);
}

ExprValue FieldScope::sizeOfField(std::uint16_t index)
{
    const Buffer* bytes = index < m_values.size() ? m_values[index].value.bytes() : nullptr;
    return bytes != nullptr ? ExprValue::integer(static_cast<std::int64_t>(bytes->size())) : ExprValue::unknown();
}

ExprValue FieldScope::countOfField(std::uint16_t index)
{
    if (index >= m_values.size())
        return ExprValue::unknown();
    const ValueList* list = state(index) == SlotState::Dissected ? m_layer.fields[index].value.list() : m_values[index].value.list();
    return ExprValue::integer(list != nullptr ? static_cast<std::int64_t>(list->items.size()) : 0);
}

ExprValue FieldScope::ask(ExprCall call, std::int64_t argument, const std::string& name)
{
    const bool isField = argument >= 0 && static_cast<std::size_t>(argument) < m_values.size();
    switch (call) {
    case ExprCall::Explicit:
        return isField ? ExprValue::integer(state(static_cast<FieldIndex>(argument)) == SlotState::Explicit) : ExprValue::unknown();
    case ExprCall::Present:
        return isField ? ExprValue::integer(isPresent(static_cast<FieldIndex>(argument))) : ExprValue::unknown();
    case ExprCall::LowerIs:
        return ExprValue::integer(root().m_lower != nullptr && root().m_lower->isNamed(name));
    case ExprCall::Has:
        for (const FieldScope* scope = root().m_lower; scope != nullptr; scope = scope->m_lower)
            if (scope->isNamed(name))
                return ExprValue::integer(1);
        return ExprValue::integer(0);
    default:
        return ExprValue::unknown();
    }
}

const FieldScope& FieldScope::root() const
{
    const FieldScope* scope = this;
    while (scope->m_parent != nullptr)
        scope = scope->m_parent;
    return *scope;
}

bool FieldScope::isNamed(const std::string& name) const
{
    const ProtocolDesc& mine = protocol();
    return mine.name == name || (mine.plain != noProtocol && m_protocols[mine.plain].name == name);
}

Layer completed(const Protocols& protocols, Layer layer)
{
    layer.fields.resize(protocols[layer.protocol].fields.size());
    return layer;
}

namespace {

/// What stands in a slot that was not typed or read, where neither the layer above nor the environment has a say in it.
std::optional<Resolved> standing(const FieldDesc& field, const Binding* above, bool isKey)
{
    const bool isBound = above != nullptr && (isKey || std::ranges::any_of(above->build, [&](const auto& set) { return set.first == field.name; }));
    if (isBound)
        return std::nullopt;
    if (field.automatic != 0)
        return Resolved{Value(), Origin::Automatic};
    if (field.env != EnvSource::None || field.defaultValue.set() != nullptr || field.defaultValue.hostName() != nullptr)
        return std::nullopt;
    return Resolved{field.defaultValue, Origin::Default};
}

/// As resolve() gives them; most packets that were received need nothing worked out for it.
std::vector<Resolved> resolvedLayer(const Protocols& protocols, const Draft& draft, std::size_t index, const Environment& environment)
{
    const Layer& layer = draft.layers[index];
    const ProtocolDesc& protocol = protocols[layer.protocol];
    const bool isBelow = index + 1 < draft.layers.size();
    const Binding* above = isBelow ? protocols.binding(layer.protocol, draft.layers[index + 1].protocol) : nullptr;
    std::vector<Resolved> values;
    values.reserve(layer.fields.size());
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const Slot& slot = layer.fields[i];
        if (slot.state == SlotState::Explicit || slot.state == SlotState::Dissected) {
            values.push_back({slot.value, slot.state == SlotState::Explicit ? Origin::Explicit : Origin::Dissected});
            continue;
        }
        const bool isKey = std::ranges::find(protocol.payload.keys, i) != protocol.payload.keys.end();
        auto found = standing(protocol.fields[i], above, isKey);
        if (!found)
            return resolve(protocols, draft, index, environment);
        values.push_back(std::move(*found));
    }
    return values;
}

} // namespace

StackScopes::StackScopes(const Protocols& protocols, Draft draft, const Environment& environment)
    : m_draft(std::move(draft))
{
    for (Layer& layer : m_draft.layers)
        layer = completed(protocols, std::move(layer));
    for (std::size_t i = 0; i < m_draft.layers.size(); ++i) {
        const FieldScope* lower = m_scopes.empty() ? nullptr : &m_scopes.back();
        const bool isFollowed = i + 1 < m_draft.layers.size() && !protocols[m_draft.layers[i + 1].protocol].isPadding;
        m_scopes.emplace_back(protocols, m_draft.layers[i], resolvedLayer(protocols, m_draft, i, environment), lower, nullptr, isFollowed);
    }
}

} // namespace fw
