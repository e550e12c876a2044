#include "engine/filter/compiler.h"
#include "engine/filter/packet_values.h"

#include "engine/base/address.h"

#include <re2/re2.h>

#include <algorithm>

namespace fw::filter {
namespace {

constexpr std::size_t mostValues = 65'536; ///< Of one calculation.

bool holds(Comparison comparison, std::strong_ordering order)
{
    switch (comparison) {
    case Comparison::Equal: return order == 0;
    case Comparison::NotEqual: return order != 0;
    case Comparison::Less: return order < 0;
    case Comparison::LessEqual: return order <= 0;
    case Comparison::Greater: return order > 0;
    default: return order >= 0;
    }
}

std::string_view textOf(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

bool isIn(const std::vector<Range>& ranges, const Item& item)
{
    return std::ranges::any_of(ranges, [&](const Range& range) {
        if (range.isOfAddresses && (item.kind != Item::Kind::Octets || item.bytes.size() != range.low.bytes.size()))
            return false;
        const auto low = compare(item, range.low);
        const auto high = compare(item, range.high);
        return low && high && *low >= 0 && *high <= 0;
    });
}

/// Nothing beyond 64 bits, signed or unsigned, nor of a division by zero.
std::optional<Wide> calculated(Arithmetic operation, Wide left, Wide right)
{
    constexpr Wide least = -(Wide{1} << 63);
    constexpr Wide most = (Wide{1} << 64) - 1;
    Wide result = 0;
    switch (operation) {
    case Arithmetic::Add: result = left + right; break;
    case Arithmetic::Subtract: result = left - right; break;
    case Arithmetic::Multiply:
        if (__builtin_mul_overflow(left, right, &result))
            return std::nullopt;
        break;
    case Arithmetic::Divide:
    case Arithmetic::Modulo: {
        if (right == 0)
            return std::nullopt;
        const Wide quotient = left / right - ((left % right != 0 && (left < 0) != (right < 0)) ? 1 : 0); // As Python: towards minus infinity.
        result = operation == Arithmetic::Divide ? quotient : left - quotient * right;
        break;
    }
    case Arithmetic::And: result = left & right; break;
    case Arithmetic::Or: result = left | right; break;
    case Arithmetic::Xor: result = left ^ right; break;
    case Arithmetic::ShiftLeft:
    case Arithmetic::ShiftRight:
        if (right < 0 || right > 63)
            return std::nullopt;
        result = operation == Arithmetic::ShiftLeft ? left * (Wide{1} << right) : left >> right;
        break;
    }
    return result >= least && result <= most ? std::optional(result) : std::nullopt;
}

std::optional<Item> calculated(Arithmetic operation, const Item& left, const Item& right)
{
    const bool isReal = left.kind == Item::Kind::Real || right.kind == Item::Kind::Real;
    Item made;
    if (isReal && operation <= Arithmetic::Modulo) {
        const auto real = [](const Item& item) { return item.kind == Item::Kind::Real ? item.real : static_cast<long double>(numberIn(item).value_or(0)); };
        const long double a = real(left);
        const long double b = real(right);
        if ((operation == Arithmetic::Divide && b == 0) || operation == Arithmetic::Modulo)
            return std::nullopt;
        made = Item::of(operation == Arithmetic::Add ? a + b : operation == Arithmetic::Subtract ? a - b : operation == Arithmetic::Multiply ? a * b : a / b);
    } else {
        const auto a = numberIn(left);
        const auto b = numberIn(right);
        const auto result = a && b ? calculated(operation, *a, *b) : std::nullopt;
        if (!result)
            return std::nullopt;
        made = Item::of(*result);
    }
    const Item& origin = left.layer != noLayer ? left : right;
    made.layer = origin.layer;
    made.protocol = origin.protocol;
    return made;
}

/// Two fields of one protocol belong together where they are of the same layer.
bool belongTogether(const Item& left, const Item& right)
{
    return left.layer == noLayer || right.layer == noLayer || left.layer == right.layer || left.protocol != right.protocol;
}

} // namespace

class FilterRun::Evaluator {
public:
    explicit Evaluator(std::shared_ptr<const Program> program) : m_program(std::move(program)), m_values(*m_program) {}

