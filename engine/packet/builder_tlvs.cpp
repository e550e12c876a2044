// Lists of tag, length and value.
#include "engine/packet/builder.h"

#include <algorithm>

namespace fw {
namespace {

void appendNumber(Buffer& out, const TlvDesc& tlv, std::uint8_t bits, std::uint64_t number)
{
    const std::size_t at = out.size();
    out.resize(at + bits / 8U);
    if (tlv.littleEndian)
        writeLittleEndianBits(std::span(out).subspan(at), 0, bits, number);
    else
        writeBits(out, at * 8, bits, number);
}

} // namespace

void BuildLayer::encodeTlvs(FieldIndex index, const TypeDesc& type, const Value& held, Piece& out)
{
    const TlvDesc& tlv = m_context.protocols.tlv(type.tlv);
    std::uint32_t number = 0;
    static const ValueList none;
    if (const Buffer* bytes = held.bytes()) // Options given as bytes are taken as they are.
        out.bytes = *bytes;
    for (const Value& item : (held.list() != nullptr ? held.list() : &none)->items) {
        const std::size_t from = out.bytes.size();
        const auto node = static_cast<std::int32_t>(out.nodes.size());
        if (m_context.wantsNodes)
            out.nodes.push_back({.what = LayoutNode::What::Element, .origin = value(index).origin, .protocol = m_protocol.id, .field = index,
                                 .element = number, .layer = m_number, .bitOffset = from * 8, .value = item});
        encodeTlv(tlv, item, node, out);
        if (m_context.wantsNodes) {
            out.nodes[static_cast<std::size_t>(node)].bits = (out.bytes.size() - from) * 8;
            out.nodes[static_cast<std::size_t>(node)].next = static_cast<std::uint32_t>(out.nodes.size());
        }
        ++number;
    }
}

void BuildLayer::encodeTlv(const TlvDesc& tlv, const Value& item, std::int32_t node, Piece& out)
{
    const ValueTuple* tuple = item.tuple();
    const std::int64_t* told = tuple != nullptr && !tuple->items.empty() ? tuple->items[0].integer() : item.integer();
    if (told == nullptr) {
        if (item.bytes() != nullptr)
            append(out.bytes, *item.bytes());
        return;
    }
    const auto tag = static_cast<std::uint32_t>(*told);
    appendNumber(out.bytes, tlv, tlv.tagBits, tag);
    if (tlv.isBare(tag))
        return;
    const std::size_t lengthAt = out.bytes.size();
    appendNumber(out.bytes, tlv, tlv.lenBits, 0);
    const std::size_t valueAt = out.bytes.size();
    if (tuple != nullptr && tuple->items.size() > 1)
        encodeTlvValue(tlv.find(tag), tuple->items[1], node, out);
    const std::size_t size = out.bytes.size() - valueAt;
    const std::size_t counted = size + (tlv.counts == TlvDesc::Counts::All ? tlv.tagBits / 8U + tlv.lenBits / 8U
                                        : tlv.counts == TlvDesc::Counts::AfterTag ? tlv.lenBits / 8U
                                                                                  : 0U);
    Buffer length;
    appendNumber(length, tlv, tlv.lenBits, (counted + tlv.unit - 1) / tlv.unit);
    std::ranges::copy(length, out.bytes.begin() + static_cast<std::ptrdiff_t>(lengthAt));
    out.bytes.resize(valueAt + (size + tlv.align - 1U) / tlv.align * tlv.align);
}

void BuildLayer::encodeTlvValue(const TlvCase* item, const Value& held, std::int32_t node, Piece& out)
{
    const auto add = [&](std::size_t part, const Value& one) {
        const bool known = item != nullptr && !item->parts.empty();
        const TypeDesc type = known ? m_context.protocols.type(item->parts[std::min(part, item->parts.size() - 1)]) : TypeDesc{.kind = Kind::Int, .bits = 8};
        if (one.layer() != nullptr)
            encodeStructure(*one.layer(), node, out);
        else if (type.kind == Kind::Codec || one.bytes() == nullptr)
            append(out.bytes, encodeScalar(type, one));
        else
            append(out.bytes, *one.bytes());
    };
    const std::vector<Value>* many = held.tuple() != nullptr ? &held.tuple()->items : held.list() != nullptr ? &held.list()->items : nullptr;
    if (many == nullptr) {
        if (!held.isNone())
            add(0, held);
        return;
    }
    for (std::size_t i = 0; i < many->size(); ++i)
        add(item != nullptr && item->shape == TlvShape::Tuple ? i : 0, (*many)[i]);
}

} // namespace fw
