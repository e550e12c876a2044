#include "engine/packet/walk.h"

#include "engine/packet/reader.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t maxLayers = 32;

/// Fields at static offsets, loaded straight from the bytes; anything else is unknown.
class LoadScope final : public ExprScope {
public:
    LoadScope(const Protocols& protocols, const ProtocolDesc& protocol, Bytes frame, std::size_t start, std::size_t end)
        : at(start), m_protocols(protocols), m_protocol(protocol), m_frame(frame), m_start(start), m_end(end)
    {
    }

    ExprValue field(std::uint16_t index) override
    {
        const FieldDesc& field = m_protocol.fields[index];
        const TypeDesc& type = m_protocols.type(field.type);
        const std::size_t bit = m_start * 8 + field.bitOffset;
        if (type.kind != Kind::Int || !field.staticOffset || field.present != 0 || bit + field.bits > m_end * 8)
            return ExprValue::unknown();
        if (type.littleEndian)
            return ExprValue::integer(static_cast<std::int64_t>(readLittleEndian(m_frame.subspan(bit / 8, field.bits / 8U))));
        return ExprValue::integer(static_cast<std::int64_t>(readBits(m_frame, bit, field.bits)));
    }
    ExprValue outer(ExprOwner, const std::string&, const std::string&) override { return ExprValue::unknown(); }
    ExprValue sizeOfField(std::uint16_t) override { return ExprValue::unknown(); }
    ExprValue countOfField(std::uint16_t) override { return ExprValue::unknown(); }
    ExprValue sizeOfArea(ExprArea) override { return ExprValue::unknown(); }
    ExprValue bytesOfArea(ExprArea) override { return ExprValue::unknown(); }
    ExprValue ask(ExprCall call, std::int64_t argument, const std::string&) override
    {
        if (call == ExprCall::Remaining)
            return ExprValue::integer(static_cast<std::int64_t>(m_end - at));
        const std::size_t bytes = call == ExprCall::Peek8 ? 1 : call == ExprCall::Peek16 ? 2 : call == ExprCall::Peek32 ? 4 : 0;
        if (bytes == 0)
            return ExprValue::unknown();
        if (argument < 0 || argument > 0xffff || at + static_cast<std::size_t>(argument) + bytes > m_end)
            return ExprValue::integer(-1);
        return ExprValue::integer(static_cast<std::int64_t>(
            readBits(m_frame, (at + static_cast<std::size_t>(argument)) * 8, static_cast<unsigned>(bytes * 8))));
    }

    std::size_t at; ///< How far it is read.

private:
    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    Bytes m_frame;
    std::size_t m_start;
    std::size_t m_end;
};

/// Layers whose length no single field tells are left to dissection: from there on, its layers are taken. The whole frame is
/// dissected, because how a layer is read may depend on those below it.
void appendDissected(const Protocols& protocols, Bytes frame, std::uint32_t linkType, std::size_t end, std::vector<LayerSpan>& spans)
{
    const Dissection dissection = dissect(protocols, frame, linkType);
    const std::vector<std::uint32_t> layers = dissection.layout.layers();
    for (std::size_t i = spans.size(); i < layers.size(); ++i) {
        const LayoutNode& node = dissection.layout.nodes[layers[i]];
        const std::uint64_t from = node.bitOffset / 8;
        const std::uint64_t to = from + node.bits / 8;
        const bool isLast = node.protocol == protocols.raw() || node.protocol == protocols.padding();
        spans.push_back({node.protocol, static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(node.bits / 8),
                         static_cast<std::uint16_t>(isLast ? to : std::max<std::uint64_t>(to, end))});
    }
}

ProtocolId byKeys(const Protocols& protocols, const PayloadDesc& payload, LoadScope& scope)
{
    for (const FieldIndex key : payload.keys) {
        const ExprValue value = scope.field(key);
        const ProtocolId found = value.kind == ExprValue::Kind::Int ? protocols.lookUp(payload.table, value.number) : noProtocol;
        if (found != noProtocol)
            return found;
    }
    return noProtocol;
}

} // namespace

void walk(const Protocols& protocols, Bytes bytes, std::uint32_t linkType, std::vector<LayerSpan>& spans)
{
    spans.clear();
    const Bytes frame = bytes.first(std::min<std::size_t>(bytes.size(), 0xffff));
    ProtocolId next = protocols.rootFor(linkType);
    std::size_t at = 0;
    std::size_t end = frame.size();
    std::size_t padding = end; // Where the innermost padding begins.
    const auto raw = [&](ProtocolId protocol, std::size_t from, std::size_t to) {
        if (from < to)
            spans.push_back({protocol, static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(to - from), static_cast<std::uint16_t>(to)});
    };
    while (at < end && spans.size() < maxLayers) {
        if (next == noProtocol) {
            raw(protocols.raw(), at, end);
            break;
        }
        const ProtocolDesc* protocol = &protocols[next];
        LoadScope probe(protocols, *protocol, frame, at, end);
        for (const auto& variant : protocol->variants) {
            if (variant.use != noProtocol && protocols.program(variant.when).evaluate(probe).isTrue()) {
                protocol = &protocols[variant.use];
                break;
            }
        }
        const auto& length = protocol->headerLength;
        const bool whole = at + protocol->minBytes <= end;
        const bool simple = (protocol->allStatic || length.field != noField) && protocols.boundTo(protocol->id).empty()
            && protocols.heuristicsOver(protocol->id).empty() && std::ranges::none_of(protocol->fields, &FieldDesc::trailer);
        if (!simple || !whole) {
            appendDissected(protocols, frame, linkType, end, spans);
            return;
        }
        LoadScope scope(protocols, *protocol, frame, at, end);
        std::int64_t header = protocol->minBytes;
        if (length.field != noField)
            header = std::max(header, (scope.field(length.field).number * length.denominator - length.constant) / length.share);
        header = std::min(header, static_cast<std::int64_t>(end - at));
        scope.at = at + static_cast<std::size_t>(header);
        spans.push_back({protocol->id, static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(header), static_cast<std::uint16_t>(end)});
        at = scope.at;
        const PayloadDesc& payload = protocol->payload;
        next = noProtocol;
        ExprId bound = payload.bytes;
        if (payload.rule == PayloadDesc::Rule::None) {
            padding = end = at;
            break;
        }
        if (payload.rawIf == 0 || !protocols.program(payload.rawIf).evaluate(scope).isTrue()) {
            if (payload.rule == PayloadDesc::Rule::Table)
                next = byKeys(protocols, payload, scope);
            else if (payload.rule == PayloadDesc::Rule::Use)
                next = payload.use;
            else if (payload.rule == PayloadDesc::Rule::Cases)
                for (const PayloadCase& item : payload.cases)
                    if (item.when == 0 || protocols.program(item.when).evaluate(scope).isTrue()) {
                        next = item.use;
                        bound = item.bytes != 0 ? item.bytes : bound;
                        break;
                    }
        }
        if (next == protocols.raw())
            next = noProtocol;
        if (bound != 0) {
            const ExprValue told = protocols.program(bound).evaluate(scope);
            if (told.kind == ExprValue::Kind::Int && told.number >= 0 && told.number <= static_cast<std::int64_t>(end - at))
                end = padding = at + static_cast<std::size_t>(told.number);
        }
    }
    raw(protocols.padding(), padding, frame.size());
}

} // namespace fw
