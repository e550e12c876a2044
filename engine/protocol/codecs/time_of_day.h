/// Milliseconds since midnight UT in 32 bits, as ICMP timestamps carry them: RFC 792, page 16. The value is the number.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class TimeOfDayCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "icmp_ms"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    /// "6:40:37.868", or the number.
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
};

} // namespace fw
