// Sending alone: which packets go out, how many, when, and what is told of it; and what is told before.
#include "engine/exchange/preflight.h"
#include "engine/packet/expand.h"
#include "engine/scapy/scapy.h"
#include "tests/support/fake_network.h"

#include <QTest>

#include <set>

using namespace fw;
using namespace std::chrono_literals;
using Code = Preflight::Warning::Code;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

scapy::Drafts parsed(const QByteArray& text)
{
    return scapy::parseAll(protocols(), text.toStdString()).value_or(scapy::Drafts());
}

QByteArray hex(Bytes bytes)
{
    return QByteArray::fromStdString(toHex(bytes));
}

/// What each packet is, built by itself with a link layer below.
std::vector<Buffer> builtOneByOne(const FakeNetwork& network, const scapy::Drafts& drafts, const SendOptions& options)
{
    const NetworkEnvironment environment(network, options.interface);
    std::vector<Buffer> frames;
    for (std::uint64_t round = 0; round < options.count; ++round)
        for (const auto& draft : drafts)
            expand(*draft, [&](Draft packet) {
                if (options.layer == SendLayer::Network)
                    packet.layers.insert(packet.layers.begin(), makeLayer(protocols(), protocols().rootFor(link_type::Ethernet)));
                frames.push_back(buildBytes(protocols(), packet, environment));
                return true;
            });
    return frames;
}

Preflight told(Network& network, const QByteArray& text, const SendOptions& options = {})
{
    return preflight(protocols(), network, *parsed(text).front(), options, true, {});
}

bool has(const Preflight& found, Code code)
{
    return std::ranges::any_of(found.warnings, [code](const auto& warning) { return warning.code == code; });
}

} // namespace

class TestSend : public QObject {
    Q_OBJECT

private slots:
    void packetsAreThoseThatAreBuiltOneByOne_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isFrame");
        QTest::addColumn<quint64>("count");

