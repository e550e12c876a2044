/// ASN.1 in its basic encoding rules (X.690): one value with its tag and length. "ber_integer" has the universal tag; another one,
/// of an application or a context, is given in hexadecimal: "ber_octets:80".
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class BerCodec final : public Codec {
public:
    enum class Form : std::uint8_t {
        Integer, ///< The value is the number; one of more than eight bytes is those.
        Boolean,
        Octets,  ///< The value is the bytes.
        UtcTime, ///< The value is the text of it, in bytes.
        GeneralizedTime,
        Oid,     ///< The value is the bytes; it is written ".1.3.6.1".
        Null,
        Content, ///< All there is, without tag and length, which are fields of their own.
        Any,     ///< Any of these. The value is all the bytes, tag and length included.
    };
    /// `scapyClass` is Scapy's class for it, which it shows: <ASN1_INTEGER[1]>.
    BerCodec(std::string codecName, Form form, std::uint8_t tag, std::string_view scapyClass);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override { return formatNamed(value, nullptr); }
    [[nodiscard]] std::string formatNamed(const Value& value, const EnumDesc* names) const override;
    /// What was set is shown as it was given, 1 or 'public'; a default has its text in a string rather than bytes.
    [[nodiscard]] std::string shown(const Value& value, const EnumDesc* names, Came came) const override;
    [[nodiscard]] std::string plain(const Value& value) const override;
    [[nodiscard]] std::optional<Value> convert(const Value& given, const EnumDesc* names) const override;

private:
    [[nodiscard]] Value contentValue(Bytes content) const;
    [[nodiscard]] Buffer content(const Value& value) const;

    std::string m_name;
    Form m_form;
    std::uint8_t m_tag;
    std::string_view m_scapyClass;
};

/// The length octets of the basic encoding rules alone, for structures whose parts are fields. The value is the length.
class BerLengthCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "ber_length"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
};

/// The codec of that name, or null: "ber_integer", "ber_octets:80".
[[nodiscard]] std::unique_ptr<Codec> makeBerCodec(std::string_view name);

} // namespace fw