    bool matches(const PacketView& packet, const PacketPlace& place)
    {
        m_packet = &packet;
        m_place = &place;
        m_values.begin(packet);
        return passes(m_program->root);
    }

private:
    bool passes(const Test& test)
    {
        switch (test.what) {
        case Test::What::And: return std::ranges::all_of(test.children, [this](const Test& child) { return passes(child); });
        case Test::What::Or: return std::ranges::any_of(test.children, [this](const Test& child) { return passes(child); });
        case Test::What::Xor: return std::ranges::count_if(test.children, [this](const Test& child) { return passes(child); }) % 2 == 1;
        case Test::What::Not: return !passes(test.children.front());
        case Test::What::Layer: return m_values.hasLayer(test.source);
        case Test::What::Numbers: return m_values.numbersPass(test);
        case Test::What::Exists: return !valuesOf(test.operands[0]).empty();
        case Test::What::NonZero:
            return quantified(test, [](const Item& item) { return item.kind == Item::Kind::Octets ? !item.bytes.empty() : item.kind == Item::Kind::Real ? item.real != 0 : item.number != 0; });
        case Test::What::In: return quantified(test, [&](const Item& item) { return isIn(test.ranges, item) != test.inverted; });
        case Test::What::Matches:
            return quantified(test, [&](const Item& item) { return item.kind == Item::Kind::Octets && re2::RE2::PartialMatch(textOf(item.bytes), *test.pattern); });
        case Test::What::Compare:
        case Test::What::Contains: return pairPasses(test);
        }
        return false;
    }

    template <class Passes>
    bool quantified(const Test& test, Passes passes)
    {
        const Values values = valuesOf(test.operands[0]);
        return test.all ? !values.empty() && std::ranges::all_of(values, passes) : std::ranges::any_of(values, passes);
    }

    bool pairPasses(const Test& test)
    {
        const Values left = valuesOf(test.operands[0]);
        if (left.empty())
            return false;
        const Values right = valuesOf(test.operands[1]);
        std::size_t pairs = 0;
        for (const Item& first : left)
            for (const Item& second : right) {
                if (++pairs > mostValues)
                    return false;
                if (pairHolds(test, first, second) != test.all)
                    return !test.all;
            }
        return test.all && pairs > 0;
    }

    static bool pairHolds(const Test& test, const Item& first, const Item& second)
    {
        if (test.what == Test::What::Contains)
            return first.kind == Item::Kind::Octets && second.kind == Item::Kind::Octets && textOf(first.bytes).find(textOf(second.bytes)) != std::string_view::npos;
        const auto order = compare(first, second);
        return order && holds(test.comparison, *order);
    }

    Values valuesOf(const Operand& operand)
    {
        Values out;
        switch (operand.what) {
        case Operand::What::Constant: out.push_back(operand.constant); break;
        case Operand::What::Source: m_values.read(operand.source, out); break;
        case Operand::What::Frame: out.push_back(Item::of(m_packet->bytes)); break;
        case Operand::What::Fact: out.push_back(factOf(operand.fact)); break;
        case Operand::What::Negate:
        case Operand::What::Calculate: calculate(operand, out); break;
        case Operand::What::Slice: slice(operand, out); break;
        case Operand::What::Call: call(operand, out); break;
        case Operand::What::Together:
            for (const Operand& child : operand.children) {
                const Values more = valuesOf(child);
                out.insert(out.end(), more.begin(), more.end());
            }
            break;
        }
        return out;
    }

    [[nodiscard]] Item factOf(Fact fact) const
    {
        const auto seconds = [](std::chrono::nanoseconds time) { return Item::of(static_cast<long double>(time.count()) / 1e9L); };
        switch (fact) {
        case Fact::Number: return Item::of(Wide{m_place->number});
        case Fact::Length: return Item::of(Wide{std::max<std::size_t>(m_packet->originalLength, m_packet->bytes.size())});
        case Fact::Captured: return Item::of(Wide{m_packet->bytes.size()});
        case Fact::Time: return seconds(m_packet->time);
        case Fact::Since: return seconds(m_packet->time - m_place->first);
        case Fact::SincePrevious: return seconds(m_packet->time - m_place->previous);
        }
        return {};
    }

    void calculate(const Operand& operand, Values& out)
    {
        const bool isNegation = operand.what == Operand::What::Negate;
        const Values left = isNegation ? Values{Item::of(Wide{0})} : valuesOf(operand.children[0]);
        const Values right = valuesOf(operand.children.back());
        const Arithmetic operation = isNegation ? Arithmetic::Subtract : operand.arithmetic;
        std::size_t pairs = 0;
        for (const Item& first : left)
            for (const Item& second : right)
                if (++pairs > mostValues)
                    return;
                else if (belongTogether(first, second))
                    if (const auto result = calculated(operation, first, second))
                        out.push_back(*result);
    }

