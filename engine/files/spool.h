/// Captures that cannot be read at any offset: gzipped ones, and pipes.
#pragma once

#include "engine/files/byte_source.h"
#include "engine/files/capture.h"

namespace fw {

/// What a path holds, ready for random access.
struct OpenedSource {
    ByteSource bytes;
    bool compressed = false;
    bool cutShort = false; ///< The compressed data ended early or is damaged.
};

/// Gzipped files and pipes are copied into a nameless file in the system's temporary folder, up to `maxSpooled` bytes.
/// NotACapture for directories and empty files; Unsupported beyond the bound; NotPermitted, Io, Cancelled.
[[nodiscard]] Result<OpenedSource> openSource(const std::filesystem::path& path, const Progress& progress, const std::stop_token& stop);

/// A gzip bomb grows a thousandfold; this is where we stop believing.
inline constexpr std::uint64_t maxSpooled = std::uint64_t{16} << 30U;

} // namespace fw
