// Fields whose size varies: text, lists, structures, TLVs.
#include "engine/packet/builder.h"

#include <algorithm>

namespace fw {

void BuildLayer::encodeVariable(FieldIndex index, const TypeDesc& type, const Value& held, std::size_t position, Piece& out)
{
    const FieldDesc& field = m_protocol.fields[index];
    m_variableAt = position;
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
        out.bytes = encoded(type, held, position);
        if (type.length != 0) // Filled up to a length that is told elsewhere; never cut, because what is set is sent.
            if (const ExprValue told = m_context.protocols.program(type.length).evaluate(*this); told.kind == ExprValue::Kind::Int)
            {
                const auto size = static_cast<std::size_t>(std::clamp<std::int64_t>(told.number, 0, 0xffff));
                out.bytes.resize(type.bits > 0 ? std::min<std::size_t>(size, type.bits / 8U) : std::max(out.bytes.size(), size)); // Of an address, so many bytes are sent.
            }
        break;
    }
    if (field.fixedFill)
        out.bytes.resize(field.bits > 0 ? field.bits / 8U : out.bytes.size(), field.fill);
}

/// The elements are a packet of their own, built as such.
void BuildLayer::encodeStack(FieldIndex index, const TypeDesc& type, const Value& held, Piece& out)
{
    Draft inside;
    for (const Value& item : held.list() != nullptr ? held.list()->items : std::vector<Value>{held})
        if (const Layer* layer = item.layer())
            inside.layers.push_back(*layer);
        else if (item.bytes() != nullptr)
            inside.layers.push_back(rawLayer(m_context.protocols, *item.bytes()));
    if (inside.layers.empty() || isTooDeep())
        return;
    ++m_context.depth;
    Layout built = buildInside(m_context, inside);
    --m_context.depth;
    out.bytes = std::move(built.bytes);
    for (LayoutNode& row : built.nodes) {
        if (row.what == LayoutNode::What::Layer) {
            row.what = LayoutNode::What::Element;
            row.field = index;
            row.element = row.layer;
            row.type = type.element;
        }
        row.layer = m_number;
        out.nodes.push_back(std::move(row));
    }
    for (LayoutNote& found : built.notes)
        note(found.code, std::move(found.detail));
}

void BuildLayer::encodeList(FieldIndex index, const TypeDesc& type, const Value& held, std::size_t position, Piece& out)
{
    const FieldDesc& field = m_protocol.fields[index];
    if (field.stack) {
        encodeStack(index, type, held, out);
        return;
    }
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
        const bool isRaw = item.bytes() != nullptr && element != noType && m_context.protocols.type(element).kind == Kind::Struct;
        const bool isLast = &item == &items.back();
        encodeElement(index, isRaw ? noType : element, item, number++, out, field.chain && !isLast ? (&item)[1].layer() : nullptr);
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

void BuildLayer::encodeElement(FieldIndex index, TypeId typeId, const Value& held, std::uint32_t number, Piece& out, const Layer* following)
{
    const auto node = static_cast<std::int32_t>(out.nodes.size());
    const std::uint64_t from = out.bytes.size() * 8;
    const Layer* structure = held.layer();
    if (m_context.wantsNodes)
        out.nodes.push_back({.what = LayoutNode::What::Element, .origin = value(index).origin,
                             .protocol = structure != nullptr ? structure->protocol : m_protocol.id, .field = index, .element = number,
                             .type = typeId, .next = static_cast<std::uint32_t>(node + 1), .layer = m_number, .bitOffset = from});
    if (structure != nullptr) {
        encodeStructure(*structure, node, out, following);
    } else {
        const Value one = concrete(held, index);
        const Buffer unknown = one.bytes() != nullptr ? *one.bytes() : Buffer{};
        append(out.bytes, typeId == noType ? unknown : encoded(m_context.protocols.type(typeId), one, m_variableAt + out.bytes.size()));
        if (m_context.wantsNodes)
            out.nodes.back().value = one;
    }
    if (m_context.wantsNodes) {
        out.nodes[static_cast<std::size_t>(node)].bits = out.bytes.size() * 8 - from;
        out.nodes[static_cast<std::size_t>(node)].next = static_cast<std::uint32_t>(out.nodes.size());
    }
}

Buffer BuildLayer::encoded(const TypeDesc& type, const Value& value, std::size_t at)
{
    if (m_context.names == nullptr || type.kind != Kind::Codec)
        return encodeScalar(type, value);
    return type.codec->encodeAmong(value, m_at + at, *m_context.names);
}

Piece BuildLayer::builtStructure(const Layer& structure, std::size_t at, const Layer* following)
{
    if (isTooDeep())
        return {};
    ++m_context.depth;
    BuildLayer inner(m_context, structure, nullptr, this, m_number);
    inner.m_at = at;
    if (following != nullptr) // Elements of a chain bind each other as layers do.
        inner.bindTo(following->protocol);
    const Buffer nothing;
    inner.setPayload(nothing);
    Piece piece = inner.buildHeader();
    --m_context.depth;
    return piece;
}

/// Names in bytes that are taken over as they were can be pointed to if they stand where building puts them.
void BuildLayer::keepNames(const Layer& structure, std::size_t at)
{
    if (builtStructure(structure, at, nullptr).bytes != *structure.original)
        std::erase_if(*m_context.names, [&](const auto& name) { return name.second >= at; });
}

void BuildLayer::encodeStructure(const Layer& structure, std::int32_t parent, Piece& out, const Layer* following)
{
    const std::size_t at = m_at + m_variableAt + out.bytes.size();
    if (structure.original) {
        if (m_context.names != nullptr)
            keepNames(structure, at);
        append(out.bytes, *structure.original);
        if (m_context.wantsNodes)
            out.kept.push_back({static_cast<std::uint32_t>(parent), structure.protocol});
        return;
    }
    Piece piece = builtStructure(structure, at, following);
    const std::uint64_t from = out.bytes.size() * 8;
    append(out.bytes, piece.bytes);
    const auto base = static_cast<std::int32_t>(out.nodes.size());
    for (const KeptStructure& kept : piece.kept)
        out.kept.push_back({kept.node + static_cast<std::uint32_t>(base), kept.protocol});
    for (LayoutNode& child : piece.nodes) {
        child.parent = child.parent < 0 ? parent : child.parent + base;
        child.next += static_cast<std::uint32_t>(base);
        shift(child, from);
        out.nodes.push_back(std::move(child));
    }
}

} // namespace fw
