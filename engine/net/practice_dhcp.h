/// The practice network's DHCP server.
#pragma once

#include "engine/net/packet_fields.h"
#include "engine/net/practice_description.h"

#include <optional>

namespace fw::practice {

/// RFC 2131, for clients on the link that ask for an address or keep one. Remembers whom it gave which: as many as there are.
class DhcpLeases {
public:
    DhcpLeases(const Protocols& protocols, const Description& description) : m_protocols(protocols), m_description(description) {}

    /// The answer to a frame, whole; nothing if it is no such question.
    [[nodiscard]] std::optional<Buffer> answer(const PacketFields& fields, Bytes frame);

private:
    struct Question;
    /// The address of a client, as it had or wishes it if that is free; nothing if none is left.
    [[nodiscard]] std::optional<std::uint32_t> addressFor(const Question& question);
    [[nodiscard]] Buffer reply(const Question& question, std::uint8_t type, std::uint32_t address) const;
    [[nodiscard]] Buffer options(std::uint8_t type) const;

    const Protocols& m_protocols;
    const Description& m_description;
    std::map<std::uint32_t, Buffer> m_leases; ///< Hardware addresses by address.
};

} // namespace fw::practice
