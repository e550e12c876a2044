/// Domain names, RFC 1035 section 3.1, with compression pointers (4.1.4) on reading. The value is the name with a dot
/// after each label: "www.example.com."; the root is ".".
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class DnsNameCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "dns_name"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
};

} // namespace fw
