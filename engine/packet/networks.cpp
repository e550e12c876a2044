#include "engine/packet/networks.h"

#include "engine/base/address.h"
#include "engine/packet/sets.h"

#include <algorithm>
#include <charconv>

namespace fw {
namespace {

constexpr std::size_t mostStretches = 4096; ///< Of addresses in one "10.1-5.1-5.1-9".

std::optional<Buffer> addressOf(std::string_view text, std::size_t size)
{
    if (text.find('\0') != std::string_view::npos)
        return std::nullopt;
    if (const auto four = parseIpv4(text); four && size == 4)
        return Buffer(four->begin(), four->end());
    if (const auto six = parseIpv6(text); six && size == 16)
        return Buffer(six->begin(), six->end());
    return std::nullopt;
}

std::optional<unsigned> numberUpTo(std::string_view text, unsigned most)
{
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number > most)
        return std::nullopt;
    return number;
}

std::optional<Value> prefixNetwork(std::string_view address, std::string_view prefixText, std::string_view written, std::size_t size)
{
    const auto bits = static_cast<unsigned>(size * 8);
    const auto prefix = numberUpTo(prefixText, bits);
    auto first = addressOf(address, size);
    if (!first || !prefix)
        return std::nullopt;
    Buffer last = *first;
    for (unsigned bit = *prefix; bit < bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        (*first)[bit / 8] = static_cast<std::uint8_t>((*first)[bit / 8] & ~mask);
        last[bit / 8] |= mask;
    }
    if (*prefix == bits)
        return Value(std::move(*first));
    return addressSet(std::move(*first), std::move(last), std::string(written));
}

struct Octet {
    std::uint8_t low = 0;
    std::uint8_t high = 255;
};

std::optional<Octet> octetOf(std::string_view text)
{
    if (text == "*")
        return Octet{};
    const std::size_t dash = std::min(text.find('-'), text.size());
    const auto low = numberUpTo(text.substr(0, dash), 255);
    const auto high = dash == text.size() ? low : numberUpTo(text.substr(dash + 1), 255);
    if (!low || !high || *low > *high)
        return std::nullopt;
    return Octet{static_cast<std::uint8_t>(*low), static_cast<std::uint8_t>(*high)};
}

std::optional<std::array<Octet, 4>> octetsOf(std::string_view text)
{
    std::array<Octet, 4> octets;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const std::size_t end = std::min(text.find('.'), text.size());
        const auto octet = octetOf(text.substr(0, end));
        if (!octet || (i == 3) != (end == text.size()))
            return std::nullopt;
        octets[i] = *octet;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return octets;
}

/// How many octets at the start are one stretch each: behind them, all addresses follow each other.
std::size_t fixedOctets(const std::array<Octet, 4>& octets)
{
    std::size_t tail = 4;
    while (tail > 0 && octets[tail - 1].low == 0 && octets[tail - 1].high == 255)
        --tail;
    return tail == 0 ? 0 : tail - 1;
}

std::optional<Value> octetNetwork(std::string_view text)
{
    const auto octets = octetsOf(text);
    if (!octets)
        return std::nullopt;
    const std::size_t fixed = fixedOctets(*octets);
    std::uint64_t stretches = 1;
    for (std::size_t i = 0; i < fixed; ++i)
        stretches *= (*octets)[i].high - (*octets)[i].low + 1U;
    if (stretches > mostStretches)
        return std::nullopt;
    std::vector<Value> members;
    for (std::uint64_t number = 0; number < stretches; ++number) {
        Buffer first(4), last(4);
        std::uint64_t left = number;
        for (std::size_t i = 4; i-- > 0;) {
            const Octet& octet = (*octets)[i];
            const std::uint64_t width = octet.high - octet.low + 1U;
            first[i] = static_cast<std::uint8_t>(octet.low + (i < fixed ? left % width : 0));
            last[i] = i < fixed ? first[i] : octet.high;
            left = i < fixed ? left / width : left;
        }
        const std::string written = stretches == 1 ? std::string(text) : ipv4Text(first) + "-" + ipv4Text(last);
        members.push_back(first == last ? Value(first) : addressSet(first, last, written));
    }
    return members.size() == 1 ? members.front() : listSet(std::move(members));
}

} // namespace

std::optional<Value> networkValue(std::string_view text, std::size_t size)
{
    if (auto address = addressOf(text, size))
        return Value(std::move(*address));
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos)
        return prefixNetwork(text.substr(0, slash), text.substr(slash + 1), text, size);
    if (const std::size_t dash = text.find('-'); dash != std::string_view::npos)
        if (auto between = networkBetween(text.substr(0, dash), text.substr(dash + 1), size))
            return between;
    return size == 4 ? octetNetwork(text) : std::nullopt;
}

std::optional<Value> networkBetween(std::string_view first, std::string_view last, std::size_t size)
{
    auto low = addressOf(first, size);
    auto high = addressOf(last, size);
    if (!low || !high || *high < *low)
        return std::nullopt;
    return addressSet(std::move(*low), std::move(*high), std::string(first) + "-" + std::string(last));
}

bool isHostName(std::string_view text)
{
    const auto fits = [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c >= 0x80;
    };
    const auto isLetter = [](unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    return !text.empty() && text.size() <= 253 && text.front() != '.' && text.front() != '-' && std::ranges::all_of(text, fits)
        && std::ranges::any_of(text, [&](unsigned char c) { return isLetter(c) || c >= 0x80; });
}

} // namespace fw
