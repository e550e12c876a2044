#include "engine/packet/builder.h"

#include "engine/packet/reader.h"

#include "engine/base/checksum.h"

#include <algorithm>
#include <bit>
#include <chrono>

namespace fw {
namespace {

constexpr std::size_t maxDepth = 32;
constexpr std::size_t maxQuestions = 4'000'000; // A second or so: definitions may ask in ways that double with every field.

std::uint64_t integerOf(const Value& value)
{
    if (const auto* number = value.integer())
        return static_cast<std::uint64_t>(*number);
    if (const auto* real = value.real())
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(*real));
    std::uint64_t out = 0;
    if (const Buffer* bytes = value.bytes())
        for (const std::uint8_t byte : *bytes)
            out = out << 8 | byte;
    return out;
}

std::int64_t millisecondsOfDay()
{
    using namespace std::chrono;
    const auto now = system_clock::now().time_since_epoch();
    return duration_cast<milliseconds>(now).count() % 86'400'000;
}

void shiftInto(Piece& out, Piece piece, std::int32_t parent, std::uint64_t bits)
{
    const auto base = static_cast<std::int32_t>(out.nodes.size());
    for (KeptStructure kept : piece.kept) {
        kept.node += static_cast<std::uint32_t>(base);
        out.kept.push_back(kept);
    }
    for (LayoutNode& node : piece.nodes) {
        node.parent = node.parent < 0 ? parent : node.parent + base;
        node.next += static_cast<std::uint32_t>(base);
        shift(node, bits);
        out.nodes.push_back(std::move(node));
    }
}

} // namespace

Buffer encodeScalar(const TypeDesc& type, const Value& value)
{
    if (type.kind == Kind::Int || type.kind == Kind::Float) {
        Buffer out(type.bits / 8U);
        std::uint64_t raw = integerOf(value);
        if (type.kind == Kind::Float) {
            const double real = value.real() != nullptr ? *value.real() : static_cast<double>(static_cast<std::int64_t>(raw));
            raw = type.bits == 32 ? std::bit_cast<std::uint32_t>(static_cast<float>(real)) : std::bit_cast<std::uint64_t>(real);
        }
        writeBits(out, 0, type.bits, raw);
        if (type.littleEndian)
            std::ranges::reverse(out);
        return out;
    }
    if (type.kind == Kind::Codec)
        return type.codec->encode(value);
    if (const Buffer* bytes = value.bytes()) {
        Buffer out = *bytes;
        if (type.kind == Kind::CString)
            out.push_back(0);
        else if (type.kind == Kind::Line)
            append(out, toBuffer("\r\n"));
        return out;
    }
    if (const auto* number = value.integer(); number != nullptr && type.bits > 0) {
        Buffer out(type.bits / 8U);
        writeBits(out, out.size() > 8 ? (out.size() - 8) * 8 : 0, std::min<unsigned>(type.bits, 64), static_cast<std::uint64_t>(*number));
        return out;
    }
    return Buffer(type.bits / 8U);
}

BuildLayer::BuildLayer(BuildContext& context, const Layer& layer, BuildLayer* lower, BuildLayer* parent, std::uint32_t number)
    : m_context(context), m_protocol(context.protocols[layer.protocol]), m_layer(layer), m_lower(lower), m_parent(parent), m_number(number),
      m_work(m_protocol.fields.size())
{
}

void BuildLayer::bindTo(ProtocolId upper)
{
    const Binding* binding = m_context.protocols.binding(m_layer.protocol, upper);
    if (binding == nullptr)
        return;
    if (binding->keyOnly && !m_protocol.payload.keys.empty())
        bind(m_protocol.fields[m_protocol.payload.keys.front()].name, Value(binding->value));
    for (const auto& [field, value] : binding->build)
        bind(field, value);
}

void BuildLayer::bind(const std::string& fieldName, const Value& value)
{
    const FieldIndex index = m_protocol.find(fieldName);
    if (index == noField)
        return;
    if (value.bytes() != nullptr && m_context.protocols.type(m_protocol.fields[index].type).kind == Kind::Int) {
        if (auto number = coerce(m_context.protocols, m_protocol, index, value))
            m_work[index].bound = std::move(*number);
        return;
    }
    m_work[index].bound = value;
}

