#include "engine/packet/random_values.h"

#include "engine/packet/networks.h"
#include "engine/packet/python_text.h"
#include "engine/packet/sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

namespace fw {
namespace {

constexpr std::int64_t longestText = 65'535;
constexpr std::int64_t usualText = 20; ///< Longest one drawn where no size is given.

std::mt19937_64& generator()
{
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return engine;
}

struct NumberKind {
    std::string_view name;
    std::int64_t low;
    std::int64_t high;
};
constexpr NumberKind numberKinds[] = {
    {"RandByte", 0, 0xff}, {"RandSByte", -0x80, 0x7f},
    {"RandShort", 0, 0xffff}, {"RandSShort", -0x8000, 0x7fff},
    {"RandInt", 0, 0xffffffff}, {"RandSInt", -0x80000000LL, 0x7fffffff},
    {"RandLong", std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}, // 64 bits, as a pattern.
    {"RandSLong", std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
};
constexpr std::string_view otherNames[] = {"RandNum", "RandEnum", "RandSingNum", "RandNumGauss", "RandNumExpo", "RandNumGamma", "RandIP", "RandIP6",
    "RandMAC", "RandUUID", "RandString", "RandBin", "RandTermString", "RandChoice", "IncrementalValue", "CorruptedBytes", "CorruptedBits"};
constexpr std::string_view singular = "RandSing"; ///< Before a kind of number: values that programs stumble over.
constexpr std::string_view enumerated = "RandEnum"; ///< The same to us as the number itself: each value once would need a memory.

std::int64_t between(std::int64_t low, std::int64_t high)
{
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    const std::uint64_t drawn = span == std::numeric_limits<std::uint64_t>::max() ? randomBits() : randomBelow(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn);
}

/// What was given for the n-th parameter, by place or by name.
const Value* argument(const std::vector<CallArgument>& arguments, std::size_t place, std::string_view name)
{
    if (place < arguments.size() && arguments[place].name.empty())
        return &arguments[place].value;
    const auto found = std::ranges::find(arguments, name, &CallArgument::name);
    return found == arguments.end() ? nullptr : &found->value;
}

std::optional<std::string> textOf(const Value& value)
{
    if (const HostName* name = value.hostName())
        return name->text;
    if (const Buffer* bytes = value.bytes())
        return toString(*bytes);
    return std::nullopt;
}

/// The kind of number that a name such as RandShort, RandEnumShort or RandSingShort draws.
const NumberKind* kindOf(std::string_view name)
{
    std::string plain(name);
    for (const std::string_view prefix : {singular, enumerated})
        if (name.starts_with(prefix) && name.size() > prefix.size())
            plain = "Rand" + std::string(name.substr(prefix.size()));
    const auto* kind = std::ranges::find(numberKinds, plain, &NumberKind::name);
    return kind == std::end(numberKinds) ? nullptr : kind;
}

/// The ends of the range and what lies around zero and the powers of two.
std::vector<std::int64_t> edgesOf(std::int64_t low, std::int64_t high)
{
    std::vector<std::int64_t> edges;
    const auto add = [&](std::int64_t number) {
        if (number >= low && number <= high && std::ranges::find(edges, number) == edges.end())
            edges.push_back(number);
    };
    for (const std::int64_t end : {low, high, std::int64_t{0}})
        for (const std::int64_t offset : {-1, 0, 1})
            if (std::int64_t number = 0; !__builtin_add_overflow(end, offset, &number))
                add(number);
    for (int bit = 1; bit < 63; ++bit)
        for (const std::int64_t offset : {-1, 0, 1}) {
            add((std::int64_t{1} << bit) + offset);
            add(-(std::int64_t{1} << bit) + offset);
        }
    return edges;
}

Result<Value> edges(std::string_view written, std::int64_t low, std::int64_t high)
{
    return randomSet([all = edgesOf(low, high)] { return Value(all[randomBelow(all.size())]); }, std::string(written));
}

Result<Value> number(std::string_view name, const std::vector<CallArgument>& arguments)
{
    const bool isEdges = name == "RandSingNum";
    const Value* low = argument(arguments, 0, isEdges ? "mn" : "min");
    const Value* high = argument(arguments, 1, isEdges ? "mx" : "max");
    if (arguments.size() != 2 || low == nullptr || high == nullptr || low->integer() == nullptr || high->integer() == nullptr
        || *high->integer() < *low->integer())
        return fail(Errc::BadValue, 0, fmt::format("{}: expected two numbers, the lower one first", name));
    const std::int64_t from = *low->integer();
    const std::int64_t to = *high->integer();
    const std::string written = fmt::format("{}({},{})", name, from, to);
    return isEdges ? edges(written, from, to) : Result<Value>(randomSet([from, to] { return Value(between(from, to)); }, written));
}

std::optional<double> realOf(const Value* value)
{
    if (value == nullptr)
        return std::nullopt;
    return value->integer() != nullptr ? std::optional(static_cast<double>(*value->integer())) : value->real() != nullptr ? std::optional(*value->real()) : std::nullopt;
}

/// Strictly between 0 and 1.
double fraction() { return (static_cast<double>(randomBits() >> 11) + 0.5) / 9007199254740992.0; }

double normal() { return std::sqrt(-2 * std::log(fraction())) * std::cos(2 * std::numbers::pi * fraction()); }

/// Marsaglia and Tsang's way.
double gamma(double alpha)
{
    const double d = std::max(alpha, 1.0) - 1.0 / 3;
    for (;;) {
        const double x = normal();
        const double v = std::pow(1 + x / std::sqrt(9 * d), 3);
        if (v > 0 && std::log(fraction()) < x * x / 2 + d - d * v + d * std::log(v))
            return d * v * (alpha < 1 ? std::pow(fraction(), 1 / alpha) : 1);
    }
}

std::int64_t rounded(double number) { return std::abs(number) < 9e18 ? static_cast<std::int64_t>(std::llround(number)) : 0; }

Result<Value> distribution(std::string_view name, const std::vector<CallArgument>& arguments)
{
    const bool isGauss = name == "RandNumGauss";
    const bool isGamma = name == "RandNumGamma";
    const auto first = realOf(argument(arguments, 0, isGauss ? "mu" : isGamma ? "alpha" : "lambd"));
    const auto second = realOf(argument(arguments, 1, isGauss ? "sigma" : isGamma ? "beta" : "base"));
    const bool isRight = first && arguments.size() == (second ? 2U : 1U) && (second || name == "RandNumExpo") && (isGauss || *first > 0);
    if (!isRight)
        return fail(Errc::BadValue, 0, fmt::format("{}: expected {}", name, isGauss ? "a mean and a deviation" : isGamma ? "alpha and beta" : "a rate above 0, and a base"));
    const std::string written = second ? fmt::format("{}({},{})", name, *first, *second) : fmt::format("{}({})", name, *first);
    const auto draw = [=, a = *first, b = second.value_or(0)] {
        return Value(rounded(isGauss ? a + b * normal() : isGamma ? b * gamma(a) : b - std::log(fraction()) / a));
    };
    return randomSet(draw, written);
}

/// A counter that all packets of the expression share.
Result<Value> counter(const std::vector<CallArgument>& arguments)
{
    const auto given = [&](std::size_t place, std::string_view name, std::int64_t standard) {
        const Value* value = argument(arguments, place, name);
        return value == nullptr ? std::optional(standard) : value->integer() != nullptr ? std::optional(*value->integer()) : std::nullopt;
    };
    const auto start = given(0, "start", 0);
    const auto step = given(1, "step", 1);
    const auto restart = given(2, "restart", -1);
    if (!start || !step || !restart || arguments.size() > 3)
        return fail(Errc::BadValue, 0, "IncrementalValue: expected start, step and where to begin again");
    return counterSet(*start, *step, *restart, fmt::format("IncrementalValue({},{},{})", *start, *step, *restart));
}

Result<Value> uuid(const std::vector<CallArgument>& arguments)
{
    if (!arguments.empty())
        return fail(Errc::BadValue, 0, "RandUUID: expected no arguments");
    return randomSet(
        [] {
            Buffer bytes(16);
            std::ranges::generate(bytes, [] { return static_cast<std::uint8_t>(randomBits()); });
            bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40); // RFC 9562: version 4, drawn.
            bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
            return Value(std::move(bytes));
        },
        "RandUUID()");
}

/// A text with some of its bytes or bits changed.
Result<Value> corrupted(std::string_view name, const std::vector<CallArgument>& arguments)
{
    const bool bits = name == "CorruptedBits";
    const Value* given = argument(arguments, 0, "s");
    const auto text = given != nullptr ? textOf(*given) : std::nullopt;
    const auto share = argument(arguments, 1, "p") != nullptr ? realOf(argument(arguments, 1, "p")) : std::optional(0.01);
    const Value* counted = argument(arguments, 2, "n");
    if (!text || !share || *share < 0 || *share > 1 || (counted != nullptr && counted->integer() == nullptr))
        return fail(Errc::BadValue, 0, fmt::format("{}: expected a text, then p=0-1 or n=a number", name));
    const std::size_t places = text->size() * (bits ? 8 : 1);
    const std::uint64_t count = counted != nullptr ? static_cast<std::uint64_t>(std::clamp<std::int64_t>(*counted->integer(), 0, static_cast<std::int64_t>(places)))
                                                   : std::max<std::uint64_t>(1, static_cast<std::uint64_t>(static_cast<double>(places) * *share));
    const auto draw = [text = toBuffer(*text), bits, places, count] {
        Buffer out = text;
        for (std::uint64_t i = 0; i < count && places > 0; ++i) {
            const std::uint64_t place = randomBelow(places);
            std::uint8_t& byte = out[bits ? place / 8 : place];
            byte = static_cast<std::uint8_t>(byte ^ (bits ? 0x80U >> place % 8 : 1 + randomBelow(255)));
        }
        return Value(std::move(out));
    };
    return randomSet(draw, fmt::format("{}({},n={})", name, pythonBytes(toBuffer(*text)), count));
}

Result<Value> address(std::string_view name, const std::vector<CallArgument>& arguments, std::size_t size)
{
    const Value* given = argument(arguments, 0, size == 4 ? "iptemplate" : "ip6template");
    if (given == nullptr && arguments.empty())
        return randomSet(
            [size] {
                Buffer bytes(size);
                std::ranges::generate(bytes, [] { return static_cast<std::uint8_t>(randomBits()); });
                return Value(std::move(bytes));
            },
            fmt::format("{}()", name));
    const auto text = given != nullptr ? textOf(*given) : std::nullopt;
    const auto network = text ? networkValue(*text, size) : std::nullopt;
    if (!network)
        return fail(Errc::BadValue, 0, fmt::format("{}: expected a network", name));
    return randomSet([network] { return valueAt(*network, randomBelow(valueCount(*network))); }, fmt::format("{}(\"{}\")", name, *text));
}

/// "00:11:*:*:*:*"; an empty part or a star is drawn.
std::optional<std::vector<std::optional<std::uint8_t>>> macPattern(std::string_view text)
{
    std::vector<std::optional<std::uint8_t>> parts;
    while (parts.size() < 7) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const std::string_view part = text.substr(0, end);
        std::uint8_t byte = 0;
        const auto [rest, error] = std::from_chars(part.data(), part.data() + part.size(), byte, 16);
        if (part == "*")
            parts.emplace_back();
        else if (error == std::errc{} && rest == part.data() + part.size())
            parts.emplace_back(byte);
        else
            return std::nullopt;
        if (end == text.size())
            break;
        text.remove_prefix(end + 1);
    }
    return parts.size() == 6 ? std::optional(parts) : std::nullopt;
}

Result<Value> mac(const std::vector<CallArgument>& arguments)
{
    const Value* given = argument(arguments, 0, "template");
    if (given == nullptr && !arguments.empty())
        return fail(Errc::BadValue, 0, "RandMAC: expected a pattern such as \"00:11:*:*:*:*\"");
    const std::string text = given == nullptr ? "*:*:*:*:*:*" : textOf(*given).value_or("");
    const auto pattern = macPattern(text);
    if (!pattern)
        return fail(Errc::BadValue, 0, "RandMAC: expected a pattern such as \"00:11:*:*:*:*\"");
    const auto draw = [parts = *pattern] {
        Buffer bytes;
        for (const auto& part : parts)
            bytes.push_back(part ? *part : static_cast<std::uint8_t>(randomBits()));
        return Value(std::move(bytes));
    };
    return randomSet(draw, given == nullptr ? "RandMAC()" : fmt::format("RandMAC(\"{}\")", text));
}

Result<Value> text(std::string_view name, const std::vector<CallArgument>& arguments, bool binary)
{
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const Value* given = argument(arguments, 0, "size");
    const std::int64_t* size = given != nullptr ? given->integer() : nullptr;
    const Value* characters = binary ? nullptr : argument(arguments, 1, name == "RandTermString" ? "term" : "chars");
    const auto chosen = characters != nullptr ? textOf(*characters) : std::nullopt;
    if ((characters != nullptr && (!chosen || chosen->empty())) || (name == "RandTermString" && (!chosen || size == nullptr)))
        return fail(Errc::BadValue, 0, fmt::format("{}: expected a size and characters", name));
    if (arguments.size() != (given == nullptr ? 0U : 1U) + (characters == nullptr ? 0U : 1U) || (given != nullptr && (size == nullptr || *size < 0 || *size > longestText)))
        return fail(Errc::BadValue, 0, fmt::format("{}: expected a size, 0-{}", name, longestText));
    const std::int64_t wanted = size != nullptr ? *size : -1;
    const bool isEnded = name == "RandTermString";
    const auto draw = [wanted, binary, from = chosen && !isEnded ? *chosen : std::string(letters), end = isEnded ? *chosen : std::string()] {
        Buffer bytes(static_cast<std::size_t>(wanted < 0 ? between(1, usualText) : wanted));
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(binary ? randomBits() : static_cast<unsigned char>(from[randomBelow(from.size())]));
        append(bytes, toBuffer(end));
        return Value(std::move(bytes));
    };
    const std::string sized = wanted < 0 ? "" : std::to_string(wanted);
    const std::string with = !chosen ? "" : (sized.empty() ? "chars=" : ",") + pythonBytes(toBuffer(*chosen));
    return randomSet(draw, fmt::format("{}({}{})", name, sized, with));
}

Result<Value> choice(const std::vector<CallArgument>& arguments)
{
    std::vector<Value> members;
    for (const CallArgument& item : arguments) {
        if (!item.name.empty())
            return fail(Errc::BadValue, 0, "RandChoice: expected values");
        members.push_back(item.value);
    }
    if (members.empty())
        return fail(Errc::BadValue, 0, "RandChoice: expected at least one value");
    return choiceSet(std::move(members));
}

} // namespace

