#include "engine/filter/compiler.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>

namespace fw::filter {
namespace {

using Kind = Syntax::Kind;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t regexMemory = 1 << 20;

std::unexpected<FilterError> wrong(Errc code, const Syntax& syntax, std::string expected)
{
    return std::unexpected(FilterError{code, syntax.from, std::max<std::size_t>(syntax.to - syntax.from, 1), syntax.text, std::move(expected)});
}

Comparison mirrored(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Less: return Comparison::Greater;
    case Comparison::LessEqual: return Comparison::GreaterEqual;
    case Comparison::Greater: return Comparison::Less;
    case Comparison::GreaterEqual: return Comparison::LessEqual;
    default: return comparison;
    }
}

bool wantsAll(const Syntax& comparison)
{
    return comparison.quantifier == Quantifier::All || (comparison.quantifier == Quantifier::Unsaid && comparison.comparison == Comparison::NotEqual);
}

std::int64_t clamped(Wide number) { return static_cast<std::int64_t>(std::clamp<Wide>(number, lowest, highest)); }

/// The range of numbers that an ordering lets through; the first greater than the second: none.
std::pair<std::int64_t, std::int64_t> rangeOf(Comparison comparison, Wide number)
{
    switch (comparison) {
    case Comparison::Less: return {lowest, clamped(number - 1)};
    case Comparison::LessEqual: return {lowest, clamped(number)};
    case Comparison::Greater: return number >= highest ? std::pair{std::int64_t{1}, std::int64_t{0}} : std::pair{clamped(number + 1), highest};
    default: return {clamped(number), highest};
    }
}

} // namespace

bool Compiler::isNumeric(const Operand& operand) const
{
    if (operand.what != Operand::What::Source)
        return false;
    const Source& source = m_program.sources[operand.source];
    return source.what == Source::What::Field && std::ranges::all_of(source.targets, &Target::isShort);
}

std::uint8_t Compiler::costOf(const Operand& operand) const
{
    std::uint8_t cost = operand.what == Operand::What::Fact || operand.what == Operand::What::Frame || operand.what == Operand::What::Constant ? 0 : 1;
    if (operand.what == Operand::What::Source) {
        const Source& source = m_program.sources[operand.source];
        const bool isFixed = source.what != Source::What::Field
            || std::ranges::all_of(source.targets, &Target::isFixed);
        cost = source.needsStructures || !isFixed ? 3 : 2;
    }
    for (const Operand& child : operand.children)
        cost = std::max(cost, costOf(child));
    return cost;
}

Checked<Test> Compiler::several(const Syntax& syntax)
{
    Test made{.what = syntax.kind == Kind::And ? Test::What::And : syntax.kind == Kind::Or ? Test::What::Or : syntax.kind == Kind::Xor ? Test::What::Xor : Test::What::Not};
    for (const Syntax& child : syntax.children) {
        auto one = test(child);
        if (!one)
            return one;
        made.cost = std::max(made.cost, one->cost);
        made.children.push_back(std::move(*one));
    }
    // Which comes first changes nothing but the time it takes.
    std::ranges::stable_sort(made.children, {}, &Test::cost);
    return made;
}

Checked<Test> Compiler::test(const Syntax& syntax)
{
    switch (syntax.kind) {
    case Kind::And:
    case Kind::Or:
    case Kind::Xor:
    case Kind::Not: return several(syntax);
    case Kind::Compare: return comparison(syntax);
    default: return bare(syntax);
    }
}

Checked<Test> Compiler::bare(const Syntax& syntax)
{
    if (syntax.isConstant())
        return wrong(Errc::Syntax, syntax, "a comparison; a value by itself is neither true nor false");
    auto typed = operand(syntax);
    if (!typed)
        return std::unexpected(typed.error());
    Test made{.what = typed->shape.existsBare ? Test::What::Exists : Test::What::NonZero, .cost = costOf(typed->operand)};
    const bool isLayer = typed->operand.what == Operand::What::Source && m_program.sources[typed->operand.source].what == Source::What::Layer;
    if (isLayer && made.what == Test::What::Exists) {
        made.what = Test::What::Layer;
        made.cost = m_program.sources[typed->operand.source].needsStructures ? 3 : 1;
        made.source = typed->operand.source;
    }
    made.operands.push_back(std::move(typed->operand));
    return made;
}

bool Compiler::isConstant(const Syntax& syntax, const Shape* other) const
{
    if (syntax.kind == Kind::Negate)
        return isConstant(syntax.children.front(), nullptr) && syntax.children.front().kind != Kind::Name;
    if (syntax.kind != Kind::Name)
        return syntax.isConstant();
    const bool isTruth = syntax.text == "True" || syntax.text == "true" || syntax.text == "TRUE" || syntax.text == "False" || syntax.text == "false" || syntax.text == "FALSE";
    if (isTruth)
        return true;
    if (other == nullptr || syntax.layers)
        return false;
    return m_constants.isValueName(syntax.text, *other) || !m_nameReader.isKnown(syntax.text);
}

