/// A packet's layout in words for people: names, ranges, sizes, what is wrong.
#pragma once

#include "engine/packet/layout.h"

#include <QString>

namespace fw::ui {

/// "IP", "ttl", "[0]": a row's own name; where it stands is told by the rows around it.
[[nodiscard]] QString nodeName(const Protocols& protocols, const Layout& layout, std::int32_t node);
/// What stands in a value cell: a field's value, a structure's name, a layer's title.
[[nodiscard]] QString nodeValue(const Protocols& protocols, const Layout& layout, std::int32_t node);

/// Of the layer that the node belongs to: "Network"; empty for -1.
[[nodiscard]] QString groupOf(const Protocols& protocols, const Layout& layout, std::int32_t node);

/// "1 byte", "17 bytes", "3 bits"
[[nodiscard]] QString sizeText(std::uint64_t bits);
/// "1B", "17B", "3b": for columns of fixed width.
[[nodiscard]] QString shortSizeText(std::uint64_t bits);
/// "byte 22, 1 byte", "byte 20, 3 bits (7–5)"
[[nodiscard]] QString rangeText(std::uint64_t bitOffset, std::uint64_t bits);
/// "0x40"; "0b010" for what lies inside one byte; empty for more than 8 bytes.
[[nodiscard]] QString rawText(Bytes bytes, std::uint64_t bitOffset, std::uint64_t bits);
/// "bad checksum: 0xdead, should be 0x62d8"
[[nodiscard]] QString noteText(const LayoutNote& note);

/// Lies on no bits of the wire: shown muted, without lines or ranges.
[[nodiscard]] inline bool isSilent(const LayoutNode& node) { return node.absent || node.bits == 0; }
/// Covers other than whole bytes.
[[nodiscard]] inline bool isSubByte(const LayoutNode& node)
{
    return node.bits != 0 && (node.bitOffset % 8 != 0 || node.bits % 8 != 0);
}
/// Has no nodes inside it.
[[nodiscard]] inline bool isLeaf(const Layout& layout, std::int32_t node)
{
    return layout.nodes[static_cast<std::size_t>(node)].next == static_cast<std::uint32_t>(node) + 1;
}

} // namespace fw::ui
