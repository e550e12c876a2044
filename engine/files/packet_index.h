/// Where the records of a capture lie: 8 bytes a packet.
#pragma once

#include <cstdint>
#include <vector>

namespace fw {

/// A record with its header: 40 bits of offset (a terabyte) and 24 of size (16 MiB).
class RecordPlace {
public:
    static constexpr std::uint64_t maxOffset = (std::uint64_t{1} << 40U) - 1;
    static constexpr std::uint32_t maxSize = (1U << 24U) - 1;

    RecordPlace(std::uint64_t offset, std::uint32_t size) : m_packed(offset << 24U | size) {}
    [[nodiscard]] std::uint64_t offset() const { return m_packed >> 24U; }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_packed & maxSize); }
    [[nodiscard]] std::uint64_t end() const { return offset() + size(); }

private:
    std::uint64_t m_packed;
};
static_assert(sizeof(RecordPlace) == 8);

using PacketIndex = std::vector<RecordPlace>;

} // namespace fw