        const auto row = [](const char* name, const char* text, bool isFrame = false, quint64 count = 1) { QTest::newRow(name) << QByteArray(text) << isFrame << count; };
        row("one", "IP(dst='10.0.0.9')/ICMP()");
        row("one again and again", "IP(dst='10.0.0.9')/ICMP()", false, 150);
        row("ports", "IP(dst='10.0.0.9')/UDP(sport=(1,30),dport=(1,30))");
        row("addresses outside of ports", "IP(dst='10.0.0.0/28')/UDP(dport=(1,40))");
        row("ports outside of addresses", "Ether(src=['02:00:00:00:00:07','02:00:00:00:00:08'])/IP(dst='10.0.0.0/28')/UDP()", true);
        row("more addresses than are prepared at a time", "IP(dst='10.0.0.0/21')/UDP()");
        row("sources", "IP(src='10.9.0.0/26',dst='10.0.0.9')/TCP()");
        row("names among addresses", "IP(dst=['host.test','10.0.0.8'])/UDP(dport=(1,20))");
        row("inside a list", "IP(dst='10.0.0.9')/UDP()/DNS(qd=DNSQR(qtype=(1,20)))");
        row("several packets in turn", "[IP(dst='10.0.0.9')/ICMP(), IP(dst='10.0.0.8')/UDP(dport=(1,20))]", false, 3);
        row("whole frames", "Ether(dst='02:00:00:00:00:09',src='02:00:00:00:00:08')/IP(src='10.0.0.1',dst='10.0.0.0/24')/UDP()", true);
        row("of another length each", "IP(dst='10.0.0.9')/Raw(load=['a','bb','ccc'])", false, 20);
    }
    void packetsAreThoseThatAreBuiltOneByOne()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isFrame);
        QFETCH(quint64, count);
        FakeNetwork network;
        const auto drafts = parsed(text);
        QVERIFY(!drafts.empty());
        for (const bool hasInterface : {false, true}) {
            FakeNetwork wire;
            SendOptions options;
            options.layer = isFrame ? SendLayer::Link : SendLayer::Network;
            options.count = count;
            if (hasInterface)
                options.interface = "fake0";
            std::vector<Buffer> told;
            const auto result = sendPackets(protocols(), wire, drafts, options, [&](const CapturedPacket& packet) { told.push_back(packet.bytes); }, {});
            QVERIFY(result.has_value());
            auto expected = builtOneByOne(network, drafts, options);
            if (text.contains("host.test")) // Resolved by the plan, not by the environment here.
                for (std::size_t i = 0; i < 20; ++i)
                    expected[i] = wire.sentFrames()[i];
            const auto sent = wire.sentFrames();
            QCOMPARE(sent.size(), expected.size());
            QCOMPARE(result->sent, std::uint64_t{sent.size()});
            for (std::size_t i = 0; i < sent.size(); ++i)
                QCOMPARE(hex(sent[i]), hex(expected[i]));
            QVERIFY(told == sent);
        }
    }

    void whatIsDrawnIsDrawnForEachPacket()
    {
        FakeNetwork network;
        SendOptions options;
        options.count = 200;
        QVERIFY(sendPackets(protocols(), network, parsed("IP(dst='10.0.0.9')/UDP(sport=RandShort())"), options, {}, {}).has_value());
        std::set<std::uint16_t> ports;
        for (const Buffer& frame : network.sentFrames())
            ports.insert(be16(frame, 34));
        QVERIFY2(ports.size() > 150, qPrintable(QString::number(ports.size())));
    }

    void countersLeaveNothingOut()
    {
        FakeNetwork network;
        QVERIFY(sendPackets(protocols(), network, parsed("IP(dst='10.0.0.9',id=IncrementalValue(100))/UDP(dport=(1,40))"), {}, {}, {}).has_value());
        const auto sent = network.sentFrames();
        QCOMPARE(sent.size(), std::size_t{40});
        for (std::size_t i = 0; i < sent.size(); ++i)
            QCOMPARE(std::size_t{be16(sent[i], 18)}, 100 + i);
    }

    void pausesAreKept()
    {
        FakeNetwork network;
        SendOptions options;
        options.count = 6;
        options.interval = 20ms;
        const auto result = sendPackets(protocols(), network, parsed("IP(dst='10.0.0.9')/ICMP()"), options, {}, {});
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, std::uint64_t{6});
        QVERIFY2(result->sending >= 5 * 20ms - 1ms, qPrintable(QString::number(result->sending.count())));
    }

    void anErrorSaysHowManyWentOut()
    {
        FakeNetwork network;
        network.script.takesFrames = 70;
        std::uint64_t told = 0;
        const auto result = sendPackets(protocols(), network, parsed("IP(dst='10.0.0.9')/UDP(dport=(1,500))"), {}, [&](const CapturedPacket&) { ++told; }, {});
        QVERIFY(!result.has_value());
        QCOMPARE(int(result.error().code), int(Errc::Io));
        QCOMPARE(result.error().offset, std::size_t{70});
        QCOMPARE(told, std::uint64_t{70});
        QCOMPARE(network.sentFrames().size(), std::size_t{70});
    }

    void setsWithoutEndStartAtOnceAndStopWithTheTruth_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint64>("count");
        QTest::newRow("a network and all ports") << QByteArray("IP(dst='10.0.0.0/8')/UDP(sport=(1,65535),dport=(1,65535))") << quint64{1};
        QTest::newRow("a network") << QByteArray("IP(dst='10.0.0.0/8')/UDP()") << quint64{1};
        QTest::newRow("for ever") << QByteArray("IP(dst='10.0.0.9')/ICMP()") << std::numeric_limits<quint64>::max();
    }
    void setsWithoutEndStartAtOnceAndStopWithTheTruth()
    {
        QFETCH(QByteArray, text);
        QFETCH(quint64, count);
        FakeNetwork network;
        std::stop_source stop;
        SendOptions options;
        options.count = count;
        std::uint64_t told = 0;
        const auto sink = [&](const CapturedPacket&) {
            if (++told == 5000)
                stop.request_stop();
        };
        const auto result = sendPackets(protocols(), network, parsed(text), options, sink, stop.get_token());
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, told);
        QCOMPARE(network.sentFrames().size(), std::size_t{told});
        QVERIFY(told >= 5000 && told < 5100);
    }

    void waitingForTheNextPacketEndsWithAStop()
    {
        FakeNetwork network;
        std::stop_source stop;
        SendOptions options;
        options.count = 3;
        options.interval = 24h;
        const auto result = sendPackets(protocols(), network, parsed("IP(dst='10.0.0.9')/ICMP()"), options, [&](const CapturedPacket&) { stop.request_stop(); }, stop.get_token());
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, std::uint64_t{1});
    }

    void preflightTellsTheWay()
    {
        FakeNetwork network;
        const Preflight found = told(network, "IP(dst='10.0.0.9')/UDP(dport=(1,7))/'abc'");
        QCOMPARE(found.packets, std::uint64_t{7});
        QCOMPARE(found.interface, std::string("fake0"));
        QCOMPARE(addressText(found.destination), std::string("10.0.0.9"));
        QCOMPARE(addressText(found.source), std::string("10.0.0.1"));
        QCOMPARE(addressText(found.nextHop), std::string("10.0.0.9"));
        QVERIFY(found.mac && *found.mac == (MacAddress{2, 0, 0, 0, 0, 2}));
        QCOMPARE(found.mtu, 1500);
        QCOMPARE(found.size, std::size_t{31});
        QCOMPARE(found.fragments, std::size_t{1});
        QVERIFY(found.warnings.empty());
        QVERIFY(network.sentFrames().empty());
    }

    void preflightWarns_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<int>>("codes");
        QTest::addColumn<int>("fragments");

        const auto row = [](const char* name, const char* text, const QList<Code>& codes, int fragments = 1) {
            QList<int> numbers;
            for (const Code code : codes)
                numbers.append(int(code));
            QTest::newRow(name) << QByteArray(text) << numbers << fragments;
        };
        row("nothing", "IP(dst='10.0.0.9')/UDP()", {});
        row("the kernel resets", "IP(dst='10.0.0.9')/TCP(dport=80)", {Code::KernelResets});
        row("not what it did not begin", "IP(dst='10.0.0.9')/TCP(flags='A')", {});
        row("whose source is another", "IP(src='192.0.2.1',dst='10.0.0.9')/TCP()", {Code::ForeignSource});
        row("as much as fits", "IP(dst='10.0.0.9')/UDP()/('x'*1472)", {});
        row("a byte more", "IP(dst='10.0.0.9')/UDP()/('x'*1473)", {Code::TooLong}, 2);
        row("three pieces", "IP(dst='10.0.0.9')/UDP()/('x'*3000)", {Code::TooLong}, 3);
        row("not to be cut", "IP(dst='10.0.0.9',flags='DF')/UDP()/('x'*3000)", {Code::TooLong}, 0);
        row("no such name", "IP(dst='nowhere.invalid')/UDP()", {Code::NoSuchHost});
        row("not on a wire", "TCP()", {Code::Unsupported, Code::KernelResets});
    }
    void preflightWarns()
    {
        QFETCH(QByteArray, text);
        QFETCH(QList<int>, codes);
        QFETCH(int, fragments);
        FakeNetwork network;
        const Preflight found = told(network, text);
        QVERIFY(found.warnings.empty() == codes.empty());
        if (!codes.empty())
            QCOMPARE(int(found.warnings.front().code), codes.front());
        QCOMPARE(found.fragments, std::size_t(fragments));
        for (const auto& warning : found.warnings)
            QVERIFY(!warning.text.empty());
    }

    void preflightSaysWhenThereAreNoRights()
    {
        FakeNetwork network;
        network.script.refusal = Error{Errc::NotPermitted, 0, "fake0"};
        const Preflight found = told(network, "IP(dst='10.0.0.9')/UDP()");
        QVERIFY(has(found, Code::NotPermitted));
        QVERIFY(!found.goesOut());
        QCOMPARE(found.interface, std::string("fake0")); // The rest is told all the same.
    }

    void onThePracticeNetworkNoKernelAnswers()
    {
        const auto practice = practiceNetwork();
        const Preflight found = told(*practice, "IP(dst='www.example.com')/TCP()");
        QVERIFY(found.warnings.empty());
        QVERIFY(found.isGateway);
        QVERIFY(found.mac);
        const Preflight nobody = told(*practice, "IP(dst='172.17.9.9')/ICMP()");
        QVERIFY(has(nobody, Code::NoNeighbour));
        const Preflight unasked = preflight(protocols(), *practice, *parsed("IP(dst='172.17.9.9')/ICMP()").front(), {}, false, {});
        QVERIFY(has(unasked, Code::NotAsked));
        QVERIFY(unasked.goesOut());
    }
};

QTEST_GUILESS_MAIN(TestSend)
#include "tst_send.moc"
