// Fields whose size varies: text, lists, structures, TLVs.
#include "engine/packet/builder.h"

#include <algorithm>

namespace fw {

void BuildLayer::encodeVariable(FieldIndex index, const TypeDesc& type, const Value& held, std::size_t position, Piece& out)
{
    const FieldDesc& field = m_protocol.fields[index];
    switch (type.kind) {
    case Kind::List:
        encodeList(index, type, held, position, out);
        break;
    case Kind::Tlv:
        encodeTlvs(index, type, held, out);
        break;
    case Kind::Struct:
        encodeElement(index, m_work[index].type, held, 0, out);
        break;
    default:
        out.bytes = encodeScalar(type, held);
        if (type.length != 0) // Filled up to a length that is told elsewhere; never cut, because what is set is sent.
            if (const ExprValue told = m_context.protocols.program(type.length).evaluate(*this); told.kind == ExprValue::Kind::Int)
                out.bytes.resize(std::max<std::size_t>(out.bytes.size(), static_cast<std::size_t>(std::clamp<std::int64_t>(told.number, 0, 0xffff))));
        break;
    }
    if (field.fixedFill)
        out.bytes.resize(field.bits > 0 ? field.bits / 8U : out.bytes.size(), field.fill);
}

void BuildLayer::encodeList(FieldIndex index, const TypeDesc& type, const Value& held, std::size_t position, Piece& out)
{
    const FieldDesc& field = m_protocol.fields[index];
    std::uint32_t number = 0;
    const bool padded = field.pad.multiple > 0 && (field.pad.when == 0 || m_context.protocols.program(field.pad.when).evaluate(*this).notFalse());
    const std::vector<Value> single{held};
    const std::vector<Value> none;
    const std::vector<Value>& items = held.list() != nullptr ? held.list()->items : held.isNone() ? none : single;
    for (const Value& item : items) {
        if (const Layer* structure = item.layer(); structure != nullptr && padded) {
            const ProtocolDesc& option = m_context.protocols[structure->protocol];
            if (option.alignMultiple > 0) {
                const std::size_t at = position + out.bytes.size();
                padTo(field.pad, (option.alignOffset + option.alignMultiple - at % option.alignMultiple) % option.alignMultiple, index, number, out);
            }
        }
        const TypeId element = decide(type.element, item);
        encodeElement(index, item.bytes() != nullptr && element != noType && m_context.protocols.type(element).kind == Kind::Struct ? noType : element,
                      item, number++, out);
    }
    if (padded)
        padTo(field.pad, (field.pad.multiple - (position + out.bytes.size()) % field.pad.multiple) % field.pad.multiple, index, number, out);
}

/// A real option fills the gap: one byte with the one, more with the other. The longer one has two bytes of its own: type and length.
void BuildLayer::padTo(const PadOptions& pad, std::size_t bytes, FieldIndex index, std::uint32_t& number, Piece& out)
{
    const ProtocolId which = bytes == 1 ? pad.one : pad.many;
    if (bytes == 0 || which == noProtocol)
        return;
    auto option = std::make_shared<Layer>(makeLayer(m_context.protocols, which));
    const ProtocolDesc& protocol = m_context.protocols[which];
    for (FieldIndex i = 0; i < protocol.fields.size() && bytes > 2; ++i)
        if (m_context.protocols.type(protocol.fields[i].type).kind == Kind::Octets)
            option->fields[i] = {SlotState::Explicit, Value(Buffer(bytes - 2))};
    TypeId element = m_context.protocols.type(m_work[index].type).element;
    encodeElement(index, element, Value(LayerPtr(std::move(option))), number++, out);
}

void BuildLayer::encodeElement(FieldIndex index, TypeId typeId, const Value& held, std::uint32_t number, Piece& out)
{
    const auto node = static_cast<std::int32_t>(out.nodes.size());
    const std::uint64_t from = out.bytes.size() * 8;
    const Layer* structure = held.layer();
    if (m_context.wantsNodes)
        out.nodes.push_back({.what = LayoutNode::What::Element, .origin = value(index).origin,
                             .protocol = structure != nullptr ? structure->protocol : m_protocol.id, .field = index, .element = number,
                             .type = typeId, .next = static_cast<std::uint32_t>(node + 1), .layer = m_number, .bitOffset = from});
    if (structure != nullptr) {
        encodeStructure(*structure, node, out);
    } else {
        const Value one = concrete(held, index);
        append(out.bytes, typeId == noType ? (one.bytes() != nullptr ? *one.bytes() : Buffer{}) : encodeScalar(m_context.protocols.type(typeId), one));
        if (m_context.wantsNodes)
            out.nodes.back().value = one;
    }
    if (m_context.wantsNodes) {
        out.nodes[static_cast<std::size_t>(node)].bits = out.bytes.size() * 8 - from;
        out.nodes[static_cast<std::size_t>(node)].next = static_cast<std::uint32_t>(out.nodes.size());
    }
}

void BuildLayer::encodeStructure(const Layer& structure, std::int32_t parent, Piece& out)
{
    if (structure.original) {
        append(out.bytes, *structure.original);
        if (m_context.wantsNodes)
            out.kept.push_back({static_cast<std::uint32_t>(parent), structure.protocol});
        return;
    }
    if (m_context.depth >= 32)
        return;
    ++m_context.depth;
    BuildLayer inner(m_context, structure, nullptr, this, m_number);
    const Buffer nothing;
    inner.setPayload(nothing);
    Piece piece = inner.buildHeader();
    --m_context.depth;
    const std::uint64_t from = out.bytes.size() * 8;
    append(out.bytes, piece.bytes);
    const auto base = static_cast<std::int32_t>(out.nodes.size());
    for (const KeptStructure& kept : piece.kept)
        out.kept.push_back({kept.node + static_cast<std::uint32_t>(base), kept.protocol});
    for (LayoutNode& child : piece.nodes) {
        child.parent = child.parent < 0 ? parent : child.parent + base;
        child.next += static_cast<std::uint32_t>(base);
        child.bitOffset += from;
        out.nodes.push_back(std::move(child));
    }
}

void BuildLayer::encodeTlvs(FieldIndex index, const TypeDesc& type, const Value& held, Piece& out)
{
    const TlvDesc& tlv = m_context.protocols.tlv(type.tlv);
    const std::size_t head = tlv.tagBits / 8U + tlv.lenBits / 8U;
    std::uint32_t number = 0;
    static const ValueList none;
    if (const Buffer* bytes = held.bytes()) // Options given as bytes are taken as they are.
        out.bytes = *bytes;
    for (const Value& item : (held.list() != nullptr ? held.list() : &none)->items) {
        const std::size_t from = out.bytes.size();
        const ValueTuple* tuple = item.tuple();
        const std::int64_t* tag = tuple != nullptr && !tuple->items.empty() ? tuple->items[0].integer() : item.integer();
        if (tag == nullptr) {
            if (item.bytes() != nullptr)
                append(out.bytes, *item.bytes());
        } else {
            const auto number32 = static_cast<std::uint32_t>(*tag);
            const std::size_t at = out.bytes.size();
            out.bytes.resize(at + tlv.tagBits / 8U);
            writeBits(out.bytes, at * 8, tlv.tagBits, number32);
            if (!tlv.isBare(number32)) {
                const Buffer content = tuple != nullptr && tuple->items.size() > 1 ? encodeTlvValue(tlv.find(number32), tuple->items[1]) : Buffer{};
                const std::size_t counted = (content.size() + (tlv.counts == TlvDesc::Counts::All ? head : 0) + tlv.unit - 1) / tlv.unit;
                out.bytes.resize(at + head);
                writeBits(out.bytes, at * 8 + tlv.tagBits, tlv.lenBits, counted);
                append(out.bytes, content);
            }
        }
        if (m_context.wantsNodes)
            out.nodes.push_back({.what = LayoutNode::What::Element, .origin = value(index).origin, .protocol = m_protocol.id, .field = index,
                                 .element = number, .next = static_cast<std::uint32_t>(out.nodes.size() + 1), .layer = m_number,
                                 .bitOffset = from * 8, .bits = (out.bytes.size() - from) * 8, .value = item});
        ++number;
    }
}

Buffer BuildLayer::encodeTlvValue(const TlvCase* item, const Value& held) const
{
    if (const Buffer* bytes = held.bytes())
        return *bytes;
    Buffer out;
    const auto typeOf = [&](std::size_t part) -> TypeDesc {
        if (item == nullptr || item->parts.empty())
            return {.kind = Kind::Int, .bits = 8};
        return m_context.protocols.type(item->parts[std::min(part, item->parts.size() - 1)]);
    };
    const auto add = [&](std::size_t part, const Value& one) { append(out, encodeScalar(typeOf(part), one)); };
    const std::vector<Value>* many = held.tuple() != nullptr ? &held.tuple()->items : held.list() != nullptr ? &held.list()->items : nullptr;
    if (many != nullptr) {
        for (std::size_t i = 0; i < many->size(); ++i)
            add(item != nullptr && item->shape == TlvShape::Tuple ? i : 0, (*many)[i]);
    } else if (!held.isNone()) {
        add(0, held);
    }
    return out;
}

} // namespace fw