void BuildLayer::setPayload(Bytes payload)
{
    m_payload = payload;
    // What was worked out without it may have been a guess.
    for (FieldWork& work : m_work)
        if (work.resolved.origin == Origin::Automatic || work.resolved.value.isNone())
            work.state = FieldWork::State::Open;
}

void BuildLayer::note(LayoutNote::Code code, std::string detail)
{
    if (m_context.notes.size() < 256)
        m_context.notes.push_back({code, Check::Level::Warn, m_number, 0, std::move(detail)});
}

bool BuildLayer::isTooDeep()
{
    if (m_context.depth < maxDepth)
        return false;
    note(LayoutNote::Code::TooMany, m_protocol.name);
    return true;
}

bool BuildLayer::isTooMuch()
{
    if (m_context.questions < maxQuestions) {
        ++m_context.questions;
        return false;
    }
    if (m_context.questions++ == maxQuestions)
        note(LayoutNote::Code::TooMany, m_protocol.name);
    return true;
}

Resolved BuildLayer::value(FieldIndex index)
{
    FieldWork& work = m_work[index];
    if (work.state == FieldWork::State::Done)
        return work.resolved;
    if (work.state == FieldWork::State::Busy || isTooMuch())
        return {};
    work.state = FieldWork::State::Busy;
    Resolved resolved = workOut(index);
    // An answer that could not be worked out yet is asked for again.
    work.state = resolved.value.isNone() ? FieldWork::State::Open : FieldWork::State::Done;
    work.resolved = resolved;
    return resolved;
}

Resolved BuildLayer::workOut(FieldIndex index)
{
    const FieldDesc& field = m_protocol.fields[index];
    const Slot empty;
    const Slot& slot = index < m_layer.fields.size() ? m_layer.fields[index] : empty;
    if (slot.state == SlotState::Explicit || (slot.state == SlotState::Dissected && !isToldAnew(field)))
        return {concrete(slot.value, index), slot.state == SlotState::Explicit ? Origin::Explicit : Origin::Dissected};
    if (m_work[index].bound)
        return {*m_work[index].bound, Origin::Bound};
    if (field.automatic != 0) {
        if (field.sumPhase && m_stage != Stage::Assembled)
            return {Value(), Origin::Automatic};
        const ExprValue result = m_context.protocols.program(field.automatic).evaluate(*this);
        if (result.kind == ExprValue::Kind::Int)
            return {Value(result.number), Origin::Automatic};
        if (result.kind == ExprValue::Kind::Octets)
            return {Value(result.bytes), Origin::Automatic};
        return {Value(), Origin::Automatic};
    }
    if (auto found = fromEnvironment(field))
        return {std::move(*found), Origin::Environment};
    return {concrete(field.defaultValue, index), Origin::Default};
}

/// One value: of a set the first, of a name its address.
Value BuildLayer::concrete(const Value& value, FieldIndex index)
{
    if (const ValueSet* set = value.set())
        return concrete(set->at(0), index);
    const HostName* name = value.hostName();
    if (name == nullptr)
        return value;
    const TypeId type = m_protocol.fields[index].type;
    const std::size_t size = m_context.protocols.type(type).bits / 8U;
    if (auto address = m_context.environment.resolve(name->text, size == 16 ? 16 : 4))
        return Value(std::move(*address));
    note(LayoutNote::Code::Unresolved, name->text);
    return Value(Buffer(size == 16 ? 16 : 4));
}

/// Where the packet goes, for what the route tells: the nearest destination in this layer or one above.
Buffer BuildLayer::destination() const
{
    for (const BuildLayer* layer = this; layer != nullptr; layer = layer->m_upper) {
        for (FieldIndex index = 0; index < layer->m_protocol.fields.size(); ++index) {
            const FieldDesc& field = layer->m_protocol.fields[index];
            if (field.role != Role::Destination)
                continue;
            const Value value = const_cast<BuildLayer*>(layer)->value(index).value;
            if (value.bytes() != nullptr && (value.bytes()->size() == 4 || value.bytes()->size() == 16))
                return *value.bytes();
        }
    }
    return {};
}

