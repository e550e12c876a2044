/// The types of record that a name has: windows of up to 256 bits, RFC 4034 section 4.1.2. The value is the list of their numbers;
/// the field's enumeration names them.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class TypeBitmapCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "nsec_bitmap"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    /// Numbers with commas or spaces between them, in brackets or not.
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override { return formatNamed(value, nullptr); }
    [[nodiscard]] std::string formatNamed(const Value& value, const EnumDesc* names) const override;
    [[nodiscard]] std::optional<Value> convert(const Value& given, const EnumDesc* names) const override;
};

} // namespace fw
