#include "engine/net/network.h"
#include "engine/net/packet_fields.h"
#include "engine/net/practice_answers.h"
#include "resources/embedded.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace fw;
using namespace std::chrono_literals;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Buffer ip(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) { return {a, b, c, d}; }

const Buffer own = ip(172, 17, 0, 2);
const Buffer gateway = ip(172, 17, 0, 1);
const Buffer nameServer = ip(8, 8, 8, 8);
const Buffer webServer = ip(217, 25, 178, 5);
const Buffer scanned = ip(45, 33, 32, 156);
const Buffer ownMac{0x02, 0x42, 0xac, 0x11, 0x00, 0x02};
const Buffer gatewayMac{0x02, 0x42, 0xac, 0x11, 0x00, 0x01};

PacketMaker toGateway()
{
    PacketMaker maker(protocols());
    maker.layer("Ether").set("dst", gatewayMac).set("src", ownMac);
    return maker;
}

PacketMaker packetTo(const Buffer& destination, int ttl = 64)
{
    return toGateway().layer("IP").set("src", own).set("dst", destination).set("ttl", ttl);
}

Buffer segmentTo(const Buffer& destination, int port, const char* flags = "S")
{
    const std::int64_t bits = *flags == 'S' ? 2 : *flags == 'A' ? 16 : 4;
    return packetTo(destination).layer("TCP").set("sport", 20).set("dport", port).set("seq", 100).set("flags", bits).bytes();
}



Buffer questionTo(const Buffer& server, const char* name, int type)
{
    ValueList questions;
    questions.items.push_back(makeStruct(protocols(), "DNSQR", {{"qname", toBuffer(std::string_view(name))}, {"qtype", std::int64_t{type}}}));
    return packetTo(server).layer("UDP").set("sport", 4000).set("dport", 53).layer("DNS").set("id", 77).set("qd", std::move(questions)).bytes();
}

} // namespace

class TestPractice : public QObject {
    Q_OBJECT

    practice::Description m_description;

