#include "engine/packet/reader.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace fw {

Value Reader::fixedValue(const TypeDesc& type, Bytes frame, std::uint64_t bitAt, std::uint64_t bits)
{
    const auto byteAt = static_cast<std::size_t>(bitAt / 8);
    if (type.kind == Kind::Int || type.kind == Kind::Float) {
        std::uint64_t raw = type.littleEndian ? readLittleEndian(frame.subspan(byteAt, static_cast<std::size_t>(bits / 8)))
                                              : readBits(frame, static_cast<std::size_t>(bitAt), static_cast<unsigned>(bits));
        if (type.kind == Kind::Float)
            return bits == 32 ? Value(static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(raw)))) : Value(std::bit_cast<double>(raw));
        if (type.isSigned && bits < 64 && (raw >> (bits - 1) & 1) != 0)
            raw |= ~std::uint64_t{0} << bits;
        return Value(static_cast<std::int64_t>(raw));
    }
    return Value(toBuffer(frame.subspan(byteAt, static_cast<std::size_t>(bits / 8))));
}

void placeInWord(LayoutNode& node, const FieldDesc& field, std::uint64_t bitAt)
{
    const std::vector<BitRange> ranges = littleEndianRanges(bitAt - field.wordShift, field.wordShift, field.bits);
    node.bitOffset = ranges.front().offset;
    node.bits = ranges.front().bits;
    node.more.assign(ranges.begin() + 1, ranges.end());
}

std::int32_t Reader::addNode(LayoutNode node)
{
    node.layer = layerNumber;
    node.origin = Origin::Dissected;
    m_layout.nodes.push_back(std::move(node));
    m_layout.nodes.back().next = static_cast<std::uint32_t>(m_layout.nodes.size());
    return static_cast<std::int32_t>(m_layout.nodes.size() - 1);
}

void Reader::endNode(std::int32_t node, std::uint64_t endBit)
{
    LayoutNode& target = m_layout.nodes[static_cast<std::size_t>(node)];
    target.bits = endBit - std::min(endBit, target.bitOffset);
    target.next = static_cast<std::uint32_t>(m_layout.nodes.size());
}

void Reader::note(LayoutNote::Code code, Check::Level level, std::int32_t node, std::size_t offset, std::string detail)
{
    if (m_layout.notes.size() < 256) // A hostile packet does not get to write a book.
        m_layout.notes.push_back({code, level, static_cast<std::uint32_t>(std::max(node, 0)), offset, std::move(detail)});
}

/// Once: every list and structure that is open would say so.
void Reader::tellFull(std::int32_t node, std::size_t offset)
{
    if (std::exchange(m_toldFull, true))
        return;
    const ProtocolId definition = node < 0 ? noProtocol : m_layout.nodes[static_cast<std::size_t>(node)].protocol;
    note(LayoutNote::Code::TooMany, Check::Level::Warn, node, offset, definition == noProtocol ? std::string() : m_protocols[definition].name);
}

std::int64_t Reader::evaluate(ExprId program, ReadScope& scope, std::int64_t otherwise) const
{
    const ExprValue value = m_protocols.program(program).evaluate(scope);
    return value.kind == ExprValue::Kind::Int ? value.number : otherwise;
}

bool Reader::holds(ExprId program, ReadScope& scope) const
{
    return m_protocols.program(program).evaluate(scope).isTrue();
}

void Reader::readFields(ReadScope& scope, std::int32_t parentNode)
{
    const ProtocolDesc& protocol = scope.protocol();
    const std::size_t pointers = m_pointers;
    for (FieldIndex index = 0; index < protocol.fields.size(); ++index)
        if (!protocol.fields[index].trailer)
            readField(scope, index, parentNode);
        else
            scope.m_layer.fields[index].state = SlotState::Absent; // Until it is known where the trailer begins.
    scope.headerEnd = std::min(scope.at(), scope.m_end);
    markCompression(scope, pointers);
}

