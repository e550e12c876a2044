/// A packet of which some fields are written again and again, with the Internet checksums that cover them.
#pragma once

#include "engine/packet/environment.h"
#include "engine/packet/varying_field.h"

#include <memory>

namespace fw {

/// Made from a draft whose sets vary; null if anything but the fields themselves and Internet checksums follows from them.
/// What it finds out about the checksums it finds out by building, and some of its packets are compared with built ones.
class PatchedPacket {
public:
    [[nodiscard]] static std::unique_ptr<PatchedPacket> make(const Protocols& protocols, const Draft& draft, const Environment& environment);

    /// The n-th packet in the order of expand(); quickest one after another. False if a value that was drawn does not fit its field.
    [[nodiscard]] bool write(std::uint64_t index)
    {
        const bool isWritten = index == m_next ? step() : seek(index);
        m_next = isWritten ? index + 1 : nowhere;
        writeSums();
        return isWritten;
    }
    /// The packet written last.
    [[nodiscard]] Bytes bytes() const { return m_bytes; }

private:
    static constexpr std::uint64_t nowhere = UINT64_MAX;

    /// A sum that covers a part of a field. The last byte of the part is the low half of a 16-bit word there, or else the high one.
    struct Cover {
        std::size_t sum = 0;
        bool isSwapped = false;
    };
    /// As much of a field as is written in one go.
    struct Part {
        VaryingField::Window window;
        std::uint32_t share = 0; ///< What it adds to a sum now; 0 to 0xffff.
        std::vector<Cover> covers;
    };
    struct Axis {
        std::size_t layer = 0;
        FieldIndex field = noField;
        VaryingField values;
        std::vector<Part> parts;
        std::uint64_t position = nowhere; ///< Which value stands in the bytes.
    };
    struct Sum {
        std::size_t at = 0; ///< Byte of the 16-bit field.
        bool zeroIsAllOnes = false;
        std::uint32_t total = 0; ///< Of all that is covered, now; 1 to 0xffff, since what is summed is never all zero.
    };

    PatchedPacket() = default;
    [[nodiscard]] bool findAxes(const Protocols& protocols, const Draft& draft, const Layout& layout);
    [[nodiscard]] bool findSums(const Protocols& protocols, const Layout& layout);
    [[nodiscard]] bool learnCoverage(const Protocols& protocols, const Draft& first, const Environment& environment);
    [[nodiscard]] bool probe(Axis& axis, bool allBits, const Protocols& protocols, Draft draft, const Environment& environment);
    [[nodiscard]] bool learnCover(Axis& axis, std::size_t sum, std::uint32_t change, std::uint32_t share, bool isFirst) const;
    [[nodiscard]] bool findTotals();
    [[nodiscard]] bool agreesWithBuilding(const Protocols& protocols, const Draft& draft, const Environment& environment, std::uint64_t count);
    [[nodiscard]] std::span<Axis> loops() { return std::span(m_axes).first(m_loopCount); }
    [[nodiscard]] std::span<Axis> drawn() { return std::span(m_axes).subspan(m_loopCount); }
    [[nodiscard]] bool step();
    [[nodiscard]] bool seek(std::uint64_t index);
    [[nodiscard]] bool place(Axis& axis, std::uint64_t position);
    void put(Part& part, std::uint64_t word);
    void writeSums();

    Buffer m_bytes;
    std::vector<Axis> m_axes; ///< Those with several values in the order of the loops, innermost first; then those that are drawn each time.
    std::size_t m_loopCount = 0;
    std::vector<Sum> m_sums;
    std::uint64_t m_next = nowhere; ///< The packet after the one written last.
};

} // namespace fw
