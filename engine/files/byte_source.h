/// Bytes on disk, read at any offset.
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/error.h"

#include <filesystem>

namespace fw {

/// Owns an open file.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// The current errno: NotPermitted with the path, or Io with the path and the system's words.
[[nodiscard]] Error systemError(const std::filesystem::path& path);

/// All of it, however the system splits it up. `written` counts what went out, whether or not the rest failed.
[[nodiscard]] bool writeAll(int fd, Bytes bytes, std::size_t& written);
[[nodiscard]] bool writeAll(int fd, Bytes bytes);

/// A file that does not change under us. Any number of threads may read at once.
class ByteSource {
public:
    ByteSource(FileDescriptor file, std::uint64_t size, std::filesystem::path path);

    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Io if the file has become shorter.
    [[nodiscard]] Result<void> readAt(std::uint64_t offset, std::span<std::uint8_t> out) const;

private:
    FileDescriptor m_file;
    std::uint64_t m_size;
    std::filesystem::path m_path;
};

/// Goes forward through a source in large reads.
class BlockReader {
public:
    /// Reads nothing from `end` on.
    BlockReader(const ByteSource& source, std::size_t blockSize, std::uint64_t end);

    /// `size` bytes at `offset`, which must lie before the end. They live until the next call.
    [[nodiscard]] Result<Bytes> at(std::uint64_t offset, std::size_t size);
    /// What of it is read already, from `offset` on; empty if nothing is. Lives until the next call of at().
    [[nodiscard]] Bytes read(std::uint64_t offset) const
    {
        return offset < m_start || offset - m_start >= m_block.size() ? Bytes() : Bytes(m_block).subspan(static_cast<std::size_t>(offset - m_start));
    }

private:
    const ByteSource& m_source;
    std::size_t m_blockSize;
    std::uint64_t m_end;
    std::uint64_t m_start = 0;
    Buffer m_block;
};

} // namespace fw