/// A message that came with compressed names is built with them again.
void Reader::markCompression(ReadScope& scope, std::size_t pointersBefore)
{
    const auto& fields = scope.m_protocol.fields;
    for (std::size_t i = 0; scope.m_protocol.origin && m_pointers > pointersBefore && i < fields.size(); ++i)
        if (fields[i].role == Role::CompressedNames)
            scope.m_layer.fields[i] = {SlotState::Dissected, Value(std::int64_t{1})};
}

void Reader::readTrailer(ReadScope& scope, std::int32_t parentNode, std::size_t from)
{
    scope.bitAt = std::min(from, scope.m_end) * 8;
    const ProtocolDesc& protocol = scope.protocol();
    for (FieldIndex index = 0; index < protocol.fields.size(); ++index)
        if (protocol.fields[index].trailer)
            readField(scope, index, parentNode);
}

/// A case of a fixed size is passed over where the field is told to have another size.
bool Reader::fitsToldSize(ReadScope& scope, const TypeDesc& type, const FieldDesc* field) const
{
    if (field == nullptr || !field->sizedBy || field->sizedBy->counts || type.bits == 0)
        return true;
    const std::int64_t told = linkedSize(scope, *field);
    return told < 0 || told * 8 == type.bits || told > static_cast<std::int64_t>(scope.remaining());
}

TypeId Reader::decide(ReadScope& scope, TypeId type, const FieldDesc* field) const
{
    for (int depth = 0; depth < 8 && m_protocols.type(type).kind == Kind::Switch; ++depth) {
        TypeId chosen = noType;
        for (const SwitchCase& item : m_protocols.type(type).cases) {
            const bool holds = item.when == 0 || m_protocols.program(item.when).evaluate(scope).notFalse();
            if (holds && fitsToldSize(scope, m_protocols.type(item.type), field)) {
                chosen = item.type;
                break;
            }
        }
        if (chosen == noType)
            return noType;
        type = chosen;
    }
    return type;
}

void Reader::readField(ReadScope& scope, FieldIndex index, std::int32_t parentNode)
{
    const FieldDesc& field = scope.m_protocol.fields[index];
    Slot& slot = scope.m_layer.fields[index];
    slot.state = SlotState::Absent;
    if (scope.isShort || (field.present != 0 && !m_protocols.program(field.present).evaluate(scope).notFalse()))
        return;
    ++reads;
    if (isFull()) {
        tellFull(parentNode, scope.at());
        scope.isShort = true;
        return;
    }
    if (field.alignBefore > 0) {
        const std::size_t into = (scope.at() - scope.m_start) % field.alignBefore;
        if (into > 0)
            scope.bitAt = std::min<std::uint64_t>((scope.at() + field.alignBefore - into) * 8, scope.m_end * 8);
    }
    const TypeId typeId = decide(scope, field.type, &field);
    if (typeId == noType || m_protocols.type(typeId).kind == Kind::None)
        return;
    const TypeDesc& type = m_protocols.type(typeId);
    const std::uint64_t from = scope.bitAt;
    const std::int32_t node = addNode({.what = LayoutNode::What::Field, .protocol = scope.m_protocol.id, .field = index, .type = typeId,
                                       .parent = parentNode, .bitOffset = from});
    if (type.kind == Kind::Virtual) {
        slot = {SlotState::Dissected, field.defaultValue};
        m_layout.nodes.pop_back();
        return;
    }
    Value value;
    const std::uint64_t bits = type.length != 0 && !field.fixedFill ? 0 : type.bits > 0 ? type.bits : field.fixedFill ? field.bits : 0;
    if (bits > 0) {
        if (field.wordBits > 0 ? !readWordBits(scope, field, value) : !readFixed(scope, type, bits, value)) {
            scope.isShort = true;
            LayoutNode& cut = m_layout.nodes[static_cast<std::size_t>(node)];
            cut.absent = true;
            return;
        }
    } else {
        scope.bitAt = scope.at() * 8; // Bits of fields that are absent may have left half a byte.
        m_layout.nodes[static_cast<std::size_t>(node)].bitOffset = scope.bitAt;
        const Area area = areaOf(scope, field, typeId, node);
        m_isMissing = m_isElsewhere = m_isCut = false;
        value = readVariable(scope, field, index, typeId, area, node);
        if (m_isMissing) {
            m_layout.nodes.resize(static_cast<std::size_t>(node));
            slot = {};
            return;
        }
        if (m_isCut) {
            scope.isShort = true;
            m_layout.nodes[static_cast<std::size_t>(node)].absent = true;
            return;
        }
        if (field.sizedBy && !area.count)
            scope.bitAt = area.end * 8;
        else if (field.align > 0)
            scope.bitAt = std::min<std::uint64_t>((scope.m_start + (scope.at() - scope.m_start + field.align - 1) / field.align * field.align) * 8,
                                                  scope.m_end * 8);
    }
    scope.m_bits[index] = scope.bitAt - from;
    slot = {SlotState::Dissected, std::move(value)};
    if (!std::exchange(m_isElsewhere, false))
        endNode(node, scope.bitAt);
    if (field.padTo > 0)
        scope.bitAt = std::min<std::uint64_t>((scope.m_start + (scope.at() - scope.m_start + field.padTo - 1) / field.padTo * field.padTo) * 8, scope.m_end * 8);
    if (field.wordBits > 0)
        placeInWord(m_layout.nodes[static_cast<std::size_t>(node)], field, from);
    const Kind kind = type.kind;
    if (kind != Kind::Struct && kind != Kind::List && kind != Kind::Tlv)
        m_layout.nodes[static_cast<std::size_t>(node)].value = slot.value;
}

