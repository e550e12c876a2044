#include "engine/exchange/exchange.h"
#include "engine/packet/text.h"
#include "engine/scapy/scapy.h"
#include "tests/lab/lab.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace fw;
using namespace std::chrono_literals;
using lab::Lab;
using lab::Machine;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft parsed(const std::string& text)
{
    auto draft = scapy::parse(protocols(), text);
    return draft ? std::move(*draft) : Draft{};
}

struct Outcome {
    Result<ExchangeResult> result;
    std::vector<SentPacket> sent;
    std::vector<Answer> answers;

    [[nodiscard]] QString answer(std::size_t number = 0) const
    {
        return number < answers.size() ? QString::fromStdString(summary(protocols(), answers[number].draft(protocols()))) : QString();
    }
};

const char* const cli = FW_BIN "/framewright-cli";

} // namespace

/// The engine and the command line between real machines: client – router – server.
class TestLabEngine : public QObject {
    Q_OBJECT

    std::unique_ptr<Lab> m_lab;
    QTemporaryDir m_folder;

    Outcome exchange(const std::string& text, SendOptions options = {})
    {
        Outcome outcome;
        options.timeout = 5s;
        m_lab->runInClient([&] {
            const auto network = systemNetwork();
            const ExchangeSink sink{[&](const SentPacket& packet) { outcome.sent.push_back(packet); },
                                    [&](const Answer& answer) { outcome.answers.push_back(answer); }, {}};
            outcome.result = sendAndReceive(protocols(), *network, parsed(text), options, sink, {});
        });
        return outcome;
    }

    /// What tcpdump prints of a capture, one line a packet.
    QStringList linesOf(const QString& path)
    {
        const auto printed = m_lab->command(Machine::Client, {"tcpdump", "-n", "-t", "-r", path.toStdString()});
        if (printed.status != 0)
            qWarning("tcpdump: %d %s", printed.status, printed.errors.c_str());
        return QString::fromStdString(printed.output).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }

private slots:
    void initTestCase()
    {
        m_lab = std::make_unique<Lab>();
        if (!m_lab->isPossible())
            QSKIP(m_lab->reason().c_str());
    }

    void cleanupTestCase() { m_lab.reset(); }

    void routesAreThoseOfTheMachine()
    {
        m_lab->runInClient([] {
            const auto network = systemNetwork();
            const auto server = parseIpv4(Lab::serverAddress);
            const auto route = network->route(*server);
            QVERIFY(route.has_value());
            QCOMPARE(route->interface, std::string(Lab::interface));
            QCOMPARE(addressText(route->source), std::string(Lab::clientAddress));
            QVERIFY(route->gateway);
            QCOMPARE(addressText(*route->gateway), std::string(Lab::routerAddress));
            QCOMPARE(route->mtu, 1500);
            QCOMPARE(defaultInterface(*network), std::string(Lab::interface));
        });
    }

    void routersAreAskedForTheirAddress()
    {
        m_lab->runInClient([] {
            const auto network = systemNetwork();
            const auto router = parseIpv4(Lab::routerAddress);
            const auto router6 = parseIpv6(Lab::routerAddress6);
            const auto mac = network->askNeighbour(*router, Lab::interface, 5s, {});
            const auto mac6 = network->askNeighbour(*router6, Lab::interface, 5s, {});
            QVERIFY(mac.has_value());
            QVERIFY(mac6.has_value());
            QCOMPARE(*mac, *mac6);
            QCOMPARE(network->neighbour(*router, Lab::interface), std::optional(*mac));
        });
    }

