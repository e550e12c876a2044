/// Values that Scapy writes in a way of their own: dates, rates, padded addresses.
#pragma once

#include "engine/protocol/description.h"

namespace fw {

/// Nothing if the field has no such format, or the value is none that the format writes.
/// `names` are those of the field's numbers; may be null.
[[nodiscard]] std::optional<std::string> formatted(const FieldDesc& field, const EnumDesc* names, const Value& value);

} // namespace fw
