#include "engine/base/address.h"

#include "engine/base/address_text.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace fw {

std::optional<MacAddress> parseMac(std::string_view text)
{
    MacAddress mac{};
    for (std::size_t i = 0; i < mac.size(); ++i) {
        const std::size_t end = std::min(text.find_first_of(":-"), text.size());
        if ((i == 5) != (end == text.size()) || end == 0 || end > 2)
            return std::nullopt;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + end, mac[i], 16);
        if (error != std::errc{} || rest != text.data() + end)
            return std::nullopt;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return mac;
}

std::optional<Ipv4Address> parseIpv4(std::string_view text)
{
    Ipv4Address address{};
    if (text.contains('\0')) // The C function would stop there, and take what stands before it.
        return std::nullopt;
    if (inet_pton(AF_INET, std::string(text).c_str(), address.data()) != 1)
        return std::nullopt;
    return address;
}

std::optional<Ipv6Address> parseIpv6(std::string_view text)
{
    Ipv6Address address{};
    if (text.contains('\0'))
        return std::nullopt;
    if (inet_pton(AF_INET6, std::string(text).c_str(), address.data()) != 1)
        return std::nullopt;
    return address;
}

namespace {

void appendMac(std::string& out, Bytes mac)
{
    static constexpr char digits[] = "0123456789abcdef";
    char text[18];
    std::size_t size = 0;
    for (const std::uint8_t byte : mac.first(std::min<std::size_t>(mac.size(), 6))) {
        text[size++] = digits[byte >> 4];
        text[size++] = digits[byte & 15];
        text[size++] = ':';
    }
    out.append(text, size - (size > 0));
}

void appendIpv4(std::string& out, Bytes address)
{
    char text[INET_ADDRSTRLEN];
    char* end = text;
    for (std::size_t i = 0; i < 4; ++i) {
        if (i > 0)
            *end++ = '.';
        end = std::to_chars(end, text + sizeof text, address[i]).ptr;
    }
    out.append(text, end);
}

} // namespace

std::string macText(Bytes mac)
{
    std::string out;
    appendMac(out, mac);
    return out;
}

std::string ipv4Text(Bytes address)
{
    std::string out;
    appendIpv4(out, address);
    return out;
}

std::string ipv6Text(Bytes address)
{
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(AF_INET6, address.data(), text, sizeof text);
    return text;
}

void appendAddress(std::string& out, Bytes address)
{
    switch (address.size()) {
    case 4:
        appendIpv4(out, address);
        break;
    case 6:
        appendMac(out, address);
        break;
    case 16:
        out += ipv6Text(address);
        break;
    default:
        out += toHex(address);
        break;
    }
}

std::string addressText(Bytes address)
{
    std::string out;
    appendAddress(out, address);
    return out;
}

} // namespace fw
