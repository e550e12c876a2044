#include "engine/files/capture.h"

#include "engine/files/formats.h"
#include "engine/files/indexed_capture.h"
#include "engine/files/spool.h"

#include <algorithm>

namespace fw {
namespace {

/// The packets are whole, but the compressed data they came from was not.
class CutShortCapture final : public CaptureFile {
public:
    CutShortCapture(std::shared_ptr<const CaptureFile> inner, std::uint64_t end) : m_inner(std::move(inner)), m_end(end) {}

    std::size_t packetCount() const override { return m_inner->packetCount(); }
    Result<CapturedPacket> packet(std::size_t number) const override { return m_inner->packet(number); }
    Result<void> read(std::size_t first, std::size_t count, const PacketUse& use) const override { return m_inner->read(first, count, use); }
    const CaptureInfo& info() const override { return m_inner->info(); }
    const std::filesystem::path& path() const override { return m_inner->path(); }
    std::optional<std::uint64_t> truncatedAt() const override { return m_end; }

private:
    std::shared_ptr<const CaptureFile> m_inner;
    std::uint64_t m_end;
};

/// The same of a stream.
class CutShortStream final : public CaptureStream {
public:
    CutShortStream(std::unique_ptr<CaptureStream> inner, std::uint64_t end) : m_inner(std::move(inner)), m_end(end) {}

    Result<void> read(const PacketUse& use) override
    {
        bool goesOn = true;
        auto done = m_inner->read([&](std::size_t number, const PacketView& packet) { return goesOn = use(number, packet); });
        m_atEnd = goesOn;
        return done;
    }
    const CaptureInfo& info() const override { return m_inner->info(); }
    const std::filesystem::path& path() const override { return m_inner->path(); }
    std::size_t packetCount() const override { return m_inner->packetCount(); }
    std::optional<std::uint64_t> truncatedAt() const override
    {
        if (const auto inside = m_inner->truncatedAt())
            return inside;
        return m_atEnd ? std::optional(m_end) : std::nullopt;
    }

private:
    std::unique_ptr<CaptureStream> m_inner;
    std::uint64_t m_end;
    bool m_atEnd = false;
};

/// Opened, and known to begin like a capture.
struct Opened {
    OpenedSource source;
    bool isPcapng = false;
};

Result<Opened> openBeginning(const std::filesystem::path& path, const Progress& progress, const std::stop_token& stop)
{
    auto source = openSource(path, progress, stop);
    if (!source)
        return std::unexpected(source.error());
    const std::uint64_t size = source->bytes.size();
    Buffer head(static_cast<std::size_t>(std::min<std::uint64_t>(size, magicSize)));
    if (const auto read = source->bytes.readAt(0, head); !read)
        return std::unexpected(read.error());
    if (!couldBeCapture(head))
        return fail(Errc::NotACapture, 0, path.string());
    if (head.size() < magicSize)
        return fail(Errc::Truncated, 0, path.string());
    if (size > RecordPlace::maxOffset)
        return fail(Errc::Unsupported, 0, path.string() + ": more than a terabyte");
    return Opened{std::move(*source), isPcapng(head)};
}

} // namespace

CapturedPacket toCapturedPacket(const PacketView& packet)
{
    return {.time = packet.time, .linkType = packet.linkType, .originalLength = packet.originalLength, .bytes = toBuffer(packet.bytes)};
}

Result<void> Capture::read(std::size_t first, std::size_t count, const PacketUse& use) const
{
    for (std::size_t number = first, left = count; left > 0 && number < packetCount(); ++number, --left) {
        const auto found = packet(number);
        if (!found)
            return std::unexpected(found.error());
        if (!use(number, {found->time, found->linkType, found->originalLength, found->bytes}))
            break;
    }
    return {};
}

Result<std::shared_ptr<const CaptureFile>> CaptureFile::open(const std::filesystem::path& path, const Progress& progress, std::stop_token stop)
{
    auto opened = openBeginning(path, progress, stop);
    if (!opened)
        return std::unexpected(opened.error());
    CaptureInfo info;
    info.compressed = opened->source.compressed;
    const std::uint64_t size = opened->source.bytes.size();
    const auto openKind = opened->isPcapng ? openPcapng : openPcap;
    auto capture = openKind(std::move(opened->source.bytes), std::move(info), IndexWatch{progress, stop});
    if (!capture || !opened->source.cutShort || (*capture)->truncatedAt())
        return capture;
    return std::make_shared<CutShortCapture>(std::move(*capture), size);
}

Result<std::unique_ptr<CaptureStream>> CaptureStream::open(const std::filesystem::path& path, std::stop_token stop)
{
    auto opened = openBeginning(path, {}, stop);
    if (!opened)
        return std::unexpected(opened.error());
    CaptureInfo info;
    info.compressed = opened->source.compressed;
    const std::uint64_t size = opened->source.bytes.size();
    const auto openKind = opened->isPcapng ? streamPcapng : streamPcap;
    auto stream = openKind(std::move(opened->source.bytes), std::move(info), stop);
    if (!stream || !opened->source.cutShort)
        return stream;
    return std::make_unique<CutShortStream>(std::move(*stream), size);
}

} // namespace fw
