#include "engine/protocol/codecs/fixed_point.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace fw {
namespace {

constexpr std::uint64_t unixEpoch = 2'208'988'800; // 1970, in seconds since 1900.

std::string date(std::uint64_t seconds)
{
    using namespace std::chrono;
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const sys_seconds time{std::chrono::seconds(static_cast<std::int64_t>(seconds - unixEpoch))};
    const sys_days day = floor<days>(time);
    const year_month_day ymd(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", weekdays[weekday(day).c_encoding()], static_cast<unsigned>(ymd.day()),
                       months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

} // namespace

std::uint64_t FixedPointCodec::bitsOf(const Value& value) const
{
    const std::size_t size = m_halfBits / 4;
    const double fractions = std::ldexp(1.0, static_cast<int>(m_halfBits));
    if (const Buffer* bytes = value.bytes(); bytes != nullptr && bytes->size() == size)
        return readBits(*bytes, 0, m_halfBits * 2);
    if (const auto* whole = value.integer())
        return static_cast<std::uint64_t>(*whole) << m_halfBits;
    if (const auto* real = value.real(); real != nullptr && *real >= 0 && *real < fractions) {
        const auto whole = static_cast<std::uint64_t>(*real);
        return whole << m_halfBits | static_cast<std::uint64_t>((*real - static_cast<double>(whole)) * fractions);
    }
    return 0;
}

Value FixedPointCodec::bytesOf(std::uint64_t bits) const
{
    Buffer out(m_halfBits / 4);
    writeBits(out, 0, m_halfBits * 2, bits);
    return Value(std::move(out));
}

Decoded FixedPointCodec::decode(const DecodeContext& context) const
{
    const std::size_t size = m_halfBits / 4;
    if (context.end - context.at < size)
        return {.cut = true};
    return {.value = toBuffer(context.frame.subspan(context.at, size)), .used = size};
}

Buffer FixedPointCodec::encode(const Value& value) const
{
    return *bytesOf(bitsOf(value)).bytes();
}

std::optional<Value> FixedPointCodec::parse(std::string_view text) const
{
    // In two parts: together they have more digits than a number with a point holds.
    const std::size_t point = std::min(text.find('.'), text.size());
    std::uint64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + point, whole);
    if (error != std::errc{} || end != text.data() + point || whole >> m_halfBits != 0)
        return std::nullopt;
    std::uint64_t fraction = 0;
    std::uint64_t unit = 1;
    for (const char digit : text.substr(std::min(point + 1, text.size()))) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        if (unit >= 1'000'000'000'000)
            continue;
        fraction = fraction * 10 + static_cast<std::uint64_t>(digit - '0');
        unit *= 10;
    }
    // The digits of plain() were rounded; what they stood for is found again.
    const double parts = std::ldexp(static_cast<double>(fraction) / static_cast<double>(unit), static_cast<int>(m_halfBits)) + 0.01;
    return bytesOf(whole << m_halfBits | static_cast<std::uint64_t>(parts));
}

std::string FixedPointCodec::number(std::uint64_t bits, int digits) const
{
    const std::uint64_t whole = bits >> m_halfBits;
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << m_halfBits) - 1);
    if (fraction == 0)
        return std::to_string(whole);
    const double part = std::ldexp(static_cast<double>(fraction), -static_cast<int>(m_halfBits));
    const int places = digits - 1 - static_cast<int>(std::floor(std::log10(part)));
    std::string text = fmt::format("{:.{}f}", part, places); // "0.0711111110", "1.00"
    text.erase(text.find_last_not_of('0') + 1);
    return std::to_string(whole + (text[0] == '1' ? 1 : 0)) + (text.back() == '.' ? "" : text.substr(1));
}

std::string FixedPointCodec::format(const Value& value) const
{
    const std::uint64_t bits = bitsOf(value);
    const std::uint64_t whole = bits >> m_halfBits;
    return m_isTime && whole >= unixEpoch ? date(whole) : number(bits, static_cast<int>(m_halfBits * 3 / 10));
}

std::string FixedPointCodec::plain(const Value& value) const
{
    return number(bitsOf(value), 12);
}

std::optional<Value> FixedPointCodec::convert(const Value& given, const EnumDesc*) const
{
    if (given.integer() != nullptr || given.real() != nullptr)
        return bytesOf(bitsOf(given));
    if (const Buffer* bytes = given.bytes(); bytes != nullptr && bytes->size() == m_halfBits / 4)
        return given;
    return std::nullopt;
}

} // namespace fw
