#include "engine/files/byte_source.h"
#include "engine/files/capture.h"
#include "engine/files/formats.h"
#include "engine/files/packet_index.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fw {
namespace {

constexpr std::size_t bufferSize = 256U << 10U;

/// Where the bytes go. Removed again unless it was put in its place.
class Target {
public:
    virtual ~Target() = default;
    [[nodiscard]] virtual int fd() const = 0;
    [[nodiscard]] virtual Result<void> finish() = 0;
    /// Somebody may be waiting at the other end.
    [[nodiscard]] virtual bool isWatched() const = 0;
};

/// A pipe, a terminal, /dev/null: nothing to replace and nothing to rename.
class StreamTarget final : public Target {
public:
    StreamTarget(FileDescriptor file, bool isWatched) : m_file(std::move(file)), m_isWatched(isWatched) {}
    int fd() const override { return m_file.get(); }
    Result<void> finish() override { return {}; }
    bool isWatched() const override { return m_isWatched; }

private:
    FileDescriptor m_file;
    bool m_isWatched;
};

class ReplacedFile final : public Target {
public:
    ReplacedFile(FileDescriptor file, std::filesystem::path temporary, std::filesystem::path path)
        : m_file(std::move(file)), m_temporary(std::move(temporary)), m_path(std::move(path))
    {
    }
    ~ReplacedFile() override
    {
        if (!m_done)
            ::unlink(m_temporary.c_str());
    }
    int fd() const override { return m_file.get(); }
    bool isWatched() const override { return false; }

    Result<void> finish() override
    {
        if (::fchmod(fd(), mode()) != 0 || ::fsync(fd()) != 0 || ::rename(m_temporary.c_str(), m_path.c_str()) != 0)
            return std::unexpected(systemError(m_path));
        m_done = true;
        // So that the new name survives a crash too. Some file systems cannot, which is no reason to fail.
        const FileDescriptor folder(::open(m_path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.isOpen())
            ::fsync(folder.get());
        return {};
    }

private:
    /// That of the file to be replaced, or what a new file gets.
    mode_t mode() const
    {
        struct stat status{};
        if (::stat(m_path.c_str(), &status) == 0)
            return status.st_mode & 07777U;
        const mode_t mask = ::umask(0);
        ::umask(mask);
        return 0666U & ~mask;
    }

    FileDescriptor m_file;
    std::filesystem::path m_temporary;
    std::filesystem::path m_path;
    bool m_done = false;
};

Result<std::unique_ptr<Target>> openStream(const std::filesystem::path& path)
{
    FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.isOpen())
        return std::unexpected(systemError(path));
    struct stat status{};
    const bool isDevice = ::fstat(file.get(), &status) == 0 && S_ISCHR(status.st_mode) && ::isatty(file.get()) == 0;
    return std::make_unique<StreamTarget>(std::move(file), !isDevice);
}

Result<std::unique_ptr<Target>> openReplacement(const std::filesystem::path& path)
{
    std::string name = path.filename().string();
    name.insert(0, 1, '.').append(".XXXXXX");
    std::string temporary = (path.parent_path() / name).string();
    FileDescriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.isOpen())
        return std::unexpected(systemError(path));
    return std::make_unique<ReplacedFile>(std::move(file), temporary, path);
}

Result<std::unique_ptr<Target>> openTarget(const std::filesystem::path& path)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            errno = EISDIR;
            return std::unexpected(systemError(path));
        }
        if (!S_ISREG(status.st_mode))
            return openStream(path);
    }
    std::error_code error;
    auto real = std::filesystem::weakly_canonical(path, error); // A link stays, and what it points at is replaced.
    return openReplacement(error ? std::filesystem::absolute(path) : real);
}

class FileWriter final : public PcapWriter {
public:
    FileWriter(std::unique_ptr<Target> target, std::filesystem::path path) : m_target(std::move(target)), m_path(std::move(path)) {}

    void setLinkType(std::uint32_t linkType) override
    {
        if (!m_linkType)
            m_linkType = linkType;
    }

    Result<void> write(const PacketView& packet) override
    {
        setLinkType(packet.linkType);
        if (packet.linkType != *m_linkType)
            return fail(Errc::Unsupported, 0, m_path.string() + ": more than one link type");
        if (packet.bytes.size() + pcapRecordHeaderSize > RecordPlace::maxSize)
            return fail(Errc::Unsupported, 0, m_path.string() + ": packet too large");
        begin();
        appendPcapRecord(m_buffer, packet);
        // Whoever reads the other end of a pipe wants to see packets as they come.
        return m_buffer.size() >= bufferSize || m_target->isWatched() ? flush() : Result<void>{};
    }

    Result<void> finish() override
    {
        setLinkType(link_type::Ethernet);
        begin();
        if (const auto flushed = flush(); !flushed)
            return flushed;
        return m_target->finish();
    }

private:
    void begin()
    {
        if (!m_begun)
            m_buffer = pcapHeader(*m_linkType);
        m_begun = true;
    }

    Result<void> flush()
    {
        const bool good = writeAll(m_target->fd(), m_buffer);
        m_buffer.clear();
        if (!good)
            return std::unexpected(systemError(m_path));
        return {};
    }

    std::unique_ptr<Target> m_target;
    std::filesystem::path m_path;
    Buffer m_buffer;
    std::optional<std::uint32_t> m_linkType;
    bool m_begun = false;
};

} // namespace

Result<std::unique_ptr<PcapWriter>> PcapWriter::create(const std::filesystem::path& path)
{
    auto target = openTarget(path);
    if (!target)
        return std::unexpected(target.error());
    return std::make_unique<FileWriter>(std::move(*target), path);
}

Result<void> savePcap(const std::filesystem::path& path, const Capture& capture, const Progress& progress, std::stop_token stop)
{
    auto writer = PcapWriter::create(path);
    if (!writer)
        return std::unexpected(writer.error());
    const std::size_t total = capture.packetCount();
    Result<void> outcome;
    const auto done = capture.read(0, total, [&](std::size_t number, const PacketView& packet) {
        if (number % 4096 == 0 && progress)
            progress(number, total);
        outcome = stop.stop_requested() ? fail(Errc::Cancelled, 0, path.string()) : (*writer)->write(packet);
        return outcome.has_value();
    });
    if (!done)
        return done;
    return outcome ? (*writer)->finish() : outcome;
}

} // namespace fw
