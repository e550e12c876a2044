/// An address range as routing protocols carry it: its length in bits, then just the bytes that take them. RFC 4271 section 4.3,
/// RFC 4760 section 5. The value is those bytes; it is written "10.0.0.0/8".
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class IpPrefixCodec final : public Codec {
public:
    IpPrefixCodec(std::string_view name, std::size_t addressBytes) : m_name(name), m_addressBytes(addressBytes) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;

private:
    std::string_view m_name;
    std::size_t m_addressBytes;
};

} // namespace fw
