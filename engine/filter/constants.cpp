#include "engine/filter/compiler.h"

#include "engine/base/address.h"
#include "engine/packet/draft.h"
#include "engine/packet/near_names.h"
#include "engine/packet/networks.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace fw::filter {
namespace {

using Ranges = std::vector<Range>;
using Kind_ = Shape::Kind;

std::size_t addressSize(Shape::Kind kind)
{
    return kind == Kind_::Ipv4 ? 4 : kind == Kind_::Ipv6 ? 16 : kind == Kind_::Mac ? 6 : 0;
}

std::unexpected<FilterError> bad(const Syntax& constant, std::string expected)
{
    return std::unexpected(FilterError{Errc::BadValue, constant.from, std::max<std::size_t>(constant.to - constant.from, 1), constant.text, std::move(expected)});
}

Ranges one(Item item) { return {{item, item}}; }

/// "2023-11-14 22:13:20.5", the time with T before it, with Z or UTC behind it, or left out; UTC. In seconds since 1970.
std::optional<long double> timeIn(const std::string& text)
{
    std::tm when{};
    const char* rest = nullptr;
    for (const char* format : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%b %d, %Y %H:%M:%S"}) {
        when = {};
        if (rest = ::strptime(text.c_str(), format, &when); rest != nullptr)
            break;
    }
    if (rest == nullptr)
        return std::nullopt;
    long double fraction = 0;
    if (*rest == '.') {
        char* end = nullptr;
        fraction = std::strtold(("0" + std::string(rest)).c_str(), &end);
        std::size_t digits = 1;
        while (rest[digits] >= '0' && rest[digits] <= '9')
            ++digits;
        rest += digits;
    }
    const std::string_view zone(rest);
    if (!zone.empty() && zone != "Z" && zone != "UTC" && zone != " UTC")
        return std::nullopt;
    const std::time_t seconds = ::timegm(&when);
    return static_cast<long double>(seconds) + fraction;
}

const EnumDesc* firstEnumeration(const FieldDesc& field)
{
    return field.names != nullptr || field.namesFor.empty() ? field.names : field.namesFor.begin()->second;
}

} // namespace

Bytes kept(Program& program, Buffer bytes)
{
    program.texts.push_back(std::make_shared<const Buffer>(std::move(bytes)));
    return *program.texts.back();
}

std::vector<std::string> valueNames(const Protocols& protocols, const Shape& shape)
{
    std::vector<std::string> names;
    for (const Names::Field& place : shape.fields) {
        const FieldDesc& field = protocols[place.protocol].fields[place.field];
        std::vector<std::pair<std::int64_t, std::string>> sorted;
        const auto add = [&](const EnumDesc* enumeration) {
            if (enumeration != nullptr)
                sorted.insert(sorted.end(), enumeration->names.begin(), enumeration->names.end());
        };
        add(field.names);
        for (const auto& [value, enumeration] : field.namesFor)
            add(enumeration);
        std::ranges::sort(sorted);
        for (auto& [value, name] : sorted)
            names.push_back(std::move(name));
        if (field.flags != nullptr)
            names.insert(names.end(), field.flags->names.begin(), field.flags->names.end());
        if (!names.empty())
            break;
    }
    std::erase(names, std::string());
    return names;
}

std::string expectedFor(const Protocols& protocols, const Shape& shape, std::string_view found)
{
    switch (shape.kind) {
    case Kind_::Ipv4: return "an IPv4 address, a network (10.0.0.0/8) or a host name";
    case Kind_::Ipv6: return "an IPv6 address, a network (2001:db8::/32) or a host name";
    case Kind_::Mac: return "a MAC address, 02:00:00:00:00:01";
    case Kind_::Time: return "a time: \"2023-11-14 22:13:20\", or seconds";
    case Kind_::Text:
    case Kind_::DomainName: return "a text in quotes";
    case Kind_::Octets: return "bytes: \"GET\", 0a:0b or 0x0a0b";
    case Kind_::Real: return "a number";
    default: break;
    }
    const std::vector<std::string> names = valueNames(protocols, shape);
    std::string expected = shape.kind == Kind_::Number ? "a number" : "a value";
    if (shape.kind == Kind_::Number && !shape.fields.empty()) {
        const FieldDesc& field = protocols[shape.fields.front().protocol].fields[shape.fields.front().field];
        if (field.bits > 0 && field.bits < 64 && !protocols.type(field.type).isSigned)
            expected += " of 0-" + std::to_string((std::uint64_t{1} << field.bits) - 1);
    }
    return names.empty() ? expected : expected + " or a name: " + nearNamesText(found, {names.begin(), names.end()});
}

