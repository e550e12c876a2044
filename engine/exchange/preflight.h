/// What will become of a packet on its way out, told before it is sent.
#pragma once

#include "engine/exchange/exchange.h"

namespace fw {

struct Preflight {
    struct Warning {
        enum class Code : std::uint8_t {
            NoSuchHost,     ///< A name without an address.
            NoRoute,        ///< No way to the destination.
            NoSuchDevice,   ///< The interface is not there.
            InterfaceDown,
            NotPermitted,   ///< No rights to send on the interface.
            Unsupported,    ///< The packet cannot stand first on the interface.
            NoNeighbour,    ///< Nobody answers for the next hop.
            NotAsked,       ///< The next hop's link address is not known, and nobody was asked.
            TooLong,        ///< Longer than the interface carries.
            ForeignSource,  ///< Answers go to somebody else.
            KernelResets,   ///< The machine's own TCP will end the connection.
        };
        Code code;
        bool stops = false; ///< Nothing goes out.
        std::string text;
    };

    std::uint64_t packets = 0; ///< That the draft stands for; the rest is about the first of them.
    Buffer destination;        ///< 4 or 16 bytes; empty: the packet has none.
    std::string interface;
    Buffer source;             ///< As the packet says; empty: it has none.
    Buffer nextHop;            ///< Gateway or destination; empty where none is asked for.
    bool isGateway = false;
    bool isLocal = false;      ///< The destination is this machine itself.
    std::optional<MacAddress> mac; ///< Of the next hop, where the packet takes it from the network.
    int mtu = 0;               ///< 0: not known
    std::size_t size = 0;      ///< Bytes that count for the MTU: without the link layer.
    std::size_t fragments = 1; ///< That it would have to be cut into; 0: it must not or cannot be cut.
    std::vector<Warning> warnings;

    [[nodiscard]] bool goesOut() const;
};

/// Looks names up. `asks`: whether the next hop may be asked for its link address, which sends; else only what is known counts.
[[nodiscard]] Preflight preflight(const Protocols& protocols, Network& network, const Draft& draft, const SendOptions& options, bool asks,
                                  const std::stop_token& stop);
/// "kernel-resets"
[[nodiscard]] std::string_view name(Preflight::Warning::Code code);

} // namespace fw
