#include "engine/protocol/codecs/ber.h"

#include "engine/base/address.h"
#include "engine/protocol/codecs/asn1_time.h"
#include "engine/protocol/codecs/value_text.h"
#include "engine/protocol/description.h"

#include <fmt/format.h>

#include <algorithm>

namespace fw {
namespace {

constexpr std::uint8_t longForm = 0x80;
constexpr std::size_t mostLengthBytes = 8;
constexpr std::size_t mostTextBytes = 4096; // Of an object identifier as text.

struct BerType {
    std::string_view codec;
    BerCodec::Form form;
    std::uint8_t tag;
    std::string_view scapyClass;
};
using enum BerCodec::Form;
constexpr BerType berTypes[] = {
    {"ber_boolean", Boolean, 0x01, "ASN1_BOOLEAN"},      {"ber_integer", Integer, 0x02, "ASN1_INTEGER"},
    {"ber_bits", Octets, 0x03, "ASN1_BIT_STRING"},       {"ber_octets", Octets, 0x04, "ASN1_STRING"},
    {"ber_null", Null, 0x05, "ASN1_NULL"},               {"ber_oid", Oid, 0x06, "ASN1_OID"},
    {"ber_enumerated", Integer, 0x0a, "ASN1_ENUMERATED"}, {"ber_utf8", Octets, 0x0c, "ASN1_UTF8_STRING"},
    {"ber_ia5", Octets, 0x16, "ASN1_IA5_STRING"},        {"ber_utc_time", UtcTime, 0x17, "ASN1_UTC_TIME"},
    {"ber_generalized_time", GeneralizedTime, 0x18, "ASN1_GENERALIZED_TIME"}, {"ber_general_string", Octets, 0x1b, "ASN1_GENERAL_STRING"},
    {"ber_ip_address", Octets, 0x40, "ASN1_IPADDRESS"},  {"ber_counter32", Integer, 0x41, "ASN1_COUNTER32"},
    {"ber_gauge32", Integer, 0x42, "ASN1_GAUGE32"},      {"ber_time_ticks", Integer, 0x43, "ASN1_TIME_TICKS"},
    {"ber_counter64", Integer, 0x46, "ASN1_COUNTER64"},  {"ber_any", Any, 0, "ASN1_ANY"},
    {"ber_content", Content, 0, "ASN1_STRING"},
};
constexpr std::uint8_t ipAddressTag = 0x40;

struct BerLength {
    std::uint64_t length = 0;
    std::size_t used = 0;
    bool damaged = false; ///< Cut off, of the indefinite form, or larger than any packet.
};

BerLength readLength(Bytes bytes)
{
    if (bytes.empty())
        return {.damaged = true};
    if (bytes[0] < longForm)
        return {bytes[0], 1, false};
    const std::size_t size = bytes[0] & 0x7f;
    if (size == 0 || size > mostLengthBytes || size >= bytes.size())
        return {bytes.size(), 1, true};
    const std::uint64_t length = readBits(bytes, 8, static_cast<unsigned>(size * 8));
    return {length, 1 + size, length > 0x7fffffff};
}

Buffer lengthBytes(std::uint64_t length)
{
    if (length < longForm)
        return {static_cast<std::uint8_t>(length)};
    Buffer out;
    for (; length != 0; length >>= 8)
        out.insert(out.begin(), static_cast<std::uint8_t>(length));
    out.insert(out.begin(), static_cast<std::uint8_t>(longForm | out.size()));
    return out;
}

Buffer wrapped(std::uint8_t tag, Bytes content)
{
    Buffer out{tag};
    append(out, lengthBytes(content.size()));
    append(out, content);
    return out;
}

/// Two's complement, in as few bytes as it takes.
Buffer integerBytes(std::int64_t number)
{
    Buffer out(8);
    writeBits(out, 0, 64, static_cast<std::uint64_t>(number));
    const auto isSpare = [](std::uint8_t first, std::uint8_t second) { return (first == 0 && second < 0x80) || (first == 0xff && second >= 0x80); };
    while (out.size() > 1 && isSpare(out[0], out[1]))
        out.erase(out.begin());
    return out;
}

std::string oidText(Bytes content)
{
    std::string out;
    std::uint64_t part = 0;
    bool isFirst = true;
    for (const std::uint8_t byte : content) {
        part = part << 7 | (byte & 0x7f);
        if ((byte & 0x80) != 0)
            continue;
        if (isFirst) { // X.690, section 8.19.4: the first two parts are one number.
            const std::uint64_t root = std::min<std::uint64_t>(part / 40, 2);
            out += fmt::format(".{}", root);
            part -= root * 40;
        }
        out += fmt::format(".{}", part);
        isFirst = false;
        part = 0;
        if (out.size() > mostTextBytes)
            return out + "…";
    }
    return out;
}

std::optional<Buffer> oidBytes(std::string_view text)
{
    std::vector<std::uint64_t> parts;
    if (text.starts_with('.'))
        text.remove_prefix(1);
    while (!text.empty()) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        const auto part = integerIn(text.substr(0, dot));
        if (!part || *part < 0 || dot + 1 == text.size())
            return std::nullopt;
        parts.push_back(static_cast<std::uint64_t>(*part));
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    if (parts.size() < 2 || parts[0] > 2)
        return std::nullopt;
    parts[1] += parts[0] * 40;
    Buffer out;
    for (const std::uint64_t part : std::span(parts).subspan(1)) {
        int shift = 63;
        while (shift > 0 && part >> shift == 0)
            shift -= 7;
        for (; shift >= 0; shift -= 7)
            out.push_back(static_cast<std::uint8_t>((part >> shift & 0x7f) | (shift > 0 ? 0x80 : 0)));
    }
    return out;
}

/// What stands in <ASN1_INTEGER[…]>, or the text itself.
std::string_view bare(std::string_view text)
{
    const std::size_t open = text.find("<ASN1_");
    const std::size_t bracket = open == std::string_view::npos ? open : text.find('[', open);
    if (bracket == std::string_view::npos || !text.ends_with("]>"))
        return text;
    std::string_view inner = text.substr(bracket + 1, text.size() - bracket - 3);
    if (inner.starts_with("b'"))
        inner.remove_prefix(1);
    if (inner.size() >= 2 && inner.front() == '\'' && inner.back() == '\'')
        inner = inner.substr(1, inner.size() - 2);
    return inner;
}

bool isTime(BerCodec::Form form)
{
    return form == UtcTime || form == GeneralizedTime;
}

bool holdsBytes(BerCodec::Form form)
{
    return form == Octets || form == Content || isTime(form);
}

const BerType* typeOfTag(std::uint8_t tag)
{
    const auto found = std::ranges::find_if(berTypes, [&](const BerType& type) { return type.form != Any && type.form != Content && type.tag == tag; });
    return found == std::end(berTypes) ? nullptr : found;
}

} // namespace

BerCodec::BerCodec(std::string codecName, Form form, std::uint8_t tag, std::string_view scapyClass)
    : m_name(std::move(codecName))
    , m_form(form)
    , m_tag(tag)
    , m_scapyClass(scapyClass)
{
}

Decoded BerCodec::decode(const DecodeContext& context) const
{
    const Bytes bytes = context.frame.subspan(context.at, context.end - context.at);
    if (m_form == Content)
        return {.value = toBuffer(bytes), .used = bytes.size(), .elsewhere = {}};
    if (bytes.empty())
        return {.value = contentValue({}), .used = 0, .elsewhere = {}, .damaged = true};
    const BerLength length = readLength(bytes.subspan(1));
    const std::size_t head = std::min(1 + length.used, bytes.size());
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(length.length, bytes.size() - head));
    const bool damaged = length.damaged || take < length.length || (m_form != Any && bytes[0] != m_tag);
    Value value = m_form == Any ? Value(toBuffer(bytes.first(head + take))) : contentValue(bytes.subspan(head, take));
    return {.value = std::move(value), .used = head + take, .elsewhere = {}, .damaged = damaged};
}

