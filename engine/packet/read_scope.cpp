#include "engine/packet/reader.h"
#include "engine/protocol/element_fields.h"

#include <algorithm>

namespace fw {

ReadScope::ReadScope(const Reader& reader, Layer& layer, const ReadScope* lower, const ReadScope* parent, std::size_t start, std::size_t end)
    : bitAt(start * 8), m_reader(reader), m_protocol(reader.protocols()[layer.protocol]), m_layer(layer), m_lower(lower), m_parent(parent),
      m_start(start), m_end(end), m_bits(layer.fields.size())
{
}

ExprValue ReadScope::field(std::uint16_t index)
{
    if (index >= m_layer.fields.size()) // A probe, of which nothing has been read.
        return ExprValue::unknown();
    const Slot& slot = m_layer.fields[index];
    if (slot.state == SlotState::Absent) // Not on the wire: what it would be if nothing were said.
        return ExprValue::from(m_protocol.fields[index].defaultValue);
    return slot.state == SlotState::Auto ? ExprValue::unknown() : ExprValue::from(slot.value);
}

ExprValue ReadScope::fieldNamed(const std::string& name) const
{
    const FieldIndex index = m_protocol.find(name);
    return index == noField ? ExprValue::unknown() : const_cast<ReadScope*>(this)->field(index);
}

ExprValue ReadScope::outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName)
{
    switch (owner) {
    case ExprOwner::Self:
        return fieldNamed(fieldName);
    case ExprOwner::Lower: {
        const ReadScope* top = this;
        while (top->m_parent != nullptr)
            top = top->m_parent;
        for (const ReadScope* scope = top->m_lower; scope != nullptr; scope = scope->m_lower) {
            const bool named = layerName.empty() || scope->m_protocol.name == layerName
                || m_reader.protocols()[scope->m_protocol.plain].name == layerName;
            if (named && scope->m_protocol.find(fieldName) != noField)
                return scope->fieldNamed(fieldName);
        }
        return ExprValue::unknown();
    }
    case ExprOwner::Parent:
        return m_parent != nullptr ? m_parent->fieldNamed(fieldName) : ExprValue::unknown();
    case ExprOwner::Root: {
        const ReadScope* scope = this;
        while (scope->m_parent != nullptr)
            scope = scope->m_parent;
        return scope->fieldNamed(fieldName);
    }
    case ExprOwner::Last:
        return fieldName.empty() ? lastValue : last != nullptr ? last->fieldNamed(fieldName) : ExprValue::unknown();
    case ExprOwner::Request:
        break;
    }
    return ExprValue::unknown();
}

ExprValue ReadScope::elements(std::uint16_t index, const std::string& fieldName)
{
    if (index >= m_layer.fields.size())
        return ExprValue::unknown();
    return elementFields(m_reader.protocols(), m_layer.fields[index].value, fieldName);
}

ExprValue ReadScope::sizeOfField(std::uint16_t index)
{
    if (index >= m_layer.fields.size())
        return ExprValue::unknown();
    const SlotState state = m_layer.fields[index].state;
    if (state == SlotState::Absent)
        return ExprValue::integer(0);
    return state == SlotState::Auto ? ExprValue::unknown() : ExprValue::integer(static_cast<std::int64_t>(m_bits[index] / 8));
}

ExprValue ReadScope::countOfField(std::uint16_t index)
{
    const ValueList* list = index < m_layer.fields.size() ? m_layer.fields[index].value.list() : nullptr;
    return list != nullptr ? ExprValue::integer(static_cast<std::int64_t>(list->items.size())) : ExprValue::unknown();
}

ExprValue ReadScope::sizeOfArea(ExprArea area)
{
    if (headerEnd == 0)
        return ExprValue::unknown();
    const auto header = static_cast<std::int64_t>(headerEnd - m_start);
    if (area == ExprArea::Header)
        return ExprValue::integer(header);
    if (payloadEnd == 0)
        return ExprValue::unknown();
    const auto payload = static_cast<std::int64_t>(payloadEnd - headerEnd);
    return ExprValue::integer(area == ExprArea::Payload ? payload : header + payload);
}

ExprValue ReadScope::bytesOfArea(ExprArea area)
{
    if (headerEnd == 0)
        return ExprValue::unknown();
    const std::size_t from = area == ExprArea::Payload ? headerEnd : m_start;
    const std::size_t to = area == ExprArea::Header ? headerEnd : std::max(payloadEnd, headerEnd);
    return ExprValue::text(toBuffer(m_reader.frame().subspan(from, to - from)));
}

ExprValue ReadScope::ask(ExprCall call, std::int64_t argument, const std::string& name)
{
    const auto peek = [&](std::size_t bytes) {
        if (argument < 0 || argument > 0xffff || at() + static_cast<std::size_t>(argument) + bytes > m_end)
            return ExprValue::integer(-1);
        const std::size_t from = (at() + static_cast<std::size_t>(argument)) * 8;
        return ExprValue::integer(static_cast<std::int64_t>(readBits(m_reader.frame(), from, static_cast<unsigned>(bytes * 8))));
    };
    const auto isNamed = [&](const ReadScope& scope) {
        return scope.m_protocol.name == name || m_reader.protocols()[scope.m_protocol.plain].name == name;
    };
    const ReadScope* top = this;
    while (top->m_parent != nullptr)
        top = top->m_parent;
    switch (call) {
    case ExprCall::Remaining:
        return ExprValue::integer(static_cast<std::int64_t>(remaining()));
    case ExprCall::Captured:
        return ExprValue::integer(static_cast<std::int64_t>(m_end - m_start));
    case ExprCall::Peek8:
        return peek(1);
    case ExprCall::Peek16:
        return peek(2);
    case ExprCall::Peek32:
        return peek(4);
    case ExprCall::Find:
        return ExprValue::integer(offsetOf(m_reader.frame().subspan(std::min(at(), m_end), remaining()), name));
    case ExprCall::Explicit:
    case ExprCall::Present:
        return ExprValue::integer(static_cast<std::size_t>(argument) < m_layer.fields.size()
                                  && m_layer.fields[static_cast<std::size_t>(argument)].state == SlotState::Dissected);
    case ExprCall::LowerIs:
        return ExprValue::integer(top->m_lower != nullptr && isNamed(*top->m_lower));
    case ExprCall::Has: {
        bool found = false;
        for (const ReadScope* scope = top; scope != nullptr && !found; scope = scope->m_lower)
            found = isNamed(*scope);
        return ExprValue::integer(found);
    }
    default:
        return ExprValue::unknown();
    }
}

} // namespace fw
