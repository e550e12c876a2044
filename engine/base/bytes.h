/// Bytes, and bits counted from the most significant bit of the first byte, as RFCs draw them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fw {

using Bytes = std::span<const std::uint8_t>;
using Buffer = std::vector<std::uint8_t>;

/// The caller has checked that the bytes are there; `bits` is 1 to 64.
[[nodiscard]] inline std::uint64_t readBits(Bytes bytes, std::size_t bitOffset, unsigned bits)
{
    const std::uint8_t* from = bytes.data() + bitOffset / 8;
    const auto skip = static_cast<unsigned>(bitOffset % 8);
    const unsigned touched = (skip + bits + 7) / 8;
    std::uint64_t value = 0;
    for (unsigned i = 0; i < touched && i < 8; ++i)
        value = value << 8 | from[i];
    if (touched > 8) // 58 bits and more that begin within a byte.
        return (value << (skip + bits - 64) | from[8] >> (72 - skip - bits)) & (~std::uint64_t{0} >> (64 - bits));
    return value >> (touched * 8 - skip - bits) & (~std::uint64_t{0} >> (64 - bits));
}
[[nodiscard]] std::uint64_t readLittleEndian(Bytes bytes);
/// Some bits of a little-endian word; `shift` counts from its least significant bit.
[[nodiscard]] std::uint64_t readLittleEndianBits(Bytes word, unsigned shift, unsigned bits);
void writeLittleEndianBits(std::span<std::uint8_t> word, unsigned shift, unsigned bits, std::uint64_t value);
/// Writes the low `bits` bits of the value; the bytes around them stay.
void writeBits(std::span<std::uint8_t> bytes, std::size_t bitOffset, unsigned bits, std::uint64_t value);

[[nodiscard]] inline std::uint16_t be16(Bytes bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}
[[nodiscard]] inline std::uint32_t be32(Bytes bytes, std::size_t at)
{
    return std::uint32_t{be16(bytes, at)} << 16 | be16(bytes, at + 2);
}

[[nodiscard]] Buffer toBuffer(std::string_view text);
[[nodiscard]] inline Buffer toBuffer(Bytes bytes) { return {bytes.begin(), bytes.end()}; }
[[nodiscard]] std::string toString(Bytes bytes);
void append(Buffer& out, Bytes bytes);

/// How far from the start this text stands in the first 4096 bytes; -1 if it does not.
[[nodiscard]] std::int64_t offsetOf(Bytes bytes, std::string_view text);

/// Lower-case, no separators.
[[nodiscard]] std::string toHex(Bytes bytes);

} // namespace fw
