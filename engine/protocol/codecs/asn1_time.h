/// UTCTime and GeneralizedTime as text for people (X.680, sections 46 and 47).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fw {

enum class Asn1Time : unsigned char { Utc, Generalized };

/// "20370913024805Z" as "2037-09-13 02:48:05 UTC". Nothing if it is no such time.
[[nodiscard]] std::optional<std::string> asn1TimeText(std::string_view text, Asn1Time kind);

} // namespace fw
