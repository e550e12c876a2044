/// CoAP options: each tells how far its number is from that of the one before, RFC 7252 section 3.1. The value is a list of number
/// and bytes, [('Uri-Path', b'x'), (500, b'y')]; the field's enumeration names the numbers. Ends before the payload marker.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class CoapOptionsCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "coap_options"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    /// In the order of their numbers, those of equal numbers as they stand.
    [[nodiscard]] Buffer encode(const Value& value) const override;
    /// Only "" and "[]": options are given as a list.
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override { return formatNamed(value, nullptr); }
    [[nodiscard]] std::string formatNamed(const Value& value, const EnumDesc* names) const override;
    [[nodiscard]] std::optional<Value> convert(const Value& given, const EnumDesc* names) const override;
};

} // namespace fw
