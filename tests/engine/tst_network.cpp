#include "engine/net/bpf.h"
#include "engine/net/network.h"
#include "engine/net/packet_fields.h"

#include <QTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

using namespace fw;
using namespace std::chrono_literals;

namespace {

const Buffer loopback{127, 0, 0, 1};
const Buffer loopback6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

/// A UDP socket of the system on the loopback, for frames to arrive at.
class UdpSocket {
public:
    UdpSocket() : m_socket(::socket(AF_INET, SOCK_DGRAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
        const timeval patience{5, 0};
        setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~UdpSocket() { close(m_socket); }
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    [[nodiscard]] std::uint16_t port() const
    {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
        return ntohs(address.sin_port);
    }
    [[nodiscard]] QByteArray receive() const
    {
        char text[100];
        const ssize_t size = recv(m_socket, text, sizeof text, 0);
        return size > 0 ? QByteArray(text, size) : QByteArray();
    }

private:
    int m_socket;
};

PacketMaker loopbackPacket()
{
    PacketMaker maker(Protocols::builtin());
    maker.layer("Ether").set("dst", Buffer(6, 0)).set("src", Buffer(6, 0)).layer("IP").set("src", loopback).set("dst", loopback);
    return maker;
}

/// Stands in for a network that cannot be asked twice for the same thing without being noticed.
class CountingNetwork : public Network {
public:
    bool isPractice() const override { return false; }
    std::vector<InterfaceInfo> interfaces() const override
    {
        InterfaceInfo info;
        info.name = "one";
        info.mac = MacAddress{2, 0, 0, 0, 0, 1};
        info.addresses.push_back({{10, 0, 0, 1}, 24});
        return {info};
    }
    Result<Route> route(Bytes destination, const std::string&) const override
    {
        ++routesAsked;
        if (destination[0] == 9)
            return fail(Errc::NoRoute);
        return Route{"one", {10, 0, 0, 1}, Buffer{10, 0, 0, 254}, false, destination[0] == 10, 1500};
    }
    std::optional<MacAddress> neighbour(Bytes address, const std::string&) const override
    {
        return address[3] == 254 ? std::optional(MacAddress{2, 0, 0, 0, 0, 254}) : std::nullopt;
    }
    Result<std::vector<std::optional<MacAddress>>> askNeighbours(std::span<const Buffer>, const std::string&, std::chrono::milliseconds,
                                                                 std::stop_token) override
    {
        return fail(Errc::Unsupported);
    }
    Result<std::vector<Buffer>> lookUp(const std::string&, int, std::stop_token) override { return fail(Errc::NoSuchHost); }
    Result<std::unique_ptr<PacketPort>> open(const std::string&, const PortOptions&) override { return fail(Errc::NoSuchDevice); }

    mutable int routesAsked = 0;
};

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT

    std::unique_ptr<Network> m_network = systemNetwork();

    /// A port on the loopback interface; null without the rights for one.
    std::unique_ptr<PacketPort> loopbackPort(const PortOptions& options = {})
    {
        auto port = m_network->open("lo", options);
        return port ? std::move(*port) : nullptr;
    }

private slots:
    void theLoopbackInterfaceIsThere()
    {
        QVERIFY(!m_network->isPractice());
        const auto all = m_network->interfaces();
        const auto lo = std::ranges::find(all, "lo", &InterfaceInfo::name);
        QVERIFY(lo != all.end());
        QVERIFY(lo->loopback);
        QCOMPARE(lo->linkType, link_type::Ethernet);
        QVERIFY(lo->mtu > 0);
        QVERIFY(std::ranges::any_of(lo->addresses, [](const auto& own) { return own.address == loopback && own.prefixLength == 8; }));
    }

    void theLoopbackAddressIsLocal()
    {
        const auto route = m_network->route(loopback);
        QVERIFY(route.has_value());
        QCOMPARE(route->interface, std::string("lo"));
        QCOMPARE(route->source, loopback);
        QVERIFY(route->local);
        QVERIFY(!route->gateway);
    }

    void theLoopbackAddressIsLocalInIpv6()
    {
        const auto all = m_network->interfaces();
        const auto has = [](const InterfaceInfo& info) {
            return std::ranges::any_of(info.addresses, [](const auto& own) { return own.address == loopback6; });
        };
        if (std::ranges::none_of(all, has))
            QSKIP("this machine has no IPv6");
        const auto route = m_network->route(loopback6);
        QVERIFY(route.has_value());
        QCOMPARE(route->interface, std::string("lo"));
        QVERIFY(route->local);
    }

    void theLoopbackBroadcastIsOne()
    {
        const auto route = m_network->route(Buffer{127, 255, 255, 255});
        QVERIFY(route.has_value());
        QVERIFY(route->broadcast);
    }

    void routesThatCannotBe()
    {
        const auto noInterface = m_network->route(loopback, "no-such-dev");
        QVERIFY(!noInterface.has_value());
        QCOMPARE(noInterface.error(), (Error{Errc::NoSuchDevice, 0, "no-such-dev"}));
        const auto noAddress = m_network->route(Buffer{1, 2, 3});
        QVERIFY(!noAddress.has_value());
        QCOMPARE(noAddress.error().code, Errc::NoRoute);
    }

    void nobodyIsNeighbourOnTheLoopback()
    {
        QVERIFY(!m_network->neighbour(loopback, "lo"));
        QVERIFY(!m_network->neighbour(loopback, "no-such-dev"));
    }

    void numbersAreNamesToo()
    {
        QCOMPARE(m_network->lookUp("127.0.0.1", 4).value(), std::vector<Buffer>{loopback});
        QCOMPARE(m_network->lookUp("::1", 0).value(), std::vector<Buffer>{loopback6});
        QCOMPARE(m_network->lookUp("127.0.0.1", 6).error(), (Error{Errc::NoSuchHost, 0, "127.0.0.1"}));
    }

    void lookingUpCanBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto found = m_network->lookUp("localhost", 4, stop.get_token());
        QVERIFY(found.has_value() || found.error().code == Errc::Cancelled);
    }

