#include "engine/packet/patched_packet.h"

#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/field_reads.h"
#include "engine/packet/sets.h"

#include <algorithm>

namespace fw {

namespace {

constexpr std::uint64_t wordModulus = 0xffff; // One's complement sums of 16 bits count modulo this (RFC 1071).
constexpr std::size_t mostNumberBits = 64;

std::uint64_t maskOf(std::size_t bits)
{
    return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

/// inet_checksum(…) or nonzero(inet_checksum(…)); nothing else is a sum that can be followed.
struct SumRule {
    bool isSum = false;
    bool zeroIsAllOnes = false;
};

SumRule sumRuleOf(const Program& program)
{
    const auto isCall = [&](std::uint32_t node, ExprCall call) {
        return program.nodes()[node].op == Program::Op::Call && program.nodes()[node].call == call;
    };
    if (isCall(program.root(), ExprCall::InetChecksum))
        return {true, false};
    const bool isNonZero = isCall(program.root(), ExprCall::NonZero) && !program.nodes()[program.root()].children.empty();
    return {isNonZero && isCall(program.nodes()[program.root()].children[0], ExprCall::InetChecksum), true};
}

/// The slots in the order of expand()'s loops, innermost first. Nothing if a set lies inside a list or structure.
std::optional<std::vector<std::pair<std::size_t, FieldIndex>>> loopsOf(const Draft& draft)
{
    std::vector<std::pair<std::size_t, FieldIndex>> loops;
    for (std::size_t layer = draft.layers.size(); layer-- > 0;)
        for (std::size_t field = 0; field < draft.layers[layer].fields.size(); ++field) {
            const Value& value = draft.layers[layer].fields[field].value;
            if (value.set() != nullptr)
                loops.emplace_back(layer, static_cast<FieldIndex>(field));
            else if (holdsSet(value))
                return std::nullopt;
        }
    return loops;
}

} // namespace

std::unique_ptr<PatchedPacket> PatchedPacket::make(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    const std::uint64_t count = packetCount(draft);
    const Draft first = expanded(draft, 0); // Values that are drawn are drawn once.
    const Layout layout = build(protocols, first, environment);
    std::unique_ptr<PatchedPacket> made(new PatchedPacket);
    made->m_bytes = layout.bytes;
    const bool works = made->findAxes(protocols, draft, layout) && made->findSums(protocols, layout) && made->learnCoverage(protocols, first, environment)
        && made->agreesWithBuilding(protocols, draft, environment, count);
    return works ? std::move(made) : nullptr;
}

bool PatchedPacket::findAxes(const Protocols& protocols, const Draft& draft, const Layout& layout)
{
    const auto loops = loopsOf(draft);
    if (!loops || loops->empty())
        return false;
    const FieldReads reads(protocols, draft);
    for (const auto& [layer, field] : *loops) {
        const FieldDesc& desc = protocols[draft.layers[layer].protocol].fields[field];
        const std::int32_t index = layout.nodeOf({layer, {field}});
        if (index < 0 || desc.wordBits > 0 || reads.isRead(layer, field))
            return false;
        const LayoutNode& node = layout.nodes[static_cast<std::size_t>(index)];
        const TypeDesc& type = node.type == noType ? TypeDesc{} : protocols.type(node.type);
        const bool isAddress = type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6;
        const bool isNumber = type.kind == Kind::Int && node.bits <= mostNumberBits && (!type.littleEndian || (node.bitOffset % 8 == 0 && node.bits % 8 == 0));
        if (node.bits == 0 || node.bits != type.bits || !node.more.empty() || (!isNumber && !(isAddress && node.bitOffset % 8 == 0)))
            return false;
        Axis axis{.layer = layer, .field = field, .values = draft.layers[layer].fields[field].value, .bitOffset = static_cast<std::size_t>(node.bitOffset),
                  .bits = static_cast<std::size_t>(node.bits), .isNumber = isNumber, .littleEndian = type.littleEndian, .range = std::nullopt, .share = {}};
        axis.count = valueCount(axis.values);
        if (const RangeBounds* range = asRange(*axis.values.set()))
            axis.range = {range->first, range->step};
        m_axes.push_back(std::move(axis));
    }
    return true;
}

/// Every field that is worked out from bytes has to be an Internet checksum.
bool PatchedPacket::findSums(const Protocols& protocols, const Layout& layout)
{
    for (const LayoutNode& node : layout.nodes) {
        if (node.what != LayoutNode::What::Field || node.origin != Origin::Automatic)
            continue;
        const FieldDesc& desc = protocols[node.protocol].fields[node.field];
        if (!desc.sumPhase)
            continue;
        const SumRule rule = sumRuleOf(protocols.program(desc.automatic));
        if (!rule.isSum || node.bits != 16 || node.bitOffset % 8 != 0 || protocols.type(node.type).littleEndian)
            return false;
        m_sums.push_back({.at = static_cast<std::size_t>(node.bitOffset / 8), .zeroIsAllOnes = rule.zeroIsAllOnes, .rest = 0,
                          .parity = std::vector<int>(m_axes.size(), -1)});
    }
    return true;
}

void PatchedPacket::writeNumber(const Axis& axis, std::uint64_t number)
{
    if (axis.littleEndian)
        for (std::size_t i = 0; i < axis.bits / 8; ++i)
            m_bytes[axis.bitOffset / 8 + i] = static_cast<std::uint8_t>(number >> (8 * i));
    else
        writeBits(m_bytes, axis.bitOffset, static_cast<unsigned>(axis.bits), number & maskOf(axis.bits));
}

/// The value that stands in the bytes.
Value PatchedPacket::written(const Axis& axis) const
{
    const std::size_t first = axis.bitOffset / 8;
    const Bytes field = Bytes(m_bytes).subspan(first, (axis.bitOffset + axis.bits - 1) / 8 + 1 - first);
    if (!axis.isNumber)
        return toBuffer(field);
    return static_cast<std::int64_t>(axis.littleEndian ? readLittleEndian(field) : readBits(m_bytes, axis.bitOffset, static_cast<unsigned>(axis.bits)));
}

std::uint64_t PatchedPacket::shareOf(const Axis& axis, int parity) const
{
    const std::size_t first = axis.bitOffset / 8;
    const std::size_t last = (axis.bitOffset + axis.bits - 1) / 8;
    std::uint64_t sum = 0;
    for (std::size_t i = first; i <= last; ++i) {
        std::uint64_t byte = m_bytes[i];
        if (i == first)
            byte &= 0xffU >> axis.bitOffset % 8;
        if (i == last)
            byte &= 0xffU << (7 - (axis.bitOffset + axis.bits - 1) % 8) & 0xffU;
        sum += static_cast<int>(i % 2) == parity ? byte << 8 : byte;
    }
    return sum;
}

/// Finds out by building which sums cover which axis, and whether a byte is the high or the low half of its word there.
bool PatchedPacket::learnCoverage(const Protocols& protocols, const Draft& first, const Environment& environment)
{
    const auto sumIn = [](const Buffer& bytes, const Sum& sum) { return (wordModulus - (std::uint64_t{be16(bytes, sum.at)} % wordModulus)) % wordModulus; };
    const Buffer before = m_bytes;
    for (std::size_t a = 0; a < m_axes.size(); ++a) {
        Axis& axis = m_axes[a];
        // The lowest bit alone tells the halves apart; all bits at once tell whether every one of them counts the same way.
        for (const bool all : {false, true}) {
            m_bytes = before;
            const std::size_t lastBit = axis.littleEndian ? axis.bitOffset + 7 : axis.bitOffset + axis.bits - 1;
            const std::size_t from = all ? axis.bitOffset : lastBit;
            for (std::size_t bit = from; bit <= (all ? axis.bitOffset + axis.bits - 1 : lastBit); ++bit)
                m_bytes[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
            Draft probe = first;
            Slot& slot = probe.layers[axis.layer].fields[axis.field];
            slot.value = written(axis);
            const Buffer built = buildBytes(protocols, probe, environment);
            Buffer expected = m_bytes;
            if (built.size() != expected.size())
                return false;
            for (Sum& sum : m_sums) {
                const std::uint64_t change = (sumIn(built, sum) + wordModulus - sumIn(before, sum)) % wordModulus;
                const auto changeFor = [&](int parity) {
                    const std::uint64_t now = shareOf(axis, parity) % wordModulus;
                    const Buffer probed = std::exchange(m_bytes, before);
                    const std::uint64_t then = shareOf(axis, parity) % wordModulus;
                    m_bytes = probed;
                    return (now + wordModulus - then) % wordModulus;
                };
                const int parity = change == 0 ? -1 : change == changeFor(0) ? 0 : change == changeFor(1) ? 1 : -2;
                if (!all)
                    sum.parity[a] = parity;
                const std::uint64_t told = sum.parity[a] < 0 ? 0 : changeFor(sum.parity[a]);
                if (parity == -2 || change != told)
                    return false;
                std::copy_n(built.begin() + static_cast<std::ptrdiff_t>(sum.at), 2, expected.begin() + static_cast<std::ptrdiff_t>(sum.at));
            }
            if (built != expected)
                return false;
        }
    }
    m_bytes = before;
    for (Axis& axis : m_axes)
        axis.share.assign(m_sums.size(), 0);
    for (std::size_t s = 0; s < m_sums.size(); ++s) {
        Sum& sum = m_sums[s];
        sum.rest = sumIn(m_bytes, sum);
        for (std::size_t a = 0; a < m_axes.size(); ++a)
            if (sum.parity[a] >= 0)
                sum.rest = (sum.rest + wordModulus - shareOf(m_axes[a], sum.parity[a]) % wordModulus) % wordModulus;
    }
    for (Axis& axis : m_axes)
        refresh(axis);
    return true;
}

void PatchedPacket::refresh(Axis& axis)
{
    const auto a = static_cast<std::size_t>(&axis - m_axes.data());
    for (std::size_t s = 0; s < m_sums.size(); ++s)
        if (m_sums[s].parity[a] >= 0)
            axis.share[s] = static_cast<std::int64_t>(shareOf(axis, m_sums[s].parity[a]));
}

bool PatchedPacket::write(Axis& axis, std::uint64_t position)
{
    if (axis.range) {
        writeNumber(axis, static_cast<std::uint64_t>(axis.range->first) + position * static_cast<std::uint64_t>(axis.range->second));
    } else {
        const Value value = valueAt(axis.values, position);
        const Buffer* bytes = value.bytes();
        if (axis.isNumber && value.integer() != nullptr)
            writeNumber(axis, static_cast<std::uint64_t>(*value.integer()));
        else if (!axis.isNumber && bytes != nullptr && bytes->size() * 8 == axis.bits)
            std::ranges::copy(*bytes, m_bytes.begin() + static_cast<std::ptrdiff_t>(axis.bitOffset / 8));
        else
            return false;
    }
    axis.position = position;
    refresh(axis);
    return true;
}

void PatchedPacket::writeSums()
{
    for (std::size_t s = 0; s < m_sums.size(); ++s) {
        const Sum& sum = m_sums[s];
        std::uint64_t total = sum.rest;
        for (const Axis& axis : m_axes)
            total += static_cast<std::uint64_t>(axis.share[s]);
        total %= wordModulus;
        // What is summed is never all zero, so that a sum of zero is written as 0xffff before it is inverted.
        std::uint64_t checksum = total == 0 ? 0 : wordModulus - total;
        if (checksum == 0 && sum.zeroIsAllOnes)
            checksum = 0xffff;
        m_bytes[sum.at] = static_cast<std::uint8_t>(checksum >> 8);
        m_bytes[sum.at + 1] = static_cast<std::uint8_t>(checksum);
    }
}

std::optional<Bytes> PatchedPacket::at(std::uint64_t index)
{
    for (Axis& axis : m_axes) {
        const std::uint64_t position = index % axis.count;
        index /= axis.count;
        const bool isDrawn = axis.count == 1; // Anew each time.
        if ((position != axis.position || isDrawn) && !write(axis, position))
            return std::nullopt;
    }
    writeSums();
    return Bytes(m_bytes);
}

bool PatchedPacket::agreesWithBuilding(const Protocols& protocols, const Draft& draft, const Environment& environment, std::uint64_t count)
{
    for (const std::uint64_t index : {std::uint64_t{0}, count / 2, count - 1}) {
        const auto patched = at(index);
        if (!patched)
            return false;
        Draft same = expanded(draft, index);
        for (const Axis& axis : m_axes) { // Values that are drawn are those just written.
            if (axis.count == 1)
                same.layers[axis.layer].fields[axis.field].value = written(axis);
        }
        if (!std::ranges::equal(buildBytes(protocols, same, environment), *patched))
            return false;
    }
    return true;
}

} // namespace fw
