#include "engine/files/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace fw {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

FileDescriptor::~FileDescriptor()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Error systemError(const std::filesystem::path& path)
{
    const int code = errno;
    if (code == EACCES || code == EPERM)
        return {Errc::NotPermitted, 0, path.string()};
    return {Errc::Io, 0, path.string() + ": " + std::generic_category().message(code)};
}

bool writeAll(int fd, Bytes bytes, std::size_t& written)
{
    for (written = 0; written < bytes.size();) {
        const ssize_t count = ::write(fd, bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        written += static_cast<std::size_t>(count);
    }
    return true;
}

bool writeAll(int fd, Bytes bytes)
{
    std::size_t written = 0;
    return writeAll(fd, bytes, written);
}

ByteSource::ByteSource(FileDescriptor file, std::uint64_t size, std::filesystem::path path)
    : m_file(std::move(file)), m_size(size), m_path(std::move(path))
{
}

Result<void> ByteSource::readAt(std::uint64_t offset, std::span<std::uint8_t> out) const
{
    while (!out.empty()) {
        const ssize_t count = ::pread(m_file.get(), out.data(), out.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::unexpected(systemError(m_path));
        if (count == 0)
            return fail(Errc::Io, offset, m_path.string() + ": the file has become shorter");
        out = out.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

BlockReader::BlockReader(const ByteSource& source, std::size_t blockSize, std::uint64_t end)
    : m_source(source), m_blockSize(blockSize), m_end(end)
{
}

Result<Bytes> BlockReader::at(std::uint64_t offset, std::size_t size)
{
    if (offset < m_start || offset + size > m_start + m_block.size()) {
        const auto left = m_end - offset;
        m_block.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, std::max(size, m_blockSize))));
        m_start = offset;
        if (const auto read = m_source.readAt(offset, m_block); !read) {
            m_block.clear();
            return std::unexpected(read.error());
        }
    }
    return Bytes(m_block).subspan(static_cast<std::size_t>(offset - m_start), size);
}

} // namespace fw