    void unknownInterfacesCannotBeOpened()
    {
        const auto port = m_network->open("no-such-dev");
        QVERIFY(!port.has_value());
        if (port.error().code == Errc::NotPermitted)
            QSKIP("raw sockets are not permitted here");
        QCOMPARE(port.error(), (Error{Errc::NoSuchDevice, 0, "no-such-dev"}));
    }

    void filtersThatCannotBeReadSaySo()
    {
        if (!loopbackPort())
            QSKIP("raw sockets are not permitted here");
        const auto port = m_network->open("lo", {.filter = "udp port and"});
        QVERIFY(!port.has_value());
        QCOMPARE(port.error().code, Errc::Syntax);
        QVERIFY(!port.error().detail.empty());
    }

    void nothingComesWithinTheWait()
    {
        const auto port = loopbackPort({.filter = "less 0"});
        if (!port)
            QSKIP("raw sockets are not permitted here");
        std::vector<CapturedPacket> packets;
        QVERIFY(port->receive(packets, 10ms).has_value());
        QVERIFY(packets.empty());
    }

    void framesToTheLoopbackArriveAndAreSeenOnce_data()
    {
        QTest::addColumn<bool>("batched");
        QTest::newRow("at once") << false;
        QTest::newRow("in blocks") << true;
    }

    void framesToTheLoopbackArriveAndAreSeenOnce()
    {
        QFETCH(bool, batched);
        const UdpSocket socket;
        const auto port = loopbackPort({.filter = "udp dst port " + std::to_string(socket.port()), .batched = batched});
        if (!port)
            QSKIP("raw sockets are not permitted here");
        const std::vector<Buffer> frames{loopbackPacket().layer("UDP").set("sport", 9).set("dport", socket.port()).payload(toBuffer("hello")).bytes()};
        const auto before = std::chrono::system_clock::now().time_since_epoch();

        QCOMPARE(port->send(frames).value(), 1U);

        QCOMPARE(socket.receive(), QByteArray("hello"));
        std::vector<CapturedPacket> packets;
        for (int i = 0; i < 50 && packets.empty(); ++i)
            QVERIFY(port->receive(packets, 100ms).has_value());
        QVERIFY(port->receive(packets, 60ms).has_value());
        QCOMPARE(packets.size(), 1U);
        QCOMPARE(packets[0].bytes, frames[0]);
        QVERIFY(packets[0].time > before - 1s && packets[0].time < before + 60s);
        QCOMPARE(port->statistics().received, 1U);
        QCOMPARE(port->statistics().droppedByKernel, 0U);
    }

    void wrongFramesGoOutAsTheyAre_data()
    {
        QTest::addColumn<int>("at");
        QTest::newRow("checksum") << 24;
        QTest::newRow("length") << 16;
        QTest::newRow("version") << 14;
        QTest::newRow("link address") << 0;
    }

