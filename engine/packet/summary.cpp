#include "engine/packet/summary.h"

#include "engine/packet/python_text.h"
#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

#include <algorithm>
#include <charconv>

namespace fw {

namespace {

/// "lower.src", "qd[0].qname", "tags[].type", "options['message-type']!title", "dst!r", "NAME!s": the fields one by one.
class TemplatePath {
public:
    explicit TemplatePath(std::string_view text) : m_rest(text)
    {
        isRaw = m_rest.ends_with("!r");
        isTitle = m_rest.ends_with("!title");
        isText = m_rest.ends_with("!s");
        m_rest.remove_suffix(isRaw || isText ? 2 : isTitle ? 6 : 0);
    }

    /// The next name and what stands in brackets behind it, if anything does.
    struct Step {
        std::string_view name;
        std::optional<std::string_view> element; ///< Empty: all of them.
    };
    [[nodiscard]] bool isDone() const { return m_rest.empty(); }
    Step next()
    {
        const std::size_t end = std::min(m_rest.find_first_of(".["), m_rest.size());
        Step step{m_rest.substr(0, end), std::nullopt};
        m_rest.remove_prefix(end);
        if (m_rest.starts_with('[')) {
            const std::size_t close = std::min(m_rest.find(']'), m_rest.size());
            step.element = m_rest.substr(1, close - 1);
            m_rest.remove_prefix(std::min(close + 1, m_rest.size()));
        }
        if (m_rest.starts_with('.'))
            m_rest.remove_prefix(1);
        return step;
    }
    [[nodiscard]] ValueWriter::Style style() const { return isRaw ? ValueWriter::Style::Raw : ValueWriter::Style::Shown; }

    bool isRaw = false;
    bool isText = false;  ///< Bytes without quotes, and without what fills them up.
    bool isTitle = false; ///< The first letter is a capital, the others are small.

private:
    std::string_view m_rest;
};

constexpr std::string_view unknownText = "??"; // As Scapy writes it.

std::string textWithoutFilling(const Buffer& bytes)
{
    const auto end = std::find_if(bytes.rbegin(), bytes.rend(), [](std::uint8_t byte) { return byte != 0 && byte != ' '; }).base();
    const std::string quoted = pythonString(Buffer(bytes.begin(), end));
    return quoted.substr(1, quoted.size() - 2);
}

/// A whole field: of a list of plain values only the values, without brackets.
std::string fieldText(FieldScope& scope, FieldIndex field, const TemplatePath& path)
{
    ValueWriter writer(scope, path.style());
    const Value& value = scope.value(field);
    if (const Buffer* bytes = path.isText ? value.bytes() : nullptr)
        return textWithoutFilling(*bytes);
    const ValueList* list = path.isRaw ? nullptr : value.list();
    if (list == nullptr || std::ranges::any_of(list->items, [](const Value& item) { return item.layer() != nullptr || item.tuple() != nullptr; }))
        return writer.field(field, value);
    const TypeId element = scope.protocols().type(scope.protocol().fields[field].type).element;
    const bool isName = element != noType && scope.protocols().type(element).kind == Kind::Codec; // Told without quotes.
    ValueWriter elements(scope, isName ? ValueWriter::Style::Edit : path.style());
    std::string out;
    for (const Value& item : list->items)
        out += (out.empty() ? "" : ", ") + elements.ofType(field, element, item);
    return out;
}

std::optional<std::string> textAt(FieldScope& scope, TemplatePath path);

std::optional<std::string> elementText(FieldScope& scope, FieldIndex field, const Value& element, const TemplatePath& path)
{
    if (path.isDone() || element.layer() == nullptr)
        return ValueWriter(scope, path.style()).field(field, element);
    const Layer whole = completed(scope.protocols(), *element.layer());
    FieldScope inner = FieldScope::alone(scope.protocols(), whole, &scope);
    return textAt(inner, path);
}

/// The value of the first option of that name.
std::optional<std::string> optionText(FieldScope& scope, FieldIndex field, const ValueList& list, std::string_view name)
{
    const TypeId id = scope.typeFor(scope.protocol().fields[field].type, scope.value(field));
    if (id == noType || scope.protocols().type(id).kind != Kind::Tlv)
        return std::nullopt;
    for (const Value& item : list.items) {
        const auto parts = tlvParts(scope.protocols().tlv(scope.protocols().type(id).tlv), item);
        if (!parts || parts->known == nullptr || parts->known->name != name || parts->values.empty())
            continue;
        const EnumDesc* names = parts->known->valueEnum;
        const std::int64_t* number = parts->values[0].integer();
        if (names != nullptr && number != nullptr)
            return names->names.contains(*number) ? names->names.at(*number) : std::string();
        return ValueWriter(scope, ValueWriter::Style::Edit).field(field, parts->values[0]);
    }
    return std::nullopt;
}

std::optional<std::string> textOf(FieldScope& scope, FieldIndex field, std::string_view element, const TemplatePath& path)
{
    const ValueList* list = scope.value(field).list();
    if (list == nullptr)
        return std::nullopt;
    if (element.starts_with('\'') && element.ends_with('\'') && element.size() >= 2)
        return optionText(scope, field, *list, element.substr(1, element.size() - 2));
    if (!element.empty()) {
        std::size_t index = 0;
        std::from_chars(element.data(), element.data() + element.size(), index);
        return index < list->items.size() ? elementText(scope, field, list->items[index], path) : std::nullopt;
    }
    std::string out;
    for (const Value& item : list->items)
        if (const auto text = elementText(scope, field, item, path))
            out += (out.empty() ? "" : ", ") + *text;
    return out;
}

/// Nothing if the path leads nowhere.
std::optional<std::string> textAt(FieldScope& scope, TemplatePath path)
{
    const TemplatePath::Step step = path.next();
    const FieldIndex field = scope.protocol().find(step.name);
    if (field == noField)
        return std::nullopt;
    if (step.element)
        return textOf(scope, field, *step.element, path);
    if (path.isDone())
        return fieldText(scope, field, path);
    return scope.value(field).layer() != nullptr ? elementText(scope, field, scope.value(field), path) : std::nullopt;
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

std::string titled(std::string text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isLower = text[i] >= 'a' && text[i] <= 'z';
        const bool isUpper = text[i] >= 'A' && text[i] <= 'Z';
        if (i == 0 ? isLower : isUpper)
            text[i] = static_cast<char>(text[i] ^ 0x20);
    }
    return text;
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
            const TemplatePath path(part.path);
            const auto found = textAt(stack[layer], path);
            const std::string text = found.value_or(std::string(unknownText));
            out.text += path.isTitle ? titled(text) : text;
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
    return summaryFrom(stack, 0);
}

std::string summaryFrom(StackScopes& stack, std::size_t first)
{
    std::string out;
    // Scapy's rule: the innermost layer that has a text tells it; those below tell their names only, unless it asks for more.
    bool isTold = false;
    std::vector<ProtocolId> asked;
    for (std::size_t i = stack.size(); i-- > first;) {
        const bool tells = !isTold || std::ranges::find(asked, stack[i].protocol().id) != asked.end();
        const auto own = tells ? ownSummary(stack, i) : std::nullopt;
        isTold = isTold || own.has_value();
        if (own)
            asked.insert(asked.end(), stack[i].protocol().summaryWith.begin(), stack[i].protocol().summaryWith.end());
        const std::string text = own ? *own : stack[i].protocol().name;
        out = out.empty() ? text : text + " / " + out;
    }
    return out;
}

} // namespace fw
