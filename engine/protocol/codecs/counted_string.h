/// A byte that counts, then that many bytes: DNS <character-string>, RFC 1035 section 3.3.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class CountedStringCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "pstr8"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
};

} // namespace fw
