#include "engine/packet/sets.h"

#include "engine/base/address.h"
#include "engine/packet/random_values.h"

#include <algorithm>
#include <atomic>
#include <limits>

namespace fw {
namespace {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plusSaturating(std::uint64_t a, std::uint64_t b)
{
    return a > most - b ? most : a + b;
}

std::string joined(const std::vector<Value>& members, const void* context, ValueSet::MemberText memberText)
{
    std::string out;
    for (const Value& member : members) {
        if (!out.empty())
            out += ", ";
        out += member.set() != nullptr ? member.set()->text(context, memberText) : memberText(context, member);
    }
    return out;
}

class RangeSet final : public ValueSet {
public:
    explicit RangeSet(RangeBounds bounds) : m_bounds(bounds) {}
    std::uint64_t count() const override
    {
        // Unsigned, so that the widest range of all does not overflow.
        const auto span = static_cast<std::uint64_t>(m_bounds.last) - static_cast<std::uint64_t>(m_bounds.first);
        return plusSaturating(span / static_cast<std::uint64_t>(m_bounds.step), 1);
    }
    Value at(std::uint64_t index) const override
    {
        const auto offset = index * static_cast<std::uint64_t>(m_bounds.step);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(m_bounds.first) + offset);
    }
    std::string text(const void* context, MemberText memberText) const override
    {
        std::string out = "(" + memberText(context, m_bounds.first) + ", " + memberText(context, m_bounds.last);
        if (m_bounds.step != 1)
            out += ", " + std::to_string(m_bounds.step);
        return out + ")";
    }
    bool equals(const ValueSet& other) const override
    {
        const RangeBounds* theirs = asRange(other);
        return theirs != nullptr && theirs->first == m_bounds.first && theirs->last == m_bounds.last
            && theirs->step == m_bounds.step;
    }
    const RangeBounds& bounds() const { return m_bounds; }

private:
    RangeBounds m_bounds;
};

class ListSet final : public ValueSet {
public:
    explicit ListSet(std::vector<Value> members) : m_members(std::move(members))
    {
        m_ends.reserve(m_members.size());
        for (const Value& member : m_members)
            m_ends.push_back(plusSaturating(m_ends.empty() ? 0 : m_ends.back(), valueCount(member)));
    }
    std::uint64_t count() const override { return m_ends.empty() ? 1 : m_ends.back(); }
    Value at(std::uint64_t index) const override
    {
        const auto end = std::ranges::upper_bound(m_ends, index);
        if (end == m_ends.end())
            return {};
        const auto member = static_cast<std::size_t>(end - m_ends.begin());
        return valueAt(m_members[member], index - (member == 0 ? 0 : m_ends[member - 1]));
    }
    std::string text(const void* context, MemberText memberText) const override
    {
        return "[" + joined(m_members, context, memberText) + "]";
    }
    bool equals(const ValueSet& other) const override
    {
        const std::vector<Value>* theirs = asList(other);
        return theirs != nullptr && *theirs == m_members;
    }
    const std::vector<Value>& members() const { return m_members; }

private:
    std::vector<Value> m_members;
    std::vector<std::uint64_t> m_ends; ///< Running totals of the members' counts.
};

/// Adds to a big-endian number in place; what does not fit is lost.
void addTo(Buffer& number, std::uint64_t amount)
{
    unsigned carry = 0;
    for (std::size_t i = number.size(); i-- > 0; amount >>= 8) {
        const unsigned sum = number[i] + static_cast<unsigned>(amount & 0xff) + carry;
        number[i] = static_cast<std::uint8_t>(sum);
        carry = sum >> 8;
    }
}

/// last - first, saturating; 0 if they are the wrong way round.
std::uint64_t distance(const Buffer& first, const Buffer& last)
{
    if (first.size() != last.size() || last < first)
        return 0;
    std::uint64_t low = 0;
    bool wide = false;
    int borrow = 0;
    for (std::size_t i = first.size(), shift = 0; i-- > 0; shift += 8) {
        const int digit = last[i] - first[i] - borrow;
        borrow = digit < 0;
        const auto byte = static_cast<std::uint64_t>(static_cast<unsigned>(digit) & 0xff);
        if (shift < 64)
            low |= byte << shift;
        else
            wide = wide || byte != 0;
    }
    return wide ? most : low;
}

class AddressSet final : public ValueSet {
public:
    explicit AddressSet(AddressBounds bounds) : m_bounds(std::move(bounds)) {}
    std::uint64_t count() const override { return plusSaturating(distance(m_bounds.first, m_bounds.last), 1); }
    Value at(std::uint64_t index) const override
    {
        Buffer address = m_bounds.first;
        addTo(address, index);
        return address;
    }
    std::string text(const void*, MemberText) const override
    {
        const std::string name = m_bounds.first.size() == 4 ? "Net" : "Net6";
        if (m_bounds.text.find('/') != std::string::npos)
            return name + "(\"" + m_bounds.text + "\")";
        return name + "(\"" + addressText(m_bounds.first) + "\", \"" + addressText(m_bounds.last) + "\")";
    }
    bool equals(const ValueSet& other) const override
    {
        const AddressBounds* theirs = asAddresses(other);
        return theirs != nullptr && theirs->first == m_bounds.first && theirs->last == m_bounds.last;
    }
    const AddressBounds& bounds() const { return m_bounds; }

private:
    AddressBounds m_bounds;
};

class RandomSet final : public ValueSet {
public:
    RandomSet(std::function<Value()> draw, std::string text) : m_draw(std::move(draw)), m_text(std::move(text)) {}
    std::uint64_t count() const override { return 1; }
    Value at(std::uint64_t) const override { return m_draw(); }
    std::string text(const void*, MemberText) const override { return m_text; }
    bool equals(const ValueSet& other) const override
    {
        const std::string* theirs = asRandom(other);
        return theirs != nullptr && *theirs == m_text;
    }
    const std::string& written() const { return m_text; }

private:
    std::function<Value()> m_draw;
    std::string m_text;
};

class CounterSet final : public ValueSet {
public:
    CounterSet(std::int64_t start, std::int64_t step, std::int64_t restart, std::string text)
        : m_start(start), m_step(step), m_restart(restart), m_text(std::move(text)), m_next(start)
    {
    }
    std::uint64_t count() const override { return 1; }
    Value at(std::uint64_t) const override { return m_next.load(); }
    Value take() const
    {
        std::int64_t value = m_next.load();
        std::int64_t following = 0;
        do {
            if (value == m_restart || __builtin_add_overflow(value, m_step, &following))
                following = m_start;
        } while (!m_next.compare_exchange_weak(value, following));
        return value;
    }
    std::string text(const void*, MemberText) const override { return m_text; }
    bool equals(const ValueSet& other) const override
    {
        const auto* theirs = dynamic_cast<const CounterSet*>(&other);
        return theirs != nullptr && theirs->m_text == m_text;
    }
    const std::string& written() const { return m_text; }

private:
    std::int64_t m_start;
    std::int64_t m_step;
    std::int64_t m_restart;
    std::string m_text;
    mutable std::atomic<std::int64_t> m_next; ///< All packets of the expression share it, on whatever thread they are made.
};

class ChoiceSet final : public ValueSet {
public:
    explicit ChoiceSet(std::vector<Value> members) : m_members(std::move(members)) {}
    std::uint64_t count() const override { return 1; }
    Value at(std::uint64_t) const override
    {
        if (m_members.empty())
            return {};
        const Value& member = m_members[randomBelow(m_members.size())];
        return valueAt(member, randomBelow(valueCount(member)));
    }
    std::string text(const void* context, MemberText memberText) const override
    {
        return "RandChoice(" + joined(m_members, context, memberText) + ")";
    }
    bool equals(const ValueSet& other) const override
    {
        const std::vector<Value>* theirs = asChoice(other);
        return theirs != nullptr && *theirs == m_members;
    }
    const std::vector<Value>& members() const { return m_members; }

private:
    std::vector<Value> m_members;
};

} // namespace

