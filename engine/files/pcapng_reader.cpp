#include "engine/files/formats.h"
#include "engine/files/indexed_capture.h"
#include "engine/files/pcapng_blocks.h"

#include <algorithm>

namespace fw {
namespace {

using namespace pcapng;

constexpr std::uint32_t byteOrderMagic = 0x1a2b3c4d;
constexpr std::size_t sectionHeaderSize = 28;
constexpr std::size_t interfaceBlockSize = 20;
constexpr std::size_t maxComments = 1000;
constexpr std::size_t maxInterfaces = 65'536;
constexpr std::uint16_t optionComment = 1;
constexpr std::uint16_t optionApplication = 4; // shb_userappl

/// The block was whole when it was found; the file may have been written over since.
PacketView packetOf(Bytes record, const Section& section)
{
    PacketBlock block;
    if (!readPacketBlock(record, section, block) || block.interface >= section.interfaces.size())
        return {};
    const Interface& interface = section.interfaces[block.interface];
    const std::size_t room = record.size() - std::min(record.size(), block.dataOffset + 4);
    return {.time = block.timed ? toTime(block.ticks, interface) : std::chrono::nanoseconds{},
            .linkType = interface.linkType,
            .originalLength = block.originalLength,
            .bytes = record.subspan(block.dataOffset, std::min<std::size_t>(block.captured, room))};
}

class PcapngFile final : public IndexedCapture {
public:
    PcapngFile(ByteSource source, CaptureInfo info, IndexScan scan, std::vector<Section> sections)
        : IndexedCapture(std::move(source), std::move(info), std::move(scan)), m_sections(std::move(sections))
    {
    }

protected:
    PacketView decode(Bytes record, std::uint64_t offset) const override { return packetOf(record, sectionOf(offset)); }

private:
    const Section& sectionOf(std::uint64_t offset) const
    {
        const auto after = std::ranges::upper_bound(m_sections, offset, {}, &Section::offset);
        return *std::prev(after); // The first section starts at 0.
    }

    std::vector<Section> m_sections;
};

/// Understands the blocks, one after another from the beginning of the file.
class BlockScanner {
public:
    /// All must outlive it.
    BlockScanner(const ByteSource& source, BlockReader& reader, CaptureInfo& info) : m_source(source), m_info(info), m_reader(reader) {}

    /// The size of the block at `offset`, 0 if it is not whole or makes no sense.
    Result<std::uint32_t> block(std::uint64_t offset)
    {
        m_isPacket = false;
        if (m_source.size() - offset < minBlockSize)
            return 0U;
        const auto head = m_reader.at(offset, minBlockSize);
        if (!head)
            return std::unexpected(head.error());
        if (isPcapng(*head) && !startSection(*head, offset))
            return 0U;
        if (m_sections.empty())
            return 0U;
        const bool bigEndian = m_sections.back().bigEndian;
        const std::uint32_t type = readU32(*head, 0, bigEndian);
        const std::uint32_t size = readU32(*head, 4, bigEndian);
        if (size < minBlockSize || size % 4 != 0 || size > m_source.size() - offset)
            return drop(type);
        const auto end = m_reader.at(offset + size - 4, 4);
        if (!end)
            return std::unexpected(end.error());
        if (readU32(*end, 0, bigEndian) != size)
            return drop(type);
        return use(type, offset, size);
    }
    /// Whether the last block holds a packet.
    [[nodiscard]] bool isPacket() const { return m_isPacket; }
    [[nodiscard]] const Section& section() const { return m_sections.back(); }
    /// What a file without a whole section is.
    [[nodiscard]] Result<void> verdict() const
    {
        if (m_sections.empty())
            return fail(m_foreign ? Errc::NotACapture : Errc::Truncated, 0, m_source.path().string());
        return {};
    }
    [[nodiscard]] std::vector<Section> takeSections() { return std::move(m_sections); }

private:
    bool startSection(Bytes head, std::uint64_t offset)
    {
        for (const bool bigEndian : {false, true})
            if (readU32(head, 8, bigEndian) == byteOrderMagic) {
                m_sections.push_back({.offset = offset, .bigEndian = bigEndian, .interfaces = {}});
                return true;
            }
        m_foreign = true;
        return false;
    }

    /// A section that is not whole is none.
    std::uint32_t drop(std::uint32_t type)
    {
        if (type == SectionHeader)
            m_sections.pop_back();
        return 0;
    }

    Result<std::uint32_t> use(std::uint32_t type, std::uint64_t offset, std::uint32_t size)
    {
        if (packetHeaderSize(type) != 0)
            return usePacket(offset, size);
        if (type != SectionHeader && type != InterfaceDescription)
            return size;
        if (size > RecordPlace::maxSize)
            return drop(type);
        const auto bytes = m_reader.at(offset, size);
        if (!bytes)
            return std::unexpected(bytes.error());
        const bool good = type == SectionHeader ? useSection(*bytes) : useInterface(*bytes);
        return good ? size : drop(type);
    }

