#include "engine/packet/coercion.h"

#include "engine/packet/sets.h"
#include "engine/protocol/codec.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t mostDepth = 100; ///< A literal is at most 64 deep; definitions add their switches and lists.

bool allAre(const std::vector<Value>& items, bool (*test)(const Value&))
{
    return !items.empty() && std::ranges::all_of(items, test);
}

bool isLayer(const Value& value) { return value.layer() != nullptr; }

} // namespace

Coercion::Coercion(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Layer* owner)
    : m_protocols(protocols)
    , m_protocol(protocol)
    , m_field(protocol.fields[field])
    , m_names(m_field.names)
    , m_flags(m_field.flags)
{
    if (owner == nullptr || owner->protocol != protocol.id)
        return;
    m_owner = completed(protocols, *owner);
    m_scope.emplace(FieldScope::alone(protocols, *m_owner));
    m_names = m_scope->namesOf(field);
}

Result<Value> Coercion::to(TypeId typeId, Value value)
{
    if (value.isNone())
        return value;
    if (typeId == noType || m_depth > mostDepth)
        return bad(value, "a simpler value");
    ++m_depth;
    const TypeDesc& type = m_protocols.type(typeId);
    const auto convert = [&]() -> Result<Value> {
        if (type.kind == Kind::Switch)
            return toSwitch(type, value);
        if (type.kind == Kind::Codec)
            if (auto made = type.codec->convert(value, m_names))
                return std::move(*made);
        if (type.kind == Kind::List)
            return toList(type, std::move(value));
        if (type.kind == Kind::Tlv)
            return toTlvs(type, std::move(value));
        if (const auto* set = std::get_if<ValueSetPtr>(&value.data))
            return toSet(typeId, *set);
        if (const ValueList* list = value.list())
            return toMembers(typeId, list->items);
        if (const ValueTuple* tuple = value.tuple(); tuple != nullptr && !allAre(tuple->items, isLayer))
            return toRange(typeId, *tuple);
        return type.kind == Kind::Struct ? toStructure(type, std::move(value)) : toScalar(type, value);
    };
    Result<Value> converted = convert();
    --m_depth;
    return converted;
}

Result<Value> Coercion::toSwitch(const TypeDesc& type, const Value& value)
{
    const bool outer = std::exchange(m_strict, true);
    Result<Value> found = firstCase(type, value, true);
    if (!found && m_scope)
        found = firstCase(type, value, false);
    m_strict = outer;
    if (!found && !m_strict)
        if (Result<Value> lenient = firstCase(type, value, true))
            return lenient;
    return found;
}

Result<Value> Coercion::firstCase(const TypeDesc& type, const Value& value, bool judged)
{
    Result<Value> answer = bad(value, "another value");
    for (const SwitchCase& option : type.cases) {
        if (judged && m_scope && option.when != 0 && !m_protocols.program(option.when).evaluate(*m_scope).notFalse())
            continue;
        if (option.type == noType || m_protocols.type(option.type).kind == Kind::None)
            continue;
        Result<Value> converted = to(option.type, value);
        if (converted)
            return converted;
        answer = std::move(converted);
    }
    return answer;
}

Result<Value> Coercion::toList(const TypeDesc& type, Value value)
{
    std::vector<Value> given;
    if (auto* list = std::get_if<ValueList>(&value.data))
        given = std::move(list->items);
    else if (auto* tuple = std::get_if<ValueTuple>(&value.data)) // Layers put on each other, DNSRR()/DNSRR(), or just several values.
        given = std::move(tuple->items);
    else
        given.push_back(std::move(value));
    ValueList out;
    for (Value& item : given) {
        if (item.isNone())
            return bad(item, "an element");
        Result<Value> element = to(type.element, std::move(item));
        if (!element)
            return element;
        out.items.push_back(std::move(*element));
    }
    return Value(std::move(out));
}

