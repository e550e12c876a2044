#include "engine/packet/walk_expression.h"

#include <algorithm>

namespace fw {
namespace {

constexpr std::size_t deepest = 24;

} // namespace

class WalkCompiler {
public:
    using Out = WalkExpression::Op;
    using In = Program::Op;

    WalkCompiler(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program)
        : m_protocols(protocols), m_protocol(protocol), m_program(program)
    {
        m_out.m_all = &protocols;
    }

    std::optional<WalkExpression> run(std::uint32_t root)
    {
        if (!addSum(root, 1, 0) || m_out.m_terms.empty()) {
            m_out.m_terms.clear();
            if (!add(root, 0))
                return std::nullopt;
        }
        return std::move(m_out);
    }

private:
    bool step(Out op, std::size_t index = 0, std::int64_t number = 0)
    {
        m_out.m_steps.push_back({op, static_cast<std::uint16_t>(index), number});
        return m_out.m_steps.size() < 512;
    }

    /// Sums of fields at fixed places and of constants, so small that nothing overflows.
    bool addSum(std::uint32_t index, std::int64_t factor, std::size_t depth)
    {
        constexpr std::size_t mostTerms = 8;
        constexpr std::int64_t largest = 0xffff;
        const Program::Node& node = m_program.nodes()[index];
        const auto isSmall = [](std::int64_t number) { return number >= -largest && number <= largest; };
        switch (node.op) {
        case In::Field: {
            const auto fixed = FixedNumber::of(m_protocols, m_protocol.fields[node.field]);
            if (!fixed || fixed->bits() > 32 || m_out.m_terms.size() == mostTerms)
                return false;
            m_out.m_terms.push_back({*fixed, factor});
            return true;
        }
        case In::Number:
            m_out.m_constant += isSmall(node.number) ? node.number * factor : 0;
            return isSmall(node.number);
        case In::Add:
        case In::Subtract:
            return depth < deepest && addSum(node.children[0], factor, depth + 1) && addSum(node.children[1], node.op == In::Add ? factor : -factor, depth + 1);
        case In::Multiply: {
            const Program::Node& right = m_program.nodes()[node.children[1]];
            return depth < deepest && right.op == In::Number && isSmall(right.number) && isSmall(right.number * factor)
                && addSum(node.children[0], right.number * factor, depth + 1);
        }
        default:
            return false;
        }
    }

    /// Only a field that is a plain number can be loaded.
    bool field(Out op, FieldIndex index)
    {
        const FieldDesc& desc = m_protocol.fields[index];
        if (const auto fixed = FixedNumber::of(m_protocols, desc); fixed && op == Out::Field) {
            m_out.m_numbers.push_back(*fixed);
            return step(Out::Load, m_out.m_numbers.size() - 1);
        }
        return (op != Out::Field || (m_protocols.type(desc.type).kind == Kind::Int && desc.bits > 0)) && step(op, index);
    }

    bool add(std::uint32_t index, std::size_t depth)
    {
        const Program::Node& node = m_program.nodes()[index];
        if (depth > deepest)
            return false;
        switch (node.op) {
        case In::Number:
            return step(Out::Number, 0, node.number);
        case In::Field:
            return field(Out::Field, node.field);
        case In::SizeOfField:
            return field(Out::SizeOfField, node.field);
        case In::SizeOfArea:
            return node.area == ExprArea::Header && step(Out::HeaderSize);
        case In::Outer:
            return node.owner == ExprOwner::Lower && node.layerName.empty() && addLower(node.text);
        case In::FlagTest:
            return add(node.children[0], depth + 1) && step(Out::Flag, 0, node.number);
        case In::Call:
            return addCall(node, depth);
        case In::Not:
            return add(node.children[0], depth + 1) && step(Out::Not);
        case In::Negate:
            return add(node.children[0], depth + 1) && step(Out::Negate);
        case In::Invert:
            return add(node.children[0], depth + 1) && step(Out::Invert);
        case In::And:
        case In::Or:
            return addJump(node, depth);
        case In::Conditional:
            return addConditional(node, depth);
        case In::In:
        case In::NotIn:
            return addMembership(node, depth);
        default:
            return addBinary(node, depth);
        }
    }