    bool useSection(Bytes bytes)
    {
        const bool bigEndian = m_sections.back().bigEndian;
        if (bytes.size() < sectionHeaderSize || readU16(bytes, 12, bigEndian) != 1) {
            m_foreign = true;
            return false;
        }
        readOptions(bytes.subspan(sectionHeaderSize - 4, bytes.size() - sectionHeaderSize), bigEndian, true);
        return true;
    }

    bool useInterface(Bytes bytes)
    {
        Section& section = m_sections.back();
        if (bytes.size() < interfaceBlockSize || section.interfaces.size() == maxInterfaces)
            return false;
        section.interfaces.push_back(readInterface(bytes, section.bigEndian));
        readOptions(bytes.subspan(16, bytes.size() - interfaceBlockSize), section.bigEndian, false);
        m_info.snapLength = std::max(m_info.snapLength, section.interfaces.back().snapLength);
        const auto linkType = section.interfaces.back().linkType;
        if (std::ranges::find(m_info.linkTypes, linkType) == m_info.linkTypes.end())
            m_info.linkTypes.push_back(linkType);
        return true;
    }

    void readOptions(Bytes options, bool bigEndian, bool ofSection)
    {
        forEachOption(options, bigEndian, [&](std::uint16_t code, Bytes value) {
            if (code == optionComment && m_info.comments.size() < maxComments)
                m_info.comments.push_back(toString(value));
            if (ofSection && code == optionApplication && m_info.application.empty())
                m_info.application = toString(value);
        });
    }

    Result<std::uint32_t> usePacket(std::uint64_t offset, std::uint32_t size)
    {
        const Section& section = m_sections.back();
        const auto bytes = m_reader.at(offset, std::min<std::uint32_t>(size, 28));
        if (!bytes)
            return std::unexpected(bytes.error());
        PacketBlock packet;
        if (size > RecordPlace::maxSize || !readPacketBlock(*bytes, section, packet)
            || packet.captured > size - packet.dataOffset - 4 || packet.interface >= section.interfaces.size())
            return 0U;
        m_isPacket = true;
        return size;
    }

    const ByteSource& m_source;
    CaptureInfo& m_info;
    BlockReader& m_reader;
    std::vector<Section> m_sections;
    bool m_isPacket = false;
    bool m_foreign = false; // It begins like pcapng, but goes on otherwise.
};

class PcapngStream final : public RecordStream {
public:
    PcapngStream(ByteSource source, CaptureInfo info, std::stop_token stop) : RecordStream(std::move(source), std::move(info), 0, std::move(stop)) {}

    /// The first section and the interfaces before its first packet.
    Result<void> begin()
    {
        std::uint64_t offset = 0;
        while (offset < m_source.size()) {
            const auto size = m_scanner.block(offset);
            if (!size)
                return std::unexpected(size.error());
            if (*size == 0 || m_scanner.isPacket())
                break;
            offset += *size;
        }
        startAt(offset);
        return m_scanner.verdict();
    }

protected:
    Result<void> recordAt(std::uint64_t offset, Record& record) override
    {
        const auto size = m_scanner.block(offset);
        if (!size)
            return std::unexpected(size.error());
        record.size = *size;
        record.isPacket = *size != 0 && m_scanner.isPacket();
        if (!record.isPacket)
            return {};
        const auto bytes = m_reader.at(offset, *size);
        if (!bytes)
            return std::unexpected(bytes.error());
        record.packet = packetOf(*bytes, m_scanner.section());
        return {};
    }

private:
    BlockScanner m_scanner{m_source, m_reader, m_info};
};

} // namespace

Result<std::shared_ptr<const CaptureFile>> openPcapng(ByteSource source, CaptureInfo info, IndexWatch watch)
{
    info.fileType = "pcapng";
    BlockReader reader(source, indexBlockSize, source.size());
    BlockScanner scanner(source, reader, info);
    IndexScan found;
    for (std::uint64_t offset = 0; offset < source.size();) {
        if (!watch.goOn(offset, source.size()))
            return fail(Errc::Cancelled, 0, source.path().string());
        const auto size = scanner.block(offset);
        if (!size)
            return std::unexpected(size.error());
        if (*size == 0) {
            found.truncatedAt = offset;
            break;
        }
        if (scanner.isPacket())
            found.index.emplace_back(offset, *size);
        offset += *size;
    }
    if (const auto good = scanner.verdict(); !good)
        return std::unexpected(good.error());
    return std::make_shared<PcapngFile>(std::move(source), std::move(info), std::move(found), scanner.takeSections());
}

Result<std::unique_ptr<CaptureStream>> streamPcapng(ByteSource source, CaptureInfo info, std::stop_token stop)
{
    info.fileType = "pcapng";
    auto stream = std::make_unique<PcapngStream>(std::move(source), std::move(info), std::move(stop));
    if (const auto begun = stream->begin(); !begun)
        return std::unexpected(begun.error());
    return stream;
}

} // namespace fw
