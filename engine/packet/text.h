/// The texts that Scapy prints, and a packet in JSON.
#pragma once

#include "engine/packet/environment.h"
#include "engine/packet/layout.h"

namespace fw {

/// One value as Scapy writes it in repr() and show(): enumeration and flag names, hex where the field says so, quoted strings.
[[nodiscard]] std::string valueText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Value& value, const Layer* owner = nullptr);
/// A node's value: the same for fields; for an element its own text.
[[nodiscard]] std::string nodeText(const Protocols& protocols, const Layout& layout, std::int32_t node);
/// The text to put in an editor for a value: parseFieldText reads it back.
[[nodiscard]] std::string editText(const Protocols& protocols, const ProtocolDesc& protocol, FieldIndex field, const Value& value, const Layer* owner = nullptr);

/// <IP  frag=0 proto=tcp |<TCP  |>>
[[nodiscard]] std::string repr(const Protocols& protocols, const Draft& draft, const Environment& environment = {});
/// Ether / IP / TCP 10.0.0.1:ftp_data > 10.0.0.2:http S
[[nodiscard]] std::string summary(const Protocols& protocols, const Draft& draft, const Environment& environment = {});
/// Layer by layer, with None for what is not worked out; ends with an empty line, as Scapy's.
[[nodiscard]] std::string show(const Protocols& protocols, const Draft& draft, const Environment& environment = {});
/// One protocol's fields, as ls(IP, verbose=True).
[[nodiscard]] std::string listFields(const Protocols& protocols, const ProtocolDesc& protocol, bool verbose);
/// Every protocol: "ARP        : ARP", sorted, as ls().
[[nodiscard]] std::string listProtocols(const Protocols& protocols);

} // namespace fw
