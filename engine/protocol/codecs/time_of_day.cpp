#include "engine/protocol/codecs/time_of_day.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace fw {

Decoded TimeOfDayCodec::decode(const DecodeContext& context) const
{
    const std::size_t take = std::min<std::size_t>(4, context.end - context.at);
    std::int64_t value = 0;
    for (std::size_t i = 0; i < take; ++i)
        value = value << 8 | context.frame[context.at + i];
    return {.value = value, .used = take, .elsewhere = {}, .damaged = take < 4};
}

Buffer TimeOfDayCodec::encode(const Value& value) const
{
    Buffer out(4);
    writeBits(out, 0, 32, static_cast<std::uint64_t>(value.integer() != nullptr ? *value.integer() : 0));
    return out;
}

std::optional<Value> TimeOfDayCodec::parse(std::string_view text) const
{
    unsigned hours = 0, minutes = 0, seconds = 0, milliseconds = 0;
    const std::string copy(text);
    if (std::sscanf(copy.c_str(), "%2u:%2u:%2u.%3u", &hours, &minutes, &seconds, &milliseconds) >= 2)
        return Value(std::int64_t{((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds});
    unsigned long long number = 0;
    char rest = 0;
    if (std::sscanf(copy.c_str(), "%10llu%c", &number, &rest) == 1 && number <= 0xffffffff)
        return Value(static_cast<std::int64_t>(number));
    return std::nullopt;
}

std::string TimeOfDayCodec::format(const Value& value) const
{
    const std::int64_t all = value.integer() != nullptr ? *value.integer() : 0;
    return fmt::format("{}:{}:{}.{}", all / 3'600'000, all / 60'000 % 60, all / 1000 % 60, all % 1000);
}

} // namespace fw
