/// Two digits a byte: BCD has the first digit in the high half, TBCD (telephony, 3GPP TS 29.002) in the low one. An odd number of
/// digits is filled up with 15. The value is the digits as text; 10 to 14 are a to e. Takes all of its area.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class DecimalDigitsCodec final : public Codec {
public:
    DecimalDigitsCodec(std::string_view name, bool lowFirst) : m_name(name), m_lowFirst(lowFirst) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }

private:
    std::string_view m_name;
    bool m_lowFirst;
};

} // namespace fw
