/// One layer while it is walked, and the numbers in it.
#pragma once

#include "engine/packet/walk.h"

namespace fw {

/// One layer while it is walked.
struct WalkLayer {
    Bytes frame;
    const ProtocolDesc* protocol = nullptr;
    std::size_t start = 0;
    std::size_t end = 0;
    std::size_t at = 0;        ///< How far it is read.
    std::size_t headerEnd = 0; ///< 0 while the header is being measured.
    const LayerSpan* below = nullptr; ///< The layers under it, outermost first.
    std::size_t belowCount = 0;
    /// Of fields that do not lie at a fixed place: offset and size in bits, from the start of the layer. Size 0: not there.
    const std::uint32_t* offsets = nullptr;
    const std::uint32_t* sizes = nullptr;
    std::size_t measured = 0; ///< Fields whose offset and size are known by now.
    bool tookAll = false;     ///< Only its content tells its size: it was given all that is left.
};

/// A number of a layer that lies at a fixed place whatever the bytes are; most significant byte first.
class FixedNumber {
public:
    FixedNumber() = default;
    /// Nothing if the field is not one of those.
    [[nodiscard]] static std::optional<FixedNumber> of(const Protocols& protocols, const FieldDesc& field);

    [[nodiscard]] unsigned bits() const { return m_bits; }
    /// Nothing beyond the end.
    [[nodiscard]] std::optional<std::int64_t> load(Bytes frame, std::size_t start, std::size_t end) const
    {
        const std::size_t from = start + m_byte;
        if (from + m_size > end)
            return std::nullopt;
        const std::uint8_t* at = frame.data() + from;
        std::uint64_t raw = at[0];
        switch (m_size) { // The usual sizes without a loop.
        case 1:
            break;
        case 2:
            raw = raw << 8 | at[1];
            break;
        case 4:
            raw = raw << 24 | std::uint64_t{at[1]} << 16 | std::uint64_t{at[2]} << 8 | at[3];
            break;
        default:
            for (std::size_t i = 1; i < m_size; ++i)
                raw = raw << 8 | at[i];
            break;
        }
        return static_cast<std::int64_t>(raw >> m_shift & m_mask);
    }
    [[nodiscard]] std::optional<std::int64_t> load(const WalkLayer& layer) const { return load(layer.frame, layer.start, layer.end); }

private:
    std::uint32_t m_byte = 0;
    std::uint8_t m_size = 1; ///< Bytes that it touches: 1 to 8.
    std::uint8_t m_shift = 0;
    std::uint8_t m_bits = 8;
    std::uint64_t m_mask = 0xff;
};

/// An address of a layer (MAC, IPv4, IPv6) that lies at a fixed place whatever the bytes are.
class FixedAddress {
public:
    /// Nothing if the field is not one of those.
    [[nodiscard]] static std::optional<FixedAddress> of(const Protocols& protocols, const FieldDesc& field);
    /// Its bytes; none beyond the end.
    [[nodiscard]] Bytes load(Bytes frame, std::size_t start, std::size_t end) const
    {
        return start + m_byte + m_size > end ? Bytes() : frame.subspan(start + m_byte, m_size);
    }

private:
    std::uint32_t m_byte = 0;
    std::uint32_t m_size = 0;
};

/// A field of whatever layer, by name; where each protocol has it is looked up once.
class NamedField {
public:
    NamedField(std::string name, const Protocols& protocols) : m_name(std::move(name)), m_known(protocols.size()) {}
    /// noField if the protocol has none of that name.
    [[nodiscard]] FieldIndex in(const ProtocolDesc& protocol) const
    {
        std::uint32_t& known = m_known[protocol.id];
        if (known == 0)
            known = protocol.find(m_name) + 1U;
        return static_cast<FieldIndex>(known - 1);
    }

private:
    std::string m_name;
    mutable std::vector<std::uint32_t> m_known; ///< By protocol: 0 not looked up yet, else one more than the answer.
};

/// The number in a field of a layer; nothing if it lies beyond the end or is no number.
[[nodiscard]] std::optional<std::int64_t> walkedNumber(const WalkLayer& layer, const Protocols& protocols, FieldIndex field);

} // namespace fw
