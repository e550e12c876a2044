#include "engine/net/practice_answers.h"
#include "resources/embedded.h"

#include <QTest>

#include <set>

using namespace fw;
using namespace std::chrono_literals;

namespace {

constexpr int Fin = 1;
constexpr int Syn = 2;
constexpr int Reset = 4;
constexpr int Push = 8;
constexpr int Ack = 16;

const Protocols& protocols() { return Protocols::builtin(); }

Buffer address(const char* text)
{
    if (const auto four = parseIpv4(text))
        return {four->begin(), four->end()};
    const auto six = parseIpv6(text);
    return {six->begin(), six->end()};
}

const Buffer own = address("172.17.0.2");
const Buffer own6 = address("fd00:172:17::2");

PacketMaker packetTo(const char* destination, int ttl = 64)
{
    const Buffer to = address(destination);
    PacketMaker maker(protocols());
    maker.layer("Ether").set("dst", Buffer{0x02, 0x42, 0xac, 0x11, 0, 1}).set("src", Buffer{0x02, 0x42, 0xac, 0x11, 0, 2});
    if (to.size() == 4)
        maker.layer("IP").set("src", own).set("dst", to).set("ttl", ttl);
    else
        maker.layer("IPv6").set("src", own6).set("dst", to).set("hlim", ttl);
    return maker;
}

Buffer dhcpMessage(std::uint8_t type, const Buffer& wished)
{
    Buffer options{53, 1, type};
    if (!wished.empty()) {
        options.insert(options.end(), {50, 4});
        append(options, wished);
    }
    options.push_back(255);
    Buffer hardware{2, 0, 0, 0, 0, 9};
    hardware.resize(16);
    return PacketMaker(protocols())
        .layer("Ether").set("dst", Buffer(6, 0xff)).set("src", Buffer{2, 0, 0, 0, 0, 9})
        .layer("IP").set("src", address("0.0.0.0")).set("dst", address("255.255.255.255"))
        .layer("UDP").set("sport", 68).set("dport", 67)
        .layer("BOOTP").set("op", 1).set("xid", 7).set("chaddr", hardware).set("options", Buffer{0x63, 0x82, 0x53, 0x63})
        .payload(options)
        .bytes();
}

} // namespace

/// What the practice network's hosts and routers do beyond the first answer.
class TestPracticeServices : public QObject {
    Q_OBJECT

    practice::Description m_description;
    std::unique_ptr<practice::Answers> m_answers;
    std::int64_t m_next = 0;     ///< Ours, of the connection.
    std::int64_t m_expected = 0; ///< Theirs.

    std::vector<PacketFields> send(const Buffer& frame, practice::Latency now = {})
    {
        std::vector<PacketFields> all;
        for (const practice::DueFrame& due : m_answers->to(frame, now))
            all.emplace_back(protocols(), due.bytes, link_type::Ethernet);
        return all;
    }

    std::vector<PacketFields> segment(const char* host, int port, int flags, std::string_view data = {}, int window = 8192)
    {
        auto out = send(packetTo(host).layer("TCP").set("sport", 4000).set("dport", port).set("flags", flags).set("seq", m_next).set("ack", m_expected)
                            .set("window", window).payload(toBuffer(data)).bytes());
        m_next += static_cast<std::int64_t>(data.size()) + ((flags & (Syn | Fin)) != 0);
        return out;
    }

    bool connect(const char* host, int port)
    {
        m_next = 1000;
        const auto all = segment(host, port, Syn);
        if (all.size() != 1 || all[0].number("TCP", "flags") != (Syn | Ack) || all[0].number("TCP", "ack") != m_next)
            return false;
        m_expected = all[0].number("TCP", "seq").value() + 1;
        return true;
    }