Checked<Test> Compiler::comparison(const Syntax& syntax)
{
    const Syntax& left = syntax.children[0];
    const Syntax& right = syntax.children[1];
    switch (syntax.comparison) {
    case Comparison::In:
    case Comparison::NotIn: return membership(syntax);
    case Comparison::Contains: return contains(left, right);
    case Comparison::Matches: return matches(syntax);
    default: break;
    }
    if (isConstant(left, nullptr)) {
        if (isConstant(right, nullptr))
            return wrong(Errc::Syntax, syntax, "a field on one side of the comparison");
        auto typed = operand(right);
        return typed ? withConstant(syntax, std::move(*typed), left, mirrored(syntax.comparison)) : Checked<Test>(std::unexpected(typed.error()));
    }
    auto first = operand(left);
    if (!first)
        return std::unexpected(first.error());
    if (isConstant(right, &first->shape))
        return withConstant(syntax, std::move(*first), right, syntax.comparison);
    auto second = operand(right);
    if (!second)
        return std::unexpected(second.error());
    Test made{.what = Test::What::Compare, .cost = std::max(costOf(first->operand), costOf(second->operand)), .all = wantsAll(syntax), .comparison = syntax.comparison};
    made.operands.push_back(std::move(first->operand));
    made.operands.push_back(std::move(second->operand));
    return made;
}

/// Numbers at fixed places need no values to be made.
Test Compiler::ranged(Typed typed, std::vector<Range> ranges, const Syntax& comparison) const
{
    Test made{.what = Test::What::In, .cost = costOf(typed.operand), .all = wantsAll(comparison), .inverted = comparison.comparison == Comparison::NotEqual};
    const auto isNumber = [](const Range& range) {
        return numberIn(range.low) && numberIn(range.high) && *numberIn(range.low) >= lowest && *numberIn(range.high) <= highest && range.low.bytes.size() == range.high.bytes.size();
    };
    if (isNumeric(typed.operand) && std::ranges::all_of(ranges, isNumber)) {
        made.what = Test::What::Numbers;
        made.source = typed.operand.source;
        for (const Range& range : ranges)
            made.numbers.emplace_back(clamped(*numberIn(range.low)), clamped(*numberIn(range.high)));
    }
    made.ranges = std::move(ranges);
    made.operands.push_back(std::move(typed.operand));
    return made;
}

Checked<Test> Compiler::withConstant(const Syntax& syntax, Typed typed, const Syntax& constant, Comparison comparison)
{
    const bool isEquality = comparison == Comparison::Equal || comparison == Comparison::NotEqual;
    Shape shape = typed.shape;
    if (!isEquality && constant.kind == Kind::Number && shape.kind == Shape::Kind::Number)
        shape.fields.clear(); // Any number is on one side of those that fit.
    auto ranges = m_constants.read(constant, shape);
    if (!ranges)
        return std::unexpected(ranges.error());
    if (isEquality)
        return ranged(std::move(typed), std::move(*ranges), syntax);
    const bool isHost = ranges->size() > 1 && (shape.kind == Shape::Kind::Ipv4 || shape.kind == Shape::Kind::Ipv6);
    if (isHost || compare(ranges->front().low, ranges->front().high) != std::strong_ordering::equal)
        return wrong(Errc::BadValue, constant, "one value before or behind <, <=, > and >=");
    const Item value = ranges->front().low;
    Test made{.what = Test::What::Compare, .cost = costOf(typed.operand), .all = wantsAll(syntax), .comparison = comparison};
    if (const auto number = numberIn(value); number && isNumeric(typed.operand)) {
        made.what = Test::What::Numbers;
        made.source = typed.operand.source;
        made.numbers.push_back(rangeOf(comparison, *number));
    }
    made.operands.push_back(std::move(typed.operand));
    made.operands.push_back({.what = Operand::What::Constant, .constant = value, .children = {}});
    return made;
}

/// "S" in TCP.flags: all of these flags are set. "GET" in Raw.load: as contains.
Checked<Test> Compiler::isIn(const Syntax& part, const Syntax& whole)
{
    auto typed = operand(whole);
    if (!typed)
        return std::unexpected(typed.error());
    const auto isFlags = [&](const Names::Field& place) { return m_names.protocols()[place.protocol].fields[place.field].flags != nullptr; };
    if (!std::ranges::any_of(typed->shape.fields, isFlags))
        return contains(whole, part);
    auto flags = m_constants.read(part, typed->shape);
    if (!flags)
        return std::unexpected(flags.error());
    Operand mask{.what = Operand::What::Constant, .constant = flags->front().low, .children = {}};
    Operand masked{.what = Operand::What::Calculate, .arithmetic = Arithmetic::And, .children = {}};
    masked.children.push_back(std::move(typed->operand));
    masked.children.push_back(std::move(mask));
    Test made{.what = Test::What::In, .cost = costOf(masked)};
    made.operands.push_back(std::move(masked));
    made.ranges = std::move(*flags);
    return made;
}

