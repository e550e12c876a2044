/// Captures: packets with times, reached by number.
#pragma once

#include "engine/base/error.h"
#include "engine/packet/captured_packet.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

namespace fw {

/// Told now and then with what is done of what; `total` is 0 where it is not known.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// A packet whose bytes belong to whoever hands it over, and live until the call that got it returns.
struct PacketView {
    std::chrono::nanoseconds time{};
    std::uint32_t linkType = link_type::Ethernet;
    std::uint32_t originalLength = 0;
    Bytes bytes;
};
[[nodiscard]] CapturedPacket toCapturedPacket(const PacketView& packet);
[[nodiscard]] inline PacketView viewOf(const CapturedPacket& packet)
{
    return {packet.time, packet.linkType, packet.originalLength, packet.bytes};
}
/// False: enough.
using PacketUse = std::function<bool(std::size_t number, const PacketView& packet)>;

/// Random access to packets. Any number of threads may read at once.
class Capture {
public:
    virtual ~Capture() = default;
    [[nodiscard]] virtual std::size_t packetCount() const = 0;
    /// `number` counts from 0. Io if the file is gone or shorter than it was.
    [[nodiscard]] virtual Result<CapturedPacket> packet(std::size_t number) const = 0;
    /// Up to `count` packets from `first` on, in order and without a copy of each: for going through many of them.
    [[nodiscard]] virtual Result<void> read(std::size_t first, std::size_t count, const PacketUse& use) const;
};

struct CaptureInfo {
    std::string fileType;   ///< "pcap", "pcap (nanoseconds)", "pcap (modified)", "pcapng"
    bool compressed = false;
    std::vector<std::uint32_t> linkTypes; ///< Each once, in order of appearance.
    std::uint32_t snapLength = 0;
    std::vector<std::string> comments; ///< Of the file and its interfaces.
    std::string application; ///< What wrote it, if the file says so.
};

/// A capture on disk. Opening indexes the record headers (8 bytes a packet) and reads no packet.
/// A file that ends in the middle of a record, or goes on with what cannot be one, keeps its whole records; `truncatedAt`
/// tells where they end. Gzipped files and pipes are unpacked into a nameless temporary file first, 16 GiB at most.
class CaptureFile : public Capture {
public:
    /// NotACapture, Truncated (not one whole header), Unsupported (too large), NotPermitted, Io or Cancelled.
    /// Directories and empty files are NotACapture.
    [[nodiscard]] static Result<std::shared_ptr<const CaptureFile>> open(const std::filesystem::path& path,
                                                                         const Progress& progress = {}, std::stop_token stop = {});
    [[nodiscard]] virtual const CaptureInfo& info() const = 0;
    [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> truncatedAt() const = 0;
};

/// A capture on disk that is gone through once from its beginning: nothing is indexed, and memory stays the same however long it is.
class CaptureStream {
public:
    /// Errors as those of CaptureFile::open, but that no more than the beginning of the file is looked at.
    [[nodiscard]] static Result<std::unique_ptr<CaptureStream>> open(const std::filesystem::path& path, std::stop_token stop = {});
    virtual ~CaptureStream() = default;
    /// All packets, until `use` returns false or the stop is requested. Once.
    [[nodiscard]] virtual Result<void> read(const PacketUse& use) = 0;
    /// Of pcapng: as far as it is read.
    [[nodiscard]] virtual const CaptureInfo& info() const = 0;
    [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
    /// How many packets were read.
    [[nodiscard]] virtual std::size_t packetCount() const = 0;
    /// Where the whole records end, if it was read up to there and something follows.
    [[nodiscard]] virtual std::optional<std::uint64_t> truncatedAt() const = 0;
};

/// A capture being made: it goes to a temporary pcap file as it comes, so that memory stays small and a crash loses
/// nothing already written. One thread appends while others read. The link type is that of the first packet; others: Unsupported.
/// After an Io error (a full disk) what was appended before can still be read.
class Recording : public Capture {
public:
    /// In `directory`, or the system's temporary folder. The file is removed with the object unless keep() was called.
    [[nodiscard]] static Result<std::shared_ptr<Recording>> create(const std::filesystem::path& directory = {});
    [[nodiscard]] virtual Result<void> append(std::span<const CapturedPacket> packets) = 0;
    [[nodiscard]] virtual const std::filesystem::path& path() const = 0;
    virtual void keep() = 0;
};

/// Writes packets to a pcap file with nanosecond times: to a temporary file beside it first, synced, then renamed, so that
/// a failure leaves what was there. A path that is no ordinary file (a pipe, a terminal) is written as it comes.
/// Packets of more than one link type: Unsupported.
class PcapWriter {
public:
    [[nodiscard]] static Result<std::unique_ptr<PcapWriter>> create(const std::filesystem::path& path);
    /// For a capture without packets, which cannot tell it. Otherwise that of the first packet.
    virtual void setLinkType(std::uint32_t linkType) = 0;
    virtual ~PcapWriter() = default; ///< Without finish() the temporary file is removed.
    [[nodiscard]] virtual Result<void> write(const PacketView& packet) = 0;
    [[nodiscard]] Result<void> write(const CapturedPacket& packet) { return write(viewOf(packet)); }
    [[nodiscard]] virtual Result<void> finish() = 0;
};

[[nodiscard]] Result<void> savePcap(const std::filesystem::path& path, const Capture& capture, const Progress& progress = {},
                                    std::stop_token stop = {});

} // namespace fw