bool ConstantReader::isValueName(const std::string& word, const Shape& shape) const
{
    return std::ranges::any_of(shape.fields, [&](const Names::Field& place) {
        const FieldDesc& field = m_protocols[place.protocol].fields[place.field];
        const auto knows = [&](const EnumDesc* enumeration) { return enumeration != nullptr && enumeration->values.contains(word); };
        return knows(field.names) || std::ranges::any_of(field.namesFor, [&](const auto& entry) { return knows(entry.second); })
            || (field.flags != nullptr && field.flags->parse(word));
    });
}

Ranges ConstantReader::octets(Buffer bytes) { return one(Item::of(kept(m_program, std::move(bytes)))); }

/// Of one address or of all in a network.
std::optional<Ranges> ConstantReader::network(std::string_view text, std::size_t size)
{
    const std::size_t slash = text.find('/');
    const std::string_view address = text.substr(0, slash);
    Buffer first;
    if (const auto four = parseIpv4(address); four && size == 4)
        first.assign(four->begin(), four->end());
    else if (const auto six = parseIpv6(address); six && size == 16)
        first.assign(six->begin(), six->end());
    else
        return std::nullopt;
    unsigned prefix = static_cast<unsigned>(size * 8);
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
        if (error != std::errc() || end != digits.data() + digits.size() || prefix > size * 8)
            return std::nullopt;
    }
    Buffer last = first;
    for (std::size_t bit = prefix; bit < size * 8; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        first[bit / 8] = static_cast<std::uint8_t>(first[bit / 8] & ~mask);
        last[bit / 8] |= mask;
    }
    const Item low = Item::of(kept(m_program, std::move(first)));
    return Ranges{{low, Item::of(kept(m_program, std::move(last))), true}};
}

Checked<Ranges> ConstantReader::number(const Syntax& constant, Wide number, const Shape& shape)
{
    if (addressSize(shape.kind) != 0 || shape.kind == Kind_::Text || shape.kind == Kind_::DomainName)
        return bad(constant, expectedFor(m_protocols, shape, constant.text));
    if (shape.kind == Kind_::Number) {
        const auto fits = [&](const Names::Field& place) {
            const FieldDesc& field = m_protocols[place.protocol].fields[place.field];
            return field.bits == 0 || field.bits >= 64 || m_protocols.type(field.type).isSigned || (number >= 0 && number < Wide{1} << field.bits);
        };
        if (!shape.fields.empty() && !std::ranges::any_of(shape.fields, fits))
            return bad(constant, expectedFor(m_protocols, shape, constant.text));
    }
    Ranges all = one(Item::of(number));
    if (shape.kind == Kind_::Other) // What is text on the wire, as HTTP's status codes.
        all.push_back(octets(toBuffer(constant.text)).front());
    return all;
}

/// As it is written, since what a field holds may differ from packet to packet (ARP's addresses).
Checked<Ranges> ConstantReader::address(const Syntax& constant, const Shape& shape)
{
    const std::size_t wanted = addressSize(shape.kind);
    for (const std::size_t size : {std::size_t{4}, std::size_t{16}})
        if (wanted == size || (wanted == 0 && constant.text.find("::") != std::string::npos) || (wanted == 0 && size == 4))
            if (auto found = network(constant.text, size); found && shape.kind != Kind_::Number)
                return std::move(*found);
    const bool takesBytes = wanted == 0 && shape.kind != Kind_::Number && shape.kind != Kind_::Time && shape.kind != Kind_::Real;
    Buffer bytes;
    for (std::size_t i = 0; i + 1 < constant.text.size(); i += 3) {
        std::uint8_t byte = 0;
        const char* end = constant.text.data() + i + 2;
        if (std::from_chars(constant.text.data() + i, end, byte, 16).ptr != end)
            return bad(constant, expectedFor(m_protocols, shape, constant.text));
        bytes.push_back(byte);
    }
    if (!takesBytes && (wanted != bytes.size() || wanted == 4))
        return bad(constant, expectedFor(m_protocols, shape, constant.text));
    return octets(std::move(bytes));
}

Checked<Ranges> ConstantReader::addressText(const Syntax& constant, const Shape& shape)
{
    const std::size_t size = addressSize(shape.kind);
    if (const auto mac = parseMac(constant.text); mac && size == 6)
        return octets({mac->begin(), mac->end()});
    if (auto found = network(constant.text, size))
        return std::move(*found);
    if (size == 6 || !isHostName(constant.text) || !m_lookUp)
        return bad(constant, expectedFor(m_protocols, shape, constant.text));
    Ranges all;
    for (Buffer& found : m_lookUp(constant.text))
        if (found.size() == size)
            all.push_back(octets(std::move(found)).front());
    if (all.empty())
        return std::unexpected(FilterError{Errc::NoSuchHost, constant.from, constant.to - constant.from, constant.text, "the name of a host that has an address of this kind"});
    return all;
}

