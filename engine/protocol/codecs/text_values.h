/// Small groups of numbers that Scapy writes as one text. The value is that text.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

/// "1:3": a block of data that came beyond a gap, its first and last chunk counted from what came without one. RFC 9260 section 3.3.4.
class GapBlockCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "gap_ack"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
    [[nodiscard]] bool isText() const override { return true; }
};

/// "10.0.0.0/8:10.0.0.254": a network, in as many bytes as its length takes, and the router to it. RFC 3442.
class ClasslessRouteCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "classless_route"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
    [[nodiscard]] bool isText() const override { return true; }
};

} // namespace fw