std::uint64_t randomBelow(std::uint64_t limit)
{
    // Not std::uniform_int_distribution, whose numbers differ from one standard library to the next: a seed means the same everywhere.
    const std::uint64_t unfair = (0 - limit) % limit; // As many numbers at the start would come up once more than the others.
    std::uint64_t drawn = randomBits();
    while (drawn < unfair)
        drawn = randomBits();
    return drawn % limit;
}

std::uint64_t randomBits() { return generator()(); }

void seedRandom(std::uint64_t seed) { generator().seed(seed); }

std::vector<std::string_view> randomNames()
{
    static const std::vector<std::string> varied = [] {
        std::vector<std::string> out;
        for (const std::string_view prefix : {singular, enumerated})
            for (const NumberKind& kind : numberKinds)
                out.push_back(std::string(prefix) + std::string(kind.name.substr(4)));
        return out;
    }();
    std::vector<std::string_view> names(std::begin(otherNames), std::end(otherNames));
    for (const NumberKind& kind : numberKinds)
        names.push_back(kind.name);
    names.insert(names.end(), varied.begin(), varied.end());
    return names;
}

bool isRandomName(std::string_view name)
{
    return std::ranges::find(otherNames, name) != std::end(otherNames) || kindOf(name) != nullptr;
}

Result<Value> randomValue(std::string_view name, const std::vector<CallArgument>& arguments)
{
    if (const NumberKind* kind = kindOf(name)) {
        if (!arguments.empty())
            return fail(Errc::BadValue, 0, fmt::format("{}: expected no arguments", name));
        const std::string written = fmt::format("{}()", name);
        return name.starts_with(singular) ? edges(written, kind->low, kind->high)
                                          : Result<Value>(randomSet([kind] { return Value(between(kind->low, kind->high)); }, written));
    }
    if (name == "RandNum" || name == "RandEnum" || name == "RandSingNum")
        return number(name, arguments);
    if (name.starts_with("RandNum"))
        return distribution(name, arguments);
    if (name == "RandIP" || name == "RandIP6")
        return address(name, arguments, name == "RandIP" ? 4 : 16);
    if (name == "RandMAC")
        return mac(arguments);
    if (name == "RandUUID")
        return uuid(arguments);
    if (name == "RandString" || name == "RandBin" || name == "RandTermString")
        return text(name, arguments, name == "RandBin");
    if (name == "RandChoice")
        return choice(arguments);
    if (name == "IncrementalValue")
        return counter(arguments);
    if (name.starts_with("Corrupted"))
        return corrupted(name, arguments);
    return fail(Errc::BadValue, 0, fmt::format("{}: expected a random value", name));
}

} // namespace fw
