#include "engine/packet/python_text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fw {

namespace {

/// Python prefers single quotes, and takes double ones for a text that holds single quotes only.
char quoteFor(Bytes text)
{
    const bool hasSingle = std::ranges::find(text, '\'') != text.end();
    const bool hasDouble = std::ranges::find(text, '"') != text.end();
    return hasSingle && !hasDouble ? '"' : '\'';
}

void writeAscii(std::string& out, std::uint8_t byte, char quote)
{
    switch (byte) {
    case '\\':
        out += "\\\\";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        if (byte == static_cast<std::uint8_t>(quote))
            out += '\\';
        if (byte < 0x20 || byte >= 0x7f)
            out += fmt::format("\\x{:02x}", byte);
        else
            out += static_cast<char>(byte);
    }
}

void writeCharacter(std::string& out, const Utf8Character& character, Bytes encoded)
{
    const auto number = static_cast<std::uint32_t>(character.value);
    if (isPrintable(character.value))
        out += toString(encoded);
    else if (number < 0x100)
        out += fmt::format("\\x{:02x}", number);
    else if (number < 0x10000)
        out += fmt::format("\\u{:04x}", number);
    else
        out += fmt::format("\\U{:08x}", number);
}

constexpr char32_t smallestOfSize[] = {0, 0, 0x80, 0x800, 0x10000};

} // namespace

Utf8Character decodeUtf8(Bytes bytes)
{
    if (bytes.empty())
        return {};
    const std::uint8_t lead = bytes[0];
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || bytes.size() < size)
        return {};
    char32_t value = lead & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((bytes[i] & 0xc0) != 0x80)
            return {};
        value = value << 6 | (bytes[i] & 0x3fU);
    }
    const bool isSurrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < smallestOfSize[size] || value > 0x10ffff || isSurrogate)
        return {};
    return {value, size};
}

std::string utf8(char32_t character)
{
    const auto code = static_cast<std::uint32_t>(character);
    if (code < 0x80)
        return {static_cast<char>(code)};
    std::string out;
    const std::uint32_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    out += static_cast<char>((0xf00U >> size & 0xffU) | code >> (6 * (size - 1)));
    for (std::uint32_t shift = 6 * (size - 1); shift > 0;) {
        shift -= 6;
        out += static_cast<char>(0x80U | (code >> shift & 0x3fU));
    }
    return out;
}

bool isUtf8(Bytes bytes)
{
    while (!bytes.empty()) {
        const std::size_t size = decodeUtf8(bytes).size;
        if (size == 0)
            return false;
        bytes = bytes.subspan(size);
    }
    return true;
}

std::string pythonString(Bytes text)
{
    const char quote = quoteFor(text);
    std::string out(1, quote);
    while (!text.empty()) {
        const Utf8Character character = decodeUtf8(text);
        if (character.size == 1)
            writeAscii(out, text[0], quote);
        else if (character.size == 0)
            out += fmt::format("\\\\x{:02x}", text[0]);
        else
            writeCharacter(out, character, text.first(character.size));
        text = text.subspan(std::max<std::size_t>(character.size, 1));
    }
    return out + quote;
}

std::string pythonBytes(Bytes bytes)
{
    const char quote = quoteFor(bytes);
    std::string out = "b";
    out += quote;
    for (const std::uint8_t byte : bytes)
        writeAscii(out, byte, quote);
    return out + quote;
}

std::string pythonFloat(double number)
{
    if (std::isnan(number))
        return "nan";
    std::string out = fmt::format("{}", number);
    if (out.find_first_of(".en") == std::string::npos)
        out += ".0";
    return out;
}

std::string wideNumber(Bytes number, bool hex)
{
    if (hex) {
        const std::string digits = toHex(number);
        const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
        return "0x" + (first == digits.size() ? "0" : digits.substr(first));
    }
    std::string digits; // Least significant first.
    Buffer rest = toBuffer(number);
    while (std::ranges::any_of(rest, [](std::uint8_t byte) { return byte != 0; })) {
        unsigned carry = 0;
        for (std::uint8_t& byte : rest) {
            carry = carry << 8 | byte;
            byte = static_cast<std::uint8_t>(carry / 10);
            carry %= 10;
        }
        digits += static_cast<char>('0' + carry);
    }
    return digits.empty() ? "0" : std::string(digits.rbegin(), digits.rend());
}

} // namespace fw
