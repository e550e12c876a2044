#include "engine/files/spool.h"

#include "engine/files/formats.h"

#include <cerrno>
#include <cstdlib>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace fw {
namespace {

constexpr std::size_t blockSize = 256U << 10U;

/// The next bytes of a file or pipe; none at its end. Waits for a slow pipe, but not longer than `stop`.
Result<std::size_t> readSome(int fd, std::span<std::uint8_t> out, const std::filesystem::path& path, const std::stop_token& stop)
{
    for (;;) {
        if (stop.stop_requested())
            return fail(Errc::Cancelled, 0, path.string());
        pollfd waiting{fd, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, 100);
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        const ssize_t count = ::read(fd, out.data(), out.size());
        if (count >= 0)
            return static_cast<std::size_t>(count);
        if (errno != EINTR && errno != EAGAIN)
            return std::unexpected(systemError(path));
    }
}

/// A file that is gone as soon as it is closed.
Result<FileDescriptor> temporaryFile()
{
    std::error_code ignored;
    const auto folder = std::filesystem::temp_directory_path(ignored);
    std::string name = (folder / "framewright-XXXXXX").string();
    FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file.isOpen())
        return std::unexpected(systemError(name));
    ::unlink(name.c_str());
    return file;
}

/// What grows in the temporary file.
class Spool {
public:
    static Result<Spool> create()
    {
        auto file = temporaryFile();
        if (!file)
            return std::unexpected(file.error());
        return Spool(std::move(*file));
    }

    Result<void> add(Bytes bytes, const std::filesystem::path& path)
    {
        for (std::size_t i = 0; i < bytes.size() && m_head.size() < magicSize; ++i)
            m_head.push_back(bytes[i]);
        if (!couldBeCapture(m_head)) // Found out now rather than sixteen gigabytes later.
            return fail(Errc::NotACapture, 0, path.string());
        m_size += bytes.size();
        if (m_size > maxSpooled)
            return fail(Errc::Unsupported, 0, path.string() + ": more than 16 GiB when unpacked");
        if (!writeAll(m_file.get(), bytes))
            return std::unexpected(systemError(std::filesystem::temp_directory_path()));
        return {};
    }

    ByteSource finish(const std::filesystem::path& path) && { return {std::move(m_file), m_size, path}; }

private:
    explicit Spool(FileDescriptor file) : m_file(std::move(file)) {}

    FileDescriptor m_file;
    Buffer m_head;
    std::uint64_t m_size = 0;
};

class Inflater {
public:
    Inflater() { m_ready = ::inflateInit2(&m_stream, 16 + MAX_WBITS) == Z_OK; } // 16: with gzip's header and checksum.
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { ::inflateEnd(&m_stream); }

    /// Hands what `input` unpacks to on to `use`. False once the data is damaged or over.
    template <class Use> Result<bool> feed(std::span<std::uint8_t> input, const Use& use)
    {
        m_stream.next_in = input.data();
        m_stream.avail_in = static_cast<uInt>(input.size());
        do {
            const auto more = step(use);
            if (!more || !*more)
                return more;
        } while (m_stream.avail_in > 0 || m_stream.avail_out == 0);
        return true;
    }

    /// The data so far ended where a gzip member does.
    [[nodiscard]] bool isWhole() const { return m_whole; }

private:
    template <class Use> Result<bool> step(const Use& use)
    {
        if (!m_ready || !startMember())
            return false;
        m_stream.next_out = m_out.data();
        m_stream.avail_out = static_cast<uInt>(m_out.size());
        const int status = ::inflate(&m_stream, Z_NO_FLUSH);
        const std::size_t produced = m_out.size() - m_stream.avail_out;
        if (const auto used = use(Bytes(m_out).first(produced)); !used)
            return std::unexpected(used.error());
        if (status == Z_STREAM_END)
            m_whole = m_between = true;
        return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR;
    }

