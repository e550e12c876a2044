/// Turning a value as typed into what its field holds. Behind coerce() and parseFieldText().
#pragma once

#include "engine/packet/draft.h"
#include "engine/packet/field_scope.h"

namespace fw {

/// For one field of one layer. A HostName is text that may be anything the field understands; a Buffer is bytes first.
class Coercion {
public:
    /// `owner` may be null: then every case of a switch is open.
    Coercion(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Layer* owner);

    [[nodiscard]] Result<Value> whole(Value value) { return to(m_field.type, std::move(value)); }

private:
    [[nodiscard]] Result<Value> to(TypeId type, Value value);
    [[nodiscard]] Result<Value> toSwitch(const TypeDesc& type, const Value& value);
    [[nodiscard]] Result<Value> firstCase(const TypeDesc& type, const Value& value, bool judged);
    [[nodiscard]] Result<Value> toList(const TypeDesc& type, Value value);
    [[nodiscard]] Result<Value> toStructure(const TypeDesc& type, Value value);
    [[nodiscard]] bool isOf(ProtocolId structure, const Layer& layer) const;

    // Several values in a field of one.
    [[nodiscard]] Result<Value> toSet(TypeId type, const ValueSetPtr& set);
    [[nodiscard]] Result<Value> toMembers(TypeId type, const std::vector<Value>& members);
    [[nodiscard]] Result<Value> toRange(TypeId type, const ValueTuple& tuple);

    [[nodiscard]] Result<Value> toScalar(const TypeDesc& type, const Value& value);
    [[nodiscard]] Result<Value> toNumber(const TypeDesc& type, const Value& value);
    [[nodiscard]] Result<Value> inRange(const TypeDesc& type, std::int64_t number);
    [[nodiscard]] std::optional<std::int64_t> named(std::string_view text) const;
    [[nodiscard]] std::optional<std::int64_t> flagsOf(const std::vector<Value>& names) const;
    [[nodiscard]] Result<Value> toAddress(const TypeDesc& type, const Value& value);
    [[nodiscard]] Result<Value> toHardwareAddress(const TypeDesc& type, const Value& value);
    [[nodiscard]] Result<Value> toBytes(const Value& value);
    [[nodiscard]] Result<Value> toCodec(const TypeDesc& type, const Value& value);
    [[nodiscard]] std::string expectedOf(const TypeDesc& type) const;

    [[nodiscard]] Result<Value> toTlvs(const TypeDesc& type, Value value);
    [[nodiscard]] Result<Value> toTlv(const TlvDesc& tlv, Value value);
    [[nodiscard]] Result<Value> tlvOf(const TlvDesc& tlv, std::uint32_t tag, std::vector<Value> values);
    [[nodiscard]] Result<Value> tlvContent(const TlvCase& known, std::vector<Value> parts);
    [[nodiscard]] Result<Value> tlvPart(const TlvCase& known, std::size_t place, Value value);
    [[nodiscard]] std::optional<std::uint32_t> tagOf(const TlvDesc& tlv, const Value& value) const;

    [[nodiscard]] std::unexpected<Error> bad(const Value& value, const std::string& expected) const;

    const Protocols& m_protocols;
    const ProtocolDesc& m_protocol;
    const FieldDesc& m_field;
    const EnumDesc* m_names = nullptr; ///< Those of the field, or of the TLV being read.
    const FlagSetDesc* m_flags = nullptr;
    std::optional<Layer> m_owner;
    std::optional<FieldScope> m_scope;
    bool m_strict = false; ///< While looking for a switch case: only what really is of the case's type.
    bool m_raw = false; ///< The last TLV value was bytes that are not of its type.
    bool m_isCounted = false; ///< Numbers are steps of a scaled field, not in its unit.
    std::size_t m_depth = 0;
};

/// The characters of a text literal, of either kind.
[[nodiscard]] std::optional<std::string> literalText(const Value& value);
/// As a literal, for messages; cut to a few words.
[[nodiscard]] std::string literalSketch(const Value& value);

} // namespace fw
