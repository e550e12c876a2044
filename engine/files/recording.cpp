#include "engine/files/byte_source.h"
#include "engine/files/capture.h"
#include "engine/files/formats.h"
#include "engine/files/indexed_capture.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

namespace fw {
namespace {

/// Places of records already in the file. The appender adds while readers look.
class SharedIndex {
public:
    std::size_t size() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_places.size();
    }
    void add(const PacketIndex& places)
    {
        const std::scoped_lock lock(m_mutex);
        m_places.insert(m_places.end(), places.begin(), places.end());
    }
    PacketIndex copy(std::size_t first, std::size_t count) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto places = std::span(m_places).subspan(std::min(first, m_places.size()));
        const auto some = places.first(std::min(count, places.size()));
        return {some.begin(), some.end()};
    }

private:
    mutable std::mutex m_mutex;
    PacketIndex m_places;
};

class TemporaryRecording final : public Recording {
public:
    TemporaryRecording(FileDescriptor file, std::filesystem::path path)
        : m_path(std::move(path)), m_file(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0)),
          m_source(std::move(file), RecordPlace::maxOffset, m_path)
    {
    }
    ~TemporaryRecording() override
    {
        if (!m_kept)
            ::unlink(m_path.c_str());
    }

    std::size_t packetCount() const override { return m_index.size(); }
    const std::filesystem::path& path() const override { return m_path; }
    void keep() override { m_kept = true; }
    Result<CapturedPacket> packet(std::size_t number) const override;
    Result<void> read(std::size_t first, std::size_t count, const PacketUse& use) const override;
    Result<void> append(std::span<const CapturedPacket> packets) override;

private:
    /// What one write holds: a few packets, or one large one.
    struct Batch {
        Buffer bytes;
        PacketIndex places;
    };

    Result<void> begin(std::uint32_t linkType);
    Result<void> add(Batch& batch, const CapturedPacket& packet) const;
    Result<void> flush(Batch& batch);
    PacketView decode(Bytes record) const;

    std::filesystem::path m_path;
    FileDescriptor m_file;  // For writing; its position is the end of the whole records.
    ByteSource m_source;    // The same file for readers.
    SharedIndex m_index;
    std::atomic<std::uint32_t> m_linkType = 0;
    std::uint64_t m_end = 0; // Only the appender looks at it.
    std::atomic<bool> m_kept = false;
};

PacketView TemporaryRecording::decode(Bytes record) const
{
    const auto time = std::int64_t{readU32(record, 0, false)} * 1'000'000'000 + readU32(record, 4, false);
    return {std::chrono::nanoseconds(time), m_linkType, readU32(record, 12, false), record.subspan(pcapRecordHeaderSize)};
}

Result<CapturedPacket> TemporaryRecording::packet(std::size_t number) const
{
    const auto places = m_index.copy(number, 1);
    if (places.empty())
        return fail(Errc::Io, number, m_path.string() + ": no such packet");
    Buffer record(places.front().size());
    if (const auto read = m_source.readAt(places.front().offset(), record); !read)
        return std::unexpected(read.error());
    return toCapturedPacket(decode(record));
}

Result<void> TemporaryRecording::read(std::size_t first, std::size_t count, const PacketUse& use) const
{
    constexpr std::size_t chunk = 4096; // The appender is not to wait for a long copy.
    bool goOn = true;
    while (goOn && count > 0) {
        const auto places = m_index.copy(first, std::min(count, chunk));
        if (places.empty())
            break;
        const auto done = readRecords(m_source, places, [&](std::size_t i, Bytes record) { return goOn = use(first + i, decode(record)); });
        if (!done)
            return done;
        first += places.size();
        count -= places.size();
    }
    return {};
}

Result<void> TemporaryRecording::append(std::span<const CapturedPacket> packets)
{
    if (!packets.empty() && m_end == 0)
        if (const auto begun = begin(packets.front().linkType); !begun)
            return begun;
    Batch batch;
    for (const auto& packet : packets) {
        if (const auto added = add(batch, packet); !added) {
            const auto flushed = flush(batch); // What came before it is not to be lost with it.
            return flushed ? added : flushed;
        }
        if (batch.bytes.size() >= readBlockSize)
            if (const auto flushed = flush(batch); !flushed)
                return flushed;
    }
    return flush(batch);
}

Result<void> TemporaryRecording::begin(std::uint32_t linkType)
{
    const Buffer header = pcapHeader(linkType);
    if (!writeAll(m_file.get(), header))
        return std::unexpected(systemError(m_path));
    m_linkType = linkType;
    m_end = header.size();
    return {};
}

Result<void> TemporaryRecording::add(Batch& batch, const CapturedPacket& packet) const
{
    if (packet.linkType != m_linkType)
        return fail(Errc::Unsupported, 0, m_path.string() + ": more than one link type");
    const std::size_t size = pcapRecordHeaderSize + packet.bytes.size();
    const std::uint64_t offset = m_end + batch.bytes.size();
    if (size > RecordPlace::maxSize || offset + size > RecordPlace::maxOffset)
        return fail(Errc::Unsupported, 0, m_path.string() + ": too large");
    batch.places.emplace_back(offset, static_cast<std::uint32_t>(size));
    appendPcapRecord(batch.bytes, viewOf(packet));
    return {};
}

/// Whole records count even if the disk is full after them; a half one is cut off again.
Result<void> TemporaryRecording::flush(Batch& batch)
{
    std::size_t written = 0;
    const bool good = writeAll(m_file.get(), batch.bytes, written);
    const Error error = good ? Error{} : systemError(m_path);
    while (!batch.places.empty() && batch.places.back().end() > m_end + written)
        batch.places.pop_back();
    if (!batch.places.empty())
        m_end = batch.places.back().end();
    m_index.add(batch.places);
    batch = {};
    if (good)
        return {};
    if (::ftruncate(m_file.get(), static_cast<off_t>(m_end)) == 0)
        ::lseek(m_file.get(), static_cast<off_t>(m_end), SEEK_SET);
    return std::unexpected(error);
}

} // namespace

Result<std::shared_ptr<Recording>> Recording::create(const std::filesystem::path& directory)
{
    std::error_code error;
    const auto folder = directory.empty() ? std::filesystem::temp_directory_path(error) : directory;
    std::string name = (folder / "framewright-XXXXXX.pcap").string();
    FileDescriptor file(::mkostemps(name.data(), 5, O_CLOEXEC));
    if (!file.isOpen())
        return std::unexpected(systemError(folder));
    return std::make_shared<TemporaryRecording>(std::move(file), name);
}

} // namespace fw