std::uint64_t timesSaturating(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? most : product;
}

Value rangeSet(std::int64_t first, std::int64_t last, std::int64_t step)
{
    return Value(ValueSetPtr(std::make_shared<RangeSet>(RangeBounds{first, std::max(first, last), std::max<std::int64_t>(step, 1)})));
}

Value listSet(std::vector<Value> members)
{
    return Value(ValueSetPtr(std::make_shared<ListSet>(std::move(members))));
}

Value addressSet(Buffer first, Buffer last, std::string text)
{
    return Value(ValueSetPtr(std::make_shared<AddressSet>(AddressBounds{std::move(first), std::move(last), std::move(text)})));
}

Value randomSet(std::function<Value()> draw, std::string text)
{
    return Value(ValueSetPtr(std::make_shared<RandomSet>(std::move(draw), std::move(text))));
}

Value counterSet(std::int64_t start, std::int64_t step, std::int64_t restart, std::string text)
{
    return Value(ValueSetPtr(std::make_shared<CounterSet>(start, step, restart, std::move(text))));
}

Value choiceSet(std::vector<Value> members)
{
    return Value(ValueSetPtr(std::make_shared<ChoiceSet>(std::move(members))));
}

const RangeBounds* asRange(const ValueSet& set)
{
    const auto* range = dynamic_cast<const RangeSet*>(&set);
    return range != nullptr ? &range->bounds() : nullptr;
}

