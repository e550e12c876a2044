/// An input as a packet: the name of its first layer, a line feed, its bytes.
#pragma once

#include "engine/protocol/protocols.h"

#include <algorithm>
#include <numeric>

namespace fuzz {

struct PacketInput {
    const fw::ProtocolDesc* first = nullptr;
    fw::Bytes bytes;

    /// Any protocol may come first: a name that is none stands for one all the same.
    PacketInput(const fw::Protocols& protocols, const std::uint8_t* data, std::size_t size)
    {
        constexpr std::size_t mostName = 64;
        const fw::Bytes all(data, size);
        const auto end = std::ranges::find(all.first(std::min(size, mostName)), std::uint8_t{'\n'});
        const auto length = static_cast<std::size_t>(end - all.begin());
        const fw::Bytes name = all.first(length);
        first = protocols.find(std::string(name.begin(), name.end()));
        if (first == nullptr)
            first = &protocols[static_cast<fw::ProtocolId>(std::accumulate(name.begin(), name.end(), std::size_t{0}) % protocols.size())];
        bytes = all.subspan(std::min(length + 1, size));
    }
};

} // namespace fuzz
