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

class PcapngFile final : public IndexedCapture {
public:
    PcapngFile(ByteSource source, CaptureInfo info, IndexScan scan, std::vector<Section> sections)
        : IndexedCapture(std::move(source), std::move(info), std::move(scan)), m_sections(std::move(sections))
    {
    }

protected:
    PacketView decode(Bytes record, std::uint64_t offset) const override
    {
        const Section& section = sectionOf(offset);
        PacketBlock block;
        if (!readPacketBlock(record, section, block) || block.interface >= section.interfaces.size())
            return {};
        const Interface& interface = section.interfaces[block.interface];
        PacketView packet;
        packet.time = block.timed ? toTime(block.ticks, interface) : std::chrono::nanoseconds{};
        packet.linkType = interface.linkType;
        packet.originalLength = block.originalLength;
        const std::size_t room = record.size() - std::min(record.size(), block.dataOffset + 4);
        packet.bytes = record.subspan(block.dataOffset, std::min<std::size_t>(block.captured, room));
        return packet;
    }

private:
    const Section& sectionOf(std::uint64_t offset) const
    {
        const auto after = std::ranges::upper_bound(m_sections, offset, {}, &Section::offset);
        return *std::prev(after); // The first section starts at 0.
    }

    std::vector<Section> m_sections;
};

/// What the blocks of a file came to.
struct BlockScan {
    IndexScan packets;
    std::vector<Section> sections;
};

/// Goes through the blocks once.
class Scanner {
public:
    Scanner(const ByteSource& source, CaptureInfo& info) : m_source(source), m_info(info), m_reader(source, indexBlockSize, source.size()) {}

    Result<BlockScan> run(IndexWatch& watch)
    {
        for (std::uint64_t offset = 0; offset < m_source.size();) {
            if (!watch.goOn(offset, m_source.size()))
                return fail(Errc::Cancelled, 0, m_source.path().string());
            const auto size = block(offset);
            if (!size)
                return std::unexpected(size.error());
            if (*size == 0) {
                m_found.truncatedAt = offset;
                break;
            }
            offset += *size;
        }
        if (m_sections.empty())
            return fail(m_foreign ? Errc::NotACapture : Errc::Truncated, 0, m_source.path().string());
        return BlockScan{std::move(m_found), std::move(m_sections)};
    }

private:
    /// The size of the block at `offset`, 0 if it is not whole or makes no sense.
    Result<std::uint32_t> block(std::uint64_t offset)
    {
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
        m_found.index.emplace_back(offset, size);
        return size;
    }

    const ByteSource& m_source;
    CaptureInfo& m_info;
    BlockReader m_reader;
    IndexScan m_found;
    std::vector<Section> m_sections;
    bool m_foreign = false; // It begins like pcapng, but goes on otherwise.
};

} // namespace

Result<std::shared_ptr<const CaptureFile>> openPcapng(ByteSource source, CaptureInfo info, IndexWatch watch)
{
    info.fileType = "pcapng";
    Scanner scanner(source, info);
    auto found = scanner.run(watch);
    if (!found)
        return std::unexpected(found.error());
    return std::make_shared<PcapngFile>(std::move(source), std::move(info), std::move(found->packets), std::move(found->sections));
}

} // namespace fw