Value BerCodec::contentValue(Bytes content) const
{
    const bool isNumber = m_form == Integer || m_form == Boolean || m_form == Null;
    if (!isNumber || content.size() > 8)
        return Value(toBuffer(content));
    std::uint64_t number = !content.empty() && (content[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t byte : content)
        number = number << 8 | byte;
    return Value(m_form == Boolean ? std::int64_t{number != 0} : static_cast<std::int64_t>(number));
}

Buffer BerCodec::content(const Value& value) const
{
    if (const Buffer* bytes = value.bytes())
        return *bytes;
    const std::int64_t number = value.integer() != nullptr ? *value.integer() : 0;
    switch (m_form) {
    case Integer:
        return integerBytes(number);
    case Boolean:
        return {static_cast<std::uint8_t>(number != 0 ? 0xff : 0)};
    default:
        return {};
    }
}

Buffer BerCodec::encode(const Value& value) const
{
    if (m_form == Content)
        return content(value);
    if (m_form != Any)
        return wrapped(m_tag, content(value));
    if (const Buffer* bytes = value.bytes())
        return *bytes;
    return value.integer() != nullptr ? wrapped(0x02, integerBytes(*value.integer())) : Buffer{0x05, 0};
}

std::optional<Value> BerCodec::parse(std::string_view text) const
{
    if (m_form == Any) {
        for (const BerType& type : berTypes)
            if (type.form != Any && type.form != Content && (text.find(fmt::format("<{}[", type.scapyClass)) != std::string_view::npos))
                if (auto value = BerCodec("", type.form, type.tag, type.scapyClass).parse(text))
                    return Value(BerCodec("", type.form, type.tag, type.scapyClass).encode(*value));
        const auto number = integerIn(text);
        return Value(number ? wrapped(0x02, integerBytes(*number)) : text.empty() ? Buffer{0x05, 0} : wrapped(0x04, toBuffer(text)));
    }
    const std::string_view inner = bare(text);
    if (holdsBytes(m_form)) {
        const auto address = m_tag == ipAddressTag ? parseIpv4(std::string(inner)) : std::nullopt;
        return address ? Value(Buffer(address->begin(), address->end())) : Value(toBuffer(inner));
    }
    if (m_form == Oid) {
        auto bytes = oidBytes(inner);
        return bytes ? std::optional(Value(std::move(*bytes))) : std::nullopt;
    }
    if (m_form == Boolean && (inner == "True" || inner == "False"))
        return Value(std::int64_t{inner == "True"});
    const auto number = integerIn(inner);
    return number ? std::optional(Value(*number)) : std::nullopt;
}

std::string BerCodec::plain(const Value& value) const
{
    const Buffer* bytes = value.bytes();
    if (m_form == Any)
        return format(value);
    if (m_form == Oid)
        return bytes != nullptr ? oidText(*bytes) : std::string();
    if (holdsBytes(m_form))
        return bytes == nullptr ? std::string() : m_tag == ipAddressTag && bytes->size() == 4 ? ipv4Text(*bytes) : toString(*bytes);
    if (bytes != nullptr)
        return "0x" + toHex(*bytes);
    return std::to_string(value.integer() != nullptr ? *value.integer() : 0);
}

std::string BerCodec::formatNamed(const Value& value, const EnumDesc* names) const
{
    const Buffer* bytes = value.bytes();
    if (m_form == Any) {
        const Buffer all = encode(value);
        const BerType* type = all.empty() ? nullptr : typeOfTag(all[0]);
        if (type == nullptr)
            return bytesText(all);
        const BerCodec codec("", type->form, type->tag, type->scapyClass);
        return codec.format(codec.decode({.frame = all, .at = 0, .end = all.size()}).value);
    }
    if (m_form == Content || (m_form == Octets && (m_tag != ipAddressTag || bytes == nullptr || bytes->size() != 4)))
        return fmt::format("<{}[{}]>", m_scapyClass, bytesText(bytes != nullptr ? *bytes : Buffer()));
    if (isTime(m_form)) {
        const std::string text = plain(value);
        const bool isUtc = m_form == UtcTime;
        const std::string told = asn1TimeText(text, isUtc ? Asn1Time::Utc : Asn1Time::Generalized)
                                     .value_or(text + (isUtc ? " [invalid utc time]" : " [invalid generalized time]"));
        return fmt::format("{} <{}[{}]>", told, m_scapyClass, bytesText(toBuffer(text)).substr(1));
    }
    if (m_form == Octets || m_form == Oid)
        return fmt::format("<{}['{}']>", m_scapyClass, plain(value));
    if (m_form == Null)
        return fmt::format("<{}[0]>", m_scapyClass);
    if (m_form == Boolean && bytes == nullptr) {
        const char* text = value.integer() != nullptr && *value.integer() != 0 ? "True" : "False";
        return fmt::format("{0} <{1}[{0}]>", text, m_scapyClass);
    }
    const std::int64_t number = value.integer() != nullptr ? *value.integer() : 0;
    const std::string name = names != nullptr && bytes == nullptr && names->names.contains(number) ? "'" + names->names.at(number) + "' " : "";
    if (bytes != nullptr)
        return fmt::format("0x{} <{}[0x{}]>", toHex(*bytes), m_scapyClass, toHex(*bytes));
    const std::string hex = number < 0 ? fmt::format("-0x{:x}", 0 - static_cast<std::uint64_t>(number)) : fmt::format("0x{:x}", number);
    return fmt::format("{}{} <{}[{}]>", name, hex, m_scapyClass, number);
}

std::string BerCodec::shown(const Value& value, const EnumDesc* names, Came came) const
{
    const Buffer* bytes = value.bytes();
    if (came == Came::Read || (m_form != Integer && !holdsBytes(m_form) && m_form != Oid && m_form != Any))
        return formatNamed(value, names);
    if (m_form == Any) { // Only numbers are given as such.
        const bool isNumber = came == Came::Set && bytes != nullptr && bytes->size() > 2 && bytes->front() == 0x02;
        return isNumber ? BerCodec("", Integer, 0x02, "").plain(BerCodec("", Integer, 0x02, "").decode({.frame = *bytes, .at = 0, .end = bytes->size()}).value)
                        : formatNamed(value, names);
    }
    if (came == Came::Set)
        return m_form == Integer ? plain(value) : bytesText(toBuffer(plain(value))).substr(1);
    const bool isText = holdsBytes(m_form) && m_tag != ipAddressTag && bytes != nullptr;
    return isText ? fmt::format("<{}[{}]>", m_scapyClass, bytesText(*bytes).substr(1)) : formatNamed(value, names);
}

std::optional<Value> BerCodec::convert(const Value& given, const EnumDesc* names) const
{
    if (given.integer() != nullptr && m_form == Any)
        return Value(encode(given));
    if (given.integer() != nullptr && (m_form == Integer || m_form == Boolean))
        return given;
    const auto text = textBytes(given);
    if (!text)
        return std::nullopt;
    if (names != nullptr && m_form == Integer)
        if (const auto found = names->values.find(toString(*text)); found != names->values.end())
            return Value(found->second);
    return parse(toString(*text));
}

Decoded BerLengthCodec::decode(const DecodeContext& context) const
{
    const Bytes bytes = context.frame.subspan(context.at, context.end - context.at);
    const BerLength length = readLength(bytes);
    return {.value = static_cast<std::int64_t>(std::min<std::uint64_t>(length.length, 0x7fffffff)), .used = std::min(length.used, bytes.size()),
            .elsewhere = {}, .damaged = length.damaged};
}

Buffer BerLengthCodec::encode(const Value& value) const
{
    return lengthBytes(static_cast<std::uint64_t>(value.integer() != nullptr ? std::max<std::int64_t>(*value.integer(), 0) : 0));
}

std::optional<Value> BerLengthCodec::parse(std::string_view text) const
{
    const auto number = integerIn(text);
    return number && *number >= 0 ? std::optional(Value(*number)) : std::nullopt;
}

std::string BerLengthCodec::format(const Value& value) const
{
    return std::to_string(value.integer() != nullptr ? *value.integer() : 0);
}

std::unique_ptr<Codec> makeBerCodec(std::string_view name)
{
    const std::size_t colon = std::min(name.find(':'), name.size());
    for (const BerType& type : berTypes) {
        if (type.codec != name.substr(0, colon))
            continue;
        const auto tag = colon == name.size() ? std::optional<std::int64_t>(type.tag) : integerIn("0x" + std::string(name.substr(colon + 1)));
        return tag && *tag >= 0 && *tag <= 0xff
            ? std::make_unique<BerCodec>(std::string(name), type.form, static_cast<std::uint8_t>(*tag), type.scapyClass)
            : nullptr;
    }
    return nullptr;
}

} // namespace fw