    /// The answers to one frame.
    std::vector<PacketFields> answersTo(const Buffer& frame)
    {
        practice::Answers answers(m_description);
        std::vector<PacketFields> all;
        for (const practice::DueFrame& due : answers.to(frame))
            all.emplace_back(protocols(), due.bytes, link_type::Ethernet);
        return all;
    }

private slots:
    void initTestCase()
    {
        auto loaded = practice::load(resources::find("practice/default.yaml"));
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().detail.c_str());
        m_description = std::move(*loaded);
    }

    void hasOneInterface()
    {
        const auto network = practiceNetwork();
        QVERIFY(network->isPractice());
        const auto all = network->interfaces();
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all[0].name, std::string(practiceInterface));
        QVERIFY(all[0].up);
        QCOMPARE(defaultInterface(*network), std::string(practiceInterface));
    }

    void routes_data()
    {
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("gateway");
        QTest::newRow("far away") << "8.8.8.8" << "172.17.0.2" << "172.17.0.1";
        QTest::newRow("on the link") << "172.17.3.4" << "172.17.0.2" << "";
        QTest::newRow("itself") << "172.17.0.2" << "172.17.0.2" << "";
        QTest::newRow("loopback") << "127.0.0.1" << "127.0.0.1" << "";
        QTest::newRow("IPv6, far away") << "2001:db8::9" << "fd00:172:17::2" << "fd00:172:17::1";
        QTest::newRow("IPv6, on the link") << "fd00:172:17::77" << "fd00:172:17::2" << "";
        QTest::newRow("IPv6, link-local") << "fe80::1" << "fe80::42:acff:fe11:2" << "";
    }

    void routes()
    {
        QFETCH(QString, destination);
        QFETCH(QString, source);
        QFETCH(QString, gateway);
        Buffer address;
        if (const auto v4 = parseIpv4(destination.toStdString()))
            address.assign(v4->begin(), v4->end());
        else if (const auto v6 = parseIpv6(destination.toStdString()))
            address.assign(v6->begin(), v6->end());

        const auto route = practiceNetwork()->route(address);

        QVERIFY(route.has_value());
        QCOMPARE(QString::fromStdString(addressText(route->source)), source);
        QCOMPARE(route->gateway ? QString::fromStdString(addressText(*route->gateway)) : QString(), gateway);
        QCOMPARE(route->local, destination == QStringLiteral("172.17.0.2") || destination == QStringLiteral("127.0.0.1"));
    }

    void broadcastGoesToAll()
    {
        const auto route = practiceNetwork()->route(ip(172, 17, 255, 255));
        QVERIFY(route.has_value());
        QVERIFY(route->broadcast);
    }

    void looksNamesUp()
    {
        const auto network = practiceNetwork();
        QCOMPARE(network->lookUp("www.SecDev.org", 4).value(), std::vector<Buffer>{webServer});
        QCOMPARE(network->lookUp("www.secdev.org", 6).value().front().size(), 16U);
        const auto unknown = network->lookUp("nowhere.invalid", 0);
        QVERIFY(!unknown.has_value());
        QCOMPARE(unknown.error(), (Error{Errc::NoSuchHost, 0, "nowhere.invalid"}));
    }

    void otherInterfacesDoNotExist()
    {
        const auto port = practiceNetwork()->open("eth0");
        QVERIFY(!port.has_value());
        QCOMPARE(port.error(), (Error{Errc::NoSuchDevice, 0, "eth0"}));
    }

    void theGatewayAnswersArp()
    {
        const auto network = practiceNetwork();
        QVERIFY(!network->neighbour(gateway, practiceInterface));
        const auto mac = network->askNeighbour(gateway, practiceInterface, 2s, {});
        QVERIFY(mac.has_value());
        QCOMPARE(Buffer(mac->begin(), mac->end()), gatewayMac);
        QCOMPARE(network->neighbour(gateway, practiceInterface), std::optional(*mac));
    }

    void theGatewayAnswersNeighbourDiscovery()
    {
        const auto address = parseIpv6("fd00:172:17::1");
        const auto mac = practiceNetwork()->askNeighbour(*address, practiceInterface, 2s, {});
        QVERIFY(mac.has_value());
        QCOMPARE(Buffer(mac->begin(), mac->end()), gatewayMac);
    }

    void nobodyAnswersForAnUnusedAddress()
    {
        const auto mac = practiceNetwork()->askNeighbour(ip(172, 17, 9, 9), practiceInterface, 60ms, {});
        QVERIFY(!mac.has_value());
        QCOMPARE(mac.error(), (Error{Errc::TimedOut, 0, "172.17.9.9"}));
    }

    void answersPings_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("name server") << QByteArray("8.8.8.8");
        QTest::newRow("the other name server") << QByteArray("8.8.4.4");
        QTest::newRow("web server") << QByteArray("217.25.178.5");
        QTest::newRow("gateway") << QByteArray("172.17.0.1");
        QTest::newRow("router") << QByteArray("62.214.36.146");
    }

    void answersPings()
    {
        QFETCH(QByteArray, address);
        const auto parsed = parseIpv4(address.toStdString());
        const Buffer destination(parsed->begin(), parsed->end());
        const auto all = answersTo(packetTo(destination).layer("ICMP").set("id", 5).set("seq", 6).payload(toBuffer("data")).bytes());
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all[0].bytes("IP", "src"), destination);
        QCOMPARE(all[0].number("ICMP", "type"), std::optional<std::int64_t>(0));
        QCOMPARE(all[0].number("ICMP", "id"), std::optional<std::int64_t>(5));
        QCOMPARE(all[0].number("ICMP", "seq"), std::optional<std::int64_t>(6));
        QCOMPARE(all[0].bytes("Raw", "load"), toBuffer("data"));
    }

    void answersPingsOverIpv6()
    {
        const auto target = parseIpv6("2001:db8:217::5");
        const auto source = parseIpv6("fd00:172:17::2");
        const auto all = answersTo(toGateway().layer("IPv6").set("src", toBuffer(*source)).set("dst", toBuffer(*target))
            .layer("ICMPv6EchoRequest").set("id", 1).set("seq", 2).set("data", toBuffer("abc")).bytes());
        QCOMPARE(all.size(), 1U);
        QVERIFY(all[0].has("ICMPv6EchoReply"));
        QCOMPARE(all[0].bytes("ICMPv6EchoReply", "data"), toBuffer("abc"));
    }

    void ports_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<int>("flags");
        constexpr int synAck = 0x12;
        constexpr int resetAck = 0x14;
        QTest::newRow("open") << QByteArray("45.33.32.156") << 22 << synAck;
        QTest::newRow("closed") << QByteArray("45.33.32.156") << 443 << resetAck;
        QTest::newRow("open on one host") << QByteArray("45.33.32.156") << 31337 << synAck;
        QTest::newRow("closed on the other") << QByteArray("45.33.49.119") << 31337 << resetAck;
        QTest::newRow("filtered") << QByteArray("203.0.113.30") << 22 << -1;
    }

    void ports()
    {
        QFETCH(QByteArray, host);
        QFETCH(int, port);
        QFETCH(int, flags);
        const auto parsed = parseIpv4(host.toStdString());
        const auto all = answersTo(segmentTo(Buffer(parsed->begin(), parsed->end()), port));
        QCOMPARE(all.size(), flags < 0 ? 0U : 1U);
        if (flags < 0)
            return;
        QCOMPARE(all[0].number("TCP", "flags"), std::optional<std::int64_t>(flags));
        QCOMPARE(all[0].number("TCP", "ack"), std::optional<std::int64_t>(101));
        QCOMPARE(all[0].number("TCP", "sport"), std::optional<std::int64_t>(port));
    }

    void resetsWhatItKnowsNothingOf()
    {
        const auto all = answersTo(segmentTo(scanned, 22, "A"));
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all[0].number("TCP", "flags"), std::optional<std::int64_t>(4));
        QVERIFY(answersTo(segmentTo(scanned, 22, "R")).empty());
    }

    void closedUdpPortsAreUnreachable()
    {
        const auto all = answersTo(packetTo(scanned).layer("UDP").set("dport", 53).payload(toBuffer("x")).bytes());
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all[0].number("ICMP", "type"), std::optional<std::int64_t>(3));
        QCOMPARE(all[0].number("ICMP", "code"), std::optional<std::int64_t>(3));
        QCOMPARE(all[0].number("UDPerror", "dport"), std::optional<std::int64_t>(53));
    }

    void answersQuestions_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("rcode");
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("A") << QByteArray("www.example.com.") << 1 << 0 << QByteArray("93.184.216.34");
        QTest::newRow("AAAA") << QByteArray("www.secdev.org.") << 28 << 0 << QByteArray("2001:db8:217::5");
        QTest::newRow("capitals") << QByteArray("SCANME.nmap.org.") << 1 << 0 << QByteArray("45.33.32.156");
        QTest::newRow("unknown") << QByteArray("nowhere.invalid.") << 1 << 3 << QByteArray();
        QTest::newRow("known, other type") << QByteArray("www.example.com.") << 15 << 0 << QByteArray();
    }

    void answersQuestions()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, type);
        QFETCH(int, rcode);
        QFETCH(QByteArray, address);
        const auto all = answersTo(questionTo(nameServer, name.constData(), type));
        QCOMPARE(all.size(), 1U);
        QCOMPARE(all[0].number("DNS", "id"), std::optional<std::int64_t>(77));
        QCOMPARE(all[0].number("DNS", "rcode"), std::optional<std::int64_t>(rcode));
        const Value* records = all[0].value("DNS", "an");
        const std::size_t count = records != nullptr && records->list() != nullptr ? records->list()->items.size() : 0;
        QCOMPARE(count, address.isEmpty() ? 0U : 1U);
        if (count == 0)
            return;
        const Value* data = fieldValue(protocols(), *records->list()->items[0].layer(), "rdata");
        QVERIFY(data != nullptr && data->bytes() != nullptr);
        QCOMPARE(addressText(*data->bytes()), address.toStdString());
    }

    /// As in the tutorial: five routers on the way answer, the tenth hop does not.
    void routersAnswerWhenTimeToLiveEnds()
    {
        const std::vector<std::string> expected{"192.168.178.1", "62.214.63.146", "62.214.36.181", "62.214.36.146", "195.66.224.21",
                                                "72.52.92.13", "184.105.81.166", "184.104.207.166"};
        for (int ttl = 1; ttl <= 8; ++ttl) {
            const auto all = answersTo(packetTo(webServer, ttl).layer("UDP").set("sport", 5000).set("dport", 33434).payload(toBuffer("12345")).bytes());
            QCOMPARE(all.size(), 1U);
            QCOMPARE(addressText(all[0].bytes("IP", "src")), expected[static_cast<std::size_t>(ttl - 1)]);
            QCOMPARE(all[0].number("ICMP", "type"), std::optional<std::int64_t>(11));
            QCOMPARE(all[0].bytes("IPerror", "dst"), webServer);
            QCOMPARE(all[0].number("IPerror", "ttl"), std::optional<std::int64_t>(1));
            QCOMPARE(all[0].number("UDPerror", "sport"), std::optional<std::int64_t>(5000));
        }
        QCOMPARE(answersTo(packetTo(webServer, 9).layer("ICMP").bytes()).at(0).bytes("IP", "src"), webServer);
        QVERIFY(answersTo(packetTo(nameServer, 10).layer("ICMP").bytes()).empty());
        QCOMPARE(answersTo(packetTo(nameServer, 11).layer("ICMP").bytes()).size(), 1U);
    }

    void farRoutersTakeLonger()
    {
        practice::Answers answers(m_description);
        auto before = 0ns;
        for (int ttl = 1; ttl <= 9; ++ttl) {
            const auto due = answers.to(packetTo(webServer, ttl).layer("ICMP").bytes());
            QCOMPARE(due.size(), 1U);
            QVERIFY(due[0].delay > before);
            before = due[0].delay;
        }
    }

    void nobodyAnswersWhatIsWrong()
    {
        Buffer badHeader = packetTo(webServer).layer("ICMP").bytes();
        badHeader[24] ^= 0xff;
        QVERIFY(answersTo(badHeader).empty());
        Buffer badChecksum = segmentTo(webServer, 80);
        badChecksum[50] ^= 0xff;
        QVERIFY(answersTo(badChecksum).empty());
        Buffer otherMac = segmentTo(webServer, 80);
        otherMac[5] ^= 0xff;
        QVERIFY(answersTo(otherMac).empty());
        QVERIFY(answersTo(packetTo(ip(192, 0, 2, 99)).layer("ICMP").bytes()).empty());
    }

    void spoofedPacketsAreAnsweredElsewhere()
    {
        QVERIFY(answersTo(toGateway().layer("IP").set("src", ip(10, 1, 1, 1)).set("dst", webServer).layer("ICMP").bytes()).empty());
    }

    void identifiersCountOrJump()
    {
        practice::Answers answers(m_description);
        const auto idFrom = [&](const Buffer& host) {
            const auto due = answers.to(packetTo(host).layer("ICMP").bytes());
            return PacketFields(protocols(), due.at(0).bytes, link_type::Ethernet).number("IP", "id").value();
        };
        const auto first = idFrom(nameServer);
        QCOMPARE(idFrom(nameServer), first + 1);
        QCOMPARE(idFrom(nameServer), first + 2);
        const auto jumping = idFrom(ip(8, 8, 4, 4));
        QVERIFY(idFrom(ip(8, 8, 4, 4)) != jumping + 1 || idFrom(ip(8, 8, 4, 4)) != jumping + 2);
    }

    void someArePacketsLost()
    {
        practice::Answers answers(m_description);
        int arrived = 0;
        for (int i = 0; i < 200; ++i)
            arrived += static_cast<int>(answers.to(packetTo(ip(203, 0, 113, 20)).layer("ICMP").bytes()).size());
        QVERIFY(arrived > 100 && arrived < 180);
    }

    void flowsTakeTheirOwnWay()
    {
        std::set<Buffer> routers;
        for (int port = 1000; port < 1030; ++port) {
            const auto probe = [&] {
                return answersTo(packetTo(ip(203, 0, 113, 10), 3).layer("UDP").set("sport", port).set("dport", 33434).bytes()).at(0).bytes("IP", "src");
            };
            const Buffer router = probe();
            QCOMPARE(probe(), router);
            routers.insert(router);
        }
        QCOMPARE(routers.size(), 3U);
    }

    void everyPortSeesWhatIsSentAndAnswered()
    {
        const auto network = practiceNetwork();
        const auto sender = network->open(practiceInterface);
        const auto listener = network->open(practiceInterface, {.filter = "icmp"});
        QVERIFY(sender.has_value() && listener.has_value());
        const std::vector<Buffer> frames{packetTo(nameServer).layer("ICMP").set("seq", 9).bytes(), segmentTo(webServer, 80)};
        QCOMPARE((*sender)->send(frames).value(), 2U);

        std::vector<CapturedPacket> seen;
        for (int i = 0; i < 100 && seen.size() < 2; ++i)
            QVERIFY((*listener)->receive(seen, 100ms).has_value());

        QCOMPARE(seen.size(), 2U); // The segment does not pass the filter.
        QCOMPARE(seen[0].bytes, frames[0]);
        QVERIFY(seen[0].time < seen[1].time);
        QCOMPARE(PacketFields(protocols(), seen[1].bytes, seen[1].linkType).bytes("IP", "src"), nameServer);
    }

    void aFilterThatCannotBeReadSaysSo()
    {
        const auto port = practiceNetwork()->open(practiceInterface, {.filter = "port http and and"});
        QVERIFY(!port.has_value());
        QCOMPARE(port.error().code, Errc::Syntax);
        QVERIFY(!port.error().detail.empty());
    }

    void garbageIsNotAnswered()
    {
        practice::Answers answers(m_description);
        Buffer frame = questionTo(nameServer, "www.example.com.", 1);
        for (std::size_t size = 0; size < frame.size(); ++size)
            QVERIFY(answers.to(Bytes(frame).first(size)).size() <= 1);
        for (std::size_t i = 0; i < frame.size(); ++i) {
            Buffer changed = frame;
            changed[i] ^= 0x5a;
            QVERIFY(answers.to(changed).size() <= 1);
        }
    }
};

QTEST_APPLESS_MAIN(TestPractice)
#include "tst_practice.moc"
