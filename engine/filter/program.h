/// A display filter made ready to be run: what to read from a packet, and the tests on it, the cheap ones first.
#pragma once

#include "engine/filter/syntax.h"
#include "engine/packet/walk_layer.h"

#include <compare>
#include <memory>
#include <span>

namespace re2 {
class RE2;
}

namespace fw::filter {

__extension__ typedef __int128 Wide; ///< Room for signed and unsigned numbers of 64 bits alike.

inline constexpr std::uint16_t noLayer = 0xffff;

/// One value of a packet, or a constant.
struct Item {
    enum class Kind : std::uint8_t { Number, Real, Octets };
    Kind kind = Kind::Number;
    std::uint16_t layer = noLayer; ///< Which layer of the stack it comes from.
    ProtocolId protocol = noProtocol;
    Wide number = 0;
    long double real = 0;
    Bytes bytes; ///< Of the frame, of the program, or of the run that made it.

    static Item of(Wide number) { return {.kind = Kind::Number, .number = number, .bytes = {}}; }
    static Item of(long double real) { return {.kind = Kind::Real, .real = real, .bytes = {}}; }
    static Item of(Bytes bytes) { return {.kind = Kind::Octets, .bytes = bytes}; }
};

/// Nothing if the two cannot be compared. Bytes are a big-endian number where a number is asked for.
[[nodiscard]] std::optional<std::strong_ordering> compare(const Item& left, const Item& right);
/// The number that an item is or, of up to eight bytes, stands for.
[[nodiscard]] std::optional<Wide> numberIn(const Item& item);

/// A way on from a field: to an element of a list, a field of a structure, an option of a TLV list, a flag.
struct Step {
    enum class What : std::uint8_t { Element, Field, Option, Flags };
    What what = What::Field;
    std::uint64_t number = 0; ///< Element: its index. Option: its tag. Flags: the bits.
    std::string name;         ///< Field
};

/// A field of one protocol or structure.
struct Target {
    ProtocolId protocol = noProtocol;
    FieldIndex field = noField;
    std::vector<Step> steps;
    // At a fixed place, one of these.
    std::optional<FixedNumber> number;
    std::optional<FixedAddress> address;
    bool isShort = false;    ///< A number or address that fits a signed number of 64 bits.
    std::uint64_t flags = 0; ///< Of the number, whether one of these bits is set.

    [[nodiscard]] bool isFixed() const { return number || address; }
    /// Of a short one. Nothing beyond the end.
    [[nodiscard]] std::optional<std::int64_t> load(Bytes frame, std::size_t start, std::size_t end) const
    {
        if (number) {
            const auto loaded = number->load(frame, start, end);
            return flags == 0 || !loaded ? loaded : std::optional<std::int64_t>((static_cast<std::uint64_t>(*loaded) & flags) != 0);
        }
        const Bytes bytes = address->load(frame, start, end);
        if (bytes.empty())
            return std::nullopt;
        return bytes.size() == 4 ? std::int64_t{be32(bytes, 0)} : static_cast<std::int64_t>(readBits(bytes, 0, static_cast<unsigned>(bytes.size() * 8)));
    }
};

/// What is read from a packet under one name: all values of it, layer by layer.
struct Source {
    enum class What : std::uint8_t { Field, Layer, Payload };
    What what = What::Field;
    std::vector<Target> targets;
    std::optional<LayerNumbers> layers; ///< Only of those.
    bool plainNames = false;            ///< Domain names are given without the dot at their end, as in Wireshark.
    bool needsStructures = false;       ///< Some of the targets are in structures inside fields.

    /// Once all targets are there.
    void index(std::size_t protocols);
    [[nodiscard]] std::span<const Target> in(ProtocolId protocol) const
    {
        const std::uint16_t number = byProtocol[protocol];
        return number == 0 ? std::span<const Target>() : std::span(targets).subspan(number - 1U, counts[number - 1U]);
    }

    std::vector<std::uint16_t> byProtocol; ///< The first of its targets plus one; 0: none.
    std::vector<std::uint16_t> counts;     ///< By target: so many from here on are of its protocol.
};

/// What is known of a packet besides its bytes.
enum class Fact : std::uint8_t { Number, Length, Captured, Time, Since, SincePrevious };

enum class Function : std::uint8_t { Length, Count, Lower, Upper, Text, Least, Greatest, Absolute };

struct Operand {
    enum class What : std::uint8_t { Constant, Source, Frame, Fact, Calculate, Negate, Slice, Call, Together };
    What what = What::Constant;
    Item constant;
    std::uint32_t source = 0;
    Fact fact{};
    Arithmetic arithmetic{};
    Function function{};
    Slice slice;
    bool isAddress = false; ///< Text: of an address rather than of characters.
    std::vector<Operand> children;
};

/// Values from the first to the last.
struct Range {
    Item low;
    Item high;
    bool isOfAddresses = false; ///< Bytes of another size are not in it.
};

struct Test {
    enum class What : std::uint8_t {
        And, Or, Xor, Not,
        Layer,    ///< One of the source's protocols is there.
        Exists,   ///< The operand has a value.
        NonZero,  ///< The operand has one that is not zero.
        Numbers,  ///< Numbers at fixed places are within ranges of numbers.
        In,       ///< Values are within ranges.
        Compare,  ///< Two operands.
        Contains, ///< The second operand's bytes are in the first's.
        Matches,  ///< The operand's bytes hold what the regular expression says.
    };
    What what = What::And;
    std::uint8_t cost = 0; ///< 0: facts; 1: the walk; 2: the walk and fields of it; 3: dissection.
    bool all = false;      ///< All values have to pass rather than one.
    bool inverted = false; ///< A value passes if it does not do what the test says.
    Comparison comparison{};
    std::uint32_t source = 0;
    std::vector<Operand> operands;
    std::vector<Test> children;
    std::vector<Range> ranges;
    std::vector<std::pair<std::int64_t, std::int64_t>> numbers;
    std::shared_ptr<const re2::RE2> pattern;
};

struct Program {
    const Protocols* protocols = nullptr;
    Test root;
    std::vector<Source> sources;
    std::vector<std::shared_ptr<const Buffer>> texts; ///< What the constants' bytes are.
    bool needsTimes = false;
};

} // namespace fw::filter
