#include "engine/scapy/layer_reader.h"
#include "engine/scapy/scapy.h"

namespace fw::scapy {
namespace {

std::unexpected<ParseError> told(literals::SyntaxError error)
{
    return std::unexpected(ParseError{error.code, error.column, error.length, std::move(error.found), std::move(error.expected)});
}

/// The reader keeps "text" apart from b"bytes"; without a field to put it in, both are bytes.
void forgetTexts(Value& value)
{
    if (const HostName* text = value.hostName())
        value = Value(toBuffer(text->text));
    else if (auto* list = std::get_if<ValueList>(&value.data))
        for (Value& item : list->items)
            forgetTexts(item);
    else if (auto* tuple = std::get_if<ValueTuple>(&value.data))
        for (Value& item : tuple->items)
            forgetTexts(item);
}

} // namespace

std::expected<Drafts, ParseError> parseAll(const Protocols& protocols, std::string_view text)
{
    LayerReader reader(protocols, text);
    auto packets = reader.packets();
    return packets ? std::expected<Drafts, ParseError>(std::move(*packets)) : told(std::move(packets.error()));
}

std::expected<Draft, ParseError> parse(const Protocols& protocols, std::string_view text)
{
    const auto packets = parseAll(protocols, text);
    if (!packets)
        return std::unexpected(packets.error());
    if (packets->size() != 1)
        return std::unexpected(ParseError{Errc::BadValue, 0, text.size(), std::string(text.substr(0, 40)), "one packet rather than a list"});
    return *packets->front();
}

std::expected<Value, ParseError> parseValue(const Protocols& protocols, std::string_view text)
{
    LayerReader reader(protocols, text);
    auto value = reader.value();
    if (!value)
        return told(std::move(value.error()));
    if (!reader.atEnd())
        return told(reader.unexpected("the end").error());
    forgetTexts(*value);
    return std::move(*value);
}

} // namespace fw::scapy
