/// Parts of the lines that text protocols send: FTP, mail, syslog.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

/// Text that is read up to some place, as it stands. The value is the text.
class TextPartCodec : public Codec {
public:
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
};

/// Characters up to a blank or the end of the line, neither of which goes with them: "USER" in "USER anonymous".
class VerbCodec final : public TextPartCodec {
public:
    [[nodiscard]] std::string_view name() const override { return "verb"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
};

/// The rest of the line with the blank before it and the end of line after it; of a line without it just that end.
class ArgumentCodec final : public TextPartCodec {
public:
    [[nodiscard]] std::string_view name() const override { return "argument"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
};

/// "-" or elements in brackets, with the blank after them: RFC 5424 section 6.3. The value is the text without that blank.
class SyslogDataCodec final : public TextPartCodec {
public:
    [[nodiscard]] std::string_view name() const override { return "syslog_data"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
};

/// "<34>": RFC 5424 section 6.2.1. The value is the number.
class SyslogPriorityCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "syslog_priority"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
};

/// What Telnet sends between commands, RFC 854: up to the next byte 255 that is not followed by another. Or what a subnegotiation
/// holds, up to the command SE, which goes with it: RFC 855. A doubled 255 counts once in the value.
class TelnetDataCodec final : public TextPartCodec {
public:
    explicit TelnetDataCodec(bool isNegotiation) : m_isNegotiation(isNegotiation) {}
    [[nodiscard]] std::string_view name() const override { return m_isNegotiation ? "telnet_negotiation" : "telnet_data"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;

private:
    bool m_isNegotiation;
};

} // namespace fw
