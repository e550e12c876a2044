#include "engine/protocol/codecs/asn1_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace fw {
namespace {

/// Takes so many digits from the front; -1, and nothing taken, if there are fewer.
int takeNumber(std::string_view& text, std::size_t digits)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() < digits || !std::ranges::all_of(text.substr(0, digits), isDigit))
        return -1;
    int number = 0;
    for (const char c : text.substr(0, digits))
        number = number * 10 + (c - '0');
    text.remove_prefix(digits);
    return number;
}

/// "Z", "+0200" or nothing, as it is told behind the time.
std::optional<std::string> zoneText(std::string_view zone)
{
    if (zone.empty())
        return std::string();
    if (zone == "Z")
        return " UTC";
    const std::string whole(zone);
    if (zone.front() != '+' && zone.front() != '-')
        return std::nullopt;
    zone.remove_prefix(1);
    const int hours = takeNumber(zone, 2);
    const int minutes = takeNumber(zone, 2);
    const bool isZone = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && zone.empty();
    return isZone ? std::optional(" " + whole) : std::nullopt;
}

} // namespace

std::optional<std::string> asn1TimeText(std::string_view text, Asn1Time kind)
{
    using namespace std::chrono;
    constexpr int centuryTurn = 50; // RFC 5280, section 4.1.2.5.1.
    int year = takeNumber(text, kind == Asn1Time::Utc ? 2 : 4);
    if (kind == Asn1Time::Utc && year >= 0)
        year += year < centuryTurn ? 2000 : 1900;
    const int month = takeNumber(text, 2);
    const int day = takeNumber(text, 2);
    const int hour = takeNumber(text, 2);
    const bool isDay = month > 0 && day > 0 && year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day))).ok();
    if (year < 0 || !isDay || hour < 0 || hour > 23)
        return std::nullopt;
    const int minute = std::max(takeNumber(text, 2), 0); // May be left out, as may the seconds.
    const int second = std::max(takeNumber(text, 2), 0);
    std::string fraction;
    if (kind == Asn1Time::Generalized && text.starts_with('.')) {
        fraction = text.substr(0, 4);
        text.remove_prefix(1);
        if (takeNumber(text, 3) < 0)
            return std::nullopt;
    }
    const auto zone = zoneText(text);
    if (minute > 59 || second > 59 || !zone)
        return std::nullopt;
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}{}{}", year, month, day, hour, minute, second, fraction, *zone);
}

} // namespace fw
