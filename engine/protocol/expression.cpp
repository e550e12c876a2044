#include "engine/protocol/expression.h"

#include "engine/base/checksum.h"

#include <algorithm>

namespace fw {

ExprValue ExprValue::from(const Value& value)
{
    if (const auto* number = value.integer())
        return integer(*number);
    if (const auto* content = value.bytes())
        return text(*content);
    if (const auto* elements = value.list()) {
        std::vector<ExprValue> out;
        out.reserve(elements->items.size());
        for (const Value& item : elements->items)
            out.push_back(from(item));
        return list(std::move(out));
    }
    if (const auto* set = value.set())
        return from(set->at(0));
    return unknown();
}

bool ExprValue::notFalse() const
{
    switch (kind) {
    case Kind::Unknown:
        return true;
    case Kind::Error:
        return false;
    case Kind::Int:
        return number != 0;
    case Kind::Octets:
        return !bytes.empty();
    case Kind::List:
        return !items.empty();
    }
    return false;
}

namespace {

bool equal(const ExprValue& a, const ExprValue& b)
{
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case ExprValue::Kind::Int:
        return a.number == b.number;
    case ExprValue::Kind::Octets:
        return a.bytes == b.bytes;
    case ExprValue::Kind::List:
        return std::ranges::equal(a.items, b.items, equal);
    default:
        return false;
    }
}

/// Nothing where the kinds have no order.
std::optional<int> compare(const ExprValue& a, const ExprValue& b)
{
    if (a.kind == ExprValue::Kind::Int && b.kind == ExprValue::Kind::Int)
        return a.number < b.number ? -1 : a.number > b.number;
    if (a.kind == ExprValue::Kind::Octets && b.kind == ExprValue::Kind::Octets)
        return a.bytes < b.bytes ? -1 : a.bytes > b.bytes;
    return std::nullopt;
}

ExprValue compared(Program::Op op, const ExprValue& left, const ExprValue& right)
{
    using Op = Program::Op;
    if (op == Op::Equal || op == Op::NotEqual)
        return ExprValue::integer(equal(left, right) == (op == Op::Equal));
    const auto order = compare(left, right);
    if (!order)
        return ExprValue::error();
    switch (op) {
    case Op::Less:
        return ExprValue::integer(*order < 0);
    case Op::LessEqual:
        return ExprValue::integer(*order <= 0);
    case Op::Greater:
        return ExprValue::integer(*order > 0);
    default:
        return ExprValue::integer(*order >= 0);
    }
}

ExprValue arithmetic(Program::Op op, std::int64_t a, std::int64_t b)
{
    using Op = Program::Op;
    std::int64_t result = 0;
    switch (op) {
    case Op::Add:
        return __builtin_add_overflow(a, b, &result) ? ExprValue::error() : ExprValue::integer(result);
    case Op::Subtract:
        return __builtin_sub_overflow(a, b, &result) ? ExprValue::error() : ExprValue::integer(result);
    case Op::Multiply:
        return __builtin_mul_overflow(a, b, &result) ? ExprValue::error() : ExprValue::integer(result);
    case Op::FloorDivide:
    case Op::Modulo: {
        if (b == 0 || (a == INT64_MIN && b == -1))
            return ExprValue::error();
        const std::int64_t quotient = a / b - (a % b != 0 && (a < 0) != (b < 0));
        return ExprValue::integer(op == Op::FloorDivide ? quotient : a - quotient * b);
    }
    case Op::ShiftLeft:
    case Op::ShiftRight:
        if (b < 0 || b > 63)
            return ExprValue::error();
        return ExprValue::integer(op == Op::ShiftLeft ? static_cast<std::int64_t>(static_cast<std::uint64_t>(a) << b) : a >> b);
    case Op::BitAnd:
        return ExprValue::integer(a & b);
    case Op::BitOr:
        return ExprValue::integer(a | b);
    case Op::BitXor:
        return ExprValue::integer(a ^ b);
    default:
        return ExprValue::error();
    }
}

/// Addresses: src ^ dst is the same for both directions.
ExprValue xorBytes(const Buffer& a, const Buffer& b)
{
    if (a.size() != b.size())
        return ExprValue::error();
    Buffer out(a.size());
    std::ranges::transform(a, b, out.begin(), [](std::uint8_t x, std::uint8_t y) { return static_cast<std::uint8_t>(x ^ y); });
    return ExprValue::text(std::move(out));
}

std::optional<ExprValue> checksum(ExprCall call, const std::vector<ExprValue>& arguments)
{
    Buffer all;
    for (const ExprValue& argument : arguments)
        append(all, argument.bytes);
    switch (call) {
    case ExprCall::InetChecksum:
        return ExprValue::integer(internetChecksum(all));
    case ExprCall::Crc32c:
        return ExprValue::integer(crc32c(all));
    case ExprCall::Crc32:
        return ExprValue::integer(crc32(all));
    case ExprCall::Adler32:
        return ExprValue::integer(adler32(all));
    case ExprCall::Fletcher16:
        return ExprValue::integer(fletcher16(all, static_cast<std::size_t>(std::clamp<std::int64_t>(arguments[1].number, 0, 0xffff))));
    default:
        return std::nullopt;
    }
}

/// How deep this thread is in the evaluation at hand, through every field whose value asks for those of others: a bound on the stack.
thread_local int depth = 0;
constexpr int deepest = 160;

struct Deeper {
    Deeper() { ++depth; }
    ~Deeper() { --depth; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
};

bool isBinary(Program::Op op)
{
    return op >= Program::Op::Equal;
}

} // namespace

ExprValue Program::evaluate(ExprScope& scope) const
{
    return m_nodes.empty() ? ExprValue::unknown() : run(m_root, scope);
}

ExprValue Program::run(std::uint32_t index, ExprScope& scope) const
{
    const Deeper deeper;
    if (depth > deepest)
        return ExprValue::error();
    const Node& node = m_nodes[index];
    if (isBinary(node.op))
        return runBinary(node, scope);
    switch (node.op) {
    case Op::Number:
        return ExprValue::integer(node.number);
    case Op::Text:
        return ExprValue::text(toBuffer(node.text));
    case Op::Field:
        return scope.field(node.field);
    case Op::Outer:
        return scope.outer(node.owner, node.layerName, node.text);
    case Op::Area:
        return scope.bytesOfArea(node.area);
    case Op::SizeOfField:
        return scope.sizeOfField(node.field);
    case Op::SizeOfArea:
        return scope.sizeOfArea(node.area);
    case Op::CountOfField:
        return scope.countOfField(node.field);
    case Op::Call:
        return runCall(node, scope);
    case Op::FlagTest: {
        const ExprValue value = run(node.children[0], scope);
        return value.kind == ExprValue::Kind::Int ? ExprValue::integer((value.number & node.number) != 0) : ExprValue::unknown();
    }
    case Op::List: {
        std::vector<ExprValue> items;
        for (const std::uint32_t child : node.children)
            items.push_back(run(child, scope));
        return ExprValue::list(std::move(items));
    }
    case Op::Slice: {
        ExprValue whole = run(node.children[0], scope);
        const ExprValue from = run(node.children[1], scope);
        const ExprValue to = run(node.children[2], scope);
        if (whole.kind != ExprValue::Kind::Octets || from.kind != ExprValue::Kind::Int || to.kind != ExprValue::Kind::Int)
            return ExprValue::unknown();
        const auto size = static_cast<std::int64_t>(whole.bytes.size());
        const std::int64_t end = std::clamp<std::int64_t>(to.number, 0, size);
        const std::int64_t begin = std::clamp<std::int64_t>(from.number, 0, end);
        return ExprValue::text({whole.bytes.begin() + begin, whole.bytes.begin() + end});
    }
    case Op::Elements:
        return scope.elements(node.field, node.text);
    case Op::Index: {
        const ExprValue whole = run(node.children[0], scope);
        const ExprValue at = run(node.children[1], scope);
        if (!whole.isKnown() || at.kind != ExprValue::Kind::Int)
            return ExprValue::unknown();
        const auto wanted = static_cast<std::uint64_t>(at.number);
        if (whole.kind == ExprValue::Kind::List && wanted < whole.items.size())
            return whole.items[wanted];
        if (whole.kind == ExprValue::Kind::Octets && wanted < whole.bytes.size())
            return ExprValue::integer(whole.bytes[wanted]);
        return ExprValue::error();
    }
    case Op::AnyOf: {
        const ExprValue all = run(node.children[0], scope);
        const ExprValue wanted = run(node.children[1], scope);
        if (!all.isKnown() || !wanted.isKnown())
            return ExprValue::unknown();
        return ExprValue::integer(std::ranges::any_of(all.items, [&](const ExprValue& item) {
            return compared(static_cast<Op>(node.number), item, wanted).isTrue();
        }));
    }
    case Op::Not: {
        const ExprValue value = run(node.children[0], scope);
        return value.isKnown() ? ExprValue::integer(!value.notFalse()) : value;
    }
    case Op::Negate:
    case Op::Invert: {
        const ExprValue value = run(node.children[0], scope);
        if (value.kind != ExprValue::Kind::Int)
            return value.isKnown() ? ExprValue::error() : value;
        return node.op == Op::Invert ? ExprValue::integer(~value.number) : arithmetic(Op::Subtract, 0, value.number);
    }
    case Op::And:
    case Op::Or: {
        const ExprValue left = run(node.children[0], scope);
        const bool decides = left.isKnown() && left.notFalse() == (node.op == Op::Or);
        if (decides)
            return ExprValue::integer(node.op == Op::Or);
        const ExprValue right = run(node.children[1], scope);
        if (right.isKnown() && right.notFalse() == (node.op == Op::Or))
            return ExprValue::integer(node.op == Op::Or);
        if (!left.isKnown())
            return left;
        return right.isKnown() ? ExprValue::integer(right.notFalse()) : right;
    }
    case Op::Conditional: {
        const ExprValue condition = run(node.children[0], scope);
        if (!condition.isKnown())
            return condition;
        return run(node.children[condition.notFalse() ? 1 : 2], scope);
    }
    default:
        return ExprValue::error();
    }
}

ExprValue Program::runBinary(const Node& node, ExprScope& scope) const
{
    if (node.op == Op::In || node.op == Op::NotIn) {
        const ExprValue wanted = run(node.children[0], scope);
        if (!wanted.isKnown())
            return wanted;
        const Node& right = m_nodes[node.children[1]];
        bool found = false;
        const auto check = [&](std::uint32_t child) {
            const Node& item = m_nodes[child];
            if (item.op == Op::Range)
                found = found || (wanted.kind == ExprValue::Kind::Int && wanted.number >= m_nodes[item.children[0]].number
                                  && wanted.number <= m_nodes[item.children[1]].number);
            else
                found = found || equal(wanted, run(child, scope));
        };
        if (right.op == Op::List)
            std::ranges::for_each(right.children, check);
        else if (right.op == Op::Range)
            check(node.children[1]);
        else
            found = std::ranges::any_of(run(node.children[1], scope).items, [&](const ExprValue& item) { return equal(wanted, item); });
        return ExprValue::integer(found == (node.op == Op::In));
    }
    const ExprValue left = run(node.children[0], scope);
    const ExprValue right = run(node.children[1], scope);
    if (!left.isKnown())
        return left;
    if (!right.isKnown())
        return right;
    if (node.op <= Op::GreaterEqual)
        return compared(node.op, left, right);
    if (node.op == Op::BitXor && left.kind == ExprValue::Kind::Octets && right.kind == ExprValue::Kind::Octets)
        return xorBytes(left.bytes, right.bytes);
    if (left.kind != ExprValue::Kind::Int || right.kind != ExprValue::Kind::Int)
        return ExprValue::error();
    return arithmetic(node.op, left.number, right.number);
}

ExprValue Program::runCall(const Node& node, ExprScope& scope) const
{
    switch (node.call) {
    case ExprCall::Remaining:
    case ExprCall::Captured:
    case ExprCall::LowerIs:
    case ExprCall::Has:
    case ExprCall::IcmpError:
    case ExprCall::Find:
        return scope.ask(node.call, 0, node.text);
    case ExprCall::Explicit:
    case ExprCall::Present:
        return scope.ask(node.call, node.field, {});
    case ExprCall::Peek8:
    case ExprCall::Peek16:
    case ExprCall::Peek32:
    case ExprCall::Pseudo: {
        const ExprValue argument = run(node.children[0], scope);
        return argument.kind == ExprValue::Kind::Int ? scope.ask(node.call, argument.number, {}) : ExprValue::unknown();
    }
    default:
        break;
    }
    std::vector<ExprValue> arguments;
    for (const std::uint32_t child : node.children) {
        arguments.push_back(run(child, scope));
        if (!arguments.back().isKnown())
            return arguments.back();
    }
    if (const auto sum = checksum(node.call, arguments))
        return *sum;
    if (node.call == ExprCall::Sum) {
        ExprValue total = ExprValue::integer(0);
        for (const ExprValue& item : arguments[0].items)
            total = total.kind == ExprValue::Kind::Int && item.kind == ExprValue::Kind::Int ? arithmetic(Op::Add, total.number, item.number)
                                                                                            : ExprValue::error();
        return total;
    }
    if (std::ranges::any_of(arguments, [](const ExprValue& a) { return a.kind != ExprValue::Kind::Int; }))
        return ExprValue::error();
    std::int64_t result = arguments[0].number;
    for (const ExprValue& argument : arguments) {
        if (node.call == ExprCall::Min)
            result = std::min(result, argument.number);
        else if (node.call == ExprCall::Max)
            result = std::max(result, argument.number);
    }
    if (node.call == ExprCall::NonZero)
        return ExprValue::integer(result == 0 ? 0xffff : result);
    if (node.call == ExprCall::Abs)
        return result == INT64_MIN ? ExprValue::error() : ExprValue::integer(result < 0 ? -result : result);
    return ExprValue::integer(result);
}

std::vector<std::uint16_t> Program::fieldsRead() const
{
    std::vector<std::uint16_t> fields;
    for (const Node& node : m_nodes)
        if (node.op == Op::Field || node.op == Op::Elements)
            fields.push_back(node.field);
    return fields;
}

bool Program::readsBytes() const
{
    return std::ranges::any_of(m_nodes, [](const Node& node) {
        return node.op == Op::Area || (node.op == Op::Call && node.call == ExprCall::Pseudo);
    });
}

bool Program::isConstant() const
{
    return m_nodes.size() == 1 && m_nodes[0].op == Op::Number;
}

} // namespace fw
