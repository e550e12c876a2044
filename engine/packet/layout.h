/// The bytes of a packet and where each layer, field and element lies in them: the one table that
/// hexdump, diagram and tree are drawings of.
#pragma once

#include "engine/packet/draft.h"

namespace fw {

/// Where a field's value came from.
enum class Origin : std::uint8_t { Default, Environment, Automatic, Bound, Explicit, Dissected };

struct BitRange {
    std::uint64_t offset = 0; ///< From the start of the frame.
    std::uint64_t bits = 0;
    bool operator==(const BitRange&) const = default;
};

struct LayoutNode {
    enum class What : std::uint8_t {
        Layer,   ///< A layer of the stack.
        Field,   ///< A field of a layer or structure.
        Element, ///< An element of a list or TLV field.
    };
    What what = What::Layer;
    Origin origin = Origin::Default;
    bool absent = false;                ///< Not on the wire: bits is 0.
    ProtocolId protocol = noProtocol;   ///< Layer: its protocol. Field: the protocol whose field it is. Element: the structure, if it is one.
    FieldIndex field = noField;         ///< Field, and Element: the list field.
    std::uint32_t element = 0;          ///< Element: its index.
    TypeId type = noType;               ///< Field, Element: how it was read, switches decided. noType for a TLV element.
    std::int32_t parent = -1;
    std::uint32_t next = 0;             ///< Index after the last descendant.
    std::uint32_t layer = 0;            ///< Which layer of the stack it belongs to.
    std::uint64_t bitOffset = 0;        ///< From the start of the frame.
    std::uint64_t bits = 0;
    std::vector<BitRange> more;         ///< Other bits it was read from: what a compressed name points at, the rest of a little-endian bit field.
    Value value;                        ///< Field, Element: as sent or received. Structures: None, their fields follow as nodes.
};

inline void shift(LayoutNode& node, std::uint64_t bits)
{
    node.bitOffset += bits;
    for (BitRange& range : node.more)
        range.offset += bits;
}

struct LayoutNote {
    enum class Code : std::uint8_t {
        Check,          ///< A rule of the protocol's definition; detail is its text.
        BadChecksum,    ///< detail "0xdead, should be 0x62d8"
        Truncated,      ///< The field or layer goes on beyond the bytes.
        LengthTooLarge, ///< A length says more than there is; what is there was taken.
        Unreadable,     ///< The bytes could not be read as the protocol says; detail says why.
        TooMany,        ///< More elements, layers or nodes than are shown.
        Unresolved,     ///< A value of the environment was not known; detail is the name.
        NoLowerLayer,   ///< A checksum needs a layer below that is not there; left 0.
        ValueTooLarge,  ///< Cut to the field's width.
    };
    Code code = Code::Check;
    Check::Level level = Check::Level::Note;
    std::uint32_t node = 0;
    std::uint64_t offset = 0; ///< Byte in the frame.
    std::string detail;
};

struct Layout {
    Buffer bytes;
    std::vector<LayoutNode> nodes; ///< Parents before their children, in wire order.
    std::vector<LayoutNote> notes;

    /// The innermost field or element that covers this bit; -1 if none does.
    [[nodiscard]] std::int32_t nodeAt(std::uint64_t bit) const;
    /// The node of a path, -1 if it is not shown.
    [[nodiscard]] std::int32_t nodeOf(const FieldPath& path) const;
    [[nodiscard]] FieldPath pathOf(std::int32_t node) const;
    /// Node indices of the stack's layers.
    [[nodiscard]] std::vector<std::uint32_t> layers() const;
    [[nodiscard]] std::int32_t layerNode(std::size_t layer) const;
};

/// The stretches of wire bits that `bits` bits of a little-endian word at `wordOffset` (in bits) lie in, in wire order.
[[nodiscard]] std::vector<BitRange> littleEndianRanges(std::uint64_t wordOffset, unsigned shift, unsigned bits);

/// "IP", "IP.ttl", "DNS.qd[0].qname"; a layer that occurs again is "IP:2".
[[nodiscard]] std::string nodePathText(const Protocols& protocols, const Layout& layout, std::int32_t node);

} // namespace fw