    bool addText(Out op, const std::string& text)
    {
        m_out.m_texts.push_back(text);
        return step(op, m_out.m_texts.size() - 1);
    }

    bool addLower(const std::string& name)
    {
        m_out.m_lowerNames.emplace_back(name, m_protocols);
        return step(Out::LowerField, m_out.m_lowerNames.size() - 1);
    }

    bool addCall(const Program::Node& node, std::size_t)
    {
        switch (node.call) {
        case ExprCall::Remaining:
            return step(Out::Remaining);
        case ExprCall::Captured:
            return step(Out::Captured);
        case ExprCall::Present:
            return field(Out::Present, node.field);
        case ExprCall::Find:
            return addText(Out::Find, node.text);
        case ExprCall::LowerIs:
        case ExprCall::Has:
            m_out.m_protocols.push_back(protocolsNamed(m_protocols, node.text));
            return step(node.call == ExprCall::Has ? Out::Has : Out::LowerIs, m_out.m_protocols.size() - 1);
        case ExprCall::Peek8:
        case ExprCall::Peek16:
        case ExprCall::Peek32: {
            const Program::Node& offset = m_program.nodes()[node.children[0]];
            const std::size_t bits = node.call == ExprCall::Peek8 ? 8 : node.call == ExprCall::Peek16 ? 16 : 32;
            return offset.op == In::Number && offset.number >= 0 && offset.number <= 0xffff && step(Out::Peek, bits, offset.number);
        }
        default:
            return false;
        }
    }

    bool addJump(const Program::Node& node, std::size_t depth)
    {
        if (!add(node.children[0], depth + 1))
            return false;
        const std::size_t jump = m_out.m_steps.size();
        if (!step(node.op == In::And ? Out::JumpIfFalse : Out::JumpIfTrue) || !add(node.children[1], depth + 1))
            return false;
        m_out.m_steps[jump].index = static_cast<std::uint16_t>(m_out.m_steps.size());
        return true;
    }

    bool addConditional(const Program::Node& node, std::size_t depth)
    {
        if (!add(node.children[0], depth + 1))
            return false;
        const std::size_t branch = m_out.m_steps.size();
        if (!step(Out::Branch) || !add(node.children[1], depth + 1))
            return false;
        const std::size_t jump = m_out.m_steps.size();
        if (!step(Out::Jump))
            return false;
        m_out.m_steps[branch].index = static_cast<std::uint16_t>(m_out.m_steps.size());
        if (!add(node.children[2], depth + 1))
            return false;
        m_out.m_steps[jump].index = static_cast<std::uint16_t>(m_out.m_steps.size());
        return true;
    }

    bool addMembership(const Program::Node& node, std::size_t depth)
    {
        auto ranges = numberRanges(m_program, node.children[1]);
        if (!ranges || !add(node.children[0], depth + 1))
            return false;
        m_out.m_ranges.push_back(std::move(*ranges));
        return step(Out::InRanges, m_out.m_ranges.size() - 1) && (node.op == In::In || step(Out::Not));
    }