    void wrongFramesGoOutAsTheyAre()
    {
        QFETCH(int, at);
        const auto port = loopbackPort();
        if (!port)
            QSKIP("raw sockets are not permitted here");
        Buffer frame = loopbackPacket().layer("UDP").set("dport", 9).payload(toBuffer("wrong on purpose")).bytes();
        frame[static_cast<std::size_t>(at)] ^= 0x2c;

        QCOMPARE(port->send(std::span(&frame, 1)).value(), 1U);

        std::vector<CapturedPacket> packets;
        bool seen = false;
        for (int i = 0; i < 50 && !seen; ++i) {
            QVERIFY(port->receive(packets, 100ms).has_value());
            seen = std::ranges::any_of(packets, [&](const CapturedPacket& packet) { return packet.bytes == frame; });
        }
        QVERIFY(seen);
    }

    void longPacketsAreCutAtTheSnapLength()
    {
        const auto port = loopbackPort({.filter = "udp dst port 9", .snapLength = 60});
        if (!port)
            QSKIP("raw sockets are not permitted here");
        const Buffer frame = loopbackPacket().layer("UDP").set("dport", 9).payload(Buffer(500, 7)).bytes();
        QCOMPARE(port->send(std::span(&frame, 1)).value(), 1U);
        std::vector<CapturedPacket> packets;
        for (int i = 0; i < 50 && packets.empty(); ++i)
            QVERIFY(port->receive(packets, 100ms).has_value());
        QCOMPARE(packets.at(0).bytes.size(), 60U);
        QCOMPARE(packets.at(0).originalLength, 542U);
    }

    void filtersTellPacketsThatAreHere()
    {
        const Buffer frame = loopbackPacket().layer("UDP").set("dport", 9).bytes();
        const auto size = static_cast<std::uint32_t>(frame.size());
        QVERIFY(BpfFilter::compile("udp port 9", link_type::Ethernet)->matches(frame, size));
        QVERIFY(!BpfFilter::compile("tcp", link_type::Ethernet)->matches(frame, size));
        QVERIFY(BpfFilter::compile("", link_type::Ethernet)->matches(frame, size));
        QVERIFY(BpfFilter::compile("ip", link_type::Raw)->matches(Bytes(frame).subspan(14), size - 14));
        QCOMPARE(BpfFilter::compile("udp port", link_type::Ethernet).error().code, Errc::Syntax);
    }

    void environmentsAskForARouteOnce()
    {
        const CountingNetwork network;
        const NetworkEnvironment environment(network);
        const Buffer destination{8, 8, 8, 8};
        QCOMPARE(environment.sourceAddress(destination), std::optional(Buffer{10, 0, 0, 1}));
        QCOMPARE(environment.sourceAddress(destination), std::optional(Buffer{10, 0, 0, 1}));
        QCOMPARE(network.routesAsked, 1);
        QVERIFY(!environment.sourceAddress(Buffer{9, 9, 9, 9}));
    }

    void environmentsKnowLinkAddresses()
    {
        const CountingNetwork network;
        const NetworkEnvironment environment(network);
        QCOMPARE(environment.nextHopMac(Buffer{8, 8, 8, 8}), std::optional(MacAddress{2, 0, 0, 0, 0, 254}));
        QCOMPARE(environment.nextHopMac(Buffer{10, 0, 0, 255}), std::optional(MacAddress{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
        QCOMPARE(environment.nextHopMac(Buffer{224, 1, 2, 3}), std::optional(MacAddress{0x01, 0x00, 0x5e, 1, 2, 3}));
        QCOMPARE(environment.nextHopMac(Buffer{239, 129, 2, 3}), std::optional(MacAddress{0x01, 0x00, 0x5e, 1, 2, 3}));
        QVERIFY(!environment.nextHopMac(Buffer{9, 9, 9, 9}));
        QCOMPARE(environment.interfaceMac({}), std::optional(MacAddress{2, 0, 0, 0, 0, 1}));
        QCOMPARE(environment.interfaceAddress(), std::optional(Ipv4Address{10, 0, 0, 1}));
    }

    void environmentsKnowOnlyTheNamesTheyWereTold()
    {
        const CountingNetwork network;
        NetworkEnvironment environment(network);
        QVERIFY(!environment.resolve("a.example", 4));
        environment.setResolved("a.example", Buffer{1, 2, 3, 4});
        environment.setResolved("a.example", Buffer(16, 1));
        QCOMPARE(environment.resolve("a.example", 4), std::optional(Buffer{1, 2, 3, 4}));
        QCOMPARE(environment.resolve("a.example", 16), std::optional(Buffer(16, 1)));
        environment.setResolved("a.example", Buffer{5, 6, 7, 8});
        QCOMPARE(environment.resolve("a.example", 4), std::optional(Buffer{5, 6, 7, 8}));
    }
};

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"
