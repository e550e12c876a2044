/// What a definition says, in words, for people.
#pragma once

#include "engine/protocol/protocols.h"

#include <QString>

namespace fw::ui {

/// "u16", "list of DNSRR", "ipv4 or bytes": the definition language's own words.
[[nodiscard]] QString typeText(const Protocols& protocols, TypeId type);
/// "1 bit", "4 bytes"; empty for 0 bits.
[[nodiscard]] QString bitsText(std::size_t bits);
/// The same of a field; empty where the size varies.
[[nodiscard]] QString fixedSizeText(const FieldDesc& field);
/// "size of options", "only under a condition": what the field follows from, and what follows from it.
[[nodiscard]] QString dependenceText(const ProtocolDesc& protocol, const FieldDesc& field);
/// "udp.port = 53 (UDP)", "Dot1Q with type = 5"
[[nodiscard]] QString bindingText(const Protocols& protocols, const Binding& binding);

/// All that is known of a protocol, as a page: title, references, fields, bindings, names of values, ls().
[[nodiscard]] QString referencePage(const Protocols& protocols, const ProtocolDesc& protocol);

} // namespace fw::ui
