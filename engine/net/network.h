/// What there is to send on: interfaces, routes, neighbours and names, of this machine or of the practice network.
#pragma once

#include "engine/net/packet_port.h"
#include "engine/packet/environment.h"

#include <stop_token>

namespace fw {

struct InterfaceInfo {
    std::string name;
    int index = 0;
    std::optional<MacAddress> mac;
    struct Address {
        Buffer address; ///< 4 or 16 bytes
        int prefixLength = 0;
    };
    std::vector<Address> addresses;
    int mtu = 0;
    std::uint32_t linkType = link_type::Ethernet;
    bool up = false;
    bool loopback = false;
    std::string description;
};

struct Route {
    std::string interface;
    Buffer source;                ///< 4 or 16 bytes
    std::optional<Buffer> gateway; ///< Nothing: the destination is on the link.
    bool local = false;           ///< The destination is this machine itself.
    bool broadcast = false;       ///< The destination is all on the link.
    int mtu = 0;
};

class Network {
public:
    virtual ~Network() = default;
    [[nodiscard]] virtual bool isPractice() const = 0;
    [[nodiscard]] virtual std::vector<InterfaceInfo> interfaces() const = 0;
    /// `destination` is 4 or 16 bytes. `interface` narrows it to one; empty: any. NoRoute if there is none.
    [[nodiscard]] virtual Result<Route> route(Bytes destination, const std::string& interface = {}) const = 0;
    /// What the neighbour table knows now.
    [[nodiscard]] virtual std::optional<MacAddress> neighbour(Bytes address, const std::string& interface) const = 0;
    /// Asks with ARP or neighbour discovery, and waits. Sends: only on the user's command. TimedOut if nobody answers.
    [[nodiscard]] Result<MacAddress> askNeighbour(Bytes address, const std::string& interface, std::chrono::milliseconds timeout,
                                                  std::stop_token stop);
    /// The same for many at once; nothing for those that do not answer. What is learned goes to neighbour(). Fails only if it
    /// cannot ask at all: NoSuchDevice, Unsupported (an interface without link addresses), NotPermitted, Cancelled.
    [[nodiscard]] virtual Result<std::vector<std::optional<MacAddress>>> askNeighbours(std::span<const Buffer> addresses,
                                                                                       const std::string& interface,
                                                                                       std::chrono::milliseconds timeout, std::stop_token stop) = 0;
    /// Looks a name up and waits for it. `family` is 4 or 6, or 0 for any. NoSuchHost, Cancelled.
    [[nodiscard]] virtual Result<std::vector<Buffer>> lookUp(const std::string& name, int family, std::stop_token stop = {}) = 0;
    /// NoSuchDevice, NotPermitted (detail: the interface), Syntax (detail: what libpcap says of the filter), Io.
    [[nodiscard]] virtual Result<std::unique_ptr<PacketPort>> open(const std::string& interface, const PortOptions& options = {}) = 0;
};

/// The interface that most packets would leave by: that of the default route, else the first one that is up. Empty if there is none.
[[nodiscard]] std::string defaultInterface(const Network& network);

/// This machine's network: libpcap for packets, netlink for routes and neighbours. Everything is asked anew with each call, in the
/// calling thread's network namespace.
[[nodiscard]] std::unique_ptr<Network> systemNetwork();
/// The simulated network inside the program. Opens no socket.
[[nodiscard]] std::unique_ptr<Network> practiceNetwork();
/// One that somebody describes: the text of a file as resources/help/practice.md tells it. Syntax (detail, line, offset: the column from 0).
[[nodiscard]] Result<std::unique_ptr<Network>> practiceNetwork(std::string_view description);
/// "practice" names the practice network's interface.
inline constexpr const char* practiceInterface = "practice";

/// What packets take from a network when they are built. Names are answered from those looked up before. Any thread may ask.
class NetworkEnvironment : public Environment {
public:
    /// `interface` is the chosen one; empty: by route. The network must outlive it.
    explicit NetworkEnvironment(const Network& network, std::string interface = {});
    ~NetworkEnvironment() override;
    void setResolved(const std::string& name, Buffer address);
    /// Where it is by route, and there is no destination to go by: this one rather than the default interface.
    void setFallbackInterface(std::string interface) { m_fallback = std::move(interface); }
    /// As Network::route on the chosen interface, remembered for a moment.
    [[nodiscard]] std::optional<Route> routeTo(Bytes destination) const;

    [[nodiscard]] std::optional<Buffer> sourceAddress(Bytes destination) const override;
    [[nodiscard]] std::optional<MacAddress> interfaceMac(Bytes destination) const override;
    [[nodiscard]] std::optional<Ipv4Address> interfaceAddress() const override;
    [[nodiscard]] std::optional<MacAddress> nextHopMac(Bytes destination) const override;
    [[nodiscard]] std::optional<Buffer> resolve(const std::string& name, std::size_t size) const override;

private:
    struct Memory;
    [[nodiscard]] std::string chosenInterface() const;
    [[nodiscard]] std::optional<InterfaceInfo> interfaceNamed(const std::string& name) const;
    [[nodiscard]] std::optional<MacAddress> neighbourMac(const std::string& interface, const Buffer& address) const;

    const Network& m_network;
    std::string m_interface;
    std::string m_fallback;
    std::vector<std::pair<std::string, Buffer>> m_names;
    std::unique_ptr<Memory> m_memory; // Guarded by a mutex of its own: any thread may build.
};

} // namespace fw