bool Reader::readFixed(ReadScope& scope, const TypeDesc& type, std::uint64_t bits, Value& value)
{
    if (scope.bitAt + bits > scope.m_end * 8)
        return false;
    value = fixedValue(type, m_frame, scope.bitAt, bits);
    scope.bitAt += bits;
    return true;
}

bool Reader::readWordBits(ReadScope& scope, const FieldDesc& field, Value& value)
{
    const auto word = static_cast<std::size_t>((scope.bitAt - field.wordShift) / 8);
    if (word + field.wordBits / 8U > scope.m_end)
        return false;
    value = static_cast<std::int64_t>(readLittleEndianBits(m_frame.subspan(word, field.wordBits / 8U), field.wordShift, field.bits));
    scope.bitAt += field.bits;
    return true;
}

std::int64_t Reader::linkedSize(ReadScope& scope, const FieldDesc& field) const
{
    const SizeLink& link = *field.sizedBy;
    const Slot& by = scope.m_layer.fields[link.by];
    const std::int64_t* told = by.value.integer();
    if (told == nullptr)
        return -1;
    std::int64_t after = 0; // Bits of the fields that follow in the header.
    const auto self = static_cast<std::size_t>(&field - scope.m_protocol.fields.data());
    for (std::size_t i = self + 1; i < scope.m_protocol.fields.size(); ++i) {
        const FieldDesc& next = scope.m_protocol.fields[i];
        if (!next.trailer && next.present == 0)
            after += next.bits;
    }
    const auto before = static_cast<std::int64_t>(scope.at() - scope.m_start);
    std::int64_t rest = *told * link.denominator - link.constant - link.header * (before + after / 8);
    for (const auto& [other, share] : link.others)
        rest -= share * static_cast<std::int64_t>(scope.m_bits[other] / 8);
    return rest / (link.size + link.header);
}

