#include "engine/scapy/layer_reader.h"

#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/fuzz.h"
#include "engine/packet/near_names.h"
#include "engine/packet/python_text.h"

#include <algorithm>

namespace fw::scapy {

using literals::Read;
using literals::SyntaxError;
using literals::Token;

namespace {

constexpr std::size_t mostLayers = 256;
constexpr std::size_t mostPackets = 65'536;
constexpr std::int64_t mostZeros = 1 << 20; ///< Of bytes(N).

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

std::vector<LayerPtr> layersOf(const Value& stack)
{
    if (const auto* layer = std::get_if<LayerPtr>(&stack.data))
        return {*layer};
    std::vector<LayerPtr> layers;
    if (const ValueTuple* tuple = stack.tuple())
        for (const Value& item : tuple->items)
            if (const auto* one = std::get_if<LayerPtr>(&item.data))
                layers.push_back(*one);
    return layers;
}

/// The characters of a string of hex digits, which may stand in groups.
std::optional<Buffer> hexOf(const Value& value)
{
    const auto digits = literals::plainText(value);
    if (!digits)
        return std::nullopt;
    Buffer out;
    int high = -1;
    for (const char c : *digits) {
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

Read<Drafts> LayerReader::packets()
{
    if (auto error = beforeJoined({}); error && !peek().is('[') && peek().kind != Token::Kind::Number)
        return std::unexpected(std::move(*error));
    const std::size_t from = peek().column;
    auto packets = value();
    if (!packets)
        return std::unexpected(std::move(packets.error()));
    if (!atEnd())
        return unexpected("'/' or the end");
    if (literals::plainText(*packets)) // A string by itself.
        packets = Value(LayerPtr(std::make_shared<Layer>(rawLayer(m_protocols, bytesOf(*packets).value_or(Buffer())))));
    Drafts out;
    Known known;
    if (!collect(*packets, out, known))
        return wrong(Errc::Syntax, from, endOfLast(), "a layer or a string");
    if (out.size() > mostPackets)
        return wrong(Errc::BadValue, from, endOfLast(), "at most " + std::to_string(mostPackets) + " packets");
    return out;
}

/// False if something in it is no packet. What a repetition has made is the same draft again.
bool LayerReader::collect(const Value& value, Drafts& into, Known& known) const
{
    if (into.size() > mostPackets)
        return true;
    if (literals::isStack(value)) {
        auto& draft = known[layersOf(value)];
        if (draft == nullptr)
            draft = std::make_shared<const Draft>(draftOf(value));
        into.push_back(draft);
        return true;
    }
    const ValueList* list = value.list();
    return list != nullptr && std::ranges::all_of(list->items, [&](const Value& item) { return collect(item, into, known); });
}

Draft LayerReader::draftOf(const Value& stack) const
{
    Draft draft;
    std::vector<std::size_t> open;
    for (const LayerPtr& layer : layersOf(stack)) {
        if (m_fuzzed.contains(layer))
            open.push_back(draft.layers.size());
        draft.layers.push_back(*layer);
    }
    for (const std::size_t layer : open)
        fuzzLayer(m_protocols, draft, layer);
    return draft;
}

/// The same value, what fuzz() left open in its layers decided.
Value LayerReader::settled(const Value& value) const
{
    if (m_fuzzed.empty())
        return value;
    if (const auto* layer = std::get_if<LayerPtr>(&value.data))
        return m_fuzzed.contains(*layer) ? Value(LayerPtr(std::make_shared<Layer>(draftOf(value).layers.front()))) : value;
    Value out = value;
    if (auto* list = std::get_if<ValueList>(&out.data))
        for (Value& item : list->items)
            item = settled(item);
    else if (auto* tuple = std::get_if<ValueTuple>(&out.data))
        for (Value& item : tuple->items)
            item = settled(item);
    return out;
}

std::optional<SyntaxError> LayerReader::beforeJoined(const Value& left) const
{
    const Token& token = peek();
    const bool isNumber = left.integer() != nullptr || left.real() != nullptr;
    if (token.kind == Token::Kind::Name || token.isString() || token.is('(') || isNumber)
        return std::nullopt;
    return unexpected("a layer or a string").error();
}

Read<Value> LayerReader::joined(Value left, Value right, std::size_t from)
{
    const bool isText = literals::plainText(left) || literals::plainText(right);
    const bool isStacks = literals::isStack(left) && literals::isStack(right);
    if (!isStacks && !(isText && (literals::isStack(left) || literals::isStack(right))))
        return wrong(Errc::Syntax, from, endOfLast(), "a layer or a string");
    ValueTuple layers;
    const auto add = [&](Value value) {
        if (auto* tuple = std::get_if<ValueTuple>(&value.data))
            std::ranges::move(tuple->items, std::back_inserter(layers.items));
        else if (value.layer() != nullptr)
            layers.items.push_back(std::move(value));
        else
            layers.items.emplace_back(LayerPtr(std::make_shared<Layer>(rawLayer(m_protocols, bytesOf(value).value_or(Buffer())))));
    };
    add(std::move(left));
    add(std::move(right));
    if (layers.items.size() > mostLayers)
        return wrong(Errc::BadValue, from, endOfLast(), "at most " + std::to_string(mostLayers) + " layers");
    return Value(std::move(layers));
}

std::unexpected<SyntaxError> LayerReader::unknownProtocol() const
{
    std::vector<std::string_view> names;
    for (std::size_t id = 0; id < m_protocols.size(); ++id)
        names.emplace_back(m_protocols[static_cast<ProtocolId>(id)].name);
    const Token& name = peek();
    return wrong(Errc::UnknownProtocol, name.column, name.column + name.length, "a protocol (" + nearNamesText(name.text, names, 4) + ")");
}

Read<Value> LayerReader::construct()
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
    if (!layers)
        return std::unexpected(std::move(layers.error()));
    ValueTuple stack;
    for (Layer& layer : *layers)
        stack.items.emplace_back(LayerPtr(std::make_shared<Layer>(std::move(layer))));
    return stack.items.size() == 1 ? Value(std::move(stack.items.front())) : Value(std::move(stack));
}

/// A name that begins a value, rather than being that of a field.
bool LayerReader::isValueName() const
{
    const std::string& name = peek().text;
    static constexpr std::string_view others[] = {"Net", "Net6", "float", "range", "None", "True", "False"};
    return isFunction() || isRandomName(name) || m_protocols.find(name) != nullptr || std::ranges::find(others, name) != std::end(others);
}

Read<std::vector<LayerReader::Argument>> LayerReader::arguments(const ProtocolDesc& protocol, std::optional<Argument>& positional)
{
    std::vector<Argument> given;
    while (!takeIf(')')) {
        if (peek().text == "_pkt" && peek(1).is('=') && given.empty()) { // Scapy's name of what needs none.
            take();
            take();
        }
        if (peek().kind == Token::Kind::Name && (peek(1).is('=') || !isValueName())) {
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
    const TypeId type = protocol.fields[argument.field].type;
    const FlagSetDesc* flags = protocol.fields[argument.field].flags;
    const bool isKeyed = (flags != nullptr && flags->isSet) || (type != noType && m_protocols.type(type).kind == Kind::Codec);
    const bool takesNames = peek().is('{') && isKeyed; // To other fields it means nothing.
    auto item = takesNames ? dictionary() : value();
    if (!item)
        return std::unexpected(item.error());
    argument.value = std::move(*item);
    argument.to = endOfLast();
    return argument;
}

/// The layer before its fields are set: empty, or read from bytes as in IP(b"\x45…").
Read<std::vector<Layer>> LayerReader::begin(const ProtocolDesc& protocol, std::optional<Argument>& positional)
{
    if (!positional)
        return std::vector{makeLayer(m_protocols, protocol.id)};
    if (protocol.id == m_protocols.raw() && !protocol.fields.empty()) {
        std::vector layers{makeLayer(m_protocols, protocol.id)};
        positional->field = 0;
        if (auto error = assign(layers.front(), {*positional}))
            return std::unexpected(std::move(*error));
        return layers;
    }
    const bool isBytes = literals::plainText(positional->value) || literals::isStack(positional->value);
    const auto bytes = isBytes ? bytesOf(positional->value) : std::nullopt;
    if (!bytes)
        return wrong(Errc::BadValue, positional->from, positional->to, "field=value, or the layer's bytes");
    auto layers = dissect(m_protocols, *bytes, 0, {.first = protocol.id}).draft.layers;
    return layers.empty() ? std::vector{makeLayer(m_protocols, protocol.id)} : std::move(layers);
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
        auto value = coerce(m_protocols, protocol, argument.field, settled(argument.value), &layer);
        if (!value)
            return wrong(value.error().code, argument.from, argument.to, expectedIn(value.error())).error();
        const SlotState state = value->isNone() ? SlotState::Auto : SlotState::Explicit;
        layer.fields[argument.field] = {state, std::move(*value)};
    }
    return std::nullopt;
}

bool LayerReader::isFunction() const
{
    static constexpr std::string_view names[] = {"raw", "bytes", "bytearray", "bytes_encode", "bytes_hex", "hex_bytes", "fuzz", "RawVal", "chr", "list",
                                                  "dns_compress"};
    const bool isCall = peek(1).is('(') || (peek().text == "bytes" && peek(1).is('.') && peek(2).text == "fromhex");
    return peek().kind == Token::Kind::Name && isCall && std::ranges::find(names, peek().text) != std::end(names);
}

/// What bytes() makes of it: of packets, strings, a count of zeros, a list of numbers.
std::optional<Buffer> LayerReader::bytesOf(const Value& value) const
{
    if (const auto text = literals::plainText(value))
        return toBuffer(*text);
    if (literals::isStack(value))
        return buildBytes(m_protocols, draftOf(value));
    if (const auto* count = value.integer())
        return *count >= 0 && *count <= mostZeros ? std::optional(Buffer(static_cast<std::size_t>(*count))) : std::nullopt;
    const ValueList* list = value.list();
    if (list == nullptr)
        return std::nullopt;
    Buffer out;
    for (const Value& item : list->items) {
        const auto* number = item.integer();
        if (number == nullptr || *number < 0 || *number > 255)
            return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(*number));
    }
    return out;
}

Read<Value> LayerReader::function()
{
    const Token name = take();
    std::string called = name.text;
    if (takeIf('.'))
        called = "hex_bytes"; // bytes.fromhex
    if (peek().text == "fromhex")
        take();
    const std::size_t from = peek().column + 1;
    auto given = callArguments();
    if (!given)
        return std::unexpected(std::move(given.error()));
    if (given->empty() || !given->front().name.empty())
        return wrong(Errc::BadValue, name.column, endOfLast(), "a value in the parentheses");
    Value value = std::move(given->front().value);
    if (called == "fuzz")
        return fuzzed(std::move(value), from);
    if (called == "dns_compress")
        return compressed(value, from);
    if (called == "list")
        return value;
    if (called == "chr") {
        const auto* number = value.integer();
        if (number == nullptr || *number < 0 || *number > 0x10ffff)
            return wrong(Errc::BadValue, name.column, endOfLast(), "the number of a character");
        return Value(HostName{utf8(static_cast<char32_t>(*number))});
    }
    auto bytes = called == "hex_bytes" ? hexOf(value) : bytesOf(value);
    if (!bytes)
        return wrong(Errc::BadValue, name.column, endOfLast(), called == "hex_bytes" ? "a string of hex digits" : "layers, a string, or numbers from 0 to 255");
    return Value(called == "bytes_hex" ? toBuffer(toHex(*bytes)) : std::move(*bytes));
}

/// The layers are only noted: what else is on them tells which of their fields are open.
Read<Value> LayerReader::fuzzed(Value value, std::size_t from)
{
    if (!literals::isStack(value))
        return wrong(Errc::BadValue, from, endOfLast(), "layers");
    ValueTuple out;
    for (const LayerPtr& layer : layersOf(value)) {
        const auto own = std::make_shared<Layer>(*layer); // The same layer may stand elsewhere, not fuzzed.
        m_fuzzed.insert(own);
        out.items.emplace_back(LayerPtr(own));
    }
    return out.items.size() == 1 ? Value(std::move(out.items.front())) : Value(std::move(out));
}

/// Where a layer leaves it open whether names point back to those before them, they do.
Read<Value> LayerReader::compressed(const Value& value, std::size_t from) const
{
    if (!literals::isStack(value))
        return wrong(Errc::BadValue, from, endOfLast(), "layers");
    ValueTuple out;
    for (const LayerPtr& layer : layersOf(value)) {
        const auto own = std::make_shared<Layer>(*layer);
        const auto& fields = m_protocols[layer->protocol].fields;
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (fields[i].role == Role::CompressedNames)
                own->fields[i] = {SlotState::Explicit, Value(std::int64_t{1})};
        out.items.emplace_back(LayerPtr(own));
    }
    return out.items.size() == 1 ? Value(std::move(out.items.front())) : Value(std::move(out));
}

Read<Value> LayerReader::named()
{
    return isFunction() ? function() : construct();
}

} // namespace fw::scapy
