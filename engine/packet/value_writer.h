/// Values as Scapy writes them.
#pragma once

#include "engine/packet/field_scope.h"

namespace fw {

/// A TLV taken apart: MSS with 1460, 254 with b'xy'.
struct TlvParts {
    std::uint32_t tag = 0;
    const TlvCase* known = nullptr;
    std::span<const Value> values;
    bool isGroup = false; ///< Several values, or one written as several: (1, 2).
};
/// Nothing if the element is no TLV: bytes left over, for example.
[[nodiscard]] std::optional<TlvParts> tlvParts(const TlvDesc& tlv, const Value& element);
/// How the n-th value of a TLV lies in bytes; null if nothing is known of it.
[[nodiscard]] const TypeDesc* tlvPartType(const Protocols& protocols, const TlvParts& tlv, std::size_t index);

/// Writes the fields of one layer or structure.
class ValueWriter {
public:
    enum class Style : std::uint8_t {
        Shown, ///< As in repr() and show(): tcp, 0x1f, 'abc'.
        Raw,   ///< Numbers as numbers: 6, 31, b'abc'.
        Edit,  ///< As a person types it: tcp, 0x1f, abc.
    };
    explicit ValueWriter(FieldScope& scope, Style style = Style::Shown)
        : m_scope(scope)
        , m_style(style)
    {
    }

    [[nodiscard]] std::string field(FieldIndex field, const Value& value);
    /// The same, the switches of the type decided already.
    [[nodiscard]] std::string ofType(FieldIndex field, TypeId type, const Value& value);
    /// One element of a TLV field: ('MSS', 1460).
    [[nodiscard]] std::string tlvElement(FieldIndex field, const TlvDesc& tlv, const Value& element);
    /// <DNSQR  qname='a.' |>
    [[nodiscard]] std::string structure(const Layer& layer, bool isFollowed = false);

private:
    [[nodiscard]] const FieldDesc& desc(FieldIndex field) const { return m_scope.protocol().fields[field]; }
    [[nodiscard]] std::string integer(FieldIndex field, const TypeDesc& type, std::int64_t value);
    [[nodiscard]] std::string setOfFlags(const FlagSetDesc& flags, std::int64_t value) const;
    [[nodiscard]] std::string plainInteger(FieldIndex field, const TypeDesc& type, std::int64_t value) const;
    [[nodiscard]] std::string bytes(FieldIndex field, const TypeDesc& type, const Buffer& value) const;
    [[nodiscard]] std::string codec(FieldIndex field, const TypeDesc& type, const Value& value) const;
    [[nodiscard]] std::string text(const Buffer& value) const;
    [[nodiscard]] std::string list(FieldIndex field, const TypeDesc& type, const ValueList& value);
    [[nodiscard]] std::string listElement(FieldIndex field, TypeId type, const Value& value, bool isFollowed);
    [[nodiscard]] std::string chain(const ValueList& value);
    [[nodiscard]] std::string tlvList(FieldIndex field, const TlvDesc& tlv, const ValueList& value);
    [[nodiscard]] std::string tlvPart(const TypeDesc* type, const Value& value, bool quoted);
    [[nodiscard]] std::string bareTlvPart(FieldIndex field, const TlvCase* known, const TypeDesc* type, const Value& value);
    [[nodiscard]] std::string set(FieldIndex field, TypeId type, const ValueSet& value);
    [[nodiscard]] std::string setMember(FieldIndex field, TypeId type, const Value& value);
    [[nodiscard]] std::string structureHead(const Layer& layer, bool isFollowed = false);
    [[nodiscard]] Layer rest(const Value& value) const;

    FieldScope& m_scope;
    Style m_style;
};

/// A field as show() tells it: set, worked out later (None), or as it is by default.
[[nodiscard]] std::string shownText(FieldScope& scope, FieldIndex field);
/// What repr() tells of a layer: " ttl=3 proto=tcp".
[[nodiscard]] std::string reprFields(FieldScope& scope);

} // namespace fw