Reader::Area Reader::areaOf(ReadScope& scope, const FieldDesc& field, TypeId typeId, std::int32_t node)
{
    const TypeDesc& type = m_protocols.type(typeId);
    Area area{.end = scope.m_end, .count = std::nullopt};
    std::int64_t size = INT64_MAX;
    if (field.sizedBy && field.sizedBy->counts)
        area.count = std::max<std::int64_t>(linkedSize(scope, field), 0);
    else if (field.sizedBy)
        size = linkedSize(scope, field);
    else if (field.length != 0 && field.length != type.length)
        size = evaluate(field.length, scope, INT64_MAX);
    else if (type.length != 0)
        size = evaluate(type.length, scope, INT64_MAX);
    if (field.count != 0)
        area.count = std::max<std::int64_t>(evaluate(field.count, scope, 0), 0);
    if (size == INT64_MAX)
        return area;
    const auto left = static_cast<std::int64_t>(scope.remaining());
    if (size > left)
        note(LayoutNote::Code::LengthTooLarge, Check::Level::Warn, node, scope.at(), std::to_string(size));
    area.end = scope.at() + static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, left));
    return area;
}

Value Reader::readVariable(ReadScope& scope, const FieldDesc& field, FieldIndex index, TypeId typeId, const Area& area, std::int32_t node)
{
    const TypeDesc& type = m_protocols.type(typeId);
    switch (type.kind) {
    case Kind::List:
        return readList(scope, field, index, typeId, area, node);
    case Kind::Tlv:
        return readTlvs(scope, type, index, area.end, node);
    case Kind::Struct:
        if (Value structure = readElement(scope, typeId, index, 0, area.end, node); !structure.isNone() || scope.at() >= area.end)
            return structure;
        if (field.sizedBy)
            return keepRest(scope, index, 0, area.end, node);
        note(LayoutNote::Code::Unreadable, Check::Level::Warn, node, scope.at());
        return {};
    case Kind::Codec:
        return readCodec(scope, type, area.end, node);
    default:
        return readText(scope, type, area.end);
    }
}

Value Reader::readText(ReadScope& scope, const TypeDesc& type, std::size_t end)
{
    const Bytes area = m_frame.subspan(scope.at(), end - scope.at());
    std::size_t used = area.size();
    std::size_t kept = used;
    if (type.kind == Kind::CString || type.kind == Kind::Line) {
        const auto stop = std::ranges::find(area, static_cast<std::uint8_t>(type.kind == Kind::CString ? 0 : '\n'));
        if (stop != area.end()) {
            kept = static_cast<std::size_t>(stop - area.begin());
            used = kept + 1;
            if (type.kind == Kind::Line && kept > 0 && area[kept - 1] == '\r')
                --kept;
        }
    }
    if (type.bits > 0) // An address of which only the first bytes are there.
        used = kept = std::min<std::size_t>(area.size(), type.bits / 8U);
    scope.bitAt = (scope.at() + used) * 8;
    Buffer content = toBuffer(area.first(kept));
    content.resize(std::max<std::size_t>(kept, type.bits / 8U));
    return Value(std::move(content));
}

Value Reader::readCodec(ReadScope& scope, const TypeDesc& type, std::size_t end, std::int32_t node)
{
    Decoded decoded = type.codec->decode({.frame = m_frame, .at = scope.at(), .end = end, .origin = origin, .protocols = &m_protocols,
                                          .protocol = &scope.m_protocol});
    m_isMissing = decoded.absent;
    m_isCut = decoded.cut;
    if (decoded.cut)
        return {};
    if (decoded.damaged)
        note(LayoutNote::Code::Unreadable, Check::Level::Warn, node, scope.at(), std::string(type.codec->name()));
    if (decoded.used == 0 && !decoded.elsewhere.empty()) { // Read in passing: its place is not where the reading stands.
        LayoutNode& place = m_layout.nodes[static_cast<std::size_t>(node)];
        place.bitOffset = decoded.elsewhere.front().first * 8;
        place.bits = decoded.elsewhere.front().second * 8;
        m_isElsewhere = true;
        return std::move(decoded.value);
    }
    m_pointers += decoded.elsewhere.size();
    for (const auto& [from, size] : decoded.elsewhere)
        m_layout.nodes[static_cast<std::size_t>(node)].more.push_back({from * 8, size * 8});
    scope.bitAt = std::min(scope.at() + decoded.used, end) * 8;
    return std::move(decoded.value);
}

