/// How far an IP packet comes in the practice network, and what happens to it on the way.
#pragma once

#include "engine/net/packet_fields.h"
#include "engine/net/practice_description.h"

#include <random>

namespace fw::practice {

/// An IP packet on its way.
struct Request {
    const PacketFields& fields;
    bool six;
    Buffer source;
    Buffer destination;
    Buffer linkSource;
    Bytes packet; ///< From the IP header to the end that its length tells.
    std::size_t headerSize;
    int ttl;

    [[nodiscard]] const char* network() const { return six ? "IPv6" : "IP"; }
    [[nodiscard]] Bytes upper() const { return packet.subspan(headerSize); }
};
/// Nothing if the frame holds no whole IP packet. `fields` is of that frame and must outlive the request.
[[nodiscard]] std::optional<Request> requestIn(const PacketFields& fields, Bytes frame);

/// All that is random in the network, drawn in one order.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : m_random(seed) {}
    [[nodiscard]] std::uint32_t number() { return static_cast<std::uint32_t>(m_random()); }
    /// Nothing is drawn where there is nothing to decide, so that one link's loss does not change another's numbers.
    [[nodiscard]] bool happens(double share) { return share > 0 && number() < share * 4294967296.0; }
    [[nodiscard]] Latency below(Latency most) { return most <= Latency{} ? Latency{} : Latency(number() % most.count()); }

private:
    std::mt19937 m_random;
};

/// How far it came.
struct Reached {
    const Host* host = nullptr;     ///< Whom it reached, if it did.
    const Router* router = nullptr; ///< Where its time to live ended, if it did.
    int hops = 0;                   ///< Routers before that.
    bool lost = false;              ///< It, or what would have come back.
    Latency delay{};                ///< Until the answer is back.
};
[[nodiscard]] Reached travel(const Description& description, const Request& request, Dice& dice);

} // namespace fw::practice
