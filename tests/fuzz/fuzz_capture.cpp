/// Any bytes as a capture file: opened, read packet by packet, and all at once; both ways give the same.
#include "engine/files/capture.h"

#include <cstdlib>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace {

/// A file in memory, so that a million runs touch no disk.
class MemoryFile {
public:
    MemoryFile(const std::uint8_t* data, std::size_t size) : m_fd(::memfd_create("fuzz", MFD_CLOEXEC))
    {
        if (m_fd < 0 || ::write(m_fd, data, size) != static_cast<ssize_t>(size))
            std::abort();
    }
    ~MemoryFile() { ::close(m_fd); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(m_fd); }

private:
    int m_fd;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const MemoryFile file(data, size);
    const auto capture = fw::CaptureFile::open(file.path());
    if (!capture)
        return 0;
    std::size_t seen = 0;
    const auto done = (*capture)->read(0, (*capture)->packetCount(), [&](std::size_t number, const fw::PacketView& packet) {
        const auto single = (*capture)->packet(number);
        if (!single || single->time != packet.time || single->bytes.size() != packet.bytes.size())
            std::abort();
        return number == seen++;
    });
    if (!done || seen != (*capture)->packetCount())
        std::abort();
    return 0;
}