Value Reader::readElement(ReadScope& scope, TypeId typeId, FieldIndex index, std::uint32_t number, std::size_t end, std::int32_t node)
{
    const TypeDesc& type = m_protocols.type(typeId);
    const std::uint64_t from = scope.bitAt;
    const std::int32_t child = addNode({.what = LayoutNode::What::Element, .protocol = scope.m_protocol.id, .field = index, .element = number,
                                        .type = typeId, .parent = node, .bitOffset = from});
    Value value;
    if (type.kind == Kind::Struct) {
        std::size_t used = 0;
        LayerPtr structure = readStructure(type.structure, scope.at(), end, &scope, child, used);
        if (structure) {
            m_layout.nodes[static_cast<std::size_t>(child)].protocol = structure->protocol;
            scope.bitAt += used * 8;
            value = Value(std::move(structure));
        }
    } else if (type.bits > 0) {
        const std::size_t wholeEnd = std::exchange(scope.m_end, end);
        if (!readFixed(scope, type, type.bits, value))
            value = {};
        scope.m_end = wholeEnd;
    } else if (type.kind == Kind::Codec) {
        value = readCodec(scope, type, end, child);
        m_isCut = false; // What is left of the list is kept as bytes.
    } else {
        const std::int64_t size = type.length != 0 ? evaluate(type.length, scope, INT64_MAX) : INT64_MAX;
        const auto left = static_cast<std::int64_t>(end - scope.at());
        value = readText(scope, type, scope.at() + static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, left)));
    }
    if (scope.bitAt == from) {
        m_layout.nodes.resize(static_cast<std::size_t>(child));
        return {};
    }
    endNode(child, scope.bitAt);
    if (type.kind != Kind::Struct)
        m_layout.nodes[static_cast<std::size_t>(child)].value = value;
    return value;
}

Value Reader::readList(ReadScope& scope, const FieldDesc& field, FieldIndex index, TypeId typeId, const Area& area, std::int32_t node)
{
    ValueList list;
    const TypeId elementType = decide(scope, m_protocols.type(typeId).element);
    if (field.stack)
        return readStack(scope, elementType, index, area.end, node);
    while (scope.at() < area.end && (!area.count || static_cast<std::int64_t>(list.items.size()) < *area.count)) {
        if (isFull()) {
            tellFull(node, scope.at());
            break;
        }
        if (list.items.size() >= m_options.maxElements) {
            note(LayoutNote::Code::TooMany, Check::Level::Warn, node, scope.at());
            break;
        }
        Value value = elementType == noType ? Value() : readElement(scope, elementType, index, static_cast<std::uint32_t>(list.items.size()),
                                                                    area.end, node);
        if (value.isNone()) {
            if (area.count || field.until != 0) // More were told. Else what is left is kept, and noted.
                note(LayoutNote::Code::Truncated, Check::Level::Warn, node, scope.at());
            break;
        }
        const Layer* structure = value.layer();
        list.items.push_back(value);
        if (field.until != 0) {
            Layer copy = structure != nullptr ? *structure : Layer{scope.m_protocol.id, {}, std::nullopt, 0};
            ReadScope last(*this, copy, nullptr, &scope, scope.at(), scope.at());
            scope.last = structure != nullptr ? &last : nullptr;
            scope.lastValue = ExprValue::from(value);
            const bool ends = holds(field.until, scope);
            scope.last = nullptr;
            if (ends)
                break;
        }
    }
    if (scope.at() < area.end && !area.count && field.until == 0)
        list.items.push_back(keepRest(scope, index, static_cast<std::uint32_t>(list.items.size()), area.end, node));
    return Value(std::move(list));
}

