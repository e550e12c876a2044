#include "engine/scapy/layer_reader.h"

#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/near_names.h"

#include <algorithm>

namespace fw::scapy {

using literals::Read;
using literals::SyntaxError;
using literals::Token;

namespace {

constexpr std::size_t mostLayers = 256;

bool isSwitch(const Protocols& protocols, const FieldDesc& field)
{
    return field.type != noType && protocols.type(field.type).kind == Kind::Switch;
}

/// What an engine error says was expected.
std::string expectedIn(const Error& error)
{
    static constexpr std::string_view mark = ", expected ";
    const std::size_t at = error.detail.rfind(mark);
    return at == std::string::npos ? error.detail : error.detail.substr(at + mark.size());
}

std::optional<Buffer> bytesOf(const Value& value)
{
    if (const HostName* text = value.hostName())
        return toBuffer(text->text);
    return value.bytes() != nullptr ? std::optional(*value.bytes()) : std::nullopt;
}

/// The characters of a string of hex digits, which may stand in groups.
std::optional<Buffer> hexOf(const Value& value)
{
    const auto digits = bytesOf(value);
    if (!digits)
        return std::nullopt;
    Buffer out;
    int high = -1;
    for (const std::uint8_t c : *digits) {
        const int lower = c | 0x20;
        const int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
        if (digit < 0 && c != ' ' && c != ':')
            return std::nullopt;
        if (digit >= 0 && high >= 0)
            out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
        high = digit < 0 ? high : high >= 0 ? -1 : digit;
    }
    return high < 0 ? std::optional(out) : std::nullopt;
}

} // namespace

Read<Draft> LayerReader::stack()
{
    auto layers = chain();
    if (!layers)
        return std::unexpected(layers.error());
    if (!atEnd())
        return unexpected("'/' or the end");
    return Draft{std::move(*layers)};
}

Read<LayerReader::Layers> LayerReader::chain()
{
    Layers layers;
    do {
        const std::size_t from = peek().column;
        auto next = part();
        if (!next)
            return next;
        std::ranges::move(*next, std::back_inserter(layers));
        if (layers.size() > mostLayers)
            return wrong(Errc::BadValue, from, endOfLast(), "at most " + std::to_string(mostLayers) + " layers");
    } while (takeIf('/'));
    return layers;
}

Read<LayerReader::Layers> LayerReader::part()
{
    const Depth depth(*this);
    if (depth.tooDeep())
        return unexpected("less nesting");
    if (peek().kind == Token::Kind::Name && !isFunction())
        return construct();
    if (takeIf('(')) {
        auto layers = chain();
        if (layers && !takeIf(')'))
            return unexpected("'/' or ')'");
        return layers;
    }
    if (!peek().isString() && !isFunction())
        return unexpected("a layer or a string");
    const auto payload = peek().isString() ? string() : function();
    if (!payload)
        return std::unexpected(payload.error());
    return Layers{rawLayer(m_protocols, bytesOf(*payload).value_or(Buffer()))};
}

std::unexpected<SyntaxError> LayerReader::unknownProtocol() const
{
    std::vector<std::string_view> names;
    for (std::size_t id = 0; id < m_protocols.size(); ++id)
        names.emplace_back(m_protocols[static_cast<ProtocolId>(id)].name);
    const Token& name = peek();
    return wrong(Errc::UnknownProtocol, name.column, name.column + name.length, "a protocol (" + nearNamesText(name.text, names, 4) + ")");
}

Read<LayerReader::Layers> LayerReader::construct()
{
    const ProtocolDesc* protocol = m_protocols.find(peek().text);
    if (protocol == nullptr)
        return unknownProtocol();
    take();
    if (!takeIf('('))
        return unexpected("'('");
    std::optional<Argument> positional;
    auto given = arguments(*protocol, positional);
    if (!given)
        return std::unexpected(given.error());
    auto layers = begin(*protocol, positional);
    if (layers && !given->empty()) {
        if (layers->front().protocol != protocol->id) // Bytes that were no such layer.
            return wrong(Errc::BadValue, positional->from, positional->to, "the bytes of a layer " + protocol->name);
        layers->front().original.reset();
        if (auto error = assign(layers->front(), std::move(*given)))
            return std::unexpected(std::move(*error));
    }
    return layers;
}

Read<std::vector<LayerReader::Argument>> LayerReader::arguments(const ProtocolDesc& protocol, std::optional<Argument>& positional)
{
    std::vector<Argument> given;
    while (!takeIf(')')) {
        if (peek().kind == Token::Kind::Name && (peek(1).is('=') || m_protocols.find(peek().text) == nullptr) && !isFunction()
            && !isRandomName(peek().text)) {
            auto argument = keyword(protocol);
            if (!argument)
                return std::unexpected(argument.error());
            if (std::ranges::find(given, argument->field, &Argument::field) != given.end())
                return wrong(Errc::Syntax, argument->from, argument->to, "each field once");
            given.push_back(std::move(*argument));
        } else if (!positional && given.empty() && !peek().is(',')) {
            const std::size_t from = peek().column;
            auto item = value();
            if (!item)
                return std::unexpected(item.error());
            positional = Argument{noField, std::move(*item), from, endOfLast()};
        } else {
            return unexpected("a field of " + protocol.name + " or ')'");
        }
        if (!takeIf(',') && !peek().is(')'))
            return unexpected("',' or ')'");
    }
    return given;
}

Read<LayerReader::Argument> LayerReader::keyword(const ProtocolDesc& protocol)
{
    Argument argument;
    const Token& name = peek();
    argument.field = protocol.find(name.text);
    if (argument.field == noField) {
        std::vector<std::string_view> names;
        for (const FieldDesc& field : protocol.fields)
            names.emplace_back(field.name);
        return wrong(Errc::UnknownField, name.column, name.column + name.length,
                     "a field of " + protocol.name + (names.empty() ? "" : " (" + nearNamesText(name.text, names, 4) + ")"));
    }
    take();
    if (!takeIf('='))
        return unexpected("'='");
    argument.from = peek().column;
    auto item = value();
    if (!item)
        return std::unexpected(item.error());
    argument.value = std::move(*item);
    argument.to = endOfLast();
    return argument;
}

/// The layer before its fields are set: empty, or read from bytes as in IP(b"\x45…").
Read<LayerReader::Layers> LayerReader::begin(const ProtocolDesc& protocol, std::optional<Argument>& positional)
{
    if (!positional)
        return Layers{makeLayer(m_protocols, protocol.id)};
    if (protocol.id == m_protocols.raw() && !protocol.fields.empty()) {
        Layers layers{makeLayer(m_protocols, protocol.id)};
        positional->field = 0;
        if (auto error = assign(layers.front(), {*positional}))
            return std::unexpected(std::move(*error));
        return layers;
    }
    const auto bytes = bytesOf(positional->value);
    if (!bytes)
        return wrong(Errc::BadValue, positional->from, positional->to, "field=value, or the layer's bytes");
    auto layers = dissect(m_protocols, *bytes, 0, {.first = protocol.id}).draft.layers;
    return layers.empty() ? Layers{makeLayer(m_protocols, protocol.id)} : std::move(layers);
}

std::optional<SyntaxError> LayerReader::assign(Layer& layer, std::vector<Argument> arguments)
{
    const ProtocolDesc& protocol = m_protocols[layer.protocol];
    // What a switch means may depend on any other field.
    std::ranges::stable_partition(arguments, [&](const Argument& argument) {
        return !isSwitch(m_protocols, protocol.fields[argument.field]);
    });
    for (Argument& argument : arguments) {
        if (protocol.fields[argument.field].chain && argument.value.isNone())
            argument.value = ValueList{}; // A chain of no packets, which is not the default of one question.
        auto value = coerce(m_protocols, protocol, argument.field, std::move(argument.value), &layer);
        if (!value)
            return wrong(value.error().code, argument.from, argument.to, expectedIn(value.error())).error();
        const SlotState state = value->isNone() ? SlotState::Auto : SlotState::Explicit;
        layer.fields[argument.field] = {state, std::move(*value)};
    }
    return std::nullopt;
}

bool LayerReader::isFunction() const
{
    const std::string& name = peek().text;
    return peek().kind == Token::Kind::Name && peek(1).is('(') && (name == "raw" || name == "bytes" || name == "hex_bytes");
}

/// raw(layers), bytes(layers or b"…"), hex_bytes("45 00 …")
Read<Value> LayerReader::function()
{
    const Token name = take();
    take();
    const bool isLayers = !peek().isString();
    if (isLayers && name.text == "hex_bytes")
        return unexpected("a string of hex digits");
    auto layers = isLayers ? chain() : Read<Layers>(Layers());
    auto text = isLayers ? Read<Value>(Value()) : string();
    if (!layers || !text)
        return std::unexpected(!layers ? layers.error() : text.error());
    if (!takeIf(')'))
        return unexpected("')'");
    if (isLayers)
        return Value(buildBytes(m_protocols, Draft{std::move(*layers)}));
    auto bytes = name.text == "hex_bytes" ? hexOf(*text) : bytesOf(*text);
    if (!bytes)
        return wrong(Errc::BadValue, name.column, endOfLast(), "a string of hex digits");
    return Value(std::move(*bytes));
}

Read<Value> LayerReader::named()
{
    if (isFunction())
        return function();
    auto layers = chain();
    if (!layers)
        return std::unexpected(layers.error());
    std::vector<Value> values;
    for (Layer& layer : *layers)
        values.emplace_back(LayerPtr(std::make_shared<Layer>(std::move(layer))));
    return values.size() == 1 ? std::move(values.front()) : Value(ValueTuple{std::move(values)});
}

} // namespace fw::scapy
