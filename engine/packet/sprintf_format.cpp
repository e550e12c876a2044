#include "engine/packet/sprintf_format.h"

#include "engine/packet/python_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fw {
namespace {

constexpr std::size_t widest = 4096;
constexpr std::size_t mostDigits = 300;

/// Digits at the start, taken off; nothing if they are too many or a '*'.
std::expected<std::size_t, std::string> takeNumber(std::string_view& text, std::size_t most)
{
    std::size_t number = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9' && number <= most) {
        number = number * 10 + static_cast<std::size_t>(text[0] - '0');
        text.remove_prefix(1);
    }
    if (number > most)
        return std::unexpected(fmt::format("at most {}", most));
    if (text.starts_with('*'))
        return std::unexpected("a number");
    return number;
}

/// Where the n-th character ends.
std::size_t endOfCharacter(const std::string& text, std::size_t count)
{
    std::size_t at = 0;
    const Buffer bytes = toBuffer(text);
    for (; count > 0 && at < bytes.size(); --count)
        at += std::max<std::size_t>(decodeUtf8(Bytes(bytes).subspan(at)).size, 1);
    return at;
}

std::size_t characters(const std::string& text)
{
    std::size_t count = 0;
    const Buffer bytes = toBuffer(text);
    for (std::size_t at = 0; at < bytes.size(); ++count)
        at += std::max<std::size_t>(decodeUtf8(Bytes(bytes).subspan(at)).size, 1);
    return count;
}

std::string padded(const PythonFormat& format, std::string text)
{
    const std::size_t size = characters(text);
    if (size >= format.width)
        return text;
    const std::string filling(format.width - size, ' ');
    return format.has('-') ? text + filling : filling + text;
}

/// Sign and prefix, then the digits, with zeros between them if they are to fill the width.
std::string paddedNumber(const PythonFormat& format, const std::string& head, const std::string& digits)
{
    const std::size_t size = head.size() + digits.size();
    const bool zeros = format.has('0') && !format.has('-') && size < format.width;
    return padded(format, head + (zeros ? std::string(format.width - size, '0') : std::string()) + digits);
}

std::string signOf(const PythonFormat& format, bool negative)
{
    return negative ? "-" : format.has('+') ? "+" : format.has(' ') ? " " : "";
}

std::string wholeText(const PythonFormat& format, PythonValue::Whole number)
{
    const char base = format.conversion;
    std::string digits = base == 'x'   ? fmt::format("{:x}", number.magnitude)
                         : base == 'X' ? fmt::format("{:X}", number.magnitude)
                         : base == 'o' ? fmt::format("{:o}", number.magnitude)
                                       : std::to_string(number.magnitude);
    if (format.precision != PythonFormat::none && digits.size() < format.precision)
        digits.insert(0, format.precision - digits.size(), '0');
    std::string head = signOf(format, number.negative && number.magnitude != 0);
    if (format.has('#') && (base == 'x' || base == 'X' || base == 'o'))
        head += std::string("0") + base;
    return paddedNumber(format, head, digits);
}

std::string realText(const PythonFormat& format, double number)
{
    const std::size_t precision = format.precision == PythonFormat::none ? 6 : format.precision;
    const std::string spec = fmt::format("{{:{}.{}{}}}", format.has('#') ? "#" : "", precision, format.conversion);
    return paddedNumber(format, signOf(format, std::signbit(number)), fmt::format(fmt::runtime(spec), std::abs(number)));
}

double asReal(const PythonValue& value)
{
    if (const auto* real = std::get_if<double>(&value.number))
        return *real;
    const auto& whole = std::get<PythonValue::Whole>(value.number);
    return whole.negative ? -static_cast<double>(whole.magnitude) : static_cast<double>(whole.magnitude);
}

/// What %d makes of it: reals are cut.
PythonValue::Whole asWhole(const PythonValue& value)
{
    if (const auto* whole = std::get_if<PythonValue::Whole>(&value.number))
        return *whole;
    const double real = std::trunc(std::get<double>(value.number));
    return {std::abs(real) < 1.8e19 ? static_cast<std::uint64_t>(std::abs(real)) : ~std::uint64_t{0}, real < 0};
}

std::string cut(const PythonFormat& format, const std::string& text)
{
    return padded(format, format.precision == PythonFormat::none ? text : text.substr(0, endOfCharacter(text, format.precision)));
}

std::expected<std::string, std::string> character(const PythonFormat& format, const PythonValue& value)
{
    const auto* whole = std::get_if<PythonValue::Whole>(&value.number);
    if (whole != nullptr && !whole->negative && whole->magnitude <= 0x10ffff)
        return padded(format, utf8(static_cast<char32_t>(whole->magnitude)));
    if (whole == nullptr && characters(value.text) == 1)
        return padded(format, value.text);
    return std::unexpected("%s: this is no single character");
}

} // namespace

std::expected<PythonFormat, std::string> parsePythonFormat(std::string_view text)
{
    PythonFormat format;
    while (!text.empty() && std::string_view("-+ #0").find(text[0]) != std::string_view::npos) {
        format.flags += format.has(text[0]) ? std::string() : std::string(1, text[0]);
        text.remove_prefix(1);
    }
    const auto width = takeNumber(text, widest);
    if (!width)
        return std::unexpected(width.error());
    format.width = *width;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const auto precision = takeNumber(text, mostDigits);
        if (!precision)
            return std::unexpected(precision.error());
        format.precision = *precision;
    }
    if (!text.empty() && std::string_view("hlL").find(text[0]) != std::string_view::npos)
        text.remove_prefix(1); // C's sizes, which mean nothing here.
    if (text.empty() || std::string_view("diuoxXeEfFgGcrsa").find(text[0]) == std::string_view::npos)
        return std::unexpected("s, d, x, o, c, f, e, g or r");
    format.conversion = text[0];
    format.rest = text.substr(1);
    return format;
}

std::expected<std::string, std::string> formatPython(const PythonFormat& format, const PythonValue& value)
{
    const char conversion = format.conversion;
    const bool isNumber = value.number.index() != 0;
    const auto finish = [&](std::string text) { return text + std::string(format.rest); };
    if (conversion == 's')
        return finish(cut(format, value.text));
    if (conversion == 'r' || conversion == 'a')
        return finish(cut(format, value.repr));
    if (conversion == 'c') {
        auto one = character(format, value);
        return one ? std::expected<std::string, std::string>(finish(std::move(*one))) : one;
    }
    if (!isNumber)
        return std::unexpected("%s: this is no number");
    if (std::string_view("eEfFgG").find(conversion) != std::string_view::npos)
        return finish(realText(format, asReal(value)));
    if (std::string_view("xXo").find(conversion) != std::string_view::npos && std::holds_alternative<double>(value.number))
        return std::unexpected("%d: this is no whole number");
    return finish(wholeText(format, asWhole(value)));
}

} // namespace fw