std::optional<Value> BuildLayer::fromEnvironment(const FieldDesc& field) const
{
    const auto bytes = [](const auto& address) { return address ? std::optional(Value(Buffer(address->begin(), address->end()))) : std::nullopt; };
    switch (field.env) {
    case EnvSource::None:
        return std::nullopt;
    case EnvSource::InterfaceMac:
        return bytes(m_context.environment.interfaceMac(destination()));
    case EnvSource::NextHopMac:
        return bytes(m_context.environment.nextHopMac(destination()));
    case EnvSource::SourceIp:
    case EnvSource::SourceIp6: {
        const Buffer to = destination();
        return to.empty() ? std::nullopt : bytes(m_context.environment.sourceAddress(to));
    }
    case EnvSource::InterfaceIp: {
        const Buffer to = destination();
        if (auto source = to.size() == 4 ? m_context.environment.sourceAddress(to) : std::nullopt)
            return Value(std::move(*source));
        return bytes(m_context.environment.interfaceAddress());
    }
    case EnvSource::NowMs:
        return Value(millisecondsOfDay());
    case EnvSource::Random:
        return std::nullopt;
    }
    return std::nullopt;
}

bool BuildLayer::isPresent(FieldIndex index)
{
    const FieldDesc& field = m_protocol.fields[index];
    if (index < m_layer.fields.size() && m_layer.fields[index].state == SlotState::Absent)
        return false;
    return field.present == 0 || isTooMuch() || m_context.protocols.program(field.present).evaluate(*this).notFalse();
}

namespace {

/// Could this type hold the value? Decides between the cases of a switch.
bool fits(const TypeDesc& type, const Value& value)
{
    switch (type.kind) {
    case Kind::Mac:
    case Kind::Ipv4:
    case Kind::Ipv6:
    case Kind::Eui64:
    case Kind::Oui:
    case Kind::Uuid:
        return value.bytes() == nullptr ? value.hostName() != nullptr || value.isNone() : value.bytes()->size() == type.bits / 8U;
    case Kind::List:
    case Kind::Tlv:
        return value.list() != nullptr || value.isNone();
    case Kind::Struct:
        return value.layer() != nullptr || value.isNone();
    case Kind::Int:
        return value.integer() != nullptr || value.isNone();
    case Kind::Codec:
        return value.layer() == nullptr;
    default:
        return value.layer() == nullptr && value.list() == nullptr;
    }
}

} // namespace