    /// The data of segments that follow each other.
    QByteArray taken(const std::vector<PacketFields>& segments)
    {
        QByteArray data;
        for (const PacketFields& one : segments) {
            if (one.number("TCP", "seq") != m_expected)
                return "out of order";
            const Buffer& bytes = one.dissection().layout.bytes;
            const std::size_t begin = one.offsetOf("TCP") + static_cast<std::size_t>(one.number("TCP", "dataofs").value()) * 4;
            const std::size_t end = one.offsetOf("IP") + static_cast<std::size_t>(one.number("IP", "len").value());
            data += QByteArray(reinterpret_cast<const char*>(bytes.data()) + begin, static_cast<qsizetype>(end - begin));
            m_expected += static_cast<std::int64_t>(end - begin) + ((one.number("TCP", "flags").value() & Fin) != 0);
        }
        return data;
    }

private slots:
    void initTestCase()
    {
        auto loaded = practice::load(resources::find("practice/default.yaml"));
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().detail.c_str());
        m_description = std::move(*loaded);
    }

    void init() { m_answers = std::make_unique<practice::Answers>(m_description); }

    void webServersAnswer()
    {
        QVERIFY(connect("217.25.178.5", 80));
        QVERIFY(segment("217.25.178.5", 80, Ack).empty());
        QCOMPARE(segment("217.25.178.5", 80, Push | Ack, "GET / HTTP/1.1\r\n").size(), 1U); // Only confirmed: the head is not whole.
        const auto rest = segment("217.25.178.5", 80, Push | Ack, "Host: www.secdev.org\r\n\r\n");
        const QByteArray answer = taken(rest);
        QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
        QVERIFY(answer.contains("This is www.secdev.org of the practice network."));
        QVERIFY((rest.back().number("TCP", "flags").value() & Fin) != 0);
        QCOMPARE(rest.back().number("TCP", "ack"), std::optional(m_next));
        QCOMPARE(segment("217.25.178.5", 80, Fin | Ack).size(), 1U);
        QCOMPARE(segment("217.25.178.5", 80, Ack)[0].number("TCP", "flags"), std::optional<std::int64_t>(Reset)); // It is over.
    }

    void requestsThatComeAgainAreAnsweredAgain()
    {
        QVERIFY(connect("217.25.178.5", 80));
        const std::pair begin{m_next, m_expected};
        const QByteArray first = taken(segment("217.25.178.5", 80, Push | Ack, "HEAD / HTTP/1.1\r\n\r\n"));
        QVERIFY(first.startsWith("HTTP/1.1 200 OK"));
        std::tie(m_next, m_expected) = begin;
        QCOMPARE(taken(segment("217.25.178.5", 80, Push | Ack, "HEAD / HTTP/1.1\r\n\r\n")), first);
    }

    void smallWindowsAreFilledBitByBit()
    {
        QVERIFY(connect("203.0.113.50", 7));
        const auto some = segment("203.0.113.50", 7, Push | Ack, "0123456789", 4);
        QCOMPARE(taken(some), QByteArray("0123"));
        QCOMPARE(taken(segment("203.0.113.50", 7, Ack, {}, 4)), QByteArray("4567"));
        QCOMPARE(taken(segment("203.0.113.50", 7, Ack, {}, 4)), QByteArray("89"));
    }

    void serversGreet()
    {
        QVERIFY(connect("45.33.32.156", 22));
        QCOMPARE(taken(segment("45.33.32.156", 22, Ack)), QByteArray("SSH-2.0-OpenSSH_6.6.1p1 practice\r\n"));
    }

    void connectionsAreForgottenInTheEnd()
    {
        for (int port = 1; port <= 3000; ++port)
            QCOMPARE(send(packetTo("217.25.178.5").layer("TCP").set("sport", port).set("dport", 80).set("flags", Syn).bytes()).size(), 1U);
        m_next = 1;
        m_expected = 0;
        const auto old = send(packetTo("217.25.178.5").layer("TCP").set("sport", 1).set("dport", 80).set("flags", Ack).set("ack", 9).bytes());
        QCOMPARE(old.at(0).number("TCP", "flags"), std::optional<std::int64_t>(Reset));
    }

    void addressesAreLeased()
    {
        const auto offer = send(dhcpMessage(1, {}));
        QCOMPARE(offer.size(), 1U);
        QCOMPARE(offer[0].bytes("BOOTP", "yiaddr"), address("172.17.0.100"));
        QCOMPARE(offer[0].number("BOOTP", "xid"), std::optional<std::int64_t>(7));
        const auto options = [](const PacketFields& reply) { return toHex(Bytes(reply.dissection().layout.bytes).subspan(reply.offsetOf("DHCP"))); };
        QVERIFY2(options(offer[0]).starts_with("3501023604ac110001"), options(offer[0]).c_str()); // An offer of this server.
        const auto granted = send(dhcpMessage(3, address("172.17.0.105")));
        QCOMPARE(granted.at(0).bytes("BOOTP", "yiaddr"), address("172.17.0.105"));
        QVERIFY(options(granted[0]).starts_with("350105"));
        const auto refused = send(dhcpMessage(3, address("172.17.0.106"))); // It has the other one.
        QVERIFY(options(refused.at(0)).starts_with("350106"));
        QCOMPARE(send(dhcpMessage(1, {})).at(0).bytes("BOOTP", "yiaddr"), address("172.17.0.105"));
    }

    void theGatewayAdvertisesItself()
    {
        const auto all = send(PacketMaker(protocols()).layer("Ether").set("dst", Buffer{0x33, 0x33, 0, 0, 0, 2}).set("src", Buffer{0x02, 0x42, 0xac, 0x11, 0, 2})
                                  .layer("IPv6").set("src", address("fe80::42:acff:fe11:2")).set("dst", address("ff02::2")).set("hlim", 255).layer("ICMPv6ND_RS").bytes());
        QCOMPARE(all.size(), 1U);
        QVERIFY(all[0].has("ICMPv6ND_RA"));
        QCOMPARE(all[0].bytes("ICMPv6NDOptPrefixInfo", "prefix"), address("fd00:172:17::"));
    }

    void allOnTheLinkAnswerAPingToAll()
    {
        const auto all = send(packetTo("ff02::1").layer("ICMPv6EchoRequest").set("id", 1).set("seq", 2).bytes());
        std::set<Buffer> who;
        for (const PacketFields& one : all)
            who.insert(one.bytes("IPv6", "src"));
        QCOMPARE(who, (std::set<Buffer>{address("fd00:172:17::1"), address("fd00:172:17::3"), address("fd00:172:17::4")}));
    }

    void labelsStandBehindTheQuote_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("IPv4") << QByteArray("203.0.113.12");
        QTest::newRow("IPv6") << QByteArray("2001:db8:113::12");
    }

    void labelsStandBehindTheQuote()
    {
        QFETCH(QByteArray, host);
        const auto all = send(packetTo(host.constData(), 3).layer("UDP").set("dport", 33434).payload(toBuffer("xy")).bytes());
        QCOMPARE(all.size(), 1U);
        const Value* extensions = all[0].value(host.contains(':') ? "ICMPv6TimeExceeded" : "ICMP", "ext");
        QVERIFY(extensions != nullptr && extensions->list() != nullptr);
        std::vector<std::int64_t> labels;
        for (const Value& extension : extensions->list()->items)
            if (const Value* stack = fieldValue(protocols(), *extension.layer(), "stack"))
                for (const Value& label : stack->list()->items)
                    labels.push_back(*fieldValue(protocols(), *label.layer(), "label")->integer());
        QCOMPARE(labels, (std::vector<std::int64_t>{24015, 299776}));
        Layout layout = all[0].dissection().layout;
        verify(protocols(), all[0].dissection().draft, layout);
        for (const LayoutNote& note : layout.notes)
            QVERIFY(note.code != LayoutNote::Code::BadChecksum);
    }

    void errorsAreLimited()
    {
        const Buffer probe = packetTo("203.0.113.13", 3).layer("ICMP").bytes();
        int answered = 0;
        for (int i = 0; i < 10; ++i)
            answered += static_cast<int>(send(probe, 5s).size());
        QCOMPARE(answered, 2);
        QCOMPARE(send(probe, 6100ms).size(), 1U);
        QVERIFY(send(probe, 6200ms).empty());
    }

    void silentRoutersForward()
    {
        QVERIFY(send(packetTo("203.0.113.13", 2).layer("ICMP").bytes()).empty());
        QCOMPARE(send(packetTo("203.0.113.13", 3).layer("ICMP").bytes()).size(), 1U);
    }

    void waysOfADiamondAreKept()
    {
        std::set<std::pair<Buffer, Buffer>> ways;
        for (int port = 1000; port < 1040; ++port) {
            const auto at = [&](int ttl) {
                return send(packetTo("203.0.113.11", ttl).layer("TCP").set("sport", port).set("dport", 80).set("flags", Syn).bytes()).at(0).bytes("IP", "src");
            };
            ways.emplace(at(2), at(3));
        }
        QCOMPARE(ways, (std::set<std::pair<Buffer, Buffer>>{{address("198.51.100.51"), address("198.51.100.52")}, {address("198.51.100.61"), address("198.51.100.62")}}));
    }

    void closedPortsAreProhibited()
    {
        const auto all = send(packetTo("203.0.113.40").layer("TCP").set("dport", 80).set("flags", Syn).bytes());
        QCOMPARE(all.at(0).number("ICMP", "code"), std::optional<std::int64_t>(13));
        QCOMPARE(send(packetTo("203.0.113.40").layer("TCP").set("dport", 443).set("flags", Syn).bytes()).at(0).number("TCP", "flags"), std::optional<std::int64_t>(Syn | Ack));
    }

    void datagramsAreSentBack()
    {
        const auto all = send(packetTo("203.0.113.50").layer("UDP").set("sport", 4000).set("dport", 7).payload(toBuffer("hello")).bytes());
        QCOMPARE(all.at(0).bytes("Raw", "load"), toBuffer("hello"));
    }

    /// Loss, jitter and random ids come out the same again, and otherwise with another seed.
    void theSameSeedGivesTheSameRun()
    {
        const auto runOf = [](const practice::Description& description) {
            practice::Answers answers(description);
            QByteArray all;
            for (int i = 0; i < 60; ++i)
                for (const char* host : {"203.0.113.20", "203.0.113.13", "8.8.4.4"})
                    for (const auto& due : answers.to(packetTo(host).layer("ICMP").set("seq", i).bytes(), std::chrono::milliseconds(i)))
                        all += QByteArray::number(static_cast<qint64>(due.delay.count())) + QByteArray::fromStdString(toHex(due.bytes));
            return all;
        };
        QCOMPARE(runOf(m_description), runOf(m_description));
        practice::Description other = m_description;
        other.seed = 2;
        QVERIFY(runOf(other) != runOf(m_description));
    }
};

QTEST_APPLESS_MAIN(TestPracticeServices)
#include "tst_practice_services.moc"
