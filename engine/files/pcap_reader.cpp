/// Classic pcap: draft-ietf-opsawg-pcap, and the variants in the wild.
#include "engine/files/formats.h"
#include "engine/files/indexed_capture.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t modifiedRecordHeaderSize = 24;

std::size_t recordHeaderSize(const PcapVariant& variant)
{
    return variant.modified ? modifiedRecordHeaderSize : pcapRecordHeaderSize;
}

class PcapFile final : public IndexedCapture {
public:
    PcapFile(ByteSource source, CaptureInfo info, IndexScan scan, PcapVariant variant)
        : IndexedCapture(std::move(source), std::move(info), std::move(scan)), m_variant(variant)
    {
    }

protected:
    PacketView decode(Bytes record, std::uint64_t /*offset*/) const override
    {
        const std::int64_t seconds = readU32(record, 0, m_variant.bigEndian);
        const std::int64_t fraction = readU32(record, 4, m_variant.bigEndian);
        PacketView packet;
        packet.time = std::chrono::nanoseconds(seconds * 1'000'000'000 + fraction * (m_variant.nanoseconds ? 1 : 1000));
        packet.linkType = info().linkTypes.front();
        packet.originalLength = readU32(record, 12, m_variant.bigEndian);
        packet.bytes = record.subspan(recordHeaderSize(m_variant));
        return packet;
    }

private:
    PcapVariant m_variant;
};

/// The size of the record at `offset`, 0 if it is not whole or cannot be one.
Result<std::uint32_t> recordSize(BlockReader& reader, std::uint64_t offset, std::uint64_t fileSize, const PcapVariant& variant)
{
    const std::size_t header = recordHeaderSize(variant);
    if (fileSize - offset < header)
        return 0U;
    const auto bytes = reader.at(offset, header);
    if (!bytes)
        return std::unexpected(bytes.error());
    const std::uint64_t size = header + std::uint64_t{readU32(*bytes, 8, variant.bigEndian)};
    return size > RecordPlace::maxSize || size > fileSize - offset ? 0U : static_cast<std::uint32_t>(size);
}

Result<IndexScan> scan(const ByteSource& source, const PcapVariant& variant, IndexWatch& watch)
{
    IndexScan found;
    BlockReader reader(source, indexBlockSize, source.size());
    for (std::uint64_t offset = pcapHeaderSize; offset < source.size();) {
        if (!watch.goOn(offset, source.size()))
            return fail(Errc::Cancelled, 0, source.path().string());
        const auto size = recordSize(reader, offset, source.size(), variant);
        if (!size)
            return std::unexpected(size.error());
        if (*size == 0) {
            found.truncatedAt = offset;
            break;
        }
        found.index.emplace_back(offset, *size);
        offset += *size;
    }
    return found;
}

std::string typeName(const PcapVariant& variant)
{
    if (variant.modified)
        return "pcap (modified)";
    return variant.nanoseconds ? "pcap (nanoseconds)" : "pcap";
}

} // namespace

Result<std::shared_ptr<const CaptureFile>> openPcap(ByteSource source, CaptureInfo info, IndexWatch watch)
{
    if (source.size() < pcapHeaderSize)
        return fail(Errc::Truncated, 0, source.path().string());
    Buffer header(pcapHeaderSize);
    if (const auto read = source.readAt(0, header); !read)
        return std::unexpected(read.error());
    const auto variant = pcapVariant(header);
    if (!variant)
        return fail(Errc::NotACapture, 0, source.path().string());
    info.fileType = typeName(*variant);
    info.snapLength = readU32(header, 16, variant->bigEndian);
    info.linkTypes = {readU32(header, 20, variant->bigEndian) & 0xffffU}; // Above: the length of a frame check sequence.
    auto found = scan(source, *variant, watch);
    if (!found)
        return std::unexpected(found.error());
    return std::make_shared<PcapFile>(std::move(source), std::move(info), std::move(*found), *variant);
}

} // namespace fw
