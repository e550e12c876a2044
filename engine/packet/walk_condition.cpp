#include "engine/packet/walk_condition.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t deepest = 24;
constexpr std::size_t mostTests = 512;

} // namespace

/// Made from the end: where a condition is compiled, the tests that follow it are there already.
class WalkConditionCompiler {
public:
    using Op = Program::Op;
    using Test = WalkCondition::Test;
    using Source = WalkCondition::Source;
    using Comparison = WalkCondition::Comparison;
    /// The next test.
    using Place = std::optional<std::uint16_t>;

    WalkConditionCompiler(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program, const ProtocolDesc* below)
        : m_protocols(protocols), m_protocol(protocol), m_program(program), m_below(below)
    {
    }

    std::optional<WalkCondition> run(std::uint32_t root)
    {
        const Place first = add(root, WalkCondition::isTrueEnd, WalkCondition::isFalse, 0);
        if (!first)
            return std::nullopt;
        m_out.m_first = *first;
        return std::move(m_out);
    }

private:
    const Program::Node& node(std::uint32_t index) const { return m_program.nodes()[index]; }

    Place add(std::uint32_t index, std::uint16_t onTrue, std::uint16_t onFalse, std::size_t depth)
    {
        if (depth > deepest)
            return std::nullopt;
        const auto& children = node(index).children;
        switch (node(index).op) {
        case Op::And: {
            const Place right = add(children[1], onTrue, onFalse, depth + 1);
            return right ? add(children[0], *right, onFalse, depth + 1) : std::nullopt;
        }
        case Op::Or: {
            const Place right = add(children[1], onTrue, onFalse, depth + 1);
            return right ? add(children[0], onTrue, *right, depth + 1) : std::nullopt;
        }
        case Op::Not:
            return add(children[0], onFalse, onTrue, depth + 1);
        case Op::NotIn:
            return addMembership(index, onFalse, onTrue);
        case Op::In:
            return addMembership(index, onTrue, onFalse);
        case Op::Equal:
            return addComparison(index, Comparison::Equal, onTrue, onFalse);
        case Op::NotEqual:
            return addComparison(index, Comparison::NotEqual, onTrue, onFalse);
        case Op::Less:
            return addComparison(index, Comparison::Less, onTrue, onFalse);
        case Op::LessEqual:
            return addComparison(index, Comparison::LessEqual, onTrue, onFalse);
        case Op::Greater:
            return addComparison(index, Comparison::Greater, onTrue, onFalse);
        case Op::GreaterEqual:
            return addComparison(index, Comparison::GreaterEqual, onTrue, onFalse);
        default: {
            auto test = numberOf(index);
            return test ? put(*test, onTrue, onFalse) : std::nullopt; // Different from 0.
        }
        }
    }

    Place addMembership(std::uint32_t index, std::uint16_t onTrue, std::uint16_t onFalse)
    {
        auto ranges = numberRanges(m_program, node(index).children[1]);
        auto test = ranges ? numberOf(node(index).children[0]) : std::nullopt;
        if (!test)
            return std::nullopt;
        setMembers(*test, std::move(*ranges));
        return put(*test, onTrue, onFalse);
    }

    /// Numbers that lie close together become the bits of one word.
    void setMembers(Test& test, NumberRanges ranges)
    {
        std::int64_t least = INT64_MAX;
        std::int64_t most = INT64_MIN;
        for (const auto& [first, last] : ranges) {
            least = std::min(least, first);
            most = std::max(most, last);
        }
        if (ranges.empty() || least < 0 || most - least >= 64) {
            test.comparison = Comparison::InRanges;
            test.members = m_out.m_ranges.size();
            m_out.m_ranges.push_back(std::move(ranges));
            return;
        }
        test.comparison = Comparison::InBits;
        test.constant = least;
        for (const auto& [first, last] : ranges)
            for (std::int64_t number = first; number <= last; ++number)
                test.members |= std::uint64_t{1} << (number - least);
    }

