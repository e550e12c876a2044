// Numbers, names, flags, addresses, bytes: fields that hold one thing.
#include "engine/packet/coercion.h"

#include "engine/base/address.h"
#include "engine/packet/build.h"
#include "engine/packet/near_names.h"
#include "engine/packet/networks.h"
#include "engine/protocol/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fw {
namespace {

constexpr std::size_t longestSketch = 40;

std::optional<std::int64_t> numberIn(std::string_view text)
{
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    const std::string_view head = text.substr(0, 2);
    const int base = head == "0x" || head == "0X" ? 16 : head == "0b" || head == "0B" ? 2 : 10;
    text.remove_prefix(base == 10 ? 0 : 2);
    std::uint64_t magnitude = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), magnitude, base);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

/// "00:11:22", "00-11-22" or "001122": so many bytes, the separators where they like.
std::optional<Buffer> hexBytes(std::string_view text, std::size_t size)
{
    std::string digits(text);
    std::erase_if(digits, [](char c) { return c == ':' || c == '-'; });
    if (digits.size() != size * 2)
        return std::nullopt;
    Buffer out(size);
    for (std::size_t i = 0; i < size; ++i) {
        const char* at = digits.data() + i * 2;
        const auto [end, error] = std::from_chars(at, at + 2, out[i], 16);
        if (error != std::errc{} || end != at + 2)
            return std::nullopt;
    }
    return out;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::int64_t> valueNamed(const EnumDesc& names, std::string_view text)
{
    if (const auto exact = names.values.find(std::string(text)); exact != names.values.end())
        return exact->second;
    for (const auto& [name, value] : names.values)
        if (equalsIgnoringCase(name, text))
            return value;
    return std::nullopt;
}

std::size_t bytesOf(const TypeDesc& type) { return type.bits / 8U; }

} // namespace

std::optional<std::string> literalText(const Value& value)
{
    if (const HostName* name = value.hostName())
        return name->text;
    if (const Buffer* bytes = value.bytes())
        return toString(*bytes);
    return std::nullopt;
}

std::string literalSketch(const Value& value)
{
    if (const auto* number = value.integer())
        return std::to_string(*number);
    if (const auto* number = value.real())
        return fmt::format("{}", *number);
    if (const HostName* name = value.hostName())
        return name->text.size() > longestSketch ? name->text.substr(0, longestSketch) + "…" : name->text;
    if (const Buffer* bytes = value.bytes()) {
        const bool readable = std::ranges::all_of(*bytes, [](std::uint8_t c) { return c >= 0x20 && c < 0x7f; });
        return readable ? literalSketch(HostName{toString(*bytes)}) : literalSketch(HostName{"0x" + toHex(Bytes(*bytes).first(std::min<std::size_t>(bytes->size(), longestSketch)))});
    }
    if (value.isNone())
        return "None";
    return value.list() != nullptr ? "[…]" : value.tuple() != nullptr ? "(…)" : value.set() != nullptr ? "several values" : "a layer";
}

Result<Value> Coercion::toScalar(const TypeDesc& type, const Value& value)
{
    switch (type.kind) {
    case Kind::Int:
    case Kind::Virtual:
        return toNumber(type, value);
    case Kind::Float:
        if (const auto* number = value.integer())
            return Value(static_cast<double>(*number));
        return value.real() != nullptr ? Result<Value>(value) : bad(value, "a number");
    case Kind::Ipv4:
    case Kind::Ipv6:
        return toAddress(type, value);
    case Kind::Mac:
    case Kind::Eui64:
    case Kind::Oui:
    case Kind::Uuid:
        return toHardwareAddress(type, value);
    case Kind::Octets:
        if (const auto* number = value.integer(); number != nullptr && type.isNumber && *number >= 0) {
            Buffer wide(bytesOf(type));
            writeBits(wide, (wide.size() - 8) * 8, 64, static_cast<std::uint64_t>(*number));
            return Value(std::move(wide));
        }
        return toBytes(value);
    case Kind::Text:
    case Kind::CString:
    case Kind::Line:
        return toBytes(value);
    case Kind::Codec:
        return toCodec(type, value);
    default:
        return bad(value, "no value");
    }
}

Result<Value> Coercion::toNumber(const TypeDesc& type, const Value& value)
{
    const double scale = m_field.scaled && m_field.scale != 0 ? m_field.scale : 1;
    if (const auto* number = value.integer())
        return scale == 1 || m_isCounted ? inRange(type, *number) : toNumber(type, Value(static_cast<double>(*number)));
    if (const auto* real = value.real()) {
        const double counted = std::round(*real / scale);
        const bool exact = scale != 1 || counted == *real;
        return exact && std::abs(counted) < 9e18 ? inRange(type, static_cast<std::int64_t>(counted)) : bad(value, expectedOf(type));
    }
    const auto text = literalText(value);
    if (!text)
        return bad(value, expectedOf(type));
    if (const auto number = named(*text))
        return inRange(type, *number);
    if (const Buffer* bytes = value.bytes(); bytes != nullptr && type.bits % 8 == 0 && bytes->size() == bytesOf(type) && !bytes->empty())
        return Value(static_cast<std::int64_t>(type.littleEndian ? readLittleEndian(*bytes) : readBits(*bytes, 0, type.bits)));
    if (const auto number = numberIn(*text))
        return inRange(type, *number);
    return bad(value, expectedOf(type) + (m_names == nullptr ? "" : ", or a name (" + [&] {
        std::vector<std::string_view> names;
        for (const auto& entry : m_names->values)
            names.emplace_back(entry.first);
        std::ranges::sort(names);
        return nearNamesText(*text, names, 3);
    }() + ")"));
}

