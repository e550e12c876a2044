#include "engine/filter/program.h"

#include <algorithm>

namespace fw::filter {
namespace {

std::strong_ordering ordered(long double left, long double right)
{
    return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

long double realOf(const Item& item) { return item.kind == Item::Kind::Real ? item.real : static_cast<long double>(item.number); }

} // namespace

void Source::index(std::size_t protocols)
{
    std::ranges::stable_sort(targets, {}, &Target::protocol);
    byProtocol.assign(protocols, 0);
    counts.assign(targets.size(), 1);
    for (std::size_t i = targets.size(); i-- > 0;) {
        if (i + 1 < targets.size() && targets[i].protocol == targets[i + 1].protocol)
            counts[i] = static_cast<std::uint16_t>(counts[i + 1] + 1);
        byProtocol[targets[i].protocol] = static_cast<std::uint16_t>(i + 1);
    }
}

std::optional<Wide> numberIn(const Item& item)
{
    if (item.kind == Item::Kind::Number)
        return item.number;
    if (item.kind == Item::Kind::Real || item.bytes.size() > 8 || item.bytes.empty())
        return std::nullopt;
    return static_cast<Wide>(readBits(item.bytes, 0, static_cast<unsigned>(item.bytes.size() * 8)));
}

std::optional<std::strong_ordering> compare(const Item& left, const Item& right)
{
    using enum Item::Kind;
    if (left.kind == Octets && right.kind == Octets)
        return std::lexicographical_compare_three_way(left.bytes.begin(), left.bytes.end(), right.bytes.begin(), right.bytes.end());
    if (left.kind == Real || right.kind == Real) {
        if (left.kind == Octets || right.kind == Octets)
            return std::nullopt;
        return ordered(realOf(left), realOf(right));
    }
    const auto first = numberIn(left);
    const auto second = numberIn(right);
    if (!first || !second)
        return std::nullopt;
    return *first < *second ? std::strong_ordering::less : *first > *second ? std::strong_ordering::greater : std::strong_ordering::equal;
}

} // namespace fw::filter
