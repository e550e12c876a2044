#include "engine/packet/patched_packet.h"

#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/field_reads.h"
#include "engine/packet/packet_series.h"
#include "engine/packet/sets.h"

#include <algorithm>

namespace fw {

namespace {

constexpr std::uint32_t allOnes = 0xffff; // One's complement sums of 16 bits count modulo this: it is a zero, too (RFC 1071).

/// Another sum than zero, if it is one: 1 to 0xffff.
std::uint32_t nonZero(std::uint32_t sum) { return sum == 0 ? allOnes : sum; }

/// The sum whose complement stands as a checksum.
std::uint32_t sumIn(const Buffer& bytes, std::size_t at) { return nonZero(~std::uint32_t{be16(bytes, at)} & allOnes); }

std::uint32_t difference(std::uint32_t sum, std::uint32_t less) { return foldedSum(sum + (allOnes - less)); }

bool isSame(std::uint32_t sum, std::uint32_t other) { return sum % allOnes == other % allOnes; }

/// What the same bytes add where they begin in the other half of a word.
std::uint32_t swappedHalves(std::uint32_t share) { return __builtin_bswap16(static_cast<std::uint16_t>(share)); }

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

} // namespace

std::unique_ptr<PatchedPacket> PatchedPacket::make(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    if (std::ranges::any_of(loopsOf(draft), [&](const Loop& loop) { return holdsCounter(draft.layers[loop.layer].fields[loop.field].value); }))
        return nullptr; // Finding out takes values, and none may be left out.
    const Draft first = expanded(draft, 0); // Values that are drawn are drawn once.
    const Layout layout = build(protocols, first, environment);
    if (tellsTime(protocols, layout))
        return nullptr;
    std::unique_ptr<PatchedPacket> made(new PatchedPacket);
    made->m_bytes = layout.bytes;
    const bool works = made->findAxes(protocols, draft, layout) && made->findSums(protocols, layout) && made->learnCoverage(protocols, first, environment)
        && made->findTotals() && made->agreesWithBuilding(protocols, draft, environment, packetCount(draft));
    return works ? std::move(made) : nullptr;
}

bool PatchedPacket::findAxes(const Protocols& protocols, const Draft& draft, const Layout& layout)
{
    const FieldReads reads(protocols, draft);
    for (const auto& [layer, field] : loopsOf(draft)) {
        const Value& set = draft.layers[layer].fields[field].value;
        const std::int32_t index = layout.nodeOf({layer, {field}});
        const bool isWord = protocols[draft.layers[layer].protocol].fields[field].wordBits > 0;
        if (set.set() == nullptr || index < 0 || isWord || reads.isRead(layer, field))
            return false;
        const LayoutNode& node = layout.nodes[static_cast<std::size_t>(index)];
        auto values = VaryingField::make(node.type == noType ? TypeDesc{} : protocols.type(node.type), node, set);
        if (!values)
            return false;
        std::vector<Part> parts;
        for (const VaryingField::Window& window : values->windows())
            parts.push_back({window, foldedSum(readWindow(m_bytes.data(), window)), {}});
        m_axes.push_back({layer, field, std::move(*values), std::move(parts)});
    }
    const auto single = std::ranges::stable_partition(m_axes, [](const Axis& axis) { return axis.values.count() > 1; });
    m_loopCount = m_axes.size() - single.size();
    return !m_axes.empty();
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
        const auto at = static_cast<std::size_t>(node.bitOffset / 8);
        m_sums.push_back({at, rule.zeroIsAllOnes, sumIn(m_bytes, at)});
    }
    return true;
}

/// Finds out by building which sums cover which axis, and whether its last byte is the low or the high half of a word there.
bool PatchedPacket::learnCoverage(const Protocols& protocols, const Draft& first, const Environment& environment)
{
    // One bit alone tells the halves apart; all bits at once tell whether every one of them counts the same way.
    return std::ranges::all_of(m_axes, [&](Axis& axis) {
        return probe(axis, false, protocols, first, environment) && probe(axis, true, protocols, first, environment);
    });
}