    /// With a constant on the right; others are left to an expression.
    Place addComparison(std::uint32_t index, Comparison comparison, std::uint16_t onTrue, std::uint16_t onFalse)
    {
        const Program::Node& right = node(node(index).children[1]);
        if (right.op != Op::Number) {
            auto test = expression(index);
            return test ? put(*test, onTrue, onFalse) : std::nullopt;
        }
        auto test = numberOf(node(index).children[0]);
        if (!test)
            return std::nullopt;
        test->comparison = comparison;
        test->constant = right.number;
        return put(*test, onTrue, onFalse);
    }

    Place put(Test test, std::uint16_t onTrue, std::uint16_t onFalse)
    {
        if (m_out.m_tests.size() == mostTests)
            return std::nullopt;
        test.onTrue = onTrue;
        test.onFalse = onFalse;
        m_out.m_tests.push_back(test);
        return static_cast<std::uint16_t>(m_out.m_tests.size() - 1);
    }

    /// What is compared, without the comparison.
    std::optional<Test> numberOf(std::uint32_t index)
    {
        const Program::Node& wanted = node(index);
        switch (wanted.op) {
        case Op::ShiftRight:
        case Op::BitAnd: {
            const Program::Node& right = node(wanted.children[1]);
            auto test = right.op == Op::Number ? plain(wanted.children[0]) : std::nullopt;
            if (!test || (wanted.op == Op::ShiftRight && (right.number < 0 || right.number > 63)))
                return expression(index);
            if (wanted.op == Op::ShiftRight)
                test->shift = static_cast<std::uint8_t>(right.number);
            else
                test->mask = right.number;
            return test;
        }
        case Op::FlagTest: {
            auto test = plain(wanted.children[0]);
            if (!test)
                return expression(index);
            test->mask = wanted.number;
            return test;
        }
        default: {
            auto test = plain(index);
            return test ? test : expression(index);
        }
        }
    }

    /// A number that a test reads by itself.
    std::optional<Test> plain(std::uint32_t index) const
    {
        const Program::Node& wanted = node(index);
        if (wanted.op == Op::Field)
            return fixed(Source::Load, m_protocol, wanted.field);
        if (wanted.op == Op::Outer && m_below != nullptr && wanted.owner == ExprOwner::Lower && wanted.layerName.empty()) {
            const FieldIndex field = m_below->find(wanted.text);
            return field == noField ? std::nullopt : fixed(Source::LoadBelow, *m_below, field);
        }
        if (wanted.op != Op::Call)
            return std::nullopt;
        switch (wanted.call) {
        case ExprCall::Remaining:
            return Test{.source = Source::Remaining};
        case ExprCall::Captured:
            return Test{.source = Source::Captured};
        case ExprCall::Peek8:
        case ExprCall::Peek16:
        case ExprCall::Peek32: {
            const Program::Node& offset = node(wanted.children[0]);
            if (offset.op != Op::Number || offset.number < 0 || offset.number > 0xffff)
                return std::nullopt;
            const Source source = wanted.call == ExprCall::Peek8 ? Source::Peek8 : wanted.call == ExprCall::Peek16 ? Source::Peek16 : Source::Peek32;
            return Test{.source = source, .index = static_cast<std::uint32_t>(offset.number)};
        }
        default:
            return std::nullopt;
        }
    }

    std::optional<Test> fixed(Source source, const ProtocolDesc& protocol, FieldIndex field) const
    {
        const auto number = FixedNumber::of(m_protocols, protocol.fields[field]);
        return number ? std::optional(Test{.source = source, .number = *number}) : std::nullopt;
    }

    std::optional<Test> expression(std::uint32_t index)
    {
        const Program::Node& wanted = node(index);
        if (wanted.op == Op::Call && wanted.call == ExprCall::LowerIs) {
            m_out.m_protocols.push_back(protocolsNamed(m_protocols, wanted.text));
            return Test{.source = Source::LowerIs, .index = static_cast<std::uint32_t>(m_out.m_protocols.size() - 1)};
        }
        auto compiled = WalkExpression::compile(m_protocols, m_protocol, m_program, index);
        if (!compiled)
            return std::nullopt;
        m_out.m_expressions.push_back(std::move(*compiled));
        return Test{.source = Source::Expression, .index = static_cast<std::uint32_t>(m_out.m_expressions.size() - 1)};
    }

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    const Program& m_program;
    const ProtocolDesc* m_below;
    WalkCondition m_out;
};