    void theNameServerAnswersAndTcpdumpSeesTheSame()
    {
        const QString path = m_folder.filePath(QStringLiteral("dns.pcap"));
        const auto tcpdump = m_lab->startTcpdump(path.toStdString(), "udp port 53");
        QVERIFY(tcpdump);

        const Outcome outcome = exchange(std::string("IP(dst='") + Lab::serverAddress + "')/UDP(sport=4321)/DNS(id=99, qd=DNSQR(qname='" + Lab::serverName + "'))");

        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->answered, 1U);
        QVERIFY2(outcome.answer().endsWith(QLatin1String("DNS Ans \"10.77.2.2\" ")) || outcome.answer().contains(QLatin1String("10.77.2.2\"")), qPrintable(outcome.answer()));
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(path).size(), 2, 10'000); // tcpdump may be the slower one.
        tcpdump->stop();
        const QStringList lines = linesOf(path);
        QVERIFY(lines[0].contains(QLatin1String("10.77.1.2.4321 > 10.77.2.2.53: 99+ A? www.lab.example.")));
        QVERIFY(lines[1].contains(QLatin1String("10.77.2.2.53 > 10.77.1.2.4321: 99")));
    }

    void theRouterSaysWhenTimeToLiveEnds()
    {
        const Outcome outcome = exchange(std::string("IP(dst='") + Lab::serverAddress + "', ttl=(1,2))/UDP(sport=(5000,5000), dport=33434)");
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->sent, 2U);
        QCOMPARE(outcome.answers.size(), 2U);
        QCOMPARE(outcome.answers[0].request, 0U);
        QVERIFY2(outcome.answer(0).startsWith(QLatin1String("Ether / IP / ICMP 10.77.1.1 > 10.77.1.2 time-exceeded")), qPrintable(outcome.answer(0)));
        QVERIFY2(outcome.answer(1).startsWith(QLatin1String("Ether / IP / ICMP 10.77.2.2 > 10.77.1.2 dest-unreach")), qPrintable(outcome.answer(1)));
    }

    void openAndClosedPortsAnswer()
    {
        const Outcome outcome = exchange(std::string("IP(dst='") + Lab::serverAddress + "')/TCP(sport=5001, dport=[80, 81])");
        QCOMPARE(outcome.answers.size(), 2U);
        std::vector<QString> flags(2);
        for (std::size_t i = 0; i < 2; ++i)
            flags[outcome.answers[i].request] = outcome.answer(i).section(QLatin1Char(' '), -1);
        QCOMPARE(flags[0], QStringLiteral("SA"));
        QCOMPARE(flags[1], QStringLiteral("RA"));
    }

    void pingsOverIpv6AreAnswered_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("the router") << QByteArray(Lab::routerAddress6);
        QTest::newRow("the server behind it") << QByteArray(Lab::serverAddress6);
    }

    void pingsOverIpv6AreAnswered()
    {
        QFETCH(QByteArray, target);
        const Outcome outcome = exchange("IPv6(dst='" + target.toStdString() + "')/ICMPv6EchoRequest(id=3, seq=4, data='abc')");
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->answered, 1U);
        QVERIFY(outcome.answer().contains(QLatin1String("ICMPv6 Echo Reply")));
    }

    void hopLimitsEndInIpv6Too()
    {
        const Outcome outcome = exchange(std::string("IPv6(dst='") + Lab::serverAddress6 + "', hlim=1)/UDP(sport=5002, dport=33434)/'abc'");
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->answered, 1U);
        QVERIFY(outcome.answer().contains(QLatin1String("Time Exceeded"), Qt::CaseInsensitive) || outcome.answer().contains(QLatin1String("TimeExceeded")));
    }

    void itsOwnAddressAnswers()
    {
        const Outcome outcome = exchange(std::string("IP(dst='") + Lab::clientAddress + "')/ICMP(id=11)");
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->answered, 1U);
    }

    void arpIsAnsweredOnTheLink()
    {
        SendOptions options;
        options.layer = SendLayer::Link;
        options.interface = Lab::interface;
        const Outcome outcome = exchange(std::string("Ether(dst='ff:ff:ff:ff:ff:ff')/ARP(pdst='") + Lab::routerAddress + "')", options);
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->answered, 1U);
        QVERIFY(outcome.answer().contains(QLatin1String("is at")));
    }

    void everyPacketThatIsSentGoesOut()
    {
        const QString path = m_folder.filePath(QStringLiteral("sent.pcap"));
        const auto tcpdump = m_lab->startTcpdump(path.toStdString(), "udp dst port 4000");
        QVERIFY(tcpdump);
        m_lab->runInClient([] {
            const auto network = systemNetwork();
            const auto sent = sendPackets(protocols(), *network, parsed(std::string("IP(dst='") + Lab::serverAddress + "', id=(1,500))/UDP(dport=4000)"), {}, {}, {});
            QVERIFY(sent.has_value());
            QCOMPARE(sent->sent, 500U);
        });
        std::this_thread::sleep_for(200ms); // For tcpdump to take them.
        tcpdump->stop();
        QCOMPARE(linesOf(path).size(), 500);
    }

    void anInterfaceThatGoesEndsTheCaptureWithWhatWasCaptured()
    {
        QVERIFY(m_lab->command(Machine::Client, {"ip", "link", "add", "gone", "type", "veth", "peer", "name", "other"}).status == 0);
        for (const char* name : {"gone", "other"})
            QVERIFY(m_lab->command(Machine::Client, {"ip", "link", "set", name, "up"}).status == 0);
        std::size_t captured = 0;
        Result<PortStatistics> result;
        m_lab->runInClient([&] {
            const auto network = systemNetwork();
            const auto sender = network->open("other");
            QVERIFY(sender.has_value());
            const Buffer frame(60, 0xaa);
            result = sniff(*network, "gone", {}, [&] { QVERIFY((*sender)->send(std::span(&frame, 1)).has_value()); },
                           [&](std::span<const CapturedPacket> packets) {
                               captured += packets.size();
                               (void)m_lab->command(Machine::Client, {"ip", "link", "del", "gone"});
                               return true;
                           }, {});
        });
        QVERIFY(captured >= 1);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, Errc::NoSuchDevice);
        QCOMPARE(result.error().detail, std::string("gone"));
    }

    void theCommandLineGetsTheSameAnswer()
    {
        if (!QFileInfo::exists(QString::fromUtf8(cli)))
            QSKIP("framewright-cli is not built");
        const auto answered = m_lab->command(Machine::Client, {cli, "--json", "sr1", std::string("IP(dst='") + Lab::serverAddress
            + "')/UDP(sport=4322)/DNS(qd=DNSQR(qname='" + Lab::serverName + "'))"});
        QCOMPARE(answered.status, 0);
        QVERIFY2(answered.output.find(Lab::serverAddress) != std::string::npos, answered.output.c_str());
        const auto unanswered = m_lab->command(Machine::Client, {cli, "sr1", "--timeout", "0.3", std::string("IP(dst='") + Lab::serverAddress
            + "')/TCP(dport=80, flags='R')"});
        QCOMPARE(unanswered.status, 1);
    }
};

QTEST_GUILESS_MAIN(TestLabEngine)
#include "tst_lab_engine.moc"
