/// Whole numbers that take as many bytes as they need. The value is the number.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class VarintCodec final : public Codec {
public:
    enum class Form : std::uint8_t {
        Mqtt,   ///< Seven bits a byte, the lowest first, at most four bytes: MQTT 3.1.1, section 2.2.3.
        Leb128, ///< The same, up to 64 bits: DWARF, protocol buffers.
        Quic,   ///< Two bits tell how many bytes there are: RFC 9000, section 16.
        Sdnv,   ///< Seven bits a byte, the highest first: RFC 6256.
    };
    VarintCodec(std::string_view name, Form form) : m_name(name), m_form(form) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    /// In as few bytes as it takes; a number that is too large for the form takes more than the form has.
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;

private:
    std::string_view m_name;
    Form m_form;
};

} // namespace fw
