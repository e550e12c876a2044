#include "engine/protocol/definition_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace fw {
namespace {

constexpr std::uintmax_t largestFile = 16U << 20U;
constexpr std::size_t mostFiles = 1000;

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
    if (const auto size = std::filesystem::file_size(path, ignored); !ignored && size > largestFile)
        return fail(Errc::Io, 0, path.string() + ": too large for a definition");
    return DefinitionSource{path.string(), {std::istreambuf_iterator<char>(file), {}}, true};
}

/// Only regular files: a pipe that lies in the folder would be waited for.
Result<std::vector<std::filesystem::path>> filesIn(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const auto ending = entry->path().extension();
        std::error_code unknown;
        if ((ending == ".yaml" || ending == ".fwproto") && entry->is_regular_file(unknown))
            files.push_back(entry->path());
    }
    if (error)
        return std::unexpected(systemError(folder, error.value()));
    std::ranges::sort(files);
    if (files.size() > mostFiles)
        return fail(Errc::Io, 0, folder.string() + ": more than " + std::to_string(mostFiles) + " definition files");
    return files;
}

DefinitionError asDefinitionError(const std::filesystem::path& path, const Error& error)
{
    const std::string what = error.code == Errc::NotPermitted ? "may not be read: check the rights of the file" : error.detail;
    return {path.string(), 1, 1, "", what};
}

} // namespace

std::filesystem::path userDefinitionFolder()
{
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::filesystem::path(value == nullptr ? "" : value);
    };
    // A relative path there is to be ignored (XDG Base Directory Specification).
    std::filesystem::path data = variable("XDG_DATA_HOME");
    if (!data.is_absolute()) {
        const auto home = variable("HOME");
        if (!home.is_absolute())
            return {};
        data = home / ".local" / "share";
    }
    return data / "framewright" / "protocols";
}

Result<std::vector<DefinitionSource>> readDefinitions(const std::filesystem::path& fileOrFolder)
{
    std::error_code ignored;
    std::vector<std::filesystem::path> files{fileOrFolder};
    if (std::filesystem::is_directory(fileOrFolder, ignored)) {
        auto found = filesIn(fileOrFolder);
        if (!found)
            return std::unexpected(found.error());
        files = std::move(*found);
    }
    std::vector<DefinitionSource> sources;
    for (const auto& file : files) {
        auto source = readSource(file);
        if (!source)
            return std::unexpected(source.error());
        sources.push_back(std::move(*source));
    }
    return sources;
}

FoundDefinitions findDefinitions(const std::filesystem::path& folder)
{
    FoundDefinitions found;
    std::error_code ignored;
    if (folder.empty() || !std::filesystem::exists(folder, ignored))
        return found;
    const auto files = filesIn(folder);
    if (!files) {
        found.errors.push_back(asDefinitionError(folder, files.error()));
        return found;
    }
    for (const auto& file : *files) {
        if (auto source = readSource(file))
            found.sources.push_back(std::move(*source));
        else
            found.errors.push_back(asDefinitionError(file, source.error()));
    }
    return found;
}

Protocols::Loaded loadWithBuiltin(const std::vector<DefinitionSource>& own)
{
    auto sources = Protocols::builtinSources();
    sources.insert(sources.end(), own.begin(), own.end());
    return Protocols::load(sources);
}

} // namespace fw
