// What expressions are told of a layer while it is built.
#include "engine/packet/builder.h"
#include "engine/protocol/element_fields.h"

#include <algorithm>

namespace fw {

ExprValue BuildLayer::field(std::uint16_t index)
{
    return ExprValue::from(value(index).value);
}

std::optional<ExprValue> BuildLayer::fieldNamed(const std::string& name)
{
    const FieldIndex index = m_protocol.find(name);
    return index == noField ? std::nullopt : std::optional(field(index));
}

ExprValue BuildLayer::outer(ExprOwner owner, const std::string& layerName, const std::string& fieldName)
{
    BuildLayer* top = this;
    while (top->m_parent != nullptr)
        top = top->m_parent;
    switch (owner) {
    case ExprOwner::Self:
        return fieldNamed(fieldName).value_or(ExprValue::unknown());
    case ExprOwner::Lower:
        for (BuildLayer* layer = top->m_lower; layer != nullptr; layer = layer->m_lower) {
            const bool named = layerName.empty() || layer->m_protocol.name == layerName
                || m_context.protocols[layer->m_protocol.plain].name == layerName;
            if (named)
                if (auto found = layer->fieldNamed(fieldName))
                    return *found;
        }
        return ExprValue::unknown();
    case ExprOwner::Parent:
        return m_parent != nullptr ? m_parent->fieldNamed(fieldName).value_or(ExprValue::unknown()) : ExprValue::unknown();
    case ExprOwner::Root:
        return top->fieldNamed(fieldName).value_or(ExprValue::unknown());
    case ExprOwner::Request:
    case ExprOwner::Last:
        break;
    }
    return ExprValue::unknown();
}

ExprValue BuildLayer::elements(std::uint16_t index, const std::string& fieldName)
{
    return elementFields(m_context.protocols, value(index).value, fieldName);
}

ExprValue BuildLayer::sizeOfField(std::uint16_t index)
{
    const FieldWork& work = m_work[index];
    if (!work.placed)
        return ExprValue::unknown();
    return ExprValue::integer(work.present ? static_cast<std::int64_t>(work.bits / 8) : 0);
}

ExprValue BuildLayer::countOfField(std::uint16_t index)
{
    const Resolved held = value(index);
    if (held.value.list() != nullptr)
        return ExprValue::integer(static_cast<std::int64_t>(held.value.list()->items.size()));
    return ExprValue::integer(held.value.isNone() ? 0 : 1);
}

ExprValue BuildLayer::sizeOfArea(ExprArea area)
{
    if (m_stage == Stage::Open && area == ExprArea::Header)
        place();
    const bool sized = m_stage == Stage::Placed || m_stage == Stage::Assembled;
    if ((area != ExprArea::Payload && !sized) || (area != ExprArea::Header && !m_payload))
        return ExprValue::unknown();
    std::uint64_t bytes = 0;
    if (area != ExprArea::Payload)
        bytes += m_headerBits / 8;
    if (area != ExprArea::Header)
        bytes += m_payload->size();
    if (area == ExprArea::Packet)
        bytes += m_trailerBits / 8;
    return ExprValue::integer(static_cast<std::int64_t>(bytes));
}

ExprValue BuildLayer::bytesOfArea(ExprArea area)
{
    if (m_stage != Stage::Assembled || !m_payload)
        return ExprValue::unknown();
    Buffer out;
    if (area != ExprArea::Payload)
        out = m_header.bytes;
    if (area != ExprArea::Header)
        append(out, *m_payload);
    if (area == ExprArea::Packet)
        append(out, m_trailer.bytes);
    return ExprValue::text(std::move(out));
}

ExprValue BuildLayer::ask(ExprCall call, std::int64_t argument, const std::string& name)
{
    BuildLayer* top = this;
    while (top->m_parent != nullptr)
        top = top->m_parent;
    const auto isNamed = [&](const BuildLayer& layer) {
        return layer.m_protocol.name == name || m_context.protocols[layer.m_protocol.plain].name == name;
    };
    switch (call) {
    case ExprCall::Explicit: {
        const auto index = static_cast<std::size_t>(argument);
        return ExprValue::integer(index < m_layer.fields.size()
                                  && (m_layer.fields[index].state == SlotState::Explicit || m_layer.fields[index].state == SlotState::Dissected));
    }
    case ExprCall::Present:
        return ExprValue::integer(isPresent(static_cast<FieldIndex>(argument)));
    case ExprCall::LowerIs:
        return ExprValue::integer(top->m_lower != nullptr && isNamed(*top->m_lower));
    case ExprCall::Has: {
        bool found = false;
        for (const BuildLayer* layer = top; layer != nullptr && !found; layer = layer->m_lower)
            found = isNamed(*layer);
        return ExprValue::integer(found);
    }
    case ExprCall::Pseudo:
        return pseudoHeader(argument, static_cast<std::int64_t>(m_header.bytes.size() + (m_payload ? m_payload->size() : 0) + m_trailer.bytes.size()));
    default:
        return ExprValue::unknown(); // What only dissection knows.
    }
}

/// The last address of a source route or routing header, in this layer or a structure of it; nothing if it has none.
std::optional<Value> BuildLayer::valueWithRole(Role role, std::size_t depth)
{
    constexpr std::size_t deepest = 4; // An address lies in an option of a header.
    std::optional<Value> found;
    for (FieldIndex index = 0; index < m_protocol.fields.size(); ++index) {
        const FieldDesc& field = m_protocol.fields[index];
        const Value held = value(index).value;
        const bool takesFirst = role == Role::FinalDestination && field.role == Role::FinalDestinationFirst;
        if ((field.role == role || takesFirst) && (field.roleIf == 0 || m_context.protocols.program(field.roleIf).evaluate(*this).notFalse())) {
            if (const ValueList* list = held.list(); list == nullptr)
                found = held;
            else if (!list->items.empty())
                found = takesFirst ? list->items.front() : list->items.back();
        }
        for (const Value& item : held.list() != nullptr ? held.list()->items : std::vector<Value>{}) {
            if (item.layer() == nullptr)
                continue;
            BuildLayer inner(m_context, *item.layer(), nullptr, this, m_number);
            if (auto deeper = depth < deepest ? inner.valueWithRole(role, depth + 1) : std::nullopt)
                found = std::move(deeper);
        }
    }
    return found;
}

/// What the layer's own length says its payload is, if that length was set by hand: then checksums count with it, as Scapy's do.
std::optional<std::int64_t> BuildLayer::toldPayloadSize()
{
    const ExprId bytes = m_protocol.payload.bytes;
    if (bytes == 0)
        return std::nullopt;
    const Program& program = m_context.protocols.program(bytes);
    bool told = false;
    for (const Program::Node& node : program.nodes()) {
        if (node.op == Program::Op::Call)
            return std::nullopt;
        if (node.op != Program::Op::Field || node.field >= m_layer.fields.size())
            continue;
        const SlotState state = m_layer.fields[node.field].state;
        told = told || state == SlotState::Explicit || state == SlotState::Dissected;
    }
    const ExprValue size = told ? program.evaluate(*this) : ExprValue::unknown();
    return size.kind == ExprValue::Kind::Int ? std::optional(std::max<std::int64_t>(size.number, 0)) : std::nullopt;
}

/// The pseudo header of the nearest layer below that describes one.
ExprValue BuildLayer::pseudoHeader(std::int64_t protocolNumber, std::int64_t ownSize)
{
    BuildLayer* below = m_lower;
    while (below != nullptr && below->m_protocol.pseudo.empty())
        below = below->m_lower;
    if (below == nullptr)
        return ExprValue::unknown();
    const std::int64_t length = below->toldPayloadSize().value_or(ownSize);
    const auto addressOf = [&](const PseudoPart& part) {
        Value held = below->value(part.field).value;
        const Role role = part.what == PseudoPart::What::FinalDestination ? Role::FinalDestination
            : part.what == PseudoPart::What::FinalSource                  ? Role::FinalSource
                                                                          : Role::None;
        for (BuildLayer* layer = this; role != Role::None && layer != nullptr; layer = layer == below ? nullptr : layer->m_lower)
            if (auto other = layer->valueWithRole(role))
                held = std::move(*other);
        return encodeScalar(m_context.protocols.type(below->m_protocol.fields[part.field].type), held);
    };
    Buffer out;
    for (const PseudoPart& part : below->m_protocol.pseudo) {
        const std::size_t at = out.size();
        switch (part.what) {
        case PseudoPart::What::Field:
        case PseudoPart::What::FinalDestination:
        case PseudoPart::What::FinalSource:
            append(out, addressOf(part));
            break;
        case PseudoPart::What::Zero:
            out.resize(at + part.bytes);
            break;
        case PseudoPart::What::Protocol:
        case PseudoPart::What::Length:
            out.resize(at + part.bytes);
            writeBits(out, at * 8, part.bytes * 8U, static_cast<std::uint64_t>(part.what == PseudoPart::What::Length ? length : protocolNumber));
            break;
        }
    }
    return ExprValue::text(std::move(out));
}

} // namespace fw
