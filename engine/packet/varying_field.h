/// A field at a fixed place of a packet, and the values that it takes one after another.
#pragma once

#include "engine/packet/layout.h"

#include <array>
#include <optional>

namespace fw {

/// Adds the upper half to the lower until 16 bits are left: a one's complement sum (RFC 1071). Only zero stays zero.
[[nodiscard]] inline std::uint32_t foldedSum(std::uint64_t value)
{
    value = (value >> 32U) + (value & 0xffff'ffffU);
    value = (value >> 16U) + (value & 0xffffU);
    value = (value >> 16U) + (value & 0xffffU);
    return static_cast<std::uint32_t>((value >> 16U) + (value & 0xffffU));
}

class VaryingField {
public:
    /// Up to eight bytes of the packet that hold a part of the field, as a big-endian number.
    struct Window {
        std::size_t at = 0;
        unsigned size = 0;
        std::uint64_t mask = 0; ///< The field's bits in it.
    };
    static constexpr std::size_t mostWindows = 2;
    using Words = std::array<std::uint64_t, mostWindows>;

    /// Nothing if the field is neither a number nor an address in one piece. `values` is a set.
    [[nodiscard]] static std::optional<VaryingField> make(const TypeDesc& type, const LayoutNode& node, Value values);

    /// 1: a value drawn for each packet.
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] std::size_t bitOffset() const { return m_bitOffset; }
    [[nodiscard]] std::size_t bits() const { return m_bits; }
    [[nodiscard]] std::span<const Window> windows() const { return std::span(m_windows).first(m_windowCount); }

    /// Of values that are numbers and known beforehand: what the last window is to hold, which is all that varies.
    [[nodiscard]] std::optional<std::uint64_t> knownWord(std::uint64_t position) const
    {
        if (m_source == Source::Range)
            return wordOf(m_first + position * m_step);
        if (m_source == Source::Table)
            return m_table[position];
        return std::nullopt;
    }
    /// Of any: what each window is to hold. Nothing if the value does not fit the field.
    [[nodiscard]] std::optional<Words> words(std::uint64_t position) const;
    /// The value that stands in the packet.
    [[nodiscard]] Value valueIn(Bytes packet) const;

private:
    enum class Source : std::uint8_t { Set, Range, Table };

    VaryingField() = default;
    void findWindows();
    void findSource();
    [[nodiscard]] std::uint64_t wordOf(std::uint64_t number) const
    {
        if (m_littleEndian)
            return __builtin_bswap64(number) >> (64U - m_bits);
        return number << m_shift & m_windows[0].mask;
    }
    [[nodiscard]] std::optional<Words> wordsOf(const Value& value) const;

    Value m_values;
    std::uint64_t m_count = 1;
    std::size_t m_bitOffset = 0;
    std::size_t m_bits = 0;
    bool m_isNumber = false;
    bool m_littleEndian = false;
    std::array<Window, mostWindows> m_windows;
    std::size_t m_windowCount = 0;
    unsigned m_shift = 0; ///< Bits of others below the field in its last byte.
    Source m_source = Source::Set;
    std::uint64_t m_first = 0;
    std::uint64_t m_step = 0;
    std::vector<std::uint64_t> m_table;
};

/// The bits of a window in a packet, and writing them; the bits around them stay.
[[nodiscard]] std::uint64_t readWindow(const std::uint8_t* packet, const VaryingField::Window& window);
void writeWindow(std::uint8_t* packet, const VaryingField::Window& window, std::uint64_t word);

} // namespace fw
