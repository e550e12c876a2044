/// Domain names, RFC 1035 section 3.1, with compression pointers (4.1.4) on reading. The value is the name with a dot
/// after each label: "www.example.com."; the root is ".". On building, names are compressed where the message is to have it and the
/// record allows it: those of kinds that came after RFC 1035 stand in full (RFC 3597 section 4), but may be pointed to.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class DnsNameCodec final : public Codec {
public:
    DnsNameCodec(std::string_view name, bool compresses) : m_name(name), m_compresses(compresses) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] Buffer encodeAmong(const Value& value, std::size_t at, WrittenNames& names) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
    [[nodiscard]] bool isText() const override { return true; }

private:
    std::string_view m_name;
    bool m_compresses;
};

} // namespace fw