Checked<Test> Compiler::membership(const Syntax& syntax)
{
    const Syntax& left = syntax.children[0];
    const Syntax& right = syntax.children[1];
    const auto finished = [&](Checked<Test> test) {
        if (!test || syntax.comparison != Comparison::NotIn)
            return test;
        Test negated{.what = Test::What::Not, .cost = test->cost};
        negated.children.push_back(std::move(*test));
        return Checked<Test>(std::move(negated));
    };
    if (right.kind != Kind::Set)
        return finished(isIn(left, right));
    auto typed = operand(left);
    if (!typed)
        return std::unexpected(typed.error());
    std::vector<Range> ranges;
    for (const Syntax& member : right.children) {
        const bool isRange = member.kind == Kind::Range;
        auto low = m_constants.read(isRange ? member.children[0] : member, typed->shape);
        if (!low)
            return std::unexpected(low.error());
        if (!isRange) {
            ranges.insert(ranges.end(), low->begin(), low->end());
            continue;
        }
        auto high = m_constants.read(member.children[1], typed->shape);
        if (!high)
            return std::unexpected(high.error());
        const auto order = compare(low->front().low, high->front().high);
        if (!order || *order > 0)
            return wrong(Errc::BadValue, member, "the lower value before the higher one");
        ranges.push_back({low->front().low, high->front().high, low->front().isOfAddresses});
    }
    return finished(ranged(std::move(*typed), std::move(ranges), syntax));
}

Checked<Test> Compiler::contains(const Syntax& whole, const Syntax& part)
{
    auto typed = operand(whole);
    if (!typed)
        return std::unexpected(typed.error());
    const auto isFlags = [&](const Names::Field& place) { return m_names.protocols()[place.protocol].fields[place.field].flags != nullptr; };
    if (std::ranges::any_of(typed->shape.fields, isFlags) && isConstant(part, &typed->shape))
        return isIn(part, whole);
    const bool isNumber = typed->shape.kind == Shape::Kind::Number || typed->shape.kind == Shape::Kind::Real || typed->shape.kind == Shape::Kind::Time;
    if (isNumber)
        return wrong(Errc::BadValue, whole, "text or bytes before contains; string(…) makes a text of a number");
    Test made{.what = Test::What::Contains, .cost = costOf(typed->operand)};
    made.operands.push_back(std::move(typed->operand));
    if (isConstant(part, &typed->shape)) {
        Shape bytes{.kind = Shape::Kind::Octets, .fields = {}};
        auto wanted = m_constants.read(part, bytes);
        if (!wanted)
            return std::unexpected(wanted.error());
        Item& item = wanted->front().low;
        if (item.kind == Item::Kind::Number) { // 0x0a0b: its bytes.
            Buffer octets;
            for (auto rest = part.number; rest != 0 || octets.empty(); rest >>= 8U)
                octets.insert(octets.begin(), static_cast<std::uint8_t>(rest));
            item = Item::of(kept(m_program, std::move(octets)));
        }
        made.operands.push_back({.what = Operand::What::Constant, .constant = item, .children = {}});
        return made;
    }
    auto second = operand(part);
    if (!second)
        return std::unexpected(second.error());
    made.cost = std::max(made.cost, costOf(second->operand));
    made.operands.push_back(std::move(second->operand));
    return made;
}

/// RE2 takes time in proportion to the text whatever the expression is. As Wireshark, letters match in either case.
Checked<Test> Compiler::matches(const Syntax& syntax)
{
    const Syntax& expression = syntax.children[1];
    if (expression.kind != Kind::Text)
        return wrong(Errc::Syntax, expression, "a regular expression in quotes");
    auto typed = operand(syntax.children[0]);
    if (!typed)
        return std::unexpected(typed.error());
    const bool isText = typed->shape.kind == Shape::Kind::Octets || typed->shape.kind == Shape::Kind::Text || typed->shape.kind == Shape::Kind::DomainName
        || typed->shape.kind == Shape::Kind::Other;
    if (!isText)
        return wrong(Errc::BadValue, syntax.children[0], "text or bytes before matches; string(…) makes a text of numbers and addresses");
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_case_sensitive(false);
    options.set_log_errors(false);
    options.set_max_mem(regexMemory);
    auto pattern = std::make_shared<const re2::RE2>(expression.text, options);
    if (!pattern->ok())
        return wrong(Errc::BadValue, expression, "a regular expression (" + pattern->error() + ")");
    Test made{.what = Test::What::Matches, .cost = costOf(typed->operand), .all = wantsAll(syntax)};
    made.operands.push_back(std::move(typed->operand));
    made.pattern = std::move(pattern);
    return made;
}

} // namespace fw::filter
