#include "engine/packet/field_reads.h"

namespace fw {

FieldReads::FieldReads(const Protocols& protocols, const Draft& draft) : m_protocols(protocols), m_draft(draft)
{
    for (const Layer& layer : draft.layers)
        add(layer.protocol, &layer);
}

void FieldReads::addProgram(ExprId id)
{
    if (id == 0)
        return;
    const Program& program = m_protocols.program(id);
    for (const FieldIndex field : program.fieldsRead())
        m_own.insert({m_current, field});
    for (const Program::Node& node : program.nodes())
        if (node.op == Program::Op::Outer || node.op == Program::Op::Elements)
            m_outer.insert(node.text);
}

void FieldReads::addType(TypeId id)
{
    if (id == noType)
        return;
    const TypeDesc& type = m_protocols.type(id);
    addProgram(type.length);
    for (const SwitchCase& item : type.cases) {
        addProgram(item.when);
        addType(item.type);
    }
    addType(type.element);
    if (type.kind == Kind::Tlv)
        for (const auto& [tag, item] : m_protocols.tlv(type.tlv).cases)
            for (const TypeId part : item.parts)
                addType(part);
    if (type.kind != Kind::Struct || !m_structures.insert(type.structure).second)
        return;
    const ProtocolId outside = std::exchange(m_current, noProtocol);
    add(type.structure, nullptr);
    for (const auto& extension : m_protocols[type.structure].extensions)
        if (m_structures.insert(extension.use).second)
            add(extension.use, nullptr);
    m_current = outside;
}

/// `layer` is null for structures, whose fields may all be automatic.
void FieldReads::add(ProtocolId id, const Layer* layer)
{
    const ProtocolId outside = std::exchange(m_current, id);
    const ProtocolDesc& protocol = m_protocols[id];
    for (std::size_t i = 0; i < protocol.fields.size(); ++i) {
        const FieldDesc& field = protocol.fields[i];
        const bool isAuto = layer == nullptr || i >= layer->fields.size() || layer->fields[i].state == SlotState::Auto;
        if (isAuto && !field.sumPhase)
            addProgram(field.automatic);
        m_asksEnvironment = m_asksEnvironment || (isAuto && field.env != EnvSource::None);
        for (const ExprId program : {field.present, field.length, field.count, field.until, field.roleIf, field.pad.when})
            addProgram(program);
        addType(field.type);
    }
    addProgram(protocol.fillTo);
    addProgram(protocol.originOffset);
    for (const auto& extension : protocol.extensions)
        for (const auto& wanted : extension.match)
            m_own.insert({id, wanted.first});
    m_current = outside;
}

bool FieldReads::isRead(std::size_t layer, FieldIndex field) const
{
    const ProtocolId protocol = m_draft.layers[layer].protocol;
    const FieldDesc& desc = m_protocols[protocol].fields[field];
    return m_own.contains({protocol, field}) || m_outer.contains(desc.name) || (desc.role != Role::None && m_asksEnvironment);
}

} // namespace fw
