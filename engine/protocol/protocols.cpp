#include "engine/protocol/protocols.h"

#include "engine/protocol/loader.h"

#include <algorithm>

namespace fw {

Protocols::Loaded Protocols::load(const std::vector<DefinitionSource>& sources)
{
    Loaded loaded = Loader().run(sources);
    std::set<std::string> broken;
    for (const DefinitionError& error : loaded.errors)
        broken.insert(error.file);
    std::vector<DefinitionSource> sound;
    for (const DefinitionSource& source : sources)
        if (!source.user || !broken.contains(source.name))
            sound.push_back(source);
    // A user's file with an error is left out as a whole, so that nothing half-defined takes the place of what is built in.
    if (sound.size() != sources.size())
        loaded.protocols = Loader().run(sound).protocols;
    return loaded;
}

void Protocols::indexBindings()
{
    m_boundTo.assign(m_protocols.size(), {});
    m_heuristics.assign(m_protocols.size(), {});
    for (const ProtocolDesc& protocol : m_protocols) {
        for (const Binding& binding : protocol.bindings)
            if (binding.to != noProtocol)
                m_boundTo[binding.to].push_back({protocol.id, &binding});
        for (const auto& heuristic : protocol.heuristics)
            if (heuristic.over != noProtocol)
                m_heuristics[heuristic.over].push_back(protocol.id);
    }
}

const ProtocolDesc* Protocols::find(std::string_view name) const
{
    const auto found = m_byName.find(std::string(name));
    return found == m_byName.end() ? nullptr : &m_protocols[found->second];
}

ProtocolId Protocols::rootFor(std::uint32_t linkType) const
{
    const auto found = m_roots.find(linkType);
    return found == m_roots.end() ? noProtocol : found->second;
}

const std::vector<Protocols::DirectBinding>& Protocols::boundTo(ProtocolId lower) const
{
    return m_boundTo[m_protocols[lower].plain];
}

const std::vector<ProtocolId>& Protocols::heuristicsOver(ProtocolId lower) const
{
    return m_heuristics[m_protocols[lower].plain];
}

const Binding* Protocols::binding(ProtocolId lower, ProtocolId upper) const
{
    const ProtocolDesc& below = m_protocols[m_protocols[lower].plain];
    for (const Binding& binding : m_protocols[m_protocols[upper].plain].bindings) {
        const bool byTable = !binding.table.empty() && below.payload.rule == PayloadDesc::Rule::Table
            && m_tables[below.payload.table].name == binding.table;
        if (binding.builds && (byTable || binding.to == below.id))
            return &binding;
    }
    return nullptr;
}

} // namespace fw
