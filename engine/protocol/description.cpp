#include "engine/protocol/description.h"

#include <algorithm>

namespace fw {

std::string FlagSetDesc::text(std::uint64_t value) const
{
    std::string out;
    for (std::size_t bit = 0; bit < 64 && value >> bit != 0; ++bit) {
        if ((value >> bit & 1) == 0)
            continue;
        if (!letters && !out.empty())
            out += '+';
        if (bit < names.size() && !names[bit].empty())
            out += names[bit];
        else
            out += letters ? "?" : "bit " + std::to_string(bit);
    }
    return out;
}

std::string FlagSetDesc::setText(std::uint64_t value, std::int64_t kind) const
{
    const auto found = namesFor.find(kind);
    const std::vector<std::string> none;
    const std::vector<std::string>& told = by.empty() ? names : found != namesFor.end() ? found->second : none;
    std::string out;
    for (std::size_t bit = 0; bit < 64 && value >> bit != 0; ++bit) {
        if ((value >> bit & 1) == 0)
            continue;
        const bool isNamed = bit < told.size() && !told[bit].empty();
        out += (out.empty() ? "'" : ", '") + (isNamed ? told[bit] : "bit " + std::to_string(bit)) + "'";
    }
    return out.empty() ? "set()" : "{" + out + "}";
}

namespace {

/// Whole, or what stands in brackets at its end: 'ACK (A)' is also 'A'.
bool isNamed(std::string_view name, std::string_view flag)
{
    const std::size_t open = name.ends_with(')') ? name.rfind('(') : std::string_view::npos;
    return name == flag || (open != std::string_view::npos && name.substr(open + 1, name.size() - open - 2) == flag);
}

} // namespace

std::optional<std::uint64_t> FlagSetDesc::parse(std::string_view wanted) const
{
    const auto bitAmong = [](const std::vector<std::string>& known, std::string_view flag) -> std::optional<std::uint64_t> {
        const auto found = std::ranges::find_if(known, [&](const std::string& candidate) { return isNamed(candidate, flag); });
        return found == known.end() || flag.empty() ? std::nullopt : std::optional(std::uint64_t{1} << (found - known.begin()));
    };
    const auto bitOf = [&](std::string_view flag) {
        std::optional<std::uint64_t> bit = bitAmong(names, flag);
        for (auto kind = namesFor.begin(); !bit && kind != namesFor.end(); ++kind) // Which of them counts may not be known yet.
            bit = bitAmong(kind->second, flag);
        return bit;
    };
    if (const auto bit = bitOf(wanted)) // Its name may be a '+'.
        return bit;
    std::uint64_t value = 0;
    while (!wanted.empty()) {
        const std::size_t end = letters ? 1 : std::min(wanted.find('+'), wanted.size());
        const auto bit = bitOf(wanted.substr(0, end));
        if (!bit)
            return std::nullopt;
        value |= *bit;
        wanted.remove_prefix(std::min(letters ? end : end + 1, wanted.size()));
    }
    return value;
}

const TlvCase* TlvDesc::find(std::uint32_t tag) const
{
    const auto found = cases.find(tag);
    return found == cases.end() ? nullptr : &found->second;
}

std::optional<std::uint32_t> TlvDesc::tagNamed(std::string_view caseName) const
{
    for (const auto& [tag, item] : cases)
        if (item.name == caseName)
            return tag;
    return std::nullopt;
}

bool TlvDesc::isBare(std::uint32_t tag) const
{
    return std::ranges::find(bare, tag) != bare.end();
}

bool TlvDesc::isStop(std::uint32_t tag) const
{
    return std::ranges::find(stop, tag) != stop.end();
}

FieldIndex ProtocolDesc::find(std::string_view fieldName) const
{
    const auto found = fieldIndex.find(std::string(fieldName));
    return found == fieldIndex.end() ? noField : found->second;
}

} // namespace fw