    /// As much of it as is there; nothing of a value that ends before it.
    void slice(const Operand& operand, Values& out)
    {
        for (Item item : valuesOf(operand.children.front())) {
            if (item.kind != Item::Kind::Octets)
                continue;
            const auto size = static_cast<std::int64_t>(item.bytes.size());
            const std::int64_t first = operand.slice.first < 0 ? size + operand.slice.first : operand.slice.first;
            const std::int64_t length = operand.slice.length ? *operand.slice.length : size - first;
            if (first < 0 || length <= 0 || first + length > size)
                continue;
            item.bytes = item.bytes.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(length));
            out.push_back(item);
        }
    }

    void call(const Operand& operand, Values& out)
    {
        if (operand.function == Function::Least || operand.function == Function::Greatest) {
            extreme(operand, out);
            return;
        }
        out = valuesOf(operand.children.front());
        if (operand.function == Function::Count) {
            out = {Item::of(Wide{out.size()})};
            return;
        }
        std::erase_if(out, [&](Item& item) { return !apply(operand, item); });
    }

    /// Of each of the values, with each of those of the other arguments.
    void extreme(const Operand& operand, Values& out)
    {
        out = valuesOf(operand.children.front());
        for (std::size_t i = 1; i < operand.children.size(); ++i) {
            const Values others = valuesOf(operand.children[i]);
            Values next;
            for (const Item& first : out)
                for (const Item& second : others)
                    if (const auto order = compare(first, second); order && belongTogether(first, second) && next.size() < mostValues)
                        next.push_back((*order < 0) == (operand.function == Function::Least) ? first : second);
            out = std::move(next);
        }
    }

    /// False: the function has no value for it.
    bool apply(const Operand& operand, Item& item)
    {
        const Item origin = item;
        switch (operand.function) {
        case Function::Length:
            if (item.kind != Item::Kind::Octets)
                return false;
            item = Item::of(Wide{origin.bytes.size()});
            break;
        case Function::Lower:
        case Function::Upper: item = Item::of(m_values.keep(changedCase(origin.bytes, operand.function == Function::Upper))); break;
        case Function::Text: item = Item::of(m_values.keep(written(origin, operand.isAddress))); break;
        case Function::Absolute:
            if (item.kind == Item::Kind::Real)
                item.real = item.real < 0 ? -item.real : item.real;
            else if (const auto number = numberIn(item))
                item = Item::of(*number < 0 ? -*number : *number);
            else
                return false;
            break;
        default: break;
        }
        item.layer = origin.layer;
        item.protocol = origin.protocol;
        return true;
    }

    static Buffer changedCase(Bytes bytes, bool isUpper)
    {
        Buffer out = toBuffer(bytes);
        for (std::uint8_t& byte : out) {
            const bool changes = isUpper ? byte >= 'a' && byte <= 'z' : byte >= 'A' && byte <= 'Z';
            byte = changes ? static_cast<std::uint8_t>(byte ^ 0x20U) : byte;
        }
        return out;
    }

    static Buffer written(const Item& item, bool isAddress)
    {
        if (item.kind == Item::Kind::Octets)
            return isAddress ? toBuffer(addressText(item.bytes)) : toBuffer(item.bytes);
        if (item.kind == Item::Kind::Real)
            return toBuffer(std::to_string(item.real));
        const bool isLarge = item.number > Wide{INT64_MAX};
        return toBuffer(isLarge ? std::to_string(static_cast<std::uint64_t>(item.number)) : std::to_string(static_cast<std::int64_t>(item.number)));
    }

    std::shared_ptr<const Program> m_program;
    PacketValues m_values;
    const PacketView* m_packet = nullptr;
    const PacketPlace* m_place = nullptr;
};

FilterRun::FilterRun(const DisplayFilter& filter) : m_evaluator(std::make_unique<Evaluator>(filter.m_program)) {}
FilterRun::~FilterRun() = default;
FilterRun::FilterRun(FilterRun&&) noexcept = default;
FilterRun& FilterRun::operator=(FilterRun&&) noexcept = default;

bool FilterRun::matches(const PacketView& packet, const PacketPlace& place) { return m_evaluator->matches(packet, place); }

Checked<DisplayFilter> DisplayFilter::compile(const Protocols& protocols, std::string_view text, const HostLookup& lookUp)
{
    const auto syntax = parse(text);
    if (!syntax)
        return std::unexpected(syntax.error());
    const auto names = Names::of(protocols);
    auto program = std::make_shared<Program>();
    program->protocols = &protocols;
    auto root = Compiler(*names, *program, lookUp).test(*syntax);
    if (!root)
        return std::unexpected(root.error());
    program->root = std::move(*root);
    return DisplayFilter(std::move(program));
}

bool DisplayFilter::needsTimes() const { return m_program->needsTimes; }

} // namespace fw::filter
