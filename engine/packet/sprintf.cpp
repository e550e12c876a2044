#include "engine/packet/sprintf.h"

#include "engine/packet/python_text.h"
#include "engine/packet/sprintf_format.h"
#include "engine/packet/summary.h"
#include "engine/packet/text.h"
#include "engine/packet/value_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace fw {
namespace {

constexpr std::size_t longestTemplate = 1 << 16;
constexpr std::size_t longestText = 1 << 20;
constexpr std::size_t longestFound = 40;
constexpr std::size_t deepest = 32;
constexpr std::string_view unknownText = "??"; // As Scapy writes it.

/// A template whose conditions are being decided: what is left of it, and where each character of that stood.
class Expansion {
public:
    explicit Expansion(std::string_view text) : m_source(text), m_text(text), m_places(text.size())
    {
        for (std::size_t i = 0; i < m_places.size(); ++i)
            m_places[i] = static_cast<std::uint32_t>(i);
    }

    /// Scapy's way: the last '{' with the first '}' behind it, until none is left.
    template <class Keeps> std::optional<TemplateError> decide(const Keeps& keeps)
    {
        for (std::size_t open = m_text.rfind('{'); open != std::string::npos; open = m_text.rfind('{')) {
            const std::size_t close = m_text.find('}', open);
            if (close == std::string::npos)
                return error(open, open + 1, "a '}' behind it");
            const std::size_t colon = m_text.find(':', open);
            if (colon > close || colon == open + 1)
                return error(open, close + 1, "{LAYER:text}");
            const bool kept = keeps(std::string_view(m_text).substr(open + 1, colon - open - 1));
            erase(close, close + 1);
            erase(open, kept ? colon + 1 : close);
        }
        return std::nullopt;
    }

    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] TemplateError error(std::size_t from, std::size_t to, std::string expected) const
    {
        const std::size_t start = from < m_places.size() ? m_places[from] : m_source.size();
        const std::size_t last = to > from && to - 1 < m_places.size() ? m_places[to - 1] : start;
        const std::size_t length = std::max(last, start) - start + 1;
        return {Errc::Syntax, start, length, std::string(m_source.substr(start, std::min(length, longestFound))), std::move(expected)};
    }

private:
    void erase(std::size_t from, std::size_t to)
    {
        m_text.erase(from, to - from);
        m_places.erase(m_places.begin() + static_cast<std::ptrdiff_t>(from), m_places.begin() + static_cast<std::ptrdiff_t>(to));
    }

    std::string_view m_source;
    std::string m_text;
    std::vector<std::uint32_t> m_places;
};

/// What stands between two '%': [format,][layer[:number].]field
struct Directive {
    std::string_view format = "s";
    std::optional<std::string_view> layer;
    std::int64_t number = 1;
    std::string_view field;
};

/// As int() reads it.
std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<Directive> directiveOf(std::string_view text)
{
    Directive out;
    if (const std::size_t comma = text.find(','); comma != std::string_view::npos) {
        out.format = text.substr(0, comma);
        text.remove_prefix(comma + 1);
    }
    out.field = text;
    if (const std::size_t dot = text.find('.'); dot != std::string_view::npos) {
        out.layer = text.substr(0, dot);
        out.field = text.substr(dot + 1);
        if (const std::size_t colon = out.layer->find(':'); colon != std::string_view::npos) {
            const auto number = wholeNumber(out.layer->substr(colon + 1));
            if (!number)
                return std::nullopt;
            out.number = *number;
            out.layer = out.layer->substr(0, colon);
        }
    }
    const bool isOne = text.find(',') == std::string_view::npos && out.field.find('.') == std::string_view::npos;
    return isOne && !out.format.empty() ? std::optional(out) : std::nullopt;
}

/// Walks through what is left after the conditions. `value(directive)` gives the text or what was expected.
template <class Value> std::expected<std::string, TemplateError> filled(const Expansion& expansion, const Value& value)
{
    static constexpr std::string_view escapes = "%()";
    static constexpr std::string_view meanings = "%{}";
    const std::string& text = expansion.text();
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t percent = std::min(text.find('%', at), text.size());
        out += std::string_view(text).substr(at, percent - at);
        if (percent == text.size())
            break;
        const std::size_t escape = percent + 1 < text.size() ? escapes.find(text[percent + 1]) : std::string::npos;
        if (escape != std::string::npos) {
            out += meanings[escape];
            at = percent + 2;
            continue;
        }
        const std::size_t end = text.find('%', percent + 1);
        if (end == std::string::npos)
            return std::unexpected(expansion.error(percent, text.size(), "%FIELD%, %LAYER.FIELD%, or %% for a percent sign"));
        const auto directive = directiveOf(std::string_view(text).substr(percent + 1, end - percent - 1));
        if (!directive)
            return std::unexpected(expansion.error(percent, end + 1, "%FORMAT,LAYER:NUMBER.FIELD%"));
        std::expected<std::string, std::string> one = value(*directive);
        if (one && out.size() + one->size() > longestText)
            one = std::unexpected(fmt::format("at most {} characters of text", longestText));
        if (!one)
            return std::unexpected(expansion.error(percent, end + 1, one.error()));
        out += *one;
        at = end + 1;
    }
    return out;
}

