#include "engine/packet/varying_field.h"

#include "engine/packet/sets.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace fw {

namespace {

constexpr std::size_t longestWindow = 8;
constexpr std::uint64_t longestTable = 4096;

bool isAddress(Kind kind)
{
    return kind == Kind::Mac || kind == Kind::Ipv4 || kind == Kind::Ipv6;
}

std::uint64_t readWord(Bytes bytes)
{
    return readBits(bytes, 0, static_cast<unsigned>(bytes.size() * 8));
}

static_assert(std::endian::native == std::endian::little);

std::uint16_t swapped(std::uint16_t word) { return __builtin_bswap16(word); }
std::uint32_t swapped(std::uint32_t word) { return __builtin_bswap32(word); }
std::uint64_t swapped(std::uint64_t word) { return __builtin_bswap64(word); }

/// A number of a size that the machine knows: one load or store.
template <class Word> std::uint64_t loadBigEndian(const std::uint8_t* from)
{
    Word word = 0;
    std::memcpy(&word, from, sizeof word);
    return swapped(word);
}
template <class Word> void storeBigEndian(std::uint8_t* to, std::uint64_t value)
{
    const Word word = swapped(static_cast<Word>(value));
    std::memcpy(to, &word, sizeof word);
}

std::uint64_t loadBytes(const std::uint8_t* from, unsigned size)
{
    switch (size) {
    case 1: return *from;
    case 2: return loadBigEndian<std::uint16_t>(from);
    case 4: return loadBigEndian<std::uint32_t>(from);
    case 8: return loadBigEndian<std::uint64_t>(from);
    default: return readWord({from, size});
    }
}

} // namespace

std::uint64_t readWindow(const std::uint8_t* packet, const VaryingField::Window& window)
{
    return loadBytes(packet + window.at, window.size) & window.mask;
}

void writeWindow(std::uint8_t* packet, const VaryingField::Window& window, std::uint64_t word)
{
    std::uint8_t* const to = packet + window.at;
    word |= loadBytes(to, window.size) & ~window.mask;
    switch (window.size) {
    case 1: *to = static_cast<std::uint8_t>(word); break;
    case 2: storeBigEndian<std::uint16_t>(to, word); break;
    case 4: storeBigEndian<std::uint32_t>(to, word); break;
    case 8: storeBigEndian<std::uint64_t>(to, word); break;
    default: writeBits({to, window.size}, 0, window.size * 8, word);
    }
}

std::optional<VaryingField> VaryingField::make(const TypeDesc& type, const LayoutNode& node, Value values)
{
    VaryingField field;
    field.m_isNumber = type.kind == Kind::Int;
    field.m_littleEndian = type.littleEndian;
    field.m_bitOffset = static_cast<std::size_t>(node.bitOffset);
    field.m_bits = static_cast<std::size_t>(node.bits);
    const std::size_t touched = (field.m_bitOffset % 8 + field.m_bits + 7) / 8;
    const bool isAligned = field.m_bitOffset % 8 == 0 && field.m_bits % 8 == 0;
    const bool isOnePiece = field.m_bits > 0 && field.m_bits == type.bits && node.more.empty();
    const bool fits = field.m_isNumber ? touched <= longestWindow && (isAligned || !type.littleEndian)
                                       : isAddress(type.kind) && isAligned && touched <= mostWindows * longestWindow;
    if (!isOnePiece || !fits)
        return std::nullopt;
    field.m_count = valueCount(values);
    field.m_values = std::move(values);
    field.findWindows();
    field.findSource();
    return field;
}

void VaryingField::findWindows()
{
    const std::size_t first = m_bitOffset / 8;
    const std::size_t end = (m_bitOffset + m_bits + 7) / 8;
    m_shift = static_cast<unsigned>(end * 8 - m_bitOffset - m_bits);
    for (std::size_t at = first; at < end; at += longestWindow) {
        const auto size = static_cast<unsigned>(std::min(longestWindow, end - at));
        const std::uint64_t all = ~std::uint64_t{0} >> (64 - size * 8);
        const std::uint64_t below = at == first ? all >> m_bitOffset % 8 : all;
        m_windows[m_windowCount++] = {at, size, below >> m_shift << m_shift};
    }
}

void VaryingField::findSource()
{
    const ValueSet& set = *m_values.set();
    if (const RangeBounds* range = asRange(set); range != nullptr && m_isNumber) {
        m_source = Source::Range;
        m_first = static_cast<std::uint64_t>(range->first);
        m_step = static_cast<std::uint64_t>(range->step);
    } else if (const AddressBounds* addresses = asAddresses(set); addresses != nullptr && !m_isNumber && addresses->first.size() * 8 == m_bits) {
        const Bytes low = Bytes(addresses->first).last(windows().back().size);
        m_first = readWord(low);
        m_step = 1;
        // Only the last window may change, so there must be no carry out of it.
        if (m_count - 1 <= (~std::uint64_t{0} >> (64 - low.size() * 8)) - m_first)
            m_source = Source::Range;
    } else if (m_windowCount == 1 && m_count > 1 && m_count <= longestTable && isFixed(m_values)) {
        for (std::uint64_t i = 0; i < m_count; ++i) {
            const auto words = wordsOf(valueAt(m_values, i));
            if (!words)
                return;
            m_table.push_back(words->front());
        }
        m_source = Source::Table;
    }
}

std::optional<VaryingField::Words> VaryingField::wordsOf(const Value& value) const
{
    if (m_isNumber && value.integer() != nullptr)
        return Words{wordOf(static_cast<std::uint64_t>(*value.integer()))};
    const Buffer* bytes = value.bytes();
    if (m_isNumber || bytes == nullptr || bytes->size() * 8 != m_bits)
        return std::nullopt;
    Words words{};
    for (std::size_t i = 0; i < m_windowCount; ++i)
        words[i] = readWord(Bytes(*bytes).subspan(m_windows[i].at - m_windows[0].at, m_windows[i].size));
    return words;
}

std::optional<VaryingField::Words> VaryingField::words(std::uint64_t position) const
{
    return wordsOf(valueAt(m_values, position));
}

Value VaryingField::valueIn(Bytes packet) const
{
    if (!m_isNumber)
        return toBuffer(packet.subspan(m_bitOffset / 8, m_bits / 8));
    return static_cast<std::int64_t>(m_littleEndian ? readLittleEndian(packet.subspan(m_bitOffset / 8, m_bits / 8))
                                                    : readBits(packet, m_bitOffset, static_cast<unsigned>(m_bits)));
}

} // namespace fw
