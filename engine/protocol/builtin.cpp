// The definitions that come with the program.
#include "engine/protocol/builtin_snapshot.h"
#include "engine/protocol/protocols.h"
#include "engine/protocol/snapshot.h"
#include "resources/embedded.h"

namespace fw {

std::vector<DefinitionSource> Protocols::builtinSources()
{
    std::vector<DefinitionSource> sources;
    for (const resources::File& file : resources::files())
        if (file.path.starts_with("protocols/"))
            sources.push_back({std::string(file.path), std::string(file.text), false});
    return sources;
}

const Protocols& Protocols::builtin()
{
    // Never taken apart: that would cost every program time at its end.
    static const auto* const protocols = new std::shared_ptr<const Protocols>(loadSnapshot(builtinSnapshot()));
    return **protocols;
}

} // namespace fw
