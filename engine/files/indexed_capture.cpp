#include "engine/files/indexed_capture.h"

#include <algorithm>

namespace fw {

IndexedCapture::IndexedCapture(ByteSource source, CaptureInfo info, IndexScan scan)
    : m_source(std::move(source)), m_info(std::move(info)), m_index(std::move(scan.index)), m_truncatedAt(scan.truncatedAt)
{
}

Result<CapturedPacket> IndexedCapture::packet(std::size_t number) const
{
    if (number >= m_index.size())
        return fail(Errc::Io, number, path().string() + ": no such packet");
    const RecordPlace place = m_index[number];
    Buffer record(place.size());
    if (const auto read = m_source.readAt(place.offset(), record); !read)
        return std::unexpected(read.error());
    return toCapturedPacket(decode(record, place.offset()));
}

Result<void> IndexedCapture::read(std::size_t first, std::size_t count, const PacketUse& use) const
{
    first = std::min(first, m_index.size());
    count = std::min(count, m_index.size() - first);
    return readRecords(m_source, std::span(m_index).subspan(first, count),
        [&](std::size_t i, Bytes record) { return use(first + i, decode(record, m_index[first + i].offset())); });
}

Result<void> RecordStream::read(const PacketUse& use)
{
    const Progress none;
    IndexWatch watch(none, m_stop);
    while (m_offset < m_source.size() && watch.goOn(m_offset, m_source.size())) {
        Record record;
        if (auto read = recordAt(m_offset, record); !read)
            return read;
        if (record.size == 0) {
            m_truncatedAt = m_offset;
            break;
        }
        m_offset += record.size;
        if (record.isPacket && !use(m_count++, record.packet))
            break;
    }
    return {};
}

bool IndexWatch::goOn(std::uint64_t done, std::uint64_t total)
{
    if (done < m_next)
        return true;
    m_next = done + indexBlockSize;
    if (m_progress)
        m_progress(done, total);
    return !m_stop.stop_requested();
}

Result<void> readRecords(const ByteSource& source, std::span<const RecordPlace> places,
    const std::function<bool(std::size_t, Bytes)>& use)
{
    if (places.empty())
        return {};
    BlockReader reader(source, readBlockSize, places.back().end());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto record = reader.at(places[i].offset(), places[i].size());
        if (!record)
            return std::unexpected(record.error());
        if (!use(i, *record))
            break;
    }
    return {};
}

} // namespace fw