bool Coercion::isOf(ProtocolId structure, const Layer& layer) const
{
    ProtocolId id = layer.protocol;
    for (std::size_t steps = 0; id != noProtocol && steps < 32; ++steps) {
        if (id == structure)
            return true;
        id = m_protocols[id].base;
    }
    return layer.protocol == m_protocols.raw();
}

Result<Value> Coercion::toStructure(const TypeDesc& type, Value value)
{
    const std::string& wanted = m_protocols[type.structure].name;
    if (const ValueTuple* tuple = value.tuple()) // Of several layers on each other, only a list field can take more than one.
        return tuple->items.size() == 1 ? toStructure(type, tuple->items.front()) : bad(value, wanted + "()");
    if (const Layer* layer = value.layer())
        return !m_strict || isOf(type.structure, *layer) ? Result<Value>(std::move(value)) : bad(value, wanted + "()");
    const Buffer* bytes = value.bytes();
    if (bytes == nullptr || m_strict)
        return bad(value, wanted + "()");
    return Value(LayerPtr(std::make_shared<Layer>(rawLayer(m_protocols, *bytes))));
}

Result<Value> Coercion::toSet(TypeId type, const ValueSetPtr& set)
{
    if (const RangeBounds* range = asRange(*set))
        return toRange(type, ValueTuple{{Value(range->first), Value(range->last), Value(range->step)}});
    if (const auto* members = asList(*set))
        return toMembers(type, *members);
    if (const auto* members = asChoice(*set)) {
        std::vector<Value> converted;
        for (const Value& member : *members) {
            Result<Value> item = to(type, member);
            if (!item)
                return item;
            converted.push_back(std::move(*item));
        }
        return choiceSet(std::move(converted));
    }
    // Addresses and random values stay as they are, if one of them fits.
    const bool outer = std::exchange(m_isCounted, true);
    const Result<Value> sample = to(type, set->at(0));
    m_isCounted = outer;
    return sample ? Result<Value>(Value(set)) : sample;
}

Result<Value> Coercion::toMembers(TypeId type, const std::vector<Value>& members)
{
    if (members.empty())
        return bad(ValueList{}, "at least one value");
    if (const auto flags = flagsOf(members))
        return Value(*flags);
    std::vector<Value> converted;
    for (const Value& member : members) {
        Result<Value> item = member.isNone() ? bad(member, "a value") : to(type, member);
        if (!item)
            return item;
        converted.push_back(std::move(*item));
    }
    return listSet(std::move(converted));
}

Result<Value> Coercion::toRange(TypeId typeId, const ValueTuple& tuple)
{
    const TypeDesc& type = m_protocols.type(typeId);
    const auto refuse = [&] { return bad(tuple, "(first, last), the smaller one first"); };
    if (tuple.items.size() != 2 && tuple.items.size() != 3)
        return refuse();
    Value bounds[2];
    for (std::size_t i = 0; i < 2; ++i) {
        Result<Value> bound = tuple.items[i].isNone() ? refuse() : to(typeId, tuple.items[i]);
        if (!bound)
            return bound;
        bounds[i] = std::move(*bound);
    }
    if (const Buffer *first = bounds[0].bytes(), *last = bounds[1].bytes(); first != nullptr && last != nullptr) {
        const bool isAddress = type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6;
        if (!isAddress || tuple.items.size() != 2 || *last < *first)
            return refuse();
        return addressSet(*first, *last, addressText(*first) + "-" + addressText(*last));
    }
    const std::int64_t *first = bounds[0].integer(), *last = bounds[1].integer();
    const std::int64_t one = 1;
    const std::int64_t* step = tuple.items.size() == 3 ? tuple.items[2].integer() : &one;
    if (first == nullptr || last == nullptr || step == nullptr || *step < 1 || *last < *first)
        return refuse();
    return rangeSet(*first, *last, *step);
}

std::unexpected<Error> Coercion::bad(const Value& value, const std::string& expected) const
{
    return fail(Errc::BadValue, 0, fmt::format("{}.{}: {}, expected {}", m_protocol.name, m_field.name, literalSketch(value), expected));
}

} // namespace fw
