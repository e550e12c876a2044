/// A capture file and the index of its records; what pcap and pcapng have in common.
#pragma once

#include "engine/files/byte_source.h"
#include "engine/files/capture.h"
#include "engine/files/packet_index.h"

#include <span>

namespace fw {

/// What finding the records came to.
struct IndexScan {
    PacketIndex index;
    std::optional<std::uint64_t> truncatedAt;
};

class IndexedCapture : public CaptureFile {
public:
    [[nodiscard]] std::size_t packetCount() const override { return m_index.size(); }
    [[nodiscard]] Result<CapturedPacket> packet(std::size_t number) const override;
    [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, const PacketUse& use) const override;
    [[nodiscard]] const CaptureInfo& info() const override { return m_info; }
    [[nodiscard]] const std::filesystem::path& path() const override { return m_source.path(); }
    [[nodiscard]] std::optional<std::uint64_t> truncatedAt() const override { return m_truncatedAt; }

protected:
    IndexedCapture(ByteSource source, CaptureInfo info, IndexScan scan);
    /// The record was whole when it was indexed; the file may have been written over since, so nothing in it is believed.
    [[nodiscard]] virtual PacketView decode(Bytes record, std::uint64_t offset) const = 0;

private:
    ByteSource m_source;
    CaptureInfo m_info;
    PacketIndex m_index;
    std::optional<std::uint64_t> m_truncatedAt;
};

/// Who watches the indexing, and may stop it.
class IndexWatch {
public:
    IndexWatch(const Progress& progress, const std::stop_token& stop) : m_progress(progress), m_stop(stop) {}
    /// False once it is to stop. Cheap: tells and asks only once per megabyte.
    [[nodiscard]] bool goOn(std::uint64_t done, std::uint64_t total);

private:
    const Progress& m_progress;
    const std::stop_token& m_stop;
    std::uint64_t m_next = 0;
};

/// Measured: larger blocks than this bring nothing when indexing, smaller ones are better for the cache when reading.
inline constexpr std::size_t indexBlockSize = 1U << 20U;
inline constexpr std::size_t readBlockSize = 256U << 10U;

/// Hands each record's bytes to `use` through large reads, until it returns false.
[[nodiscard]] Result<void> readRecords(const ByteSource& source, std::span<const RecordPlace> places,
    const std::function<bool(std::size_t, Bytes)>& use);

/// What the streams of pcap and pcapng have in common.
class RecordStream : public CaptureStream {
public:
    [[nodiscard]] Result<void> read(const PacketUse& use) override;
    [[nodiscard]] const CaptureInfo& info() const override { return m_info; }
    [[nodiscard]] const std::filesystem::path& path() const override { return m_source.path(); }
    [[nodiscard]] std::size_t packetCount() const override { return m_count; }
    [[nodiscard]] std::optional<std::uint64_t> truncatedAt() const override { return m_truncatedAt; }

protected:
    struct Record {
        std::uint32_t size = 0; ///< 0: there is no whole one.
        bool isPacket = false;
        PacketView packet;
    };
    RecordStream(ByteSource source, CaptureInfo info, std::uint64_t firstRecord, std::stop_token stop)
        : m_source(std::move(source)), m_info(std::move(info)), m_reader(m_source, readBlockSize, m_source.size()), m_offset(firstRecord), m_stop(std::move(stop))
    {
    }
    /// `record` is empty when given.
    [[nodiscard]] virtual Result<void> recordAt(std::uint64_t offset, Record& record) = 0;
    void startAt(std::uint64_t offset) { m_offset = offset; }

    ByteSource m_source;
    CaptureInfo m_info;
    BlockReader m_reader; ///< Of the source.

private:
    std::uint64_t m_offset;
    std::stop_token m_stop;
    std::size_t m_count = 0;
    std::optional<std::uint64_t> m_truncatedAt;
};

[[nodiscard]] Result<std::unique_ptr<CaptureStream>> streamPcap(ByteSource source, CaptureInfo info, std::stop_token stop);
[[nodiscard]] Result<std::unique_ptr<CaptureStream>> streamPcapng(ByteSource source, CaptureInfo info, std::stop_token stop);
[[nodiscard]] Result<std::shared_ptr<const CaptureFile>> openPcap(ByteSource source, CaptureInfo info, IndexWatch watch);
[[nodiscard]] Result<std::shared_ptr<const CaptureFile>> openPcapng(ByteSource source, CaptureInfo info, IndexWatch watch);

} // namespace fw
