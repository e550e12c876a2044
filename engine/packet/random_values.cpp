#include "engine/packet/random_values.h"

#include "engine/packet/networks.h"
#include "engine/packet/sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
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
constexpr std::string_view otherNames[] = {"RandNum", "RandIP", "RandIP6", "RandMAC", "RandString", "RandBin", "RandChoice"};

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

Result<Value> number(const std::vector<CallArgument>& arguments)
{
    const Value* low = argument(arguments, 0, "min");
    const Value* high = argument(arguments, 1, "max");
    if (arguments.size() != 2 || low == nullptr || high == nullptr || low->integer() == nullptr || high->integer() == nullptr
        || *high->integer() < *low->integer())
        return fail(Errc::BadValue, 0, "RandNum: expected two numbers, the lower one first");
    const std::int64_t from = *low->integer();
    const std::int64_t to = *high->integer();
    return randomSet([from, to] { return Value(between(from, to)); }, fmt::format("RandNum({},{})", from, to));
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
    if (arguments.size() != (given == nullptr ? 0U : 1U) || (given != nullptr && (size == nullptr || *size < 0 || *size > longestText)))
        return fail(Errc::BadValue, 0, fmt::format("{}: expected a size, 0-{}", name, longestText));
    const std::int64_t wanted = size != nullptr ? *size : -1;
    const auto draw = [wanted, binary] {
        Buffer bytes(static_cast<std::size_t>(wanted < 0 ? between(1, usualText) : wanted));
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(binary ? randomBits() : static_cast<unsigned char>(letters[randomBelow(letters.size())]));
        return Value(std::move(bytes));
    };
    return randomSet(draw, wanted < 0 ? fmt::format("{}()", name) : fmt::format("{}({})", name, wanted));
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
    return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(generator());
}

std::uint64_t randomBits() { return generator()(); }

std::vector<std::string_view> randomNames()
{
    std::vector<std::string_view> names(std::begin(otherNames), std::end(otherNames));
    for (const NumberKind& kind : numberKinds)
        names.push_back(kind.name);
    return names;
}

bool isRandomName(std::string_view name)
{
    return std::ranges::find(otherNames, name) != std::end(otherNames)
        || std::ranges::find(numberKinds, name, &NumberKind::name) != std::end(numberKinds);
}

Result<Value> randomValue(std::string_view name, const std::vector<CallArgument>& arguments)
{
    if (const auto* kind = std::ranges::find(numberKinds, name, &NumberKind::name); kind != std::end(numberKinds)) {
        if (!arguments.empty())
            return fail(Errc::BadValue, 0, fmt::format("{}: expected no arguments", name));
        return randomSet([kind] { return Value(between(kind->low, kind->high)); }, fmt::format("{}()", name));
    }
    if (name == "RandNum")
        return number(arguments);
    if (name == "RandIP" || name == "RandIP6")
        return address(name, arguments, name == "RandIP" ? 4 : 16);
    if (name == "RandMAC")
        return mac(arguments);
    if (name == "RandString" || name == "RandBin")
        return text(name, arguments, name == "RandBin");
    if (name == "RandChoice")
        return choice(arguments);
    return fail(Errc::BadValue, 0, fmt::format("{}: expected a random value", name));
}

} // namespace fw