    bool addBinary(const Program::Node& node, std::size_t depth)
    {
        static constexpr std::pair<In, Out> pairs[] = {
            {In::Equal, Out::Equal}, {In::NotEqual, Out::NotEqual}, {In::Less, Out::Less}, {In::LessEqual, Out::LessEqual},
            {In::Greater, Out::Greater}, {In::GreaterEqual, Out::GreaterEqual}, {In::BitAnd, Out::And}, {In::BitOr, Out::Or},
            {In::BitXor, Out::Xor}, {In::ShiftLeft, Out::ShiftLeft}, {In::ShiftRight, Out::ShiftRight}, {In::Add, Out::Add},
            {In::Subtract, Out::Subtract}, {In::Multiply, Out::Multiply}, {In::FloorDivide, Out::Divide}, {In::Modulo, Out::Modulo}};
        const auto found = std::ranges::find(pairs, node.op, &std::pair<In, Out>::first);
        return found != std::end(pairs) && add(node.children[0], depth + 1) && add(node.children[1], depth + 1) && step(found->second);
    }

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    const Program& m_program;
    WalkExpression m_out;
};

std::vector<ProtocolId> protocolsNamed(const Protocols& protocols, const std::string& name)
{
    std::vector<ProtocolId> out;
    if (const ProtocolDesc* found = protocols.find(name)) {
        out.push_back(found->id);
        if (found->quoted != noProtocol)
            out.push_back(found->quoted);
    }
    return out;
}

std::optional<NumberRanges> numberRanges(const Program& program, std::uint32_t list)
{
    using Op = Program::Op;
    NumberRanges ranges;
    const auto add = [&](const Program::Node& item) {
        if (item.op == Op::Number)
            ranges.emplace_back(item.number, item.number);
        else if (item.op == Op::Range)
            ranges.emplace_back(program.nodes()[item.children[0]].number, program.nodes()[item.children[1]].number);
        else
            return false;
        return true;
    };
    const Program::Node& node = program.nodes()[list];
    const bool all = node.op == Op::List ? std::ranges::all_of(node.children, [&](std::uint32_t child) { return add(program.nodes()[child]); }) : add(node);
    return all ? std::optional(std::move(ranges)) : std::nullopt;
}

std::optional<WalkExpression> WalkExpression::compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program)
{
    return program.nodes().empty() ? std::nullopt : compile(protocols, protocol, program, program.root());
}

std::optional<WalkExpression> WalkExpression::compile(const Protocols& protocols, const ProtocolDesc& protocol, const Program& program, std::uint32_t root)
{
    return WalkCompiler(protocols, protocol, program).run(root);
}

std::optional<std::int64_t> WalkExpression::lowerField(const WalkLayer& layer, std::size_t index) const
{
    for (std::size_t i = layer.belowCount; i-- > 0;) {
        const LayerSpan& span = layer.below[i];
        const ProtocolDesc& protocol = (*m_all)[span.protocol];
        const FieldIndex field = m_lowerNames[index].in(protocol);
        if (field == noField)
            continue;
        if (!protocol.fields[field].staticOffset)
            return std::nullopt;
        const WalkLayer lower{.frame = layer.frame, .protocol = &protocol, .start = span.offset, .end = span.end};
        return walkedNumber(lower, *m_all, field);
    }
    return std::nullopt;
}

std::optional<std::int64_t> WalkExpression::leaf(const Step& step, const WalkLayer& layer) const
{
    switch (step.op) {
    case Op::Field:
        return walkedNumber(layer, *m_all, step.index);
    case Op::LowerField:
        return lowerField(layer, step.index);
    case Op::SizeOfField:
        if (layer.protocol->fields[step.index].bits > 0 && layer.protocol->fields[step.index].present == 0)
            return layer.protocol->fields[step.index].bits / 8;
        return step.index < layer.measured ? std::optional<std::int64_t>(layer.sizes[step.index] / 8) : std::nullopt;
    case Op::HeaderSize:
        return layer.headerEnd == 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(layer.headerEnd - layer.start));
    case Op::Present:
        return step.index < layer.measured ? std::optional<std::int64_t>(layer.sizes[step.index] > 0) : std::nullopt;
    case Op::Remaining:
        return static_cast<std::int64_t>(layer.end - std::min(layer.at, layer.end));
    case Op::Captured:
        return static_cast<std::int64_t>(layer.end - layer.start);
    case Op::Peek: {
        const std::size_t from = layer.at + static_cast<std::size_t>(step.number);
        return from + step.index / 8U > layer.end ? -1 : static_cast<std::int64_t>(readBits(layer.frame, from * 8, step.index));
    }
    case Op::Find:
        return offsetOf(layer.frame.subspan(std::min(layer.at, layer.end), layer.end - std::min(layer.at, layer.end)), m_texts[step.index]);
    case Op::LowerIs:
        return layer.belowCount > 0 && std::ranges::find(m_protocols[step.index], layer.below[layer.belowCount - 1].protocol) != m_protocols[step.index].end();
    case Op::Has: {
        const auto& wanted = m_protocols[step.index];
        const auto isWanted = [&](ProtocolId id) { return std::ranges::find(wanted, id) != wanted.end(); };
        return isWanted(layer.protocol->id) || std::any_of(layer.below, layer.below + layer.belowCount, [&](const LayerSpan& span) { return isWanted(span.protocol); });
    }
    default:
        return step.number;
    }
}