/// What the field's definition makes of a text: a name of its enumeration, flags, a number, what its codec reads.
Checked<Ranges> ConstantReader::named(const Syntax& constant, const Shape& shape)
{
    for (const Names::Field& place : shape.fields) {
        const ProtocolDesc& protocol = m_protocols[place.protocol];
        const FieldDesc& field = protocol.fields[place.field];
        if (const EnumDesc* enumeration = firstEnumeration(field)) {
            const auto lower = [](std::string text) {
                std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
                return text;
            };
            const auto found = std::ranges::find_if(enumeration->values, [&](const auto& entry) { return lower(entry.first) == lower(constant.text); });
            if (!enumeration->values.contains(constant.text) && found != enumeration->values.end())
                return one(Item::of(Wide{found->second}));
        }
        const auto value = parseFieldText(m_protocols, protocol, place.field, constant.text);
        if (!value)
            continue;
        if (const std::int64_t* number = value->integer())
            return one(Item::of(Wide{*number}));
        if (const double* real = value->real())
            return one(Item::of(static_cast<long double>(*real)));
        if (const Buffer* bytes = value->bytes())
            return octets(*bytes);
    }
    if (shape.kind == Kind_::Other)
        return octets(toBuffer(constant.text));
    return bad(constant, expectedFor(m_protocols, shape, constant.text));
}

Checked<Ranges> ConstantReader::text(const Syntax& constant, const Shape& shape)
{
    switch (shape.kind) {
    case Kind_::Octets:
    case Kind_::Text:
        return octets(toBuffer(constant.text));
    case Kind_::DomainName: {
        // Scapy's names end with a dot, Wireshark's do not; either is understood.
        std::string name = constant.text;
        if (name.size() > 1 && name.ends_with('.'))
            name.pop_back();
        Ranges all = octets(toBuffer(name));
        if (!shape.plainNames && name != ".")
            all.push_back(octets(toBuffer(name + ".")).front());
        return all;
    }
    case Kind_::Time:
        if (const auto when = timeIn(constant.text))
            return one(Item::of(*when));
        return bad(constant, expectedFor(m_protocols, shape, constant.text));
    case Kind_::Ipv4:
    case Kind_::Ipv6:
    case Kind_::Mac:
        return addressText(constant, shape);
    default:
        return named(constant, shape);
    }
}

/// A word without quotes: a truth value, a name that the field gives its values, a host, bytes in hex.
Checked<Ranges> ConstantReader::word(const Syntax& constant, const Shape& shape)
{
    if (isValueName(constant.text, shape) || addressSize(shape.kind) != 0)
        return text(constant, shape);
    const bool isTrue = constant.text == "true" || constant.text == "True" || constant.text == "TRUE";
    if (isTrue || constant.text == "false" || constant.text == "False" || constant.text == "FALSE")
        return one(Item::of(Wide{isTrue ? 1 : 0}));
    const bool isHex = constant.text.size() % 2 == 0 && constant.text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (shape.kind == Kind_::Octets && isHex) {
        Buffer bytes;
        for (std::size_t i = 0; i < constant.text.size(); i += 2)
            bytes.push_back(static_cast<std::uint8_t>(std::stoul(constant.text.substr(i, 2), nullptr, 16)));
        return octets(std::move(bytes));
    }
    const bool isDigits = constant.text.front() >= '0' && constant.text.front() <= '9';
    return shape.kind == Kind_::Number && !isDigits ? named(constant, shape) : bad(constant, expectedFor(m_protocols, shape, constant.text));
}

Checked<Ranges> ConstantReader::read(const Syntax& constant, const Shape& shape)
{
    switch (constant.kind) {
    case Syntax::Kind::Number: return number(constant, constant.number, shape);
    case Syntax::Kind::Real:
        if (addressSize(shape.kind) != 0 || shape.kind == Kind_::Text || shape.kind == Kind_::Octets || shape.kind == Kind_::DomainName)
            return bad(constant, expectedFor(m_protocols, shape, constant.text));
        return one(Item::of(constant.real));
    case Syntax::Kind::Negate: {
        const Syntax& inner = constant.children.front();
        if (inner.kind == Syntax::Kind::Real)
            return one(Item::of(-inner.real));
        if (inner.kind != Syntax::Kind::Number)
            return bad(constant, "a number behind the minus");
        return number(constant, -static_cast<Wide>(inner.number), shape);
    }
    case Syntax::Kind::Text: return text(constant, shape);
    case Syntax::Kind::Address: return address(constant, shape);
    case Syntax::Kind::Name: return word(constant, shape);
    default: return bad(constant, expectedFor(m_protocols, shape, constant.text));
    }
}

} // namespace fw::filter
