/// Numbers with a fraction in as many bits again: NTP's times, seconds since 1900 with 32 bits of fraction, and its short form with 16
/// and 16. RFC 5905 section 6. The value is the bytes, because no number holds all of them exactly.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class FixedPointCodec final : public Codec {
public:
    /// `halfBits` is 16 or 32. A time is shown as a date.
    FixedPointCodec(std::string_view name, unsigned halfBits, bool isTime) : m_name(name), m_halfBits(halfBits), m_isTime(isTime) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    /// Also of a number.
    [[nodiscard]] Buffer encode(const Value& value) const override;
    /// "3900000000.25"
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    /// Of a time a date from 1970 on; otherwise the number, with as many digits as Scapy gives it.
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] std::string plain(const Value& value) const override;
    [[nodiscard]] std::optional<Value> convert(const Value& given, const EnumDesc* names) const override;

private:
    [[nodiscard]] std::uint64_t bitsOf(const Value& value) const;
    [[nodiscard]] Value bytesOf(std::uint64_t bits) const;
    /// The number, its fraction to that many digits that count.
    [[nodiscard]] std::string number(std::uint64_t bits, int digits) const;

    std::string_view m_name;
    unsigned m_halfBits;
    bool m_isTime;
};

} // namespace fw
