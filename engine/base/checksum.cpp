#include "engine/base/checksum.h"

#include <array>

namespace fw {

std::uint16_t internetChecksum(Bytes bytes)
{
    std::uint64_t sum = 0;
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2)
        sum += be16(bytes, i);
    if (i < bytes.size())
        sum += std::uint64_t{bytes[i]} << 8;
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

namespace {

/// Least significant bit first; the polynomial reversed.
template <std::uint32_t polynomial>
std::uint32_t reflectedCrc(Bytes bytes)
{
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> out{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            out[i] = i;
            for (int bit = 0; bit < 8; ++bit)
                out[i] = out[i] >> 1 ^ ((out[i] & 1U) != 0 ? polynomial : 0U);
        }
        return out;
    }();
    std::uint32_t crc = 0xffffffff;
    for (const std::uint8_t byte : bytes)
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xffU];
    return ~crc;
}

} // namespace

std::uint32_t crc32c(Bytes bytes)
{
    return reflectedCrc<0x82f63b78U>(bytes);
}

std::uint32_t crc32(Bytes bytes)
{
    return reflectedCrc<0xedb88320U>(bytes);
}

std::uint32_t adler32(Bytes bytes)
{
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const std::uint8_t byte : bytes) {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

std::uint16_t fletcher16(Bytes bytes, std::size_t position)
{
    std::int64_t c0 = 0;
    std::int64_t c1 = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        c0 = (c0 + (i == position || i == position + 1 ? 0 : bytes[i])) % 255;
        c1 = (c1 + c0) % 255;
    }
    const auto after = static_cast<std::int64_t>(bytes.size()) - static_cast<std::int64_t>(position) - 1;
    const auto asByte = [](std::int64_t value) {
        const std::int64_t rest = (value % 255 + 255) % 255;
        return static_cast<std::uint16_t>(rest == 0 ? 255 : rest); // Both stand for zero; 255 is what is sent.
    };
    return static_cast<std::uint16_t>(asByte(after * c0 - c1) << 8 | asByte(c1 - (after + 1) * c0));
}

} // namespace fw