bool PatchedPacket::probe(Axis& axis, bool allBits, const Protocols& protocols, Draft draft, const Environment& environment)
{
    Buffer expected = m_bytes;
    const std::size_t lastBit = axis.values.bitOffset() + axis.values.bits() - 1;
    for (std::size_t bit = allBits ? axis.values.bitOffset() : lastBit; bit <= lastBit; ++bit)
        expected[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
    draft.layers[axis.layer].fields[axis.field].value = axis.values.valueIn(expected);
    const Buffer built = buildBytes(protocols, draft, environment);
    if (built.size() != expected.size())
        return false;
    std::uint32_t share = 0;
    for (const Part& part : axis.parts)
        share = foldedSum(share + difference(foldedSum(readWindow(expected.data(), part.window)), part.share));
    for (std::size_t i = 0; i < m_sums.size(); ++i) {
        const std::size_t at = m_sums[i].at;
        if (!learnCover(axis, i, difference(sumIn(built, at), m_sums[i].total), share, !allBits))
            return false;
        std::copy_n(built.begin() + static_cast<std::ptrdiff_t>(at), 2, expected.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return built == expected;
}

/// From what a sum changed by when the field's share changed. False if the one does not follow from the other.
bool PatchedPacket::learnCover(Axis& axis, std::size_t sum, std::uint32_t change, std::uint32_t share, bool isFirst) const
{
    const auto& covers = axis.parts.front().covers;
    const auto known = std::ranges::find(covers, sum, &Cover::sum);
    if (!isFirst)
        return isSame(change, known == covers.end() ? 0 : known->isSwapped ? swappedHalves(share) : share);
    if (isSame(change, 0))
        return true;
    const bool isSwapped = isSame(change, swappedHalves(share));
    for (Part& part : axis.parts)
        part.covers.push_back({sum, isSwapped});
    return isSwapped || isSame(change, share);
}

/// A sum of nothing but zeros is another zero than all other sums that come to nothing, so something that does not vary must be in it.
bool PatchedPacket::findTotals()
{
    std::vector<std::uint32_t> rest;
    for (const Sum& sum : m_sums)
        rest.push_back(sum.total);
    for (const Axis& axis : m_axes)
        for (const Part& part : axis.parts)
            for (const Cover& cover : part.covers)
                rest[cover.sum] = difference(rest[cover.sum], cover.isSwapped ? swappedHalves(part.share) : part.share);
    return std::ranges::none_of(rest, [](std::uint32_t sum) { return isSame(sum, 0); });
}

bool PatchedPacket::step()
{
    for (Axis& axis : loops()) {
        const std::uint64_t next = axis.position + 1;
        const bool isOver = next == axis.values.count();
        if (!place(axis, isOver ? 0 : next))
            return false;
        if (!isOver)
            break;
    }
    return std::ranges::all_of(drawn(), [this](Axis& axis) { return place(axis, 0); });
}

bool PatchedPacket::seek(std::uint64_t index)
{
    for (Axis& axis : loops()) {
        const std::uint64_t position = index % axis.values.count();
        index /= axis.values.count();
        if (position != axis.position && !place(axis, position))
            return false;
    }
    return std::ranges::all_of(drawn(), [this](Axis& axis) { return place(axis, 0); });
}

bool PatchedPacket::place(Axis& axis, std::uint64_t position)
{
    if (const auto word = axis.values.knownWord(position)) {
        put(axis.parts.back(), *word);
    } else {
        const auto words = axis.values.words(position);
        if (!words) {
            axis.position = nowhere;
            return false;
        }
        for (std::size_t i = 0; i < axis.parts.size(); ++i)
            put(axis.parts[i], (*words)[i]);
    }
    axis.position = position;
    return true;
}

void PatchedPacket::put(Part& part, std::uint64_t word)
{
    writeWindow(m_bytes.data(), part.window, word);
    const std::uint32_t share = foldedSum(word);
    const std::uint32_t change = difference(share, std::exchange(part.share, share));
    for (const Cover& cover : part.covers) {
        std::uint32_t& total = m_sums[cover.sum].total;
        total = foldedSum(total + (cover.isSwapped ? swappedHalves(change) : change));
    }
}

void PatchedPacket::writeSums()
{
    for (const Sum& sum : m_sums) {
        const std::uint32_t checksum = ~sum.total & allOnes;
        const std::uint32_t written = checksum == 0 && sum.zeroIsAllOnes ? allOnes : checksum;
        m_bytes[sum.at] = static_cast<std::uint8_t>(written >> 8U);
        m_bytes[sum.at + 1] = static_cast<std::uint8_t>(written);
    }
}

bool PatchedPacket::agreesWithBuilding(const Protocols& protocols, const Draft& draft, const Environment& environment, std::uint64_t count)
{
    return std::ranges::all_of(std::array{std::uint64_t{0}, count / 2, count - 1}, [&](std::uint64_t index) {
        if (!write(index))
            return false;
        Draft same = expanded(draft, index);
        for (const Axis& axis : drawn()) // Those just written.
            same.layers[axis.layer].fields[axis.field].value = axis.values.valueIn(m_bytes);
        return buildBytes(protocols, same, environment) == m_bytes;
    });
}

} // namespace fw
