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

std::optional<std::uint64_t> FlagSetDesc::parse(std::string_view wanted) const
{
    const auto bitOf = [this](std::string_view flag) -> std::optional<std::uint64_t> {
        const auto found = std::ranges::find(names, flag);
        if (found == names.end() || flag.empty())
            return std::nullopt;
        return std::uint64_t{1} << (found - names.begin());
    };
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
