#include "engine/packet/value_formats.h"

#include "engine/base/address.h"
#include "engine/packet/python_text.h"

#include <algorithm>
#include <fmt/format.h>

namespace fw {

namespace {

constexpr std::int64_t secondsOfDay = 86400;
constexpr std::int64_t epoch2000 = 946684800;

struct Date {
    std::int64_t year = 0;
    int month = 0; ///< From 0.
    int day = 0;
};

/// In the Gregorian calendar. std::chrono ends at the year 32767; 48 bits of seconds go on.
Date dateOf(std::int64_t daysSince1970)
{
    constexpr std::int64_t daysOfEra = 146097; // 400 years, counted from the first of March of the year 0.
    const std::int64_t days = daysSince1970 + 719468;
    const std::int64_t era = days / daysOfEra;
    const std::int64_t dayOfEra = days % daysOfEra;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t marchMonth = (5 * dayOfYear + 2) / 153;
    const auto month = static_cast<int>(marchMonth < 10 ? marchMonth + 2 : marchMonth - 10);
    return {yearOfEra + era * 400 + (month <= 1 ? 1 : 0), month, static_cast<int>(dayOfYear - (153 * marchMonth + 2) / 5 + 1)};
}

/// "Thu, 01 Jan 1970 00:00:00 +0000 (0)"
std::string utcText(std::int64_t seconds)
{
    constexpr std::string_view weekdays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}; // The first of January 1970 was a Thursday.
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::int64_t days = seconds / secondsOfDay;
    const std::int64_t second = seconds % secondsOfDay;
    const Date date = dateOf(days);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000 ({})", weekdays[days % 7], date.day, months[date.month], date.year,
                       second / 3600, second / 60 % 60, second % 60, seconds);
}

/// What a node does with an option that it does not know, and whether routers may change it: RFC 8200 section 4.2.
std::string optionText(const EnumDesc* names, std::int64_t value)
{
    constexpr std::string_view unknown[] = {"skip", "discard", "discard+ICMP", "discard+ICMP not mcast"};
    const std::int64_t kind = value >> 6 & 3;
    const bool mayChange = (value & 0x20) != 0;
    const bool isNamed = names != nullptr && names->names.contains(value);
    return fmt::format("{} [{:02b}: {}, {}]", isNamed ? names->names.at(value) : std::to_string(value), kind, unknown[kind],
                       mayChange ? "1: May change en-route" : "0: Don't change en-route");
}

std::optional<std::string> numberText(const FieldDesc& field, const EnumDesc* names, std::int64_t value)
{
    switch (field.format) {
    case ValueFormat::Utc:
        return value >= 0 ? std::optional(utcText(value)) : std::nullopt;
    case ValueFormat::Utc2000:
        return value >= 0 && value < std::int64_t{1} << 60 ? std::optional(utcText(value + epoch2000)) : std::nullopt;
    case ValueFormat::UtcNano:
        return value >= 0 ? std::optional(utcText(value / 1'000'000'000)) : std::nullopt;
    case ValueFormat::Scaled:
        return fmt::format("{:.15g} {}", static_cast<double>(value) * field.scale, field.unit);
    case ValueFormat::Version:
        return fmt::format("v{}.{}", value >> 8 & 0xff, value & 0xff);
    case ValueFormat::IPv6Option:
        return optionText(names, value);
    case ValueFormat::Elapsed:
        return value == 0xffff ? "infinity (0xffff)" : fmt::format("{:.2f} sec", static_cast<double>(value) / 100);
    case ValueFormat::Dot11Rate:
        return fmt::format("{}{} Mbps", pythonFloat(static_cast<double>(value & 0x7f) / 2), (value & 0x80) != 0 ? "(B)" : "");
    case ValueFormat::Oui:
        return fmt::format("{:02x}:{:02x}:{:02x}", value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff);
    default:
        return std::nullopt;
    }
}

/// "02:00:00:00:00:01 (+ 10 nul pad)"
std::string hardwareText(const Buffer& bytes)
{
    constexpr std::size_t wholeSize = 16;
    const std::size_t size = std::min<std::size_t>(bytes.size(), 6);
    const Bytes address = Bytes(bytes).first(size);
    const Bytes pad = Bytes(bytes).subspan(size);
    std::vector<std::string> parts;
    for (const std::uint8_t byte : address)
        parts.push_back(fmt::format("{:02x}", byte));
    const bool isNul = bytes.size() == wholeSize && std::ranges::all_of(pad, [](std::uint8_t byte) { return byte == 0; });
    return fmt::format("{} ", fmt::join(parts, ":")) + (isNul ? fmt::format("(+ {} nul pad)", pad.size()) : "(pad: " + pythonBytes(pad) + ")");
}

} // namespace

std::optional<std::string> formatted(const FieldDesc& field, const EnumDesc* names, const Value& value)
{
    if (field.format == ValueFormat::None)
        return std::nullopt;
    if (const auto* number = value.integer())
        return numberText(field, names, *number);
    const Buffer* bytes = value.bytes();
    if (bytes == nullptr)
        return std::nullopt;
    if (field.format == ValueFormat::Chaddr)
        return hardwareText(*bytes);
    if (field.format != ValueFormat::AsBytes)
        return std::nullopt;
    const auto name = field.bytesNames.find(*bytes);
    return pythonBytes(*bytes) + (name != field.bytesNames.end() ? " (" + name->second + ")" : "");
}

} // namespace fw
