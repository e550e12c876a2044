#include "engine/filter/compiler.h"

#include "engine/packet/near_names.h"

#include <algorithm>

namespace fw::filter {
namespace {

using Kind = Syntax::Kind;

struct KnownFunction {
    std::string_view name;
    Function function;
    std::size_t least;
    std::size_t most;
};
constexpr KnownFunction functions[] = {
    {"len", Function::Length, 1, 1}, {"count", Function::Count, 1, 1},  {"lower", Function::Lower, 1, 1}, {"upper", Function::Upper, 1, 1},
    {"string", Function::Text, 1, 1}, {"min", Function::Least, 2, 16}, {"max", Function::Greatest, 2, 16}, {"abs", Function::Absolute, 1, 1},
};

std::unexpected<FilterError> wrong(Errc code, const Syntax& syntax, std::string expected)
{
    return std::unexpected(FilterError{code, syntax.from, std::max<std::size_t>(syntax.to - syntax.from, 1), syntax.text, std::move(expected)});
}

bool isCountable(const Shape& shape)
{
    return shape.kind == Shape::Kind::Number || shape.kind == Shape::Kind::Real || shape.kind == Shape::Kind::Time || shape.kind == Shape::Kind::Other
        || shape.kind == Shape::Kind::Octets; // A slice of up to eight bytes is a number.
}

} // namespace

Checked<Typed> Compiler::operand(const Syntax& syntax)
{
    switch (syntax.kind) {
    case Kind::Name: return m_nameReader.read(syntax);
    case Kind::Calculate:
    case Kind::Negate: return calculation(syntax);
    case Kind::Call: return call(syntax);
    case Kind::Slice: return slice(syntax);
    case Kind::Number: return Typed{{.what = Operand::What::Constant, .constant = Item::of(static_cast<Wide>(syntax.number)), .children = {}}, {.kind = Shape::Kind::Number, .fields = {}}};
    case Kind::Real: return Typed{{.what = Operand::What::Constant, .constant = Item::of(syntax.real), .children = {}}, {.kind = Shape::Kind::Real, .fields = {}}};
    case Kind::Text: {
        const Item text = Item::of(kept(m_program, toBuffer(syntax.text)));
        return Typed{{.what = Operand::What::Constant, .constant = text, .children = {}}, {.kind = Shape::Kind::Text, .fields = {}}};
    }
    default: return wrong(Errc::Syntax, syntax, "a field or a value, not a condition");
    }
}

Checked<Typed> Compiler::calculation(const Syntax& syntax)
{
    Operand made{.what = syntax.kind == Kind::Negate ? Operand::What::Negate : Operand::What::Calculate, .arithmetic = syntax.arithmetic, .children = {}};
    bool isReal = false;
    std::vector<Checked<Typed>> sides;
    for (const Syntax& child : syntax.children) {
        sides.push_back(child.kind == Kind::Text ? Checked<Typed>(Typed{}) : operand(child));
        if (!sides.back())
            return sides.back();
    }
    for (std::size_t i = 0; i < sides.size(); ++i) {
        // "SA" beside flags are these bits.
        if (syntax.children[i].kind == Kind::Text) {
            const Shape& other = sides[1 - std::min<std::size_t>(i, 1)]->shape;
            auto value = sides.size() == 2 ? m_constants.read(syntax.children[i], other) : Checked<std::vector<Range>>(wrong(Errc::BadValue, syntax.children[i], "a number"));
            if (!value || !numberIn(value->front().low))
                return value ? wrong(Errc::BadValue, syntax.children[i], "a number") : std::unexpected(value.error());
            sides[i] = Typed{{.what = Operand::What::Constant, .constant = value->front().low, .children = {}}, {.kind = Shape::Kind::Number, .fields = {}}};
        }
        if (!isCountable(sides[i]->shape))
            return wrong(Errc::BadValue, syntax.children[i], "a number to calculate with");
        isReal = isReal || sides[i]->shape.kind == Shape::Kind::Real || sides[i]->shape.kind == Shape::Kind::Time;
    }
    for (auto& side : sides)
        made.children.push_back(std::move(side->operand));
    return Typed{std::move(made), {.kind = isReal ? Shape::Kind::Real : Shape::Kind::Number, .fields = {}, .existsBare = false}};
}

Checked<Typed> Compiler::slice(const Syntax& syntax)
{
    const Syntax& inner = syntax.children.front();
    auto typed = operand(inner);
    if (!typed)
        return typed;
    // TCP.options.Timestamp[0]: of an option with several values, one.
    if (typed->operand.what == Operand::What::Source && syntax.slice->first >= 0 && syntax.slice->length == 1) {
        auto& targets = m_program.sources[typed->operand.source].targets;
        if (targets.size() == 1 && !targets.front().steps.empty() && targets.front().steps.back().what == Step::What::Option) {
            targets.front().steps.push_back({.what = Step::What::Element, .number = static_cast<std::uint64_t>(syntax.slice->first), .name = {}});
            return typed;
        }
    }
    // DNS.qd[0]: of a list, an element.
    if (!typed->shape.fields.empty() && typed->operand.what == Operand::What::Source && inner.kind == Kind::Name) {
        const Names::Field place = typed->shape.fields.front();
        const FieldDesc& field = m_names.protocols()[place.protocol].fields[place.field];
        const bool isList = m_names.protocols().type(field.type).kind == fw::Kind::List;
        if (isList && syntax.slice->first >= 0 && syntax.slice->length == 1) {
            for (Target& target : m_program.sources[typed->operand.source].targets)
                target.steps.push_back({.what = Step::What::Element, .number = static_cast<std::uint64_t>(syntax.slice->first), .name = {}});
            return typed;
        }
    }
    if (typed->shape.kind == Shape::Kind::Real || typed->shape.kind == Shape::Kind::Time || typed->operand.what == Operand::What::Constant)
        return wrong(Errc::BadValue, inner, "bytes before the brackets");
    Operand made{.what = Operand::What::Slice, .slice = *syntax.slice, .children = {}};
    if (typed->shape.kind == Shape::Kind::Number)
        return wrong(Errc::BadValue, inner, "bytes before the brackets; of a number, calculate: IP.len >> 8");
    made.children.push_back(std::move(typed->operand));
    return Typed{std::move(made), {.kind = Shape::Kind::Octets, .fields = {}}};
}

Checked<Typed> Compiler::call(const Syntax& syntax)
{
    const auto* const known = std::ranges::find(functions, syntax.text, &KnownFunction::name);
    if (known == std::end(functions)) {
        std::vector<std::string_view> names;
        for (const KnownFunction& function : functions)
            names.push_back(function.name);
        return std::unexpected(FilterError{Errc::Syntax, syntax.from, syntax.text.size(), syntax.text, "a function: " + nearNamesText(syntax.text, names)});
    }
    if (syntax.children.size() < known->least || syntax.children.size() > known->most)
        return wrong(Errc::Syntax, syntax, std::string(known->name) + (known->most == 1 ? "() of one field" : "() of several fields or numbers"));
    Operand made{.what = Operand::What::Call, .function = known->function, .children = {}};
    Shape shape{.kind = Shape::Kind::Number, .fields = {}, .existsBare = false};
    for (const Syntax& argument : syntax.children) {
        auto typed = operand(argument);
        if (!typed)
            return typed;
        const bool isNumber = typed->shape.kind == Shape::Kind::Number || typed->shape.kind == Shape::Kind::Real || typed->shape.kind == Shape::Kind::Time;
        const bool wantsBytes = known->function == Function::Length || known->function == Function::Lower || known->function == Function::Upper;
        if (wantsBytes && isNumber)
            return wrong(Errc::BadValue, argument, "text or bytes; string(…) makes a text of a number");
        if (!isCountable(typed->shape) && known->function >= Function::Least)
            return wrong(Errc::BadValue, argument, "a number");
        if (known->function == Function::Lower || known->function == Function::Upper || known->function == Function::Text)
            shape = {.kind = Shape::Kind::Text, .fields = {}};
        // How addresses are written depends on their kind.
        const bool isAddress = typed->shape.kind == Shape::Kind::Ipv4 || typed->shape.kind == Shape::Kind::Ipv6 || typed->shape.kind == Shape::Kind::Mac;
        made.isAddress = isAddress && known->function == Function::Text;
        made.children.push_back(std::move(typed->operand));
    }
    return Typed{std::move(made), std::move(shape)};
}

} // namespace fw::filter