    /// Members may follow one another; anything else after the last one is no concern of ours.
    bool startMember()
    {
        if (!m_between || m_stream.avail_in == 0)
            return true;
        if (*m_stream.next_in != 0x1f)
            return false;
        m_between = m_whole = false;
        return ::inflateReset(&m_stream) == Z_OK;
    }

    z_stream m_stream{};
    Buffer m_out = Buffer(blockSize);
    bool m_ready = false;
    bool m_between = false;
    bool m_whole = false;
};

/// The rest of what is copied: where it comes from, and who wants to know or stop it.
struct Copy {
    int fd;
    std::uint64_t size; ///< 0: not known
    const std::filesystem::path& path;
    const Progress& progress;
    const std::stop_token& stop;
};

/// Every block of the input, first what has been read of it already.
template <class Use> Result<void> forEachBlock(const Copy& copy, Buffer block, const Use& use)
{
    std::uint64_t done = 0;
    while (!block.empty()) {
        const auto more = use(std::span<std::uint8_t>(block));
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            return {};
        done += block.size();
        if (copy.progress)
            copy.progress(done, copy.size);
        block.resize(blockSize);
        const auto count = readSome(copy.fd, block, copy.path, copy.stop);
        if (!count)
            return std::unexpected(count.error());
        block.resize(*count);
    }
    return {};
}

Result<OpenedSource> unpack(const Copy& copy, Buffer head)
{
    auto spool = Spool::create();
    if (!spool)
        return std::unexpected(spool.error());
    Inflater inflater;
    const auto keep = [&](Bytes bytes) { return spool->add(bytes, copy.path); };
    const auto done = forEachBlock(copy, std::move(head), [&](std::span<std::uint8_t> block) { return inflater.feed(block, keep); });
    if (!done)
        return std::unexpected(done.error());
    return OpenedSource{std::move(*spool).finish(copy.path), true, !inflater.isWhole()};
}

Result<OpenedSource> drain(const Copy& copy, Buffer head)
{
    auto spool = Spool::create();
    if (!spool)
        return std::unexpected(spool.error());
    const auto keep = [&](std::span<std::uint8_t> block) -> Result<bool> {
        if (const auto added = spool->add(block, copy.path); !added)
            return std::unexpected(added.error());
        return true;
    };
    if (const auto done = forEachBlock(copy, std::move(head), keep); !done)
        return std::unexpected(done.error());
    return OpenedSource{std::move(*spool).finish(copy.path)};
}

bool isGzip(Bytes head) { return head.size() >= 2 && head[0] == 0x1f && head[1] == 0x8b; }

/// The first bytes: as many as tell gzip from the rest, or less where there are no more.
Result<Buffer> readHead(int fd, const std::filesystem::path& path, const std::stop_token& stop)
{
    Buffer head(blockSize);
    std::size_t have = 0;
    while (have < 2) {
        const auto count = readSome(fd, std::span(head).subspan(have), path, stop);
        if (!count)
            return std::unexpected(count.error());
        if (*count == 0)
            break;
        have += *count;
    }
    head.resize(have);
    return head;
}

} // namespace

Result<OpenedSource> openSource(const std::filesystem::path& path, const Progress& progress, const std::stop_token& stop)
{
    // Not blocking: a named pipe without a writer would hold us here, where nobody can stop us.
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status{};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return std::unexpected(systemError(path));
    const bool regular = S_ISREG(status.st_mode);
    if (S_ISDIR(status.st_mode) || (regular && status.st_size == 0))
        return fail(Errc::NotACapture, 0, path.string());

    auto head = readHead(file.get(), path, stop);
    if (!head)
        return std::unexpected(head.error());
    if (head->empty())
        return fail(Errc::NotACapture, 0, path.string());
    const auto size = regular ? static_cast<std::uint64_t>(status.st_size) : 0;
    const Copy copy{file.get(), size, path, progress, stop};
    if (isGzip(*head))
        return unpack(copy, std::move(*head));
    if (!regular)
        return drain(copy, std::move(*head));
    return OpenedSource{ByteSource(std::move(file), size, path)};
}

} // namespace fw
