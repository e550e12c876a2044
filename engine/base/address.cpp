#include "engine/base/address.h"

#include <arpa/inet.h>
#include <charconv>

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

std::string macText(Bytes mac)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(mac.size() * 3);
    for (const std::uint8_t byte : mac) {
        if (!out.empty())
            out.push_back(':');
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

std::string ipv4Text(Bytes address)
{
    char text[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, address.data(), text, sizeof text);
    return text;
}

std::string ipv6Text(Bytes address)
{
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(AF_INET6, address.data(), text, sizeof text);
    return text;
}

std::string addressText(Bytes address)
{
    switch (address.size()) {
    case 4:
        return ipv4Text(address);
    case 6:
        return macText(address);
    case 16:
        return ipv6Text(address);
    default:
        return toHex(address);
    }
}

} // namespace fw
