#include "engine/net/practice_keys.h"

#include "engine/packet/near_names.h"

#include <algorithm>
#include <charconv>

namespace fw::practice {
namespace {

std::string listed(std::initializer_list<std::string_view> words)
{
    std::string out;
    for (const std::string_view word : words)
        out += (out.empty() ? "" : ", ") + std::string(word);
    return out;
}

std::optional<Buffer> parsedAddress(std::string_view text)
{
    if (const auto v4 = parseIpv4(text))
        return Buffer(v4->begin(), v4->end());
    if (const auto v6 = parseIpv6(text))
        return Buffer(v6->begin(), v6->end());
    return std::nullopt;
}

std::optional<double> parsedReal(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string plain(double value)
{
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

} // namespace

void refuse(const YamlNode& node, const std::string& expected)
{
    Error error{Errc::Syntax, node.column() > 0 ? node.column() - 1 : 0, "expected " + expected};
    error.line = node.line();
    throw Wrong{std::move(error)};
}

void checkKeys(const YamlNode& node, std::initializer_list<std::string_view> known)
{
    if (!node.isMap())
        refuse(node, "a map with the keys " + listed(known));
    for (const auto& [key, value] : node.entries())
        if (std::ranges::find(known, key.text()) == known.end()) {
            const auto near = nearNames(key.text(), {known.begin(), known.end()}, 1);
            refuse(key, "a known key instead of '" + key.text() + "'" + (near.empty() ? "" : ", perhaps '" + near.front() + "'") + "; known here: " + listed(known));
        }
}

const std::vector<YamlNode>& itemsOf(const YamlNode& node, std::size_t most)
{
    if (node && !node.isNull() && !node.isList())
        refuse(node, "a list");
    if (node.items().size() > most)
        refuse(node.items()[most], "at most " + std::to_string(most) + " entries");
    return node.items();
}

std::string textOf(const YamlNode& node)
{
    if (!node.isText())
        refuse(node, "a text");
    return node.text();
}

Buffer addressOf(const YamlNode& node)
{
    const auto address = node.isText() ? parsedAddress(node.text()) : std::nullopt;
    if (!address)
        refuse(node, "an IPv4 or IPv6 address");
    return *address;
}

Buffer addressOf(const YamlNode& node, std::size_t size)
{
    const auto address = node.isText() ? parsedAddress(node.text()) : std::nullopt;
    if (!address || address->size() != size)
        refuse(node, size == 4 ? "an IPv4 address" : "an IPv6 address");
    return *address;
}

std::vector<Buffer> addressesOf(const YamlNode& node)
{
    constexpr std::size_t most = 64;
    if (!node.isList())
        return {addressOf(node)};
    std::vector<Buffer> all;
    for (const YamlNode& item : itemsOf(node, most))
        all.push_back(addressOf(item));
    return all;
}

MacAddress macOf(const YamlNode& node)
{
    const auto mac = parseMac(node.text());
    if (!mac)
        refuse(node, "a MAC address");
    return *mac;
}

InterfaceInfo::Address prefixOf(const YamlNode& node)
{
    const std::string& text = node.text();
    const std::size_t slash = text.find('/');
    const auto address = parsedAddress(text.substr(0, slash));
    const auto length = slash == std::string::npos ? std::nullopt : parseInteger(text.substr(slash + 1));
    if (!address || !length || *length < 0 || *length > static_cast<std::int64_t>(address->size()) * 8)
        refuse(node, "an address with the length of its network: 172.17.0.2/16");
    return {*address, static_cast<int>(*length)};
}

std::int64_t numberOf(const YamlNode& node, std::int64_t least, std::int64_t most)
{
    const auto number = node.isText() ? parseInteger(node.text()) : std::nullopt;
    if (!number || *number < least || *number > most)
        refuse(node, "a whole number, " + std::to_string(least) + "-" + std::to_string(most));
    return *number;
}

std::int64_t numberOr(const YamlNode& node, std::int64_t otherwise, std::int64_t least, std::int64_t most)
{
    return node ? numberOf(node, least, most) : otherwise;
}

double realOr(const YamlNode& node, double otherwise, double least, double most)
{
    if (!node)
        return otherwise;
    const auto number = parsedReal(node.text());
    if (!number || !(*number >= least && *number <= most))
        refuse(node, "a number, " + plain(least) + "-" + plain(most));
    return *number;
}

Latency millisecondsOr(const YamlNode& node, double otherwise)
{
    constexpr double most = 60'000;
    return Latency(static_cast<Latency::rep>(realOr(node, otherwise, 0, most) * 1e6));
}

bool flagOr(const YamlNode& node, bool otherwise)
{
    if (!node)
        return otherwise;
    if (node.text() != "true" && node.text() != "false")
        refuse(node, "true or false");
    return node.text() == "true";
}

std::size_t wordOf(const YamlNode& node, std::initializer_list<std::string_view> words)
{
    if (!node)
        return 0;
    const auto found = std::ranges::find(words, node.text());
    if (found == words.end())
        refuse(node, "one of " + listed(words));
    return static_cast<std::size_t>(found - words.begin());
}

std::vector<std::uint16_t> portsOf(const YamlNode& node)
{
    constexpr std::size_t most = 1024;
    constexpr std::int64_t mostPort = 65'535;
    std::vector<std::uint16_t> ports;
    for (const YamlNode& item : itemsOf(node, most))
        ports.push_back(static_cast<std::uint16_t>(numberOf(item, 1, mostPort)));
    return ports;
}

} // namespace fw::practice
