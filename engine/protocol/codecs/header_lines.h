/// Lines "Name: value" up to an empty line, as in HTTP (RFC 9112 section 5), SIP and mail. Names compare without regard to case; a
/// line that starts with a blank belongs to the one before. A line ends in CR LF or just LF.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

/// One header by its name, wherever among the lines it stands: "header:Content-Length". The value is its text. Uses no bytes: the
/// place it was read from is told as "elsewhere", and the lines as a whole belong to the header_lines after it.
class HeaderCodec final : public Codec {
public:
    explicit HeaderCodec(std::string codecName);

    [[nodiscard]] std::string_view name() const override { return m_codecName; }
    [[nodiscard]] const std::string& header() const { return m_header; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    /// Nothing at all for None.
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }

private:
    std::string m_codecName;
    std::string m_header;
};

/// The headers that the protocol has no field for, and the empty line. The value is a list of name and text, {b'X-A': b'b'}.
class HeaderLinesCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "header_lines"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    /// As on the wire: "X-A: b", one on a line.
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] std::string plain(const Value& value) const override;
    [[nodiscard]] std::optional<Value> convert(const Value& given, const EnumDesc* names) const override;
};

/// Characters up to a blank, which goes with them, or up to the end of the line, which does not: parts of a request line.
class WordCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "word"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
};

} // namespace fw
