#include "engine/protocol/protocols.h"

#include "engine/protocol/loader.h"

#include <algorithm>

namespace fw {

Protocols::Loaded Protocols::load(const std::vector<DefinitionSource>& sources)
{
    constexpr int mostRounds = 8;
    Loaded loaded = Loader().run(sources);
    std::vector<DefinitionSource> sound = sources;
    std::vector<DefinitionError> errors = loaded.errors;
    // A user's file with an error is left out as a whole, so that nothing half-defined takes the place of what is built in. What other
    // files need of it is then missing, so they may have to go as well.
    for (int round = 1; !errors.empty(); ++round) {
        std::set<std::string> broken;
        for (const DefinitionError& error : errors)
            broken.insert(error.file);
        auto left = std::erase_if(sound, [&](const DefinitionSource& source) { return source.user && broken.contains(source.name); });
        if (left == 0 || round == mostRounds)
            left += std::erase_if(sound, [](const DefinitionSource& source) { return source.user; });
        if (left == 0)
            break;
        Loaded again = Loader().run(sound);
        loaded.protocols = std::move(again.protocols);
        loaded.errors.insert(loaded.errors.end(), again.errors.begin(), again.errors.end());
        errors = std::move(again.errors);
    }
    return loaded;
}

void Protocols::indexBindings()
{
    m_boundTo.assign(m_protocols.size(), {});
    m_heuristics.assign(m_protocols.size(), {});
    for (const ProtocolDesc& protocol : m_protocols) {
        for (std::size_t i = 0; i < protocol.bindings.size(); ++i)
            if (protocol.bindings[i].to != noProtocol)
                m_boundTo[protocol.bindings[i].to].push_back({protocol.id, static_cast<std::uint16_t>(i)});
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
        const bool byTable = binding.table != noTable && below.payload.rule == PayloadDesc::Rule::Table && below.payload.table == binding.table;
        if (binding.builds && (byTable || binding.to == below.id))
            return &binding;
    }
    return nullptr;
}

} // namespace fw