std::string timeOfDay(std::chrono::nanoseconds time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const std::time_t clock = seconds.count();
    std::tm local{};
    localtime_r(&clock, &local);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(time - seconds).count();
    return fmt::format("{:02}:{:02}:{:02}.{:06}", local.tm_hour, local.tm_min, local.tm_sec, micros);
}

PythonValue asText(std::string text)
{
    return {{}, text, pythonString(toBuffer(text))};
}

PythonValue asItself(std::string text)
{
    return {{}, text, text};
}

/// A field's value as Scapy's users get it: numbers as numbers, addresses as text, bytes as bytes.
class PlainValue {
public:
    PlainValue(FieldScope& scope, FieldIndex field) : m_scope(scope), m_field(scope.protocol().fields[field]), m_index(field) {}

    PythonValue get()
    {
        const Value& value = m_scope.value(m_index);
        const TypeId typeId = m_scope.typeFor(m_field.type, value);
        const TypeDesc type = typeId == noType ? TypeDesc{} : m_scope.protocols().type(typeId);
        if (const auto* number = value.integer())
            return whole(type, *number);
        if (const auto* number = value.real())
            return {*number, pythonFloat(*number), pythonFloat(*number)};
        if (const ValueList* elements = value.list())
            return asItself(list(type, *elements));
        if (const Layer* layer = value.layer())
            return asItself(summary(m_scope.protocols(), Draft{{*layer}}));
        const bool isText = value.bytes() != nullptr && isAddress(type);
        return isText ? asText(written(typeId, value)) : asItself(value.isNone() ? "None" : written(typeId, value));
    }

private:
    static bool isAddress(const TypeDesc& type)
    {
        return type.kind == Kind::Mac || type.kind == Kind::Ipv4 || type.kind == Kind::Ipv6 || type.kind == Kind::Oui || type.kind == Kind::Eui64;
    }

    std::string written(TypeId type, const Value& value) { return ValueWriter(m_scope, ValueWriter::Style::Raw).ofType(m_index, type, value); }

    PythonValue whole(const TypeDesc& type, std::int64_t number)
    {
        const bool isUnsigned = type.kind == Kind::Int && type.bits == 64 && !type.isSigned;
        const bool negative = number < 0 && !isUnsigned;
        const auto pattern = static_cast<std::uint64_t>(number);
        const PythonValue::Whole counted{negative ? 0 - pattern : pattern, negative};
        if (m_field.flags == nullptr)
            return {counted, written(m_field.type, number), written(m_field.type, number)};
        const std::string names = m_field.flags->text(pattern); // Scapy's flags are numbers that read as their letters.
        return {counted, names, fmt::format("<Flag {} ({})>", pattern, names)};
    }

    std::string list(const TypeDesc& type, const ValueList& value)
    {
        if (m_field.chain) {
            Draft chain;
            for (const Value& item : value.items)
                if (item.layer() != nullptr)
                    chain.layers.push_back(*item.layer());
            return chain.layers.empty() ? "None" : summary(m_scope.protocols(), chain);
        }
        if (type.kind == Kind::Tlv && !m_scope.isSet(m_index) && value.items.empty())
            return m_scope.protocols().tlv(type.tlv).bareAsName ? "[]" : "b''"; // What Scapy's classes begin with.
        if (type.kind != Kind::List)
            return ValueWriter(m_scope).field(m_index, value);
        std::string out;
        for (const Value& item : value.items)
            out += (out.empty() ? "" : ", ") + element(type.element, item);
        return "[" + out + "]";
    }

    std::string element(TypeId typeId, const Value& item)
    {
        const TypeId id = m_scope.typeFor(typeId, item);
        if (const Layer* layer = item.layer())
            return ValueWriter(m_scope).structure(*layer);
        const std::string text = written(id, item);
        return item.bytes() != nullptr && id != noType && isAddress(m_scope.protocols().type(id)) ? pythonString(toBuffer(text)) : text;
    }

    FieldScope& m_scope;
    const FieldDesc& m_field;
    FieldIndex m_index;
};

/// One packet, as the directives ask for it.
class Subject {
public:
    Subject(const Protocols& protocols, const Draft& draft, std::optional<std::chrono::nanoseconds> time, const Environment& environment)
        : m_protocols(protocols), m_stack(protocols, draft, environment), m_time(time)
    {
    }

    /// A layer, or a structure in a field of one; by its name or its title.
    bool has(std::string_view name)
    {
        for (FieldScope& scope : m_stack) {
            if (isCalled(scope.protocol(), name))
                return true;
            for (std::size_t i = 0; i < scope.protocol().fields.size(); ++i)
                if (holds(scope.value(static_cast<FieldIndex>(i)), name, 0))
                    return true;
        }
        return false;
    }

