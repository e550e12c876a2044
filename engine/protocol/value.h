/// What a field can hold, and a layer as one value per field.
#pragma once

#include "engine/base/bytes.h"

#include <memory>
#include <optional>
#include <variant>

namespace fw {

/// Index of a protocol or structure in its Protocols.
using ProtocolId = std::uint16_t;
inline constexpr ProtocolId noProtocol = 0xffff;

struct Value;
struct Layer;

/// A host name standing where an address belongs. It is kept as a name and looked up when the packet is built.
struct HostName {
    std::string text;
    bool operator==(const HostName&) const = default;
};

/// The elements of a list or TLV field.
struct ValueList {
    std::vector<Value> items;
    bool operator==(const ValueList&) const;
};

/// One TLV: the tag (Int), then nothing, one value, or several; as Scapy's ('Timestamp', (1, 2)).
struct ValueTuple {
    std::vector<Value> items;
    bool operator==(const ValueTuple&) const;
};

/// A structure inside a field. Shared and never changed in place, so that copying a draft is cheap.
using LayerPtr = std::shared_ptr<const Layer>;

/// Several values in one slot: a range, a list, a network, a random value. Makes the packet an implicit one.
class ValueSet {
public:
    virtual ~ValueSet() = default;
    /// At least 1. A random value counts as one: it is drawn anew for each packet.
    [[nodiscard]] virtual std::uint64_t count() const = 0;
    [[nodiscard]] virtual Value at(std::uint64_t index) const = 0;
    /// The set as Scapy users write it, given how its members are written.
    using MemberText = std::string (*)(const void* context, const Value& member);
    [[nodiscard]] virtual std::string text(const void* context, MemberText memberText) const = 0;
    [[nodiscard]] virtual bool equals(const ValueSet& other) const = 0;
};
using ValueSetPtr = std::shared_ptr<const ValueSet>;

/// Addresses (MAC, IPv4, IPv6, …) are their bytes in network order; text and names are their characters as bytes;
/// integers wider than 63 bits keep their bit pattern. What a value means is told by the type of its field.
struct Value {
    using Variant = std::variant<std::monostate, std::int64_t, double, Buffer, HostName, ValueList, ValueTuple, LayerPtr, ValueSetPtr>;
    Variant data;

    Value() = default;
    Value(std::int64_t number) : data(number) {}
    Value(double number) : data(number) {}
    Value(Buffer bytes) : data(std::move(bytes)) {}
    Value(HostName name) : data(std::move(name)) {}
    Value(ValueList list) : data(std::move(list)) {}
    Value(ValueTuple tuple) : data(std::move(tuple)) {}
    Value(LayerPtr layer) : data(std::move(layer)) {}
    Value(ValueSetPtr set) : data(std::move(set)) {}

    [[nodiscard]] bool isNone() const { return std::holds_alternative<std::monostate>(data); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data); }
    [[nodiscard]] const double* real() const { return std::get_if<double>(&data); }
    [[nodiscard]] const Buffer* bytes() const { return std::get_if<Buffer>(&data); }
    [[nodiscard]] const HostName* hostName() const { return std::get_if<HostName>(&data); }
    [[nodiscard]] const ValueList* list() const { return std::get_if<ValueList>(&data); }
    [[nodiscard]] const ValueTuple* tuple() const { return std::get_if<ValueTuple>(&data); }
    [[nodiscard]] const Layer* layer() const;
    [[nodiscard]] const ValueSet* set() const;

    bool operator==(const Value& other) const; ///< Layers and sets are compared by what they hold.
};

enum class SlotState : std::uint8_t {
    Auto,      ///< Not set: worked out when the packet is built. `value` is None.
    Explicit,  ///< Typed by the user, sent as typed, wrong or not. May be a ValueSet.
    Dissected, ///< Came from bytes; counts as set until it is released.
    Absent,    ///< Dissected, and not there: conditional, or cut off.
};

struct Slot {
    SlotState state = SlotState::Auto;
    Value value;
    bool operator==(const Slot&) const = default;
};

/// One layer of a stack, or one structure in a field: a protocol and a slot for each of its fields.
struct Layer {
    ProtocolId protocol = noProtocol;
    std::vector<Slot> fields; ///< A slot for each field of the protocol, in its order.
    /// The bytes this layer was dissected from (header, and trailer after it), sent again as they are while nothing was edited.
    std::optional<Buffer> original;
    std::uint32_t originalTrailer = 0; ///< How many of those, at the end, stand after the payload.

    bool operator==(const Layer& other) const = default;
};

} // namespace fw
