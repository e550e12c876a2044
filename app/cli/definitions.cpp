#include "app/cli/definitions.h"

#include <iterator>

namespace fw::cli {

Result<std::vector<DefinitionSource>> definitionsAt(const std::vector<std::string>& paths)
{
    std::vector<DefinitionSource> sources;
    for (const auto& path : paths) {
        auto found = readDefinitions(path);
        if (!found)
            return std::unexpected(found.error());
        sources.insert(sources.end(), std::make_move_iterator(found->begin()), std::make_move_iterator(found->end()));
    }
    return sources;
}

} // namespace fw::cli
