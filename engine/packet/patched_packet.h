/// A packet of which some fields are written again and again, with the Internet checksums that cover them.
#pragma once

#include "engine/packet/environment.h"
#include "engine/packet/layout.h"

#include <memory>
#include <optional>

namespace fw {

/// Made from a draft whose sets vary; null if anything but the fields themselves and Internet checksums follows from them.
/// What it finds out about the checksums it finds out by building, and some of its packets are compared with built ones.
class PatchedPacket {
public:
    [[nodiscard]] static std::unique_ptr<PatchedPacket> make(const Protocols& protocols, const Draft& draft, const Environment& environment);

    /// The n-th packet in the order of expand(). Nothing if a value that was drawn does not fit its field.
    [[nodiscard]] std::optional<Bytes> at(std::uint64_t index);

private:
    /// A field that varies. Axes are in the order of the loops, innermost first.
    struct Axis {
        std::size_t layer = 0;
        FieldIndex field = noField;
        Value values;            ///< The set.
        std::uint64_t count = 1;
        std::size_t bitOffset = 0;
        std::size_t bits = 0;
        bool isNumber = false;
        bool littleEndian = false;
        std::optional<std::pair<std::int64_t, std::int64_t>> range; ///< First and step, where the values are that.
        std::uint64_t position = UINT64_MAX; ///< Which value stands in the bytes.
        std::vector<std::int64_t> share;     ///< What it adds to each sum now.
    };
    struct Sum {
        std::size_t at = 0;      ///< Byte of the 16-bit field.
        bool zeroIsAllOnes = false;
        std::uint64_t rest = 0;  ///< What everything that does not vary adds up to, modulo 0xffff.
        std::vector<int> parity; ///< By axis: not covered -1; 0 if even bytes of the frame are the high ones, else 1.
    };

    PatchedPacket() = default;
    [[nodiscard]] bool findAxes(const Protocols& protocols, const Draft& draft, const Layout& layout);
    [[nodiscard]] bool findSums(const Protocols& protocols, const Layout& layout);
    [[nodiscard]] bool learnCoverage(const Protocols& protocols, const Draft& first, const Environment& environment);
    [[nodiscard]] bool agreesWithBuilding(const Protocols& protocols, const Draft& draft, const Environment& environment, std::uint64_t count);
    [[nodiscard]] bool write(Axis& axis, std::uint64_t position);
    void writeNumber(const Axis& axis, std::uint64_t number);
    [[nodiscard]] Value written(const Axis& axis) const;
    void refresh(Axis& axis);
    /// What the bits of the axis add to a sum of 16-bit words.
    [[nodiscard]] std::uint64_t shareOf(const Axis& axis, int parity) const;
    void writeSums();

    Buffer m_bytes;
    std::vector<Axis> m_axes;
    std::vector<Sum> m_sums;
};

} // namespace fw
