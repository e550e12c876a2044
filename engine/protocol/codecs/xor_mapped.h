/// The address and port that a STUN server saw, sent mixed with the magic number so that no gateway rewrites them. RFC 8489
/// section 14.2. A port's value is its number, an IPv4 address's its four bytes, both as they are meant and not as they are sent.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class XorPortCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "stun_xor_port"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
};

class XorIpv4Codec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "stun_xor_ipv4"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
};

} // namespace fw
