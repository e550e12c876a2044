/// The files compiled into the program.
#pragma once

#include <span>
#include <string_view>

namespace fw::resources {

struct File {
    std::string_view path; ///< "protocols/inet.yaml"
    std::string_view text;
};

[[nodiscard]] std::span<const File> files();
/// Empty if there is none of that name.
[[nodiscard]] std::string_view find(std::string_view path);

} // namespace fw::resources
