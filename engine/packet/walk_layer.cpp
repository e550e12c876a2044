#include "engine/packet/walk_layer.h"

namespace fw {

std::optional<FixedNumber> FixedNumber::of(const Protocols& protocols, const FieldDesc& field)
{
    const TypeDesc& type = protocols.type(field.type);
    const bool isPlain = type.kind == Kind::Int && !type.littleEndian && !type.isSigned && field.wordBits == 0 && field.bits > 0 && field.bits <= 64;
    if (!isPlain || !field.staticOffset || field.present != 0)
        return std::nullopt;
    const std::uint32_t touched = (field.bitOffset % 8 + field.bits + 7U) / 8;
    if (touched > 8)
        return std::nullopt;
    FixedNumber number;
    number.m_byte = field.bitOffset / 8;
    number.m_size = static_cast<std::uint8_t>(touched);
    number.m_shift = static_cast<std::uint8_t>(touched * 8 - field.bitOffset % 8 - field.bits);
    number.m_bits = static_cast<std::uint8_t>(field.bits);
    number.m_mask = ~std::uint64_t{0} >> (64U - field.bits);
    return number;
}

std::optional<FixedAddress> FixedAddress::of(const Protocols& protocols, const FieldDesc& field)
{
    const TypeDesc& type = protocols.type(field.type);
    const bool isAddress = type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6;
    if (!isAddress || !field.staticOffset || field.present != 0 || field.bitOffset % 8 != 0 || type.length != 0)
        return std::nullopt;
    FixedAddress address;
    address.m_byte = field.bitOffset / 8;
    address.m_size = type.bits / 8U;
    return address;
}

std::optional<std::int64_t> walkedNumber(const WalkLayer& layer, const Protocols& protocols, FieldIndex index)
{
    const FieldDesc& field = layer.protocol->fields[index];
    std::uint64_t offset = field.bitOffset;
    if (!field.staticOffset) {
        if (index >= layer.measured)
            return std::nullopt;
        if (layer.sizes[index] == 0) { // Not on the wire: what it would be if nothing were said.
            const std::int64_t* standard = field.defaultValue.integer();
            return standard == nullptr ? std::nullopt : std::optional(*standard);
        }
        offset = layer.offsets[index];
    } else if (field.present != 0 && index < layer.measured && layer.sizes[index] == 0) {
        const std::int64_t* standard = field.defaultValue.integer();
        return standard == nullptr ? std::nullopt : std::optional(*standard);
    }
    const std::uint64_t bit = layer.start * 8 + offset;
    if (field.bits == 0 || bit + field.bits > layer.end * 8)
        return std::nullopt;
    const TypeDesc& type = protocols.type(field.type);
    if (type.kind != Kind::Int)
        return std::nullopt;
    std::uint64_t raw = 0;
    if (field.wordBits > 0) {
        const std::uint64_t word = bit - field.wordShift;
        if (word + field.wordBits > layer.end * 8)
            return std::nullopt;
        raw = readLittleEndianBits(layer.frame.subspan(static_cast<std::size_t>(word / 8), field.wordBits / 8U), field.wordShift, field.bits);
    } else if (type.littleEndian) {
        raw = readLittleEndian(layer.frame.subspan(static_cast<std::size_t>(bit / 8), field.bits / 8U));
    } else {
        raw = readBits(layer.frame, static_cast<std::size_t>(bit), field.bits);
    }
    if (type.isSigned && field.bits < 64 && (raw >> (field.bits - 1) & 1) != 0)
        raw |= ~std::uint64_t{0} << field.bits;
    return static_cast<std::int64_t>(raw);
}

} // namespace fw
