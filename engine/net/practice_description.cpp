#include "engine/net/practice_description.h"

#include <algorithm>

namespace fw::practice {
namespace {

bool hasPrefix(Bytes address, const InterfaceInfo::Address& prefix)
{
    if (address.size() != prefix.address.size())
        return false;
    for (std::size_t bit = 0; bit < static_cast<std::size_t>(prefix.prefixLength); ++bit)
        if (readBits(address, bit, 1) != readBits(prefix.address, bit, 1))
            return false;
    return true;
}

} // namespace

const Host* Description::hostAt(Bytes address) const
{
    if (hosts.empty())
        return nullptr;
    if (address.size() == 4 && address[0] == 127)
        return &hosts.front();
    const auto found = hostsByAddress.find(toBuffer(address));
    return found == hostsByAddress.end() ? nullptr : &hosts[found->second];
}

bool Description::isOwn(Bytes address) const
{
    const Host* host = hostAt(address);
    return host != nullptr && host == &hosts.front();
}

bool Description::isOnLink(Bytes address) const
{
    return std::ranges::any_of(interface.addresses, [&](const auto& own) { return hasPrefix(address, own); });
}

bool Description::isBroadcast(Bytes address) const
{
    const auto isAll = [&](const InterfaceInfo::Address& own) {
        if (address.size() != 4 || own.prefixLength > 30 || !hasPrefix(address, own))
            return false;
        const std::uint32_t host = 0xffffffffU >> own.prefixLength;
        return (be32(address, 0) & host) == host;
    };
    return (address.size() == 4 && be32(address, 0) == 0xffffffffU) || std::ranges::any_of(interface.addresses, isAll);
}

const Path& Description::path(const std::string& name) const
{
    static const Path none;
    const auto found = paths.find(name);
    return found == paths.end() ? none : found->second;
}

} // namespace fw::practice