/// What no structure could be made of is kept, as one run of bytes.
Value Reader::keepRest(ReadScope& scope, FieldIndex index, std::uint32_t number, std::size_t end, std::int32_t node)
{
    const std::int32_t rest = addNode({.what = LayoutNode::What::Element, .protocol = scope.m_protocol.id, .field = index, .element = number,
                                       .parent = node, .bitOffset = scope.bitAt});
    Value bytes(toBuffer(m_frame.subspan(scope.at(), end - scope.at())));
    m_layout.nodes[static_cast<std::size_t>(rest)].value = bytes;
    note(LayoutNote::Code::Unreadable, Check::Level::Warn, rest, scope.at());
    scope.bitAt = end * 8;
    endNode(rest, scope.bitAt);
    return bytes;
}

ProtocolId Reader::extensionOf(ProtocolId structure, std::size_t at, std::size_t end, const ReadScope* parent)
{
    const ProtocolDesc& base = m_protocols[structure];
    if (base.extensions.empty())
        return structure;
    // The base is read for the fields that tell; what that adds to the layout is taken back.
    const std::size_t nodes = m_layout.nodes.size();
    const std::size_t notes = m_layout.notes.size();
    const bool toldFull = m_toldFull;
    Layer probe{structure, std::vector<Slot>(base.fields.size()), std::nullopt, 0};
    ReadScope scope(*this, probe, nullptr, parent, at, end);
    readFields(scope, -1);
    m_layout.nodes.resize(nodes);
    m_layout.notes.resize(notes);
    m_toldFull = toldFull; // The reading that counts has to say it.
    for (const auto& extension : base.extensions) {
        const bool matches = std::ranges::all_of(extension.match, [&](const auto& wanted) {
            const std::int64_t* value = probe.fields[wanted.first].value.integer();
            return value != nullptr && std::ranges::find(wanted.second, *value) != wanted.second.end();
        });
        if (matches)
            return extension.use;
    }
    return structure;
}

/// By peeking, as a layer's variant is found.
ProtocolId Reader::variantOf(ProtocolId structure, std::size_t at, std::size_t end, const ReadScope* parent)
{
    for (int hops = 0; hops < 4 && !m_protocols[structure].variants.empty(); ++hops) {
        Layer probe{structure, {}, std::nullopt, 0};
        ReadScope scope(*this, probe, nullptr, parent, at, end);
        const auto& variants = m_protocols[structure].variants;
        const auto found = std::ranges::find_if(variants, [&](const auto& variant) { return holds(variant.when, scope); });
        if (found == variants.end() || found->use == noProtocol)
            break;
        structure = found->use;
    }
    return structure;
}

LayerPtr Reader::readStructure(ProtocolId structure, std::size_t at, std::size_t end, const ReadScope* parent, std::int32_t node,
                               std::size_t& used)
{
    used = 0;
    if (m_depth >= m_options.maxDepth || at >= end) {
        if (at < end)
            note(LayoutNote::Code::TooMany, Check::Level::Warn, node, at);
        return nullptr;
    }
    ++m_depth;
    const ProtocolId chosen = extensionOf(variantOf(structure, at, end, parent), at, end, parent);
    const ProtocolDesc& protocol = m_protocols[chosen];
    auto layer = std::make_shared<Layer>(Layer{chosen, std::vector<Slot>(protocol.fields.size()), std::nullopt, 0});
    const std::size_t nodes = m_layout.nodes.size();
    const std::size_t notes = m_layout.notes.size();
    ReadScope scope(*this, *layer, nullptr, parent, at, end);
    const std::size_t pointers = m_pointers;
    readFields(scope, node);
    --m_depth;
    if (scope.isShort && !isFull()) {
        m_layout.nodes.resize(nodes);
        m_layout.notes.resize(notes);
        return nullptr;
    }
    used = scope.at() - at;
    if (m_pointers == pointers) // Else its bytes mean nothing at another place, nor after a change of what they point to.
        layer->original = toBuffer(m_frame.subspan(at, used));
    return layer;
}

} // namespace fw