std::optional<std::int64_t> Coercion::named(std::string_view text) const
{
    if (m_flags != nullptr)
        if (const auto bits = m_flags->parse(text))
            return static_cast<std::int64_t>(*bits);
    if (m_names != nullptr)
        if (const auto found = valueNamed(*m_names, text))
            return found;
    for (const auto& [key, names] : m_field.namesFor) // Which of them counts may not be known yet: ICMP(code="host-unreachable").
        if (const auto found = valueNamed(*names, text))
            return found;
    return std::nullopt;
}

std::optional<std::int64_t> Coercion::flagsOf(const std::vector<Value>& names) const
{
    if (m_flags == nullptr || std::ranges::any_of(names, [](const Value& name) { return name.hostName() == nullptr; }))
        return std::nullopt;
    std::uint64_t bits = 0;
    for (const Value& name : names) {
        const auto one = m_flags->parse(name.hostName()->text);
        if (!one)
            return std::nullopt;
        bits |= *one;
    }
    return static_cast<std::int64_t>(bits);
}

Result<Value> Coercion::inRange(const TypeDesc& type, std::int64_t number)
{
    if (type.bits == 0 || type.bits >= 64)
        return Value(number);
    const std::int64_t span = std::int64_t{1} << (type.isSigned ? type.bits - 1 : type.bits);
    return number < span && number >= (type.isSigned ? -span : 0) ? Result<Value>(number) : bad(number, expectedOf(type));
}

std::string Coercion::expectedOf(const TypeDesc& type) const
{
    if (type.kind != Kind::Int)
        return "a number";
    const std::string flags = m_flags == nullptr ? "" : ", or flags (" + m_flags->text(type.bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << type.bits) - 1) + ")";
    if (type.bits >= 64)
        return "a 64-bit number" + flags;
    const std::int64_t span = std::int64_t{1} << (type.isSigned ? type.bits - 1 : type.bits);
    return fmt::format("{}-{}", type.isSigned ? -span : 0, span - 1) + flags;
}

Result<Value> Coercion::toAddress(const TypeDesc& type, const Value& value)
{
    const std::size_t size = bytesOf(type);
    const char* expected = size == 4 ? "an IPv4 address, network or host name" : "an IPv6 address, network or host name";
    if (const Buffer* bytes = value.bytes(); bytes != nullptr && bytes->size() == size)
        return value;
    if (const auto* number = value.integer(); number != nullptr && size == 4 && *number >= 0 && *number <= 0xffffffffLL) {
        Buffer bytes(4);
        writeBits(bytes, 0, 32, static_cast<std::uint64_t>(*number));
        return Value(std::move(bytes));
    }
    const auto text = literalText(value);
    if (!text || (m_strict && value.bytes() != nullptr)) // In a switch, bytes of another size belong to another case.
        return bad(value, expected);
    if (auto network = networkValue(*text, size))
        return std::move(*network);
    const bool isOther = networkValue(*text, size == 4 ? 16 : 4).has_value();
    return !isOther && isHostName(*text) ? Result<Value>(HostName{*text}) : bad(value, expected);
}

Result<Value> Coercion::toHardwareAddress(const TypeDesc& type, const Value& value)
{
    const std::size_t size = bytesOf(type);
    if (const Buffer* bytes = value.bytes(); bytes != nullptr && bytes->size() == size)
        return value;
    const auto text = literalText(value);
    if (text && type.kind == Kind::Mac)
        if (const auto mac = parseMac(*text))
            return Value(Buffer(mac->begin(), mac->end()));
    if (text)
        if (auto bytes = hexBytes(*text, size))
            return Value(std::move(*bytes));
    return bad(value, type.kind == Kind::Mac ? "a MAC address such as 00:11:22:33:44:55" : fmt::format("{} bytes in hex", size));
}

Result<Value> Coercion::toBytes(const Value& value)
{
    if (const HostName* text = value.hostName())
        return Value(toBuffer(text->text));
    if (value.bytes() != nullptr)
        return value;
    Draft draft;
    if (const Layer* layer = value.layer())
        draft.layers.push_back(*layer);
    else if (const ValueTuple* stack = value.tuple())
        for (const Value& item : stack->items)
            if (item.layer() != nullptr)
                draft.layers.push_back(*item.layer());
    return draft.layers.empty() || m_strict ? bad(value, "text or bytes") : Result<Value>(buildBytes(m_protocols, draft));
}

Result<Value> Coercion::toCodec(const TypeDesc& type, const Value& value)
{
    if (value.integer() != nullptr)
        return type.codec->isQuoted() ? bad(value, "text") : Result<Value>(value);
    const auto text = literalText(value);
    if (!text)
        return bad(value, "text");
    if (auto parsed = type.codec->parse(*text))
        return std::move(*parsed);
    return bad(value, fmt::format("a value for {}", type.codec->name()));
}

} // namespace fw
