/// Labels, each after a byte that counts it, up to the end of the field: the name of an access point (3GPP TS 23.003, section 9.1).
/// The value is the labels with dots between them: internet.mnc.
#pragma once

#include "engine/protocol/codec.h"

namespace fw {

class LabelsCodec final : public Codec {
public:
    [[nodiscard]] std::string_view name() const override { return "labels"; }
    [[nodiscard]] Decoded decode(const DecodeContext& context) const override;
    /// A label of more than 255 bytes is cut.
    [[nodiscard]] Buffer encode(const Value& value) const override;
    [[nodiscard]] std::optional<Value> parse(std::string_view text) const override;
    [[nodiscard]] std::string format(const Value& value) const override;
    [[nodiscard]] bool isQuoted() const override { return true; }
};

} // namespace fw