std::optional<std::int64_t> WalkExpression::run(const WalkLayer& layer) const
{
    std::int64_t stack[deepest * 2 + 2];
    std::size_t top = 0; // How many values are on it.
    for (std::size_t at = 0; at < m_steps.size(); ++at) {
        const Step& step = m_steps[at];
        if (step.op == Op::Number) {
            stack[top++] = step.number;
            continue;
        }
        if (step.op < Op::Flag) {
            const auto value = step.op == Op::Load ? m_numbers[step.index].load(layer) : leaf(step, layer);
            if (!value)
                return std::nullopt;
            stack[top++] = *value;
            continue;
        }
        std::int64_t& last = stack[top - 1];
        switch (step.op) {
        case Op::Flag:
            last = (last & step.number) != 0;
            continue;
        case Op::InRanges:
            last = std::ranges::any_of(m_ranges[step.index], [&](const auto& range) { return last >= range.first && last <= range.second; });
            continue;
        case Op::Not:
            last = last == 0;
            continue;
        case Op::Negate:
            if (last == INT64_MIN)
                return std::nullopt;
            last = -last;
            continue;
        case Op::Invert:
            last = ~last;
            continue;
        case Op::JumpIfFalse:
        case Op::JumpIfTrue:
            last = last != 0;
            if ((last != 0) == (step.op == Op::JumpIfTrue))
                at = step.index - 1U;
            else
                --top;
            continue;
        case Op::Branch:
            --top;
            if (last == 0)
                at = step.index - 1U;
            continue;
        case Op::Jump:
            at = step.index - 1U;
            continue;
        default:
            break;
        }
        const std::int64_t right = stack[--top];
        std::int64_t& left = stack[top - 1];
        bool failed = false;
        switch (step.op) {
        case Op::Equal: left = left == right; break;
        case Op::NotEqual: left = left != right; break;
        case Op::Less: left = left < right; break;
        case Op::LessEqual: left = left <= right; break;
        case Op::Greater: left = left > right; break;
        case Op::GreaterEqual: left = left >= right; break;
        case Op::And: left &= right; break;
        case Op::Or: left |= right; break;
        case Op::Xor: left ^= right; break;
        case Op::Add: failed = __builtin_add_overflow(left, right, &left); break;
        case Op::Subtract: failed = __builtin_sub_overflow(left, right, &left); break;
        case Op::Multiply: failed = __builtin_mul_overflow(left, right, &left); break;
        case Op::ShiftLeft:
        case Op::ShiftRight:
            failed = right < 0 || right > 63;
            if (!failed)
                left = step.op == Op::ShiftLeft ? static_cast<std::int64_t>(static_cast<std::uint64_t>(left) << right) : left >> right;
            break;
        default:
            failed = right == 0 || (left == INT64_MIN && right == -1);
            if (!failed) {
                const std::int64_t quotient = left / right - (left % right != 0 && (left < 0) != (right < 0));
                left = step.op == Op::Divide ? quotient : left - quotient * right;
            }
            break;
        }
        if (failed)
            return std::nullopt;
    }
    return top == 1 ? std::optional(stack[0]) : std::nullopt;
}

} // namespace fw
