#include "engine/exchange/reply_reader.h"

#include "engine/packet/dissect.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t largestWalked = 0xffff;
/// Who sends packets of ever new shapes must not fill the memory.
constexpr std::size_t mostShapes = 256;

} // namespace

ReplyReader::ReplyReader(const Protocols& protocols, QuotedFields alsoQuoted)
    : m_protocols(protocols), m_alsoQuoted(std::move(alsoQuoted)), m_walker(protocols)
{
}

const MatchPacket& ReplyReader::read(Bytes frame, std::uint32_t linkType, std::size_t first)
{
    if (frame.size() <= largestWalked) {
        m_walker.walk(frame, linkType, m_spans);
        if (m_walker.foundAll())
            if (Shape& shape = shapeOf(first); shape.isFixed && fill(shape, frame))
                return shape.packet;
    }
    m_dissected = matchPacket(m_protocols, dissect(m_protocols, frame, linkType).layout, first);
    return m_dissected;
}

ReplyReader::Shape& ReplyReader::shapeOf(std::size_t first)
{
    const auto isWanted = [&](const Shape& shape) {
        return shape.first == first && std::ranges::equal(shape.protocols, m_spans, {}, {}, &LayerSpan::protocol);
    };
    auto known = std::ranges::find_if(m_shapes, isWanted);
    if (known == m_shapes.end()) {
        if (m_shapes.size() == mostShapes)
            m_shapes.clear();
        m_shapes.push_back(makeShape(first));
        known = m_shapes.end() - 1;
    }
    if (known != m_shapes.begin())
        std::iter_swap(known, known - 1); // What comes often is found soon.
    return known != m_shapes.begin() ? *(known - 1) : *known;
}

ReplyReader::Shape ReplyReader::makeShape(std::size_t first) const
{
    Shape shape;
    shape.first = first;
    for (const LayerSpan& span : m_spans)
        shape.protocols.push_back(span.protocol);
    for (std::size_t i = first; i < m_spans.size(); ++i)
        shape.packet.layers.push_back({m_spans[i].protocol, {}, 0});
    bool isFixed = true;
    bool isQuote = false;
    for (std::size_t i = 0; isFixed && i < shape.packet.layers.size(); ++i) {
        const ProtocolDesc& protocol = m_protocols[shape.packet.layers[i].protocol];
        const bool isOpaque = protocol.id == m_protocols.raw() || protocol.isPadding;
        isQuote = isQuote || protocol.isQuotedForm();
        // What no rule tells of is repeated field by field.
        isFixed = !isQuote || isOpaque || protocol.quotedRule.when != 0;
        for (const ExprId rule : {protocol.answers.when, protocol.answers.quote, protocol.quotedRule.when})
            isFixed = isFixed && addPlacesOf(shape, i, rule);
        if (const auto also = m_alsoQuoted.find(protocol.plain); isFixed && protocol.isQuotedForm() && also != m_alsoQuoted.end())
            isFixed = std::ranges::all_of(also->second, [&](FieldIndex field) { return addPlace(shape, i, field); });
    }
    shape.isFixed = isFixed;
    return shape;
}

bool ReplyReader::addPlacesOf(Shape& shape, std::size_t layer, ExprId rule) const
{
    if (rule == 0)
        return true;
    const Program& program = m_protocols.program(rule);
    const auto own = program.fieldsRead();
    return std::ranges::all_of(own, [&](FieldIndex field) { return addPlace(shape, layer, field); })
        && std::ranges::all_of(program.nodes(), [&](const Program::Node& node) {
               if (node.op == Program::Op::Call && node.call == ExprCall::Present)
                   return addPlace(shape, layer, node.field);
               return node.op != Program::Op::Outer || node.owner != ExprOwner::Lower || addLower(shape, layer, node);
           });
}

/// The nearest layer below of that name has it or not; without a name, whichever is nearest.
bool ReplyReader::addLower(Shape& shape, std::size_t layer, const Program::Node& node) const
{
    for (std::size_t i = layer; i-- > 0;) {
        const ProtocolDesc& protocol = m_protocols[shape.packet.layers[i].protocol];
        if (!node.layerName.empty() && node.layerName != protocol.name)
            continue;
        const FieldIndex field = protocol.find(node.text);
        return field == noField || addPlace(shape, i, field);
    }
    return true;
}

bool ReplyReader::addPlace(Shape& shape, std::size_t layer, FieldIndex field) const
{
    MatchLayer& into = shape.packet.layers[layer];
    if (into.find(field) != nullptr)
        return true;
    const ProtocolDesc& protocol = m_protocols[into.protocol];
    if (field >= protocol.fields.size())
        return false;
    const FieldDesc& desc = protocol.fields[field];
    const TypeDesc& type = m_protocols.type(desc.type);
    const bool isNumber = type.kind == Kind::Int && !type.isSigned && !type.littleEndian && desc.bits < 64;
    const bool isAddress = (type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6) && desc.bitOffset % 8 == 0;
    if (!desc.staticOffset || desc.present != 0 || desc.wordBits != 0 || desc.bits == 0 || desc.trailer || !(isNumber || isAddress))
        return false;
    shape.places.push_back({layer, into.values.size(), desc.bitOffset, desc.bits, isNumber});
    into.values.emplace_back(field, isNumber ? Value(std::int64_t{0}) : Value(Buffer(desc.bits / 8)));
    return true;
}

bool ReplyReader::fill(Shape& shape, Bytes frame) const
{
    for (const Place& place : shape.places) {
        const LayerSpan& span = m_spans[place.layer + shape.first];
        const std::size_t bit = span.offset * std::size_t{8} + place.bitOffset;
        if (bit + place.bits > span.end * std::size_t{8})
            return false;
        Value& value = shape.packet.layers[place.layer].values[place.value].second;
        if (place.isNumber)
            std::get<std::int64_t>(value.data) = static_cast<std::int64_t>(readBits(frame, bit, place.bits));
        else
            std::ranges::copy(frame.subspan(bit / 8, place.bits / 8), std::get<Buffer>(value.data).begin());
    }
    std::size_t end = frame.size();
    for (const LayerSpan& span : m_spans)
        if (m_protocols[span.protocol].isPadding)
            end = std::min<std::size_t>(end, span.offset);
    for (std::size_t i = 0; i < shape.packet.layers.size(); ++i) {
        const std::size_t above = shape.first + i + 1 < m_spans.size() ? m_spans[shape.first + i + 1].offset : end;
        shape.packet.layers[i].payloadLength = static_cast<std::uint32_t>(end - std::min(end, above));
    }
    return true;
}

} // namespace fw
