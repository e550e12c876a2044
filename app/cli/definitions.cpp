#include "app/cli/definitions.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace fw::cli {
namespace {

constexpr std::uintmax_t maxFile = 16U << 20U;

Error systemError(const std::filesystem::path& path, int code)
{
    if (code == EACCES || code == EPERM)
        return {Errc::NotPermitted, 0, path.string()};
    return {Errc::Io, 0, path.string() + ": " + std::generic_category().message(code)};
}

Result<DefinitionSource> readSource(const std::filesystem::path& path)
{
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::unexpected(systemError(path, errno));
    std::error_code ignored;
    if (std::filesystem::file_size(path, ignored) > maxFile)
        return fw::fail(Errc::Io, 0, path.string() + ": too large for a definition");
    return DefinitionSource{path.string(), {std::istreambuf_iterator<char>(file), {}}, true};
}

Result<std::vector<std::filesystem::path>> filesAt(const std::filesystem::path& path)
{
    if (!std::filesystem::is_directory(path))
        return std::vector{path};
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path, error))
        if (entry.path().extension() == ".yaml")
            files.push_back(entry.path());
    if (error)
        return std::unexpected(systemError(path, error.value()));
    std::ranges::sort(files);
    return files;
}

} // namespace

Result<std::vector<DefinitionSource>> definitionsAt(const std::vector<std::string>& paths)
{
    std::vector<DefinitionSource> sources;
    for (const auto& path : paths) {
        const auto files = filesAt(path);
        if (!files)
            return std::unexpected(files.error());
        for (const auto& file : *files) {
            auto source = readSource(file);
            if (!source)
                return std::unexpected(source.error());
            sources.push_back(std::move(*source));
        }
    }
    return sources;
}

Result<Protocols::Loaded> loadDefinitions(const std::vector<std::string>& paths)
{
    auto sources = Protocols::builtinSources();
    auto given = definitionsAt(paths);
    if (!given)
        return std::unexpected(given.error());
    sources.insert(sources.end(), std::make_move_iterator(given->begin()), std::make_move_iterator(given->end()));
    return Protocols::load(sources);
}

} // namespace fw::cli
