/// Numbers of IS-IS (ISO 10589), written as hex digits with a dot after each two bytes: a system "0102.0304.0506", a node
/// "0102.0304.0506.00", a message "0102.0304.0506.00-00"; an area "49.0001" is of any size. The value is that text.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class IsisIdCodec final : public Codec {
public:
    enum class Form : std::uint8_t { System, Node, Message, Area };

    IsisIdCodec(std::string_view name, Form form) : m_name(name), m_form(form) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }

private:
    /// How many bytes; 0 for all there are.
    [[nodiscard]] std::size_t size() const;

    std::string_view m_name;
    Form m_form;
};

} // namespace fw
