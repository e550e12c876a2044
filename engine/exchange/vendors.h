/// Who made a network card, by its address.
#pragma once

#include "engine/base/address.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace fw {

/// Reads lists as Wireshark's "manuf": a prefix of an address, perhaps with its length in bits, and a short name.
class VendorNames {
public:
    explicit VendorNames(std::string_view list);
    /// The list that is installed on this machine, read when first asked for; empty if there is none.
    [[nodiscard]] static const VendorNames& installed();

    /// Of the longest prefix that fits; empty if none does.
    [[nodiscard]] std::string nameOf(const MacAddress& address) const;

private:
    void addLine(std::string_view line);

    std::unordered_map<std::uint64_t, std::string> m_names; ///< By prefix, and its length in the bits above the address.
};

} // namespace fw