    std::expected<std::string, std::string> text(const Directive& directive)
    {
        if (directive.field == "time")
            return m_time ? formatted(directive.format, asText(timeOfDay(*m_time))) : std::expected<std::string, std::string>(unknownText);
        const bool isRaw = directive.format.ends_with('r');
        std::string_view format = directive.format;
        format.remove_suffix(isRaw ? 1 : 0);
        const auto value = find(directive, isRaw);
        if (!value)
            return std::string(unknownText);
        return formatted(format.empty() ? "s" : format, *value);
    }

private:
    static std::expected<std::string, std::string> formatted(std::string_view format, const PythonValue& value)
    {
        const auto parsed = parsePythonFormat(format);
        return parsed ? formatPython(*parsed, value) : std::unexpected(parsed.error());
    }

    static bool isCalled(const ProtocolDesc& protocol, std::string_view name)
    {
        return protocol.name == name || (!protocol.title.empty() && protocol.title == name);
    }

    bool holds(const Value& value, std::string_view name, std::size_t depth) const
    {
        const auto holdsIt = [&](const Value& item) { return holds(item, name, depth + 1); };
        if (depth > deepest)
            return false;
        if (const ValueList* list = value.list())
            return std::ranges::any_of(list->items, holdsIt);
        if (const ValueTuple* tuple = value.tuple())
            return std::ranges::any_of(tuple->items, holdsIt);
        const Layer* layer = value.layer();
        if (layer == nullptr)
            return false;
        return isCalled(m_protocols[layer->protocol], name)
            || std::ranges::any_of(layer->fields, [&](const Slot& slot) { return holds(slot.value, name, depth + 1); });
    }

    std::optional<std::size_t> layerOf(const Directive& directive)
    {
        if (!directive.layer)
            return m_stack.size() == 0 ? std::nullopt : std::optional<std::size_t>(0);
        std::int64_t left = std::max<std::int64_t>(directive.number, 1);
        for (std::size_t i = 0; i < m_stack.size(); ++i)
            if (m_stack[i].protocol().name == *directive.layer && --left == 0)
                return i;
        return std::nullopt;
    }

    std::optional<PythonValue> find(const Directive& directive, bool isRaw)
    {
        const auto layer = layerOf(directive);
        if (!layer)
            return std::nullopt;
        for (std::size_t i = *layer; i < m_stack.size(); ++i) {
            const FieldIndex field = m_stack[i].protocol().find(directive.field);
            if (field != noField) // One that a layer above has is not put in words.
                return isRaw || i > *layer ? PlainValue(m_stack[i], field).get() : asText(shownText(m_stack[i], field));
            if (i == *layer)
                if (auto part = partOf(i, directive.field))
                    return asItself(std::move(*part));
        }
        return std::nullopt;
    }

    /// What every layer has besides its fields.
    std::optional<std::string> partOf(std::size_t layer, std::string_view name)
    {
        if (name == "payload")
            return summaryFrom(m_stack, layer + 1);
        if (name == "underlayer")
            return layer == 0 ? "None" : summaryFrom(m_stack, layer - 1);
        const ProtocolDesc& protocol = m_stack[layer].protocol();
        return name == "name" ? std::optional(protocol.title.empty() ? protocol.name : protocol.title) : std::nullopt;
    }

    const Protocols& m_protocols;
    StackScopes m_stack;
    std::optional<std::chrono::nanoseconds> m_time;
};

std::optional<TemplateError> tooLong(std::string_view text)
{
    if (text.size() <= longestTemplate)
        return std::nullopt;
    return TemplateError{Errc::BadValue, longestTemplate, 1, {}, fmt::format("at most {} characters", longestTemplate)};
}

} // namespace

std::expected<std::string, TemplateError> sprintf(const Protocols& protocols, const Draft& draft, std::string_view text,
    std::optional<std::chrono::nanoseconds> time, const Environment& environment)
{
    if (auto error = tooLong(text))
        return std::unexpected(std::move(*error));
    Expansion expansion(text);
    Subject subject(protocols, draft, time, environment);
    const auto keeps = [&](std::string_view name) { return name.starts_with('!') ? !subject.has(name.substr(1)) : subject.has(name); };
    if (auto error = expansion.decide(keeps))
        return std::unexpected(std::move(*error));
    return filled(expansion, [&](const Directive& directive) { return subject.text(directive); });
}

std::optional<TemplateError> checkTemplate(std::string_view text)
{
    if (auto error = tooLong(text))
        return error;
    Expansion expansion(text);
    if (auto error = expansion.decide([](std::string_view) { return true; }))
        return error;
    const auto checked = filled(expansion, [](const Directive& directive) -> std::expected<std::string, std::string> {
        const bool isRaw = directive.format.ends_with('r') && directive.field != "time" && directive.format.size() > 1;
        const auto format = parsePythonFormat(directive.format.substr(0, directive.format.size() - (isRaw ? 1 : 0)));
        return format ? std::expected<std::string, std::string>(std::string()) : std::unexpected(format.error());
    });
    return checked ? std::nullopt : std::optional(checked.error());
}

} // namespace fw