std::optional<WalkCondition> WalkCondition::compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program, const ProtocolDesc* below)
{
    return program.nodes().empty() ? std::nullopt : WalkConditionCompiler(protocols, protocol, program, below).run(program.root());
}

std::optional<WalkCondition> WalkCondition::compileNecessary(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program)
{
    if (program.nodes().empty())
        return std::nullopt;
    for (std::uint32_t root = program.root();; root = program.nodes()[root].children[0]) {
        if (auto compiled = WalkConditionCompiler(protocols, protocol, program, nullptr).run(root))
            return compiled;
        if (program.nodes()[root].op != Program::Op::And)
            return std::nullopt;
    }
}

/// What needs more than a look at the packet.
std::optional<std::int64_t> WalkCondition::asked(const Test& test, const WalkLayer& layer) const
{
    if (test.source == Source::Expression)
        return m_expressions[test.index].evaluate(layer);
    const auto& wanted = m_protocols[test.index];
    return layer.belowCount > 0 && std::ranges::find(wanted, layer.below[layer.belowCount - 1].protocol) != wanted.end();
}

bool WalkCondition::inRanges(const Test& test, std::int64_t number) const
{
    return std::ranges::any_of(m_ranges[test.members], [&](const auto& range) { return number >= range.first && number <= range.second; });
}

/// One function without calls: it is what every layer of every packet goes through.
Truth WalkCondition::evaluate(const WalkLayer& layer) const
{
    const Test* const tests = m_tests.data();
    const std::size_t count = m_tests.size();
    std::uint16_t at = m_first;
    while (at < count) {
        const Test& test = tests[at];
        std::int64_t number = 0;
        const std::size_t from = layer.at + test.index;
        switch (test.source) {
        case Source::Load:
            if (const auto loaded = test.number.load(layer))
                number = *loaded;
            else
                return Truth::Unknown;
            break;
        case Source::LoadBelow: {
            const LayerSpan& below = layer.below[layer.belowCount - 1];
            if (const auto loaded = test.number.load(layer.frame, below.offset, below.end))
                number = *loaded;
            else
                return Truth::Unknown;
            break;
        }
        case Source::Remaining:
            number = static_cast<std::int64_t>(layer.end - std::min(layer.at, layer.end));
            break;
        case Source::Captured:
            number = static_cast<std::int64_t>(layer.end - layer.start);
            break;
        case Source::Peek8:
            number = from + 1 > layer.end ? -1 : layer.frame[from];
            break;
        case Source::Peek16:
            number = from + 2 > layer.end ? -1 : be16(layer.frame, from);
            break;
        case Source::Peek32:
            number = from + 4 > layer.end ? -1 : be32(layer.frame, from);
            break;
        case Source::LowerIs:
        case Source::Expression:
            if (const auto known = asked(test, layer))
                number = *known;
            else
                return Truth::Unknown;
            break;
        }
        number = number >> test.shift & test.mask;
        bool holds = false;
        switch (test.comparison) {
        case Comparison::Equal: holds = number == test.constant; break;
        case Comparison::NotEqual: holds = number != test.constant; break;
        case Comparison::Less: holds = number < test.constant; break;
        case Comparison::LessEqual: holds = number <= test.constant; break;
        case Comparison::Greater: holds = number > test.constant; break;
        case Comparison::GreaterEqual: holds = number >= test.constant; break;
        case Comparison::InBits: {
            const std::uint64_t bit = static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(test.constant);
            holds = bit < 64 && (test.members >> bit & 1) != 0;
            break;
        }
        case Comparison::InRanges: holds = inRanges(test, number); break;
        }
        at = holds ? test.onTrue : test.onFalse;
    }
    return at == isTrueEnd ? Truth::True : Truth::False;
}

} // namespace fw
