#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

#include <algorithm>
#include <charconv>

namespace fw {

namespace {

/// "lower.src", "qd[0].qname", "dst!r": the fields one by one.
class TemplatePath {
public:
    explicit TemplatePath(std::string_view text) : m_rest(text)
    {
        isRaw = m_rest.ends_with("!r");
        if (isRaw)
            m_rest.remove_suffix(2);
    }

    /// The next name and the index behind it, if there is one.
    struct Step {
        std::string_view name;
        std::optional<std::size_t> element;
    };
    [[nodiscard]] bool isDone() const { return m_rest.empty(); }
    Step next()
    {
        const std::size_t end = std::min(m_rest.find('.'), m_rest.size());
        Step step{m_rest.substr(0, end), std::nullopt};
        m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
        const std::size_t bracket = step.name.find('[');
        if (bracket == std::string_view::npos)
            return step;
        std::size_t index = 0;
        std::from_chars(step.name.data() + bracket + 1, step.name.data() + step.name.size(), index);
        step.element = index;
        step.name = step.name.substr(0, bracket);
        return step;
    }

    bool isRaw = false;

private:
    std::string_view m_rest;
};

constexpr std::string_view unknownText = "??"; // As Scapy writes it.

/// A whole field: of a list of plain values only the values, without brackets.
std::string fieldText(FieldScope& scope, FieldIndex field, const TemplatePath& path)
{
    ValueWriter writer(scope, path.isRaw ? ValueWriter::Style::Raw : ValueWriter::Style::Shown);
    const Value& value = scope.value(field);
    const ValueList* list = path.isRaw ? nullptr : value.list();
    if (list == nullptr || std::ranges::any_of(list->items, [](const Value& item) { return item.layer() != nullptr || item.tuple() != nullptr; }))
        return writer.field(field, value);
    const TypeId element = scope.protocols().type(scope.protocol().fields[field].type).element;
    std::string out;
    for (const Value& item : list->items)
        out += (out.empty() ? "" : ", ") + writer.ofType(field, element, item);
    return out;
}

/// Nothing if the path leads nowhere.
std::optional<std::string> textAt(FieldScope& scope, TemplatePath path)
{
    const TemplatePath::Step step = path.next();
    const FieldIndex field = scope.protocol().find(step.name);
    if (field == noField)
        return std::nullopt;
    if (!step.element)
        return path.isDone() ? std::optional(fieldText(scope, field, path)) : std::nullopt;
    const Value* value = &scope.value(field);
    const ValueList* list = value->list();
    if (list == nullptr || *step.element >= list->items.size())
        return std::nullopt;
    value = &list->items[*step.element];
    if (path.isDone() || value->layer() == nullptr)
        return ValueWriter(scope, path.isRaw ? ValueWriter::Style::Raw : ValueWriter::Style::Shown).field(field, *value);
    const Layer whole = completed(scope.protocols(), *value->layer());
    FieldScope inner = FieldScope::alone(scope.protocols(), whole, &scope);
    return textAt(inner, path);
}

/// The nearest layer below that has the field.
std::string textBelow(StackScopes& stack, std::size_t layer, TemplatePath path)
{
    TemplatePath probe = path;
    const std::string_view name = probe.next().name;
    while (layer-- > 0)
        if (stack[layer].protocol().find(name) != noField)
            return textAt(stack[layer], path).value_or(std::string(unknownText));
    return std::string(unknownText);
}

struct Filled {
    std::string text;
    bool isWhole = true; ///< Every path led somewhere.
};

Filled filled(StackScopes& stack, std::size_t layer, const TextRule& rule)
{
    constexpr std::string_view below = "lower.";
    Filled out;
    for (const TextPart& part : rule.parts) {
        out.text += part.literal;
        if (part.path.starts_with(below)) {
            out.text += textBelow(stack, layer, TemplatePath(std::string_view(part.path).substr(below.size())));
        } else if (!part.path.empty()) {
            const auto found = textAt(stack[layer], TemplatePath(part.path));
            out.text += found.value_or(std::string(unknownText));
            out.isWhole = out.isWhole && found.has_value();
        }
    }
    return out;
}

/// Nothing if the protocol has no text of its own for this layer.
std::optional<std::string> ownSummary(StackScopes& stack, std::size_t layer)
{
    FieldScope& scope = stack[layer];
    if (scope.protocol().isQuotedForm())
        return std::nullopt;
    for (const TextRule& rule : scope.protocol().summary) {
        if (rule.when != 0 && !scope.protocols().program(rule.when).evaluate(scope).isTrue())
            continue;
        if (rule.parts.empty())
            return std::nullopt;
        Filled text = filled(stack, layer, rule);
        if (text.isWhole || &rule == &scope.protocol().summary.back()) // Else another rule may have what this one lacks.
            return std::move(text.text);
    }
    return std::nullopt;
}

} // namespace

std::string summary(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    StackScopes stack(protocols, draft, environment);
    std::string out;
    bool isTold = false; // Scapy's rule: the innermost layer that has a text tells it, those below only their names.
    for (std::size_t i = stack.size(); i-- > 0;) {
        const auto own = isTold ? std::nullopt : ownSummary(stack, i);
        isTold = isTold || own.has_value();
        const std::string text = own ? *own : stack[i].protocol().name;
        out = out.empty() ? text : text + " / " + out;
    }
    return out;
}

} // namespace fw
