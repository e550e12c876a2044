/// The bytes of a snapshot: numbers of varying size, and texts with their sizes.
#pragma once

#include "engine/protocol/lazy_items.h"
#include "engine/protocol/protocols.h"

#include <deque>
#include <unordered_map>

namespace fw::archive {

class Saver {
public:
    static constexpr bool isLoading = false;
    Buffer out;
    std::unordered_map<const EnumDesc*, std::uint64_t> enums;
    std::unordered_map<const FlagSetDesc*, std::uint64_t> flagSets;

    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            out.push_back(static_cast<std::uint8_t>(value | 0x80));
        out.push_back(static_cast<std::uint8_t>(value));
    }
    void bytes(const void* data, std::size_t size)
    {
        number(size);
        const auto* first = static_cast<const std::uint8_t*>(data);
        out.insert(out.end(), first, first + size);
    }
};

class Restorer {
public:
    static constexpr bool isLoading = true;
    explicit Restorer(Bytes bytes) : in(bytes) {}
    Bytes in;
    const LazyItems<EnumDesc, std::deque<EnumDesc>>* enums = nullptr;
    const LazyItems<FlagSetDesc, std::deque<FlagSetDesc>>* flagSets = nullptr;
    bool failed = false;

    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at == in.size())
                break;
            const std::uint8_t byte = in[m_at++];
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80)
                return value;
        }
        failed = true;
        return 0;
    }
    Bytes bytes()
    {
        const std::uint64_t size = number();
        if (size > in.size() - m_at) {
            failed = true;
            return {};
        }
        m_at += static_cast<std::size_t>(size);
        return in.subspan(m_at - static_cast<std::size_t>(size), static_cast<std::size_t>(size));
    }
    /// How many of something follow; each takes a byte at least.
    std::size_t count()
    {
        const std::uint64_t many = number();
        failed = failed || many > in.size() - m_at;
        return failed ? 0 : static_cast<std::size_t>(many);
    }

    [[nodiscard]] Bytes rest() const { return in.subspan(m_at); }

private:
    std::size_t m_at = 0;
};

inline std::uint64_t zigzag(std::int64_t value)
{
    return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

inline std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

} // namespace fw::archive
