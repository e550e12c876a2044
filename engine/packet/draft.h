/// A packet being written: a stack of layers, each a slot per field.
#pragma once

#include "engine/base/error.h"
#include "engine/protocol/protocols.h"

namespace fw {

struct Draft {
    std::vector<Layer> layers; ///< Outermost first.
    bool operator==(const Draft&) const = default;
};

/// Every slot Auto.
[[nodiscard]] Layer makeLayer(const Protocols& protocols, ProtocolId protocol);
/// A Raw layer with this load.
[[nodiscard]] Layer rawLayer(const Protocols& protocols, Buffer load);

/// Where a field is: a layer, then alternately a field and, inside lists, an element.
struct FieldPath {
    std::size_t layer = 0;
    std::vector<std::uint32_t> steps; ///< field, [element, field, [element, field …]]
    auto operator<=>(const FieldPath&) const = default;
};

/// "DNS.qd[0].qname"; the second IP of a stack is "IP:2.src".
[[nodiscard]] std::string pathText(const Protocols& protocols, const Draft& draft, const FieldPath& path);
[[nodiscard]] std::optional<FieldPath> parsePath(const Protocols& protocols, const Draft& draft, std::string_view text);

/// Makes a value what its field holds: enumeration and flag names to numbers, addresses to bytes, lists to sets on scalar fields.
/// BadValue with what was expected, if it does not fit. `owner` is the layer the field is in, where it is known:
/// its other fields tell which case of a switch is meant (what a record's type makes of its data).
/// A HostName is text that may be anything the field understands, a Buffer is bytes first and text second;
/// structures put on each other are a tuple of layers.
[[nodiscard]] Result<Value> coerce(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, Value value, const Layer* owner = nullptr);
/// The same for what a person types in a cell: "1..30", "(1,30)", "SA", "10.0.0.0/30", "www.example.com", "who-has", "0x1f".
/// An empty text is None (automatic), except where the field holds text.
[[nodiscard]] Result<Value> parseFieldText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, std::string_view text, const Layer* owner = nullptr);

/// The slot at the path; null if the path leads nowhere.
[[nodiscard]] const Slot* slotAt(const Draft& draft, const FieldPath& path);
/// The layer or structure whose field the path names; null if the path leads nowhere.
[[nodiscard]] const Layer* ownerOf(const Draft& draft, const FieldPath& path);
/// A copy with one slot changed. Nothing else changes: derived fields that were set stay set.
/// The layers' `original` bytes on the way are dropped, so that the change is built.
[[nodiscard]] Result<Draft> withValue(const Protocols& protocols, const Draft& draft, const FieldPath& path, Value value);
[[nodiscard]] Result<Draft> withText(const Protocols& protocols, const Draft& draft, const FieldPath& path, std::string_view text);
[[nodiscard]] Result<Draft> withAuto(const Protocols& protocols, const Draft& draft, const FieldPath& path);
/// A new element at the end of a list field: a structure with every slot Auto, or a zero.
[[nodiscard]] Result<Draft> withNewElement(const Protocols& protocols, const Draft& draft, const FieldPath& list);
/// `element` is a path that ends in an element index.
[[nodiscard]] Result<Draft> withoutElement(const Protocols& protocols, const Draft& draft, const FieldPath& element);
/// Fields that can be worked out (lengths, counts, checksums) go back to automatic in every layer, as for editing a captured packet.
[[nodiscard]] Draft released(const Protocols& protocols, Draft draft);

} // namespace fw
