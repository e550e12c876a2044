#include "engine/base/bytes.h"

#include "engine/base/hex.h"

#include <algorithm>

namespace fw {

std::uint64_t readLittleEndian(Bytes bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

std::uint64_t readLittleEndianBits(Bytes word, unsigned shift, unsigned bits)
{
    const std::uint64_t value = readLittleEndian(word) >> shift;
    return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

void writeLittleEndianBits(std::span<std::uint8_t> word, unsigned shift, unsigned bits, std::uint64_t value)
{
    for (unsigned i = 0; i < bits; ++i) {
        const unsigned at = shift + i;
        const auto mask = static_cast<std::uint8_t>(1U << at % 8);
        std::uint8_t& byte = word[at / 8];
        byte = static_cast<std::uint8_t>((value >> i & 1) != 0 ? byte | mask : byte & ~mask);
    }
}

void writeBits(std::span<std::uint8_t> bytes, std::size_t bitOffset, unsigned bits, std::uint64_t value)
{
    std::size_t at = bitOffset / 8;
    unsigned skip = static_cast<unsigned>(bitOffset % 8);
    unsigned left = bits;
    while (left > 0) {
        const unsigned take = std::min(8 - skip, left);
        const unsigned shift = 8 - skip - take;
        const unsigned mask = ((1U << take) - 1) << shift;
        const auto chunk = static_cast<unsigned>(value >> (left - take)) << shift & mask;
        bytes[at] = static_cast<std::uint8_t>((bytes[at] & ~mask) | chunk);
        left -= take;
        skip = 0;
        ++at;
    }
}

Buffer toBuffer(std::string_view text)
{
    return {text.begin(), text.end()};
}

std::string toString(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}

void append(Buffer& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

std::string toHex(Bytes bytes)
{
    std::string out;
    appendHex(out, bytes);
    return out;
}

void appendHex(std::string& out, Bytes bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    const std::size_t before = out.size();
    out.resize(before + bytes.size() * 2);
    char* to = out.data() + before;
    for (const std::uint8_t byte : bytes) {
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 15];
    }
}

std::int64_t offsetOf(Bytes bytes, std::string_view text)
{
    const std::string_view near(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 4096));
    const std::size_t found = near.find(text);
    return found == std::string_view::npos ? -1 : static_cast<std::int64_t>(found);
}

} // namespace fw
