// Lists of tag, length and value.
#include "engine/packet/reader.h"

#include <algorithm>

namespace fw {
namespace {

std::uint64_t number(const TlvDesc& tlv, Bytes frame, std::size_t at, std::uint8_t bits)
{
    return tlv.littleEndian ? readLittleEndian(frame.subspan(at, bits / 8U)) : readBits(frame, at * 8, bits);
}

} // namespace

Value Reader::readTlvs(ReadScope& scope, const TypeDesc& type, FieldIndex index, std::size_t end, std::int32_t node)
{
    const TlvDesc& tlv = m_protocols.tlv(type.tlv);
    const std::size_t tagBytes = tlv.tagBits / 8U;
    const std::size_t lenBytes = tlv.lenBits / 8U;
    ValueList list;
    bool stopped = false;
    const auto addElement = [&](std::size_t from) {
        return addNode({.what = LayoutNode::What::Element, .protocol = scope.m_protocol.id, .field = index,
                        .element = static_cast<std::uint32_t>(list.items.size()), .parent = node, .bitOffset = from * 8});
    };
    while (!stopped && scope.at() + tagBytes <= end && list.items.size() < m_options.maxElements && !isFull()) {
        ++reads;
        const std::size_t from = scope.at();
        const auto tag = static_cast<std::uint32_t>(number(tlv, m_frame, from, tlv.tagBits));
        const TlvCase* known = tlv.find(tag);
        ValueTuple item{{Value(std::int64_t{tag})}};
        std::size_t to = from + tagBytes;
        std::int32_t child = -1;
        if (!tlv.isBare(tag)) {
            if (to + lenBytes > end)
                break;
            const auto told = static_cast<std::int64_t>(number(tlv, m_frame, to, tlv.lenBits)) * tlv.unit;
            to += lenBytes;
            const std::size_t counted = tlv.counts == TlvDesc::Counts::All ? tagBytes + lenBytes : tlv.counts == TlvDesc::Counts::AfterTag ? lenBytes : 0;
            const std::int64_t wanted = std::max<std::int64_t>(told - static_cast<std::int64_t>(counted), 0);
            const auto left = static_cast<std::int64_t>(end - to);
            if (wanted > left)
                note(LayoutNote::Code::LengthTooLarge, Check::Level::Warn, node, to, std::to_string(told));
            const auto size = static_cast<std::size_t>(std::min(wanted, left));
            static const TlvCase unknown;
            child = addElement(from);
            item.items.push_back(tlvValue(scope, known != nullptr ? *known : unknown, to, to + size, child));
            to = std::min(to + (size + tlv.align - 1U) / tlv.align * tlv.align, end);
        } else {
            child = addElement(from);
        }
        stopped = tlv.isStop(tag);
        scope.bitAt = to * 8;
        endNode(child, scope.bitAt);
        m_layout.nodes[static_cast<std::size_t>(child)].value = Value(item);
        list.items.emplace_back(std::move(item));
    }
    if (!stopped && scope.at() + tagBytes <= end && isFull())
        tellFull(node, scope.at());
    else if (list.items.size() >= m_options.maxElements && scope.at() < end)
        note(LayoutNote::Code::TooMany, Check::Level::Warn, node, scope.at());
    const Bytes rest = m_frame.subspan(scope.at(), end - scope.at());
    if (std::ranges::any_of(rest, [](std::uint8_t byte) { return byte != 0; }) || (!rest.empty() && !stopped)) {
        const std::int32_t child = addElement(scope.at());
        scope.bitAt = end * 8;
        endNode(child, scope.bitAt);
        m_layout.nodes[static_cast<std::size_t>(child)].value = Value(toBuffer(rest));
        list.items.emplace_back(toBuffer(rest));
    }
    scope.bitAt = end * 8;
    return Value(std::move(list));
}

/// Nothing if it does not fit.
std::optional<Value> Reader::tlvPart(TypeId typeId, std::size_t from, std::size_t to, std::size_t& used) const
{
    const TypeDesc& type = m_protocols.type(typeId);
    if (type.bits > 0) {
        used = type.bits / 8U;
        return from + used <= to ? std::optional(fixedValue(type, m_frame, from * 8, type.bits)) : std::nullopt;
    }
    if (type.kind == Kind::Codec) {
        Decoded decoded = type.codec->decode({.frame = m_frame, .at = from, .end = to, .origin = origin});
        used = decoded.used;
        return decoded.damaged || used == 0 || from + used > to ? std::nullopt : std::optional(std::move(decoded.value));
    }
    used = to - from;
    return Value(toBuffer(m_frame.subspan(from, used)));
}

/// Bytes, where it is not what the tag promises.
Value Reader::tlvValue(ReadScope& scope, const TlvCase& item, std::size_t from, std::size_t to, std::int32_t node)
{
    std::size_t used = 0;
    switch (item.shape) {
    case TlvShape::One:
        if (auto value = tlvPart(item.parts[0], from, to, used); value && from + used == to)
            return std::move(*value);
        break;
    case TlvShape::Struct:
        if (LayerPtr structure = readStructure(m_protocols.type(item.parts[0]).structure, from, to, &scope, node, used); structure && from + used == to)
            return Value(std::move(structure));
        m_layout.nodes.resize(static_cast<std::size_t>(node) + 1);
        break;
    case TlvShape::Tuple:
    case TlvShape::Each: {
        ValueTuple tuple;
        std::size_t at = from;
        while (item.shape == TlvShape::Tuple ? tuple.items.size() < item.parts.size() : at < to && tuple.items.size() < m_options.maxElements) {
            auto value = tlvPart(item.parts[item.shape == TlvShape::Tuple ? tuple.items.size() : 0], at, to, used);
            if (!value)
                break;
            tuple.items.push_back(std::move(*value));
            at += used;
        }
        const bool whole = at == to && (item.shape == TlvShape::Each || tuple.items.size() == item.parts.size());
        if (whole)
            return Value(std::move(tuple));
        break;
    }
    default:
        break;
    }
    return Value(toBuffer(m_frame.subspan(from, to - from)));
}

} // namespace fw
