/// The practice network's name servers.
#pragma once

#include "engine/net/packet_fields.h"
#include "engine/net/practice_description.h"

namespace fw::practice {

/// The answer to a DNS message; nothing if it is no question.
[[nodiscard]] std::optional<Buffer> answerQuestion(const Protocols& protocols, const Description& description, Bytes message);

} // namespace fw::practice