TypeId BuildLayer::decide(TypeId type, const Value& value)
{
    for (int depth = 0; depth < 8 && m_context.protocols.type(type).kind == Kind::Switch; ++depth) {
        TypeId chosen = noType;
        for (const SwitchCase& item : m_context.protocols.type(type).cases) {
            const bool holds = item.when == 0 || m_context.protocols.program(item.when).evaluate(*this).notFalse();
            if (holds && (fits(m_context.protocols.type(item.type), value) || m_context.protocols.type(item.type).kind == Kind::None)) {
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

void BuildLayer::placeFields(bool trailer)
{
    std::uint64_t bitAt = 0;
    for (FieldIndex index = 0; index < m_protocol.fields.size(); ++index)
        if (m_protocol.fields[index].trailer == trailer)
            placeField(index, bitAt);
    (trailer ? m_trailerBits : m_headerBits) = (bitAt + 7) / 8 * 8;
}

void BuildLayer::placeField(FieldIndex index, std::uint64_t& bitAt)
{
    const FieldDesc& field = m_protocol.fields[index];
    FieldWork& work = m_work[index];
    work.present = isPresent(index);
    work.isPiece = false;
    work.bitOffset = bitAt;
    if (work.present) {
        if (field.alignBefore > 0)
            bitAt = (bitAt + field.alignBefore * 8U - 1) / (field.alignBefore * 8U) * (field.alignBefore * 8U);
        work.bitOffset = bitAt;
        const TypeDesc& declared = m_context.protocols.type(field.type);
        const Value held = declared.kind == Kind::Int ? Value() : value(index).value; // A number has its size whatever it is.
        work.type = declared.bits > 0 ? field.type : decide(field.type, held);
        const TypeDesc* type = work.type == noType ? nullptr : &m_context.protocols.type(work.type);
        if (type == nullptr || type->kind == Kind::None || type->kind == Kind::Virtual) {
            work.present = false;
        } else if (type->bits > 0 && (type->length == 0 || field.fixedFill) && (type->kind == Kind::Int || held.isNone() || held.bytes() == nullptr || held.bytes()->size() == type->bits / 8U)) {
            work.bits = type->bits;
        } else {
            bitAt = (bitAt + 7) / 8 * 8; // Bits of fields that are absent may have left half a byte.
            work.bitOffset = bitAt;
            encodeVariable(index, *type, held, static_cast<std::size_t>(bitAt / 8), work.piece);
            work.isPiece = true;
            if (field.align > 0)
                while ((bitAt / 8 + work.piece.bytes.size()) % field.align != 0)
                    work.piece.bytes.push_back(field.fill);
            work.bits = work.piece.bytes.size() * 8;
        }
        bitAt += work.bits;
        if (field.padTo > 0 && work.present)
            bitAt = (bitAt + field.padTo * 8U - 1) / (field.padTo * 8U) * (field.padTo * 8U);
    }
    work.placed = true;
}

bool BuildLayer::compressesNames()
{
    for (FieldIndex index = 0; index < m_protocol.fields.size(); ++index)
        if (m_protocol.fields[index].role == Role::CompressedNames)
            return integerOf(value(index).value) != 0;
    return false;
}

/// In a message whose names are written anew, a length that was read is no longer true. One that was typed stays.
bool BuildLayer::isToldAnew(const FieldDesc& field) const
{
    return m_context.names != nullptr && m_parent != nullptr && !m_layer.original && field.automatic != 0 && !field.sumPhase;
}

void BuildLayer::place()
{
    if (m_parent != nullptr || !compressesNames()) {
        placeNamed();
        return;
    }
    const ExprValue origin = m_context.protocols.program(m_protocol.originOffset).evaluate(*this);
    m_at = 0 - static_cast<std::size_t>(origin.kind == ExprValue::Kind::Int ? std::clamp<std::int64_t>(origin.number, 0, 64) : 0);
    m_names.clear();
    m_context.names = &m_names;
    placeNamed();
    m_context.names = nullptr;
}

/// Sizes: asked for again when the payload is known.
void BuildLayer::placeNamed()
{
    m_stage = Stage::Placing;
    for (FieldWork& work : m_work) {
        work.placed = false;
        work.piece = {};
    }
    placeFields(false);
    placeFields(true);
    // "len" as a varint: what it counts has its size now. A length that grows may be counted by another one.
    constexpr int mostPasses = 8;
    std::optional<std::uint64_t> before;
    for (int pass = 0; pass < mostPasses && hasLengthsOfTheirOwnSize() && before != m_headerBits; ++pass) {
        before = m_headerBits;
        for (FieldWork& work : m_work) {
            work.piece = {};
            if (work.resolved.origin == Origin::Automatic)
                work.state = FieldWork::State::Open;
        }
        placeFields(false);
        placeFields(true);
    }
    m_stage = Stage::Placed;
}

bool BuildLayer::hasLengthsOfTheirOwnSize() const
{
    return std::ranges::any_of(m_protocol.fields, [&](const FieldDesc& field) {
        return field.automatic != 0 && !field.sumPhase && m_context.protocols.type(field.type).kind == Kind::Codec;
    });
}

Piece BuildLayer::buildHeader()
{
    place();
    // Sizes may have been asked for before they were known.
    for (FieldWork& work : m_work)
        if (work.state == FieldWork::State::Done && work.resolved.origin == Origin::Automatic)
            work.state = FieldWork::State::Open;
    m_header = assemble(false);
    m_trailer = assemble(true);
    m_stage = Stage::Assembled;
    fillSums(m_header, m_trailer);
    return std::move(m_header);
}

std::size_t BuildLayer::fillSize()
{
    const ExprValue size = m_context.protocols.program(m_protocol.fillTo).evaluate(*this);
    return size.kind == ExprValue::Kind::Int ? static_cast<std::size_t>(std::clamp<std::int64_t>(size.number, 0, 0xffff)) : 0;
}

Piece BuildLayer::buildTrailer()
{
    return std::move(m_trailer);
}

Piece BuildLayer::assemble(bool trailer)
{
    Piece out;
    out.bytes.resize(static_cast<std::size_t>((trailer ? m_trailerBits : m_headerBits) / 8));
    for (FieldIndex index = 0; index < m_protocol.fields.size(); ++index)
        if (m_protocol.fields[index].trailer == trailer)
            emit(index, out);
    return out;
}

void BuildLayer::emit(FieldIndex index, Piece& out)
{
    FieldWork& work = m_work[index];
    if (!work.present)
        return;
    const FieldDesc& field = m_protocol.fields[index];
    const Resolved held = value(index);
    const TypeDesc& type = m_context.protocols.type(work.type);
    const auto byteAt = static_cast<std::size_t>(work.bitOffset / 8);
    if (work.isPiece || type.bits == 0) {
        std::ranges::copy(work.piece.bytes, out.bytes.begin() + static_cast<std::ptrdiff_t>(byteAt));
    } else if (type.kind == Kind::Int && !type.littleEndian) {
        const std::uint64_t number = integerOf(held.value);
        if (type.bits < 64 && number >> type.bits != 0 && !(type.isSigned && static_cast<std::int64_t>(number) < 0))
            note(LayoutNote::Code::ValueTooLarge, field.name);
        if (field.wordBits > 0)
            writeLittleEndianBits(std::span(out.bytes).subspan(static_cast<std::size_t>((work.bitOffset - field.wordShift) / 8), field.wordBits / 8U),
                                  field.wordShift, field.bits, number);
        else
            writeBits(out.bytes, static_cast<std::size_t>(work.bitOffset), type.bits, number);
    } else {
        std::ranges::copy(encodeScalar(type, held.value), out.bytes.begin() + static_cast<std::ptrdiff_t>(byteAt));
    }
    if (!m_context.wantsNodes)
        return;
    const auto node = static_cast<std::int32_t>(out.nodes.size());
    const bool container = type.kind == Kind::List || type.kind == Kind::Tlv || type.kind == Kind::Struct;
    out.nodes.push_back({.what = LayoutNode::What::Field, .origin = held.origin, .protocol = m_protocol.id, .field = index, .type = work.type,
                         .next = static_cast<std::uint32_t>(node + 1), .layer = m_number, .bitOffset = work.bitOffset, .bits = work.bits,
                         .value = container ? Value() : held.value});
    if (field.wordBits > 0)
        placeInWord(out.nodes.back(), field, work.bitOffset);
    shiftInto(out, std::move(work.piece), node, work.bitOffset);
    work.piece = {};
    out.nodes[static_cast<std::size_t>(node)].next = static_cast<std::uint32_t>(out.nodes.size());
}

void BuildLayer::fillSums(Piece& header, Piece& trailer)
{
    for (FieldIndex index = 0; index < m_protocol.fields.size(); ++index) {
        const FieldDesc& field = m_protocol.fields[index];
        FieldWork& work = m_work[index];
        if (!field.sumPhase || !work.present)
            continue;
        const Resolved sum = value(index);
        if (sum.origin != Origin::Automatic)
            continue;
        Piece& piece = field.trailer ? trailer : header;
        if (sum.value.isNone())
            note(LayoutNote::Code::NoLowerLayer, field.name);
        const Value written = sum.value.isNone() ? Value(std::int64_t{0}) : sum.value;
        std::ranges::copy(encodeScalar(m_context.protocols.type(work.type), written),
                          piece.bytes.begin() + static_cast<std::ptrdiff_t>(work.bitOffset / 8));
        for (LayoutNode& node : piece.nodes)
            if (node.what == LayoutNode::What::Field && node.parent < 0 && node.field == index && node.protocol == m_protocol.id)
                node.value = written;
    }
}

} // namespace fw