const std::vector<Value>* asList(const ValueSet& set)
{
    const auto* list = dynamic_cast<const ListSet*>(&set);
    return list != nullptr ? &list->members() : nullptr;
}

const std::vector<Value>* asChoice(const ValueSet& set)
{
    const auto* choice = dynamic_cast<const ChoiceSet*>(&set);
    return choice != nullptr ? &choice->members() : nullptr;
}

const AddressBounds* asAddresses(const ValueSet& set)
{
    const auto* addresses = dynamic_cast<const AddressSet*>(&set);
    return addresses != nullptr ? &addresses->bounds() : nullptr;
}

const std::string* asRandom(const ValueSet& set)
{
    if (const auto* counter = dynamic_cast<const CounterSet*>(&set))
        return &counter->written();
    const auto* random = dynamic_cast<const RandomSet*>(&set);
    return random != nullptr ? &random->written() : nullptr;
}

namespace {

/// Whether it holds for any part of it: an item of a list or tuple, a field of a structure.
template <class Test> bool holdsInside(const Value& value, Test test)
{
    if (const ValueList* list = value.list())
        return std::ranges::any_of(list->items, test);
    if (const ValueTuple* tuple = value.tuple())
        return std::ranges::any_of(tuple->items, test);
    return value.layer() != nullptr && std::ranges::any_of(value.layer()->fields, [&](const Slot& slot) { return test(slot.value); });
}

} // namespace

bool isFixed(const Value& value)
{
    const ValueSet* set = value.set();
    if (set == nullptr)
        return !holdsInside(value, [](const Value& part) { return !isFixed(part); });
    const std::vector<Value>* members = asList(*set);
    return members != nullptr ? std::ranges::all_of(*members, isFixed) : asRange(*set) != nullptr || asAddresses(*set) != nullptr;
}

bool holdsCounter(const Value& value)
{
    const ValueSet* set = value.set();
    if (set == nullptr)
        return holdsInside(value, holdsCounter);
    const std::vector<Value>* list = asList(*set);
    const std::vector<Value>* members = list != nullptr ? list : asChoice(*set);
    return members != nullptr ? std::ranges::any_of(*members, holdsCounter) : dynamic_cast<const CounterSet*>(set) != nullptr;
}

Value drawnFrom(const ValueSet& set, std::uint64_t index)
{
    const auto* counter = dynamic_cast<const CounterSet*>(&set);
    return counter != nullptr ? counter->take() : set.at(index);
}

} // namespace fw
