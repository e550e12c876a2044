/// The first 15 characters of a NetBIOS name in their first-level encoding, RFC 1001 section 14.1, with the length byte before
/// them: 31 bytes. The sixteenth character, the suffix, is a field of its own. The value is the name with its spaces.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class NetbiosNameCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "netbios_name"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    /// A shorter name is filled up with spaces, a longer one cut.
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    /// Without the zeros that fill it up.
    [[nodiscard]] std::string shown(const Value& value, const EnumDesc* names, Came came) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
};

} // namespace fw
