#include "app/cli/practice_file.h"

#include "app/cli/wording.h"

#include <fmt/core.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace fw::cli {

Result<std::unique_ptr<Network>> practiceFrom(const std::string& path)
{
    constexpr std::size_t most = 1U << 20U; // A description has at most half of that.
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text(most, '\0');
    if (!file || !file.read(text.data(), static_cast<std::streamsize>(text.size())).eof()) {
        if (errno == EACCES || errno == EPERM)
            return fw::fail(Errc::NotPermitted, 0, path);
        return fw::fail(Errc::Io, 0, path + ": " + (errno != 0 ? std::generic_category().message(errno) : "too large for a practice network"));
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return practiceNetwork(text);
}

std::string practiceFault(const std::string& path, const Error& error)
{
    if (error.code != Errc::Syntax)
        return wording(error, Errand::ReadFile);
    return printable(fmt::format("{}:{}:{}: {}", path, error.line, error.offset + 1, error.detail));
}

} // namespace fw::cli
