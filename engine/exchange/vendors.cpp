#include "engine/exchange/vendors.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace fw {
namespace {

constexpr int addressBits = 48;
/// The lengths that are given out, and whole addresses.
constexpr std::array<int, 4> lengths{addressBits, 36, 28, 24};

std::uint64_t keyOf(std::uint64_t address, int length)
{
    return (static_cast<std::uint64_t>(length) << addressBits) | (address >> (addressBits - length) << (addressBits - length));
}

/// "00:1B:C5" and its length in bits. Nothing if it is no such prefix.
std::optional<std::pair<std::uint64_t, int>> prefixOf(std::string_view text)
{
    std::uint64_t bits = 0;
    int digits = 0;
    for (; !text.empty() && text.front() != '/'; text.remove_prefix(1)) {
        if (text.front() == ':' || text.front() == '-')
            continue;
        unsigned digit = 0;
        if (digits == addressBits / 4 || std::from_chars(text.data(), text.data() + 1, digit, 16).ec != std::errc())
            return std::nullopt;
        bits = bits << 4U | digit;
        ++digits;
    }
    int length = digits * 4;
    if (!text.empty() && std::from_chars(text.data() + 1, text.data() + text.size(), length).ec != std::errc())
        return std::nullopt;
    return std::pair(bits << (addressBits - digits * 4), length);
}

} // namespace

VendorNames::VendorNames(std::string_view list)
{
    while (!list.empty()) {
        const std::string_view line = list.substr(0, list.find('\n'));
        list.remove_prefix(std::min(line.size() + 1, list.size()));
        if (!line.starts_with('#'))
            addLine(line);
    }
}

void VendorNames::addLine(std::string_view line)
{
    const std::size_t tab = line.find_first_of("\t ");
    const std::size_t name = std::min(line.find_first_not_of("\t ", std::min(tab, line.size())), line.size());
    const auto prefix = prefixOf(line.substr(0, tab));
    if (!prefix || name == line.size() || std::ranges::find(lengths, prefix->second) == lengths.end())
        return;
    m_names.try_emplace(keyOf(prefix->first, prefix->second), line.substr(name, line.find('\t', name) - name));
}

const VendorNames& VendorNames::installed()
{
    static const VendorNames names = [] {
        std::ifstream file("/usr/share/wireshark/manuf", std::ios::binary);
        return VendorNames(std::string(std::istreambuf_iterator<char>(file), {}));
    }();
    return names;
}

std::string VendorNames::nameOf(const MacAddress& address) const
{
    std::uint64_t bits = 0;
    for (const std::uint8_t byte : address)
        bits = bits << 8U | byte;
    for (const int length : lengths)
        if (const auto found = m_names.find(keyOf(bits, length)); found != m_names.end())
            return found->second;
    return {};
}

} // namespace fw
