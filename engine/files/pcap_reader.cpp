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

PacketView packetOf(Bytes record, const PcapVariant& variant, std::uint32_t linkType)
{
    const std::int64_t seconds = readU32(record, 0, variant.bigEndian);
    const std::int64_t fraction = readU32(record, 4, variant.bigEndian);
    return {.time = std::chrono::nanoseconds(seconds * 1'000'000'000 + fraction * (variant.nanoseconds ? 1 : 1000)),
            .linkType = linkType,
            .originalLength = readU32(record, 12, variant.bigEndian),
            .bytes = record.subspan(recordHeaderSize(variant))};
}

class PcapFile final : public IndexedCapture {
public:
    PcapFile(ByteSource source, CaptureInfo info, IndexScan scan, PcapVariant variant)
        : IndexedCapture(std::move(source), std::move(info), std::move(scan)), m_variant(variant)
    {
    }

protected:
    PacketView decode(Bytes record, std::uint64_t /*offset*/) const override { return packetOf(record, m_variant, info().linkTypes.front()); }

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

class PcapStream final : public RecordStream {
public:
    PcapStream(ByteSource source, CaptureInfo info, PcapVariant variant, std::stop_token stop)
        : RecordStream(std::move(source), std::move(info), pcapHeaderSize, std::move(stop)), m_variant(variant)
    {
    }

protected:
    Result<void> recordAt(std::uint64_t offset, Record& record) override
    {
        const std::size_t header = recordHeaderSize(m_variant);
        if (const Bytes read = m_reader.read(offset); read.size() >= header) { // The usual case, in few steps.
            const std::uint64_t size = header + std::uint64_t{readU32(read, 8, m_variant.bigEndian)};
            if (size <= std::min<std::uint64_t>(read.size(), RecordPlace::maxSize)) {
                set(record, read.first(static_cast<std::size_t>(size)));
                return {};
            }
        }
        const auto size = recordSize(m_reader, offset, m_source.size(), m_variant);
        if (!size)
            return std::unexpected(size.error());
        if (*size == 0)
            return {};
        const auto bytes = m_reader.at(offset, *size);
        if (!bytes)
            return std::unexpected(bytes.error());
        set(record, *bytes);
        return {};
    }

private:
    void set(Record& record, Bytes bytes) const
    {
        record = {.size = static_cast<std::uint32_t>(bytes.size()), .isPacket = true, .packet = packetOf(bytes, m_variant, m_info.linkTypes.front())};
    }

    PcapVariant m_variant;
};

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

/// Reads the file header.
Result<PcapVariant> begin(const ByteSource& source, CaptureInfo& info)
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
    return *variant;
}

} // namespace

Result<std::shared_ptr<const CaptureFile>> openPcap(ByteSource source, CaptureInfo info, IndexWatch watch)
{
    const auto variant = begin(source, info);
    if (!variant)
        return std::unexpected(variant.error());
    auto found = scan(source, *variant, watch);
    if (!found)
        return std::unexpected(found.error());
    return std::make_shared<PcapFile>(std::move(source), std::move(info), std::move(*found), *variant);
}

Result<std::unique_ptr<CaptureStream>> streamPcap(ByteSource source, CaptureInfo info, std::stop_token stop)
{
    const auto variant = begin(source, info);
    if (!variant)
        return std::unexpected(variant.error());
    return std::make_unique<PcapStream>(std::move(source), std::move(info), *variant, std::move(stop));
}

} // namespace fw
