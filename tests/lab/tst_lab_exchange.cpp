#include "tests/lab/lab.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace fw;
using namespace std::chrono_literals;
using lab::Lab;
using lab::Machine;

namespace {

const char* const cli = FW_BIN "/framewright-cli";

QStringList linesOf(const std::string& text)
{
    return QString::fromStdString(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

} // namespace

/// The command line's exchanges between real machines, beside Scapy and traceroute in the same ones.
class TestLabExchange : public QObject {
    Q_OBJECT

    std::unique_ptr<Lab> m_lab;
    QTemporaryDir m_folder;
    bool m_hasScapy = false;

    lab::CommandResult run(const std::vector<std::string>& words)
    {
        std::vector<std::string> all{cli};
        all.insert(all.end(), words.begin(), words.end());
        return m_lab->command(Machine::Client, all, 60s);
    }

    /// What a Scapy script prints. Its chatter on the way is switched off.
    lab::CommandResult scapy(const std::string& script)
    {
        return m_lab->command(Machine::Client, {"python3", "-c", "from scapy.all import *\nconf.verb = 0\n" + script}, 60s);
    }

    /// "open", "closed" or "filtered" by port, as the answers say.
    std::map<int, QString> ourStates(const std::string& expression)
    {
        std::map<int, QString> states;
        for (const QString& line : linesOf(run({"--json", "sr", expression, "--timeout", "1", "--retry", "1"}).output)) {
            const QJsonObject pair = QJsonDocument::fromJson(line.toUtf8()).object();
            const auto field = [&](const char* packet, const char* protocol, const char* name) {
                for (const QJsonValue& layer : pair[QLatin1String(packet)].toObject()[QLatin1String("layers")].toArray())
                    if (layer[QLatin1String("protocol")].toString() == QLatin1String(protocol))
                        return layer[QLatin1String("fields")][QLatin1String(name)];
                return QJsonValue(QJsonValue::Undefined);
            };
            if (!pair.contains(QLatin1String("query")))
                continue;
            const QJsonValue tcp = field("query", "TCP", "dport");
            const int port = (tcp.isDouble() ? tcp : field("query", "UDP", "dport")).toInt();
            const QString flags = field("answer", "TCP", "flags").toString();
            const QJsonValue code = field("answer", expression.starts_with("IPv6") ? "ICMPv6DestUnreach" : "ICMP", "code");
            if (pair[QLatin1String("answer")].isNull())
                states[port] = tcp.isDouble() ? QStringLiteral("filtered") : QStringLiteral("open|filtered");
            else if (flags == QLatin1String("SA") || field("answer", "UDP", "sport").isDouble())
                states[port] = QStringLiteral("open");
            else if (flags.contains(QLatin1Char('R')) || code.toInt() == (expression.starts_with("IPv6") ? 4 : 3))
                states[port] = QStringLiteral("closed");
            else
                states[port] = QStringLiteral("filtered");
        }
        return states;
    }

    std::map<int, QString> nmapsStates(const std::vector<std::string>& words)
    {
        std::vector<std::string> all{"nmap", "-n", "-Pn", "--reason"};
        all.insert(all.end(), words.begin(), words.end());
        std::map<int, QString> states;
        static const QRegularExpression row(QStringLiteral("^(\\d+)/(?:tcp|udp)\\s+(\\S+)"));
        for (const QString& line : linesOf(m_lab->command(Machine::Client, all, 60s).output))
            if (const auto match = row.match(line); match.hasMatch())
                states[match.captured(1).toInt()] = match.captured(2);
        return states;
    }

    /// Port 81 vanishes at the router, port 82 is forbidden there.
    bool setFilters(bool on)
    {
        bool done = true;
        for (const auto& [port, what] : {std::pair{"81", "blackhole"}, {"82", "prohibit"}})
            done = m_lab->command(Machine::Router, {"ip", "rule", on ? "add" : "del", "pref", "5", "ipproto", "tcp", "dport", port, what}).status == 0 && done;
        return done;
    }

private slots:
    void initTestCase()
    {
        if (!QFileInfo::exists(QString::fromUtf8(cli)))
            QSKIP("framewright-cli is not built");
        m_lab = std::make_unique<Lab>();
        if (!m_lab->isPossible())
            QSKIP(m_lab->reason().c_str());
        m_hasScapy = scapy("print(1)").output == "1\n";
        // Neighbours are known to all afterwards.
        (void)m_lab->command(Machine::Client, {cli, "sr1", std::string("IP(dst='") + Lab::serverAddress + "')/ICMP()"});
    }

    void cleanupTestCase() { m_lab.reset(); }

    void textsAreScapys_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<QByteArray>("script");
        const QByteArray tail = ", timeout=1)\n[print(a.summary(), '==>', b.summary()) for a, b in sorted(ans, key=lambda p: p[0].sent_time)]\n"
                                "print(repr(ans)); print(repr(un)); un.summary()";
        const auto add = [&](const char* name, const QByteArray& function, const QByteArray& expression) {
            QTest::newRow(name) << function + "|" + expression + "|--timeout|1" << "ans, un = " + function + "(" + expression + tail;
        };
        add("router and server", "sr", "IP(dst='10.77.2.2',ttl=(1,2))/TCP(sport=[4001,4002],dport=[80,81])");
        add("nobody there", "sr", "IP(dst=['10.77.2.2','10.77.1.9'])/UDP(sport=4003,dport=99)");
        add("IPv6", "sr", "IPv6(dst='fd77:2::2',hlim=(1,2))/ICMPv6EchoRequest(id=3)");
        // Not the client's own address: Scapy would ask for it with the loopback's, which the router then takes for the client's.
        add("frames", "srp", "Ether(dst='ff:ff:ff:ff:ff:ff')/ARP(pdst='10.77.1.0/31')");
        QTest::newRow("routes, TCP") << QByteArray("traceroute|10.77.2.2|--maxttl|4|--timeout|1") << QByteArray("traceroute('10.77.2.2', maxttl=4, timeout=1)[0].show()");
        QTest::newRow("routes, UDP") << QByteArray("traceroute|10.77.2.2|--maxttl|4|--timeout|1|--udp")
                                     << QByteArray("traceroute('10.77.2.2', maxttl=4, timeout=1, l4=UDP(sport=RandShort(),dport=33434))[0].show()");
        QTest::newRow("routes, ICMP") << QByteArray("traceroute|10.77.2.2|--maxttl|4|--timeout|1|--icmp")
                                      << QByteArray("traceroute('10.77.2.2', maxttl=4, timeout=1, l4=ICMP(id=RandShort()))[0].show()");
        QTest::newRow("routes, two hosts") << QByteArray("traceroute|10.77.2.2|10.77.1.1|--maxttl|3|--timeout|1")
                                           << QByteArray("traceroute(['10.77.2.2','10.77.1.1'], maxttl=3, timeout=1)[0].show()");
        QTest::newRow("routes, IPv6") << QByteArray("traceroute|-6|fd77:2::2|--maxttl|3|--timeout|1")
                                      << QByteArray("traceroute6('fd77:2::2', maxttl=3, timeout=1)[0].show()");
        QTest::newRow("routes, IPv6, UDP") << QByteArray("traceroute|fd77:2::2|--maxttl|3|--timeout|1|--udp")
                                           << QByteArray("traceroute6('fd77:2::2', maxttl=3, timeout=1, l4=UDP(sport=RandShort(),dport=33434))[0].show()");
        QTest::newRow("a table") << QByteArray("table|IP(dst=['10.77.2.2','10.77.1.1'])/TCP(sport=4010,dport=[22,80,443])|--order|scapy|--timeout|1|"
                                               "--column|%IP.dst%|--row|tcp/%r,TCP.dport%|--cell|%answer:TCP.flags%")
                                 << QByteArray("sr(IP(dst=['10.77.2.2','10.77.1.1'])/TCP(sport=4011,dport=[22,80,443]), timeout=1)[0].make_table(lambda x, y: "
                                               "(x[IP].dst, x.sprintf('tcp/%r,TCP.dport%'), y.sprintf('%TCP.flags%')))");
        QTest::newRow("rounds") << QByteArray("srloop|[IP(dst='10.77.2.2')/ICMP(),IP(dst='10.77.1.1')/ICMP()]|--count|2|--inter|0.2|--timeout|0.3")
                                << QByteArray("conf.verb = 2\nsrloop([IP(dst='10.77.2.2')/ICMP(),IP(dst='10.77.1.1')/ICMP()], count=2, inter=.2, timeout=.3)");
        QTest::newRow("neighbours") << QByteArray("arping|10.77.1.0/31|--timeout|1") << QByteArray("arping('10.77.1.0/31', timeout=1)[0].show()");
    }

    void textsAreScapys()
    {
        QFETCH(QByteArray, words);
        QFETCH(QByteArray, script);
        if (!m_hasScapy)
            QSKIP("Scapy is not installed");
        std::vector<std::string> arguments;
        for (const QByteArray& word : words.split('|'))
            arguments.push_back(word.toStdString());
        const auto ours = run(arguments);
        const auto theirs = scapy(script.toStdString());
        QVERIFY2(ours.status == 0, ours.errors.c_str());
        QVERIFY2(theirs.status == 0, theirs.errors.c_str());
        // Scapy rewrites its line on the terminal while it waits.
        QString expected = QString::fromStdString(theirs.output);
        for (const char* chatter : {"        \rsend...\r \r", "\rsend...\r \r", "        \r"})
            expected.remove(QString::fromLatin1(chatter));
        QStringList lines = expected.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        lines.removeAll(QStringLiteral("        "));
        QCOMPARE(linesOf(ours.output), lines);
    }

    void portStatesAreThoseOfNmap_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QStringList>("nmap");
        QTest::newRow("TCP") << QByteArray("IP(dst='10.77.2.2')/TCP(sport=4200,dport=[80,81,82,83,53])") << QStringList{"-sS", "-p", "53,80-83", "10.77.2.2"};
        QTest::newRow("UDP") << QByteArray("IP(dst='10.77.2.2')/UDP(sport=4201,dport=[53,99])/DNS(qd=DNSQR(qname='www.lab.example'))")
                             << QStringList{"-sU", "-p", "53,99", "10.77.2.2"};
        QTest::newRow("TCP over IPv6") << QByteArray("IPv6(dst='fd77:2::2')/TCP(sport=4202,dport=[80,53])") << QStringList{"-6", "-sS", "-p", "53,80", "fd77:2::2"};
    }

    /// Open ports, closed ones, one that the router drops silently and one that it says it does not let through.
    void portStatesAreThoseOfNmap()
    {
        QFETCH(QByteArray, expression);
        QFETCH(QStringList, nmap);
        std::vector<std::string> words;
        for (const QString& word : nmap)
            words.push_back(word.toStdString());
        if (m_lab->command(Machine::Client, {"nmap", "--version"}).status != 0)
            QSKIP("nmap is not installed");
        if (!setFilters(true))
            QSKIP("the kernel cannot sort packets by port into routes");
        const auto ours = ourStates(expression.toStdString());
        const auto theirs = nmapsStates(words);
        QVERIFY(setFilters(false));
        QVERIFY(!theirs.empty());
        QCOMPARE(ours.size(), theirs.size());
        for (const auto& [port, state] : theirs)
            QVERIFY2(ours.at(port) == state, qPrintable(QStringLiteral("%1: %2, nmap says %3").arg(port).arg(ours.at(port), state)));
    }

    void answeredAndUnansweredAreThoseOfScapy()
    {
        if (!m_hasScapy)
            QSKIP("Scapy is not installed");
        if (!setFilters(true))
            QSKIP("the kernel cannot sort packets by port into routes");
        const auto theirs = scapy("ans, un = sr(IP(dst='10.77.2.2')/TCP(sport=4210,dport=(78,84)), timeout=1)\n"
                                  "print('answered', sorted(q[TCP].dport for q, a in ans)); print('unanswered', sorted(q[TCP].dport for q in un))");
        const auto ours = ourStates("IP(dst='10.77.2.2')/TCP(sport=4211,dport=(78,84))");
        const auto counts = run({"--json", "sr", "IP(dst='10.77.2.2')/TCP(sport=4212,dport=(78,84))", "--timeout", "1"});
        QVERIFY(setFilters(false));
        QCOMPARE(QString::fromStdString(theirs.output).trimmed(), QStringLiteral("answered [78, 79, 80, 82, 83, 84]\nunanswered [81]"));
        const QJsonObject totals = QJsonDocument::fromJson(linesOf(counts.output).last().toUtf8()).object();
        QCOMPARE(totals[QLatin1String("answered")].toInt(), 6);
        QCOMPARE(ours.at(81), QStringLiteral("filtered"));
        QCOMPARE(totals[QLatin1String("sent")].toInt(), 7);
    }

    void aSavedExchangeIsPairedUpAgain()
    {
        const std::string file = m_folder.filePath(QStringLiteral("pairs.pcap")).toStdString();
        const auto sent = run({"sr", "IP(dst='10.77.2.2')/TCP(sport=4213,dport=[80,99,100])", "-w", file});
        QCOMPARE(sent.status, 0);
        const auto read = run({"sr", "-r", file});
        QVERIFY2(read.status == 0, read.errors.c_str());
        QCOMPARE(read.output, sent.output);
    }

    void idsOfAMachineAreNamed()
    {
        // Linux counts the ids of answers to ICMP per destination or draws them; of resets they are zero.
        const auto looped = run({"srloop", "IP(dst='10.77.2.2')/TCP(sport=4214,dport=99)", "--inter", "0.02", "--timeout", "0.5", "--count", "5", "--ids"});
        QCOMPARE(looped.status, 0);
        QCOMPARE(linesOf(looped.output).last(), QStringLiteral("IP ids of 10.77.2.2: zero, 5 from 0 to 0"));
    }

    void traceroutesFindTheSameHops()
    {
        const auto theirs = m_lab->command(Machine::Client, {"traceroute", "-n", "-q", "1", "-w", "1", "-m", "4", Lab::serverAddress}, 30s);
        if (theirs.status == 127)
            QSKIP("traceroute is not installed");
        QStringList expected;
        for (const QString& line : linesOf(theirs.output).mid(1))
            expected << line.simplified().section(QLatin1Char(' '), 1, 1);
        QStringList hops;
        for (const QString& line : linesOf(run({"traceroute", Lab::serverAddress, "--udp", "--maxttl", "2", "--timeout", "1"}).output).mid(1))
            hops << line.simplified().section(QLatin1Char(' '), 1, 1);
        QCOMPARE(hops, expected);
    }

    void aSilentTargetTakesItsTimeoutOnce()
    {
        QElapsedTimer timer;
        timer.start();
        const auto result = run({"traceroute", "10.77.2.77", "--minttl", "3", "--maxttl", "30", "--timeout", "1"});
        QVERIFY2(timer.elapsed() < 1'500, std::to_string(timer.elapsed()).c_str());
        QCOMPARE(result.status, 1);
    }

    void statisticsAreOfAllProbes()
    {
        const auto result = run({"--json", "traceroute", Lab::serverAddress, "--probes", "5", "--maxttl", "2", "--timeout", "1"});
        const auto lines = linesOf(result.output);
        QCOMPARE(lines.size(), 2);
        const auto hop = QJsonDocument::fromJson(lines[0].toUtf8()).object();
        QCOMPARE(hop["answered"].toInt(), 5);
        QCOMPARE(hop["addresses"].toArray().at(0).toString(), QString::fromUtf8(Lab::routerAddress));
        QVERIFY(hop["best"].toDouble() > 0 && hop["worst"].toDouble() < 1000);
    }

    void tracesAreSavedAndLoaded()
    {
        const std::string file = m_folder.filePath(QStringLiteral("trace.pcap")).toStdString();
        const auto traced = run({"traceroute", Lab::serverAddress, "--maxttl", "3", "--timeout", "1", "-w", file});
        QCOMPARE(traced.status, 0);
        QCOMPARE(run({"traceroute", "-r", file}).output, traced.output);
    }

    void theNameServerIsAskedThroughSockets_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("expression");
        QTest::newRow("UDP") << QByteArray("udp") << QByteArray("DNS(id=5,rd=1,qd=DNSQR(qname='www.lab.example'))");
        QTest::newRow("TCP") << QByteArray("tcp") << QByteArray("DNSTCP()/DNS(id=5,rd=1,qd=DNSQR(qname='www.lab.example'))");
    }

    void theNameServerIsAskedThroughSockets()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, expression);
        const auto result = run({"stream", kind.toStdString(), Lab::serverAddress, "53", expression.toStdString(), "--timeout", "5"});
        QVERIFY2(result.status == 0, result.errors.c_str());
        QVERIFY2(result.output.find("rdata=10.77.2.2") != std::string::npos, result.output.c_str());
    }

    void replaysGoOutByteForByte()
    {
        const std::string file = m_folder.filePath(QStringLiteral("frames.pcap")).toStdString();
        const std::string seen = m_folder.filePath(QStringLiteral("seen.pcap")).toStdString();
        const auto built = run({"build", "Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02',type=0x88b5)/Raw(load=[b'a','bc','def'])", "-w", file});
        QVERIFY2(built.status == 0, built.errors.c_str());
        const auto tcpdump = m_lab->startTcpdump(seen, "ether proto 0x88b5");
        QVERIFY(tcpdump);
        const auto result = run({"-i", Lab::interface, "replay", file, "--topspeed", "--loop", "2"});
        QVERIFY2(result.status == 0, result.errors.c_str());
        QTRY_COMPARE_WITH_TIMEOUT(linesOf(run({"read", seen, "-T", "hexdump"}).output).size(), 2 * linesOf(run({"read", file, "-T", "hexdump"}).output).size(), 10'000);
        const QString once = QString::fromStdString(run({"read", file, "-T", "hexdump"}).output).trimmed();
        QCOMPARE(linesOf(run({"read", seen, "-T", "hexdump"}).output), (once + QLatin1Char('\n') + once).split(QLatin1Char('\n'), Qt::SkipEmptyParts));
    }
};

QTEST_GUILESS_MAIN(TestLabExchange)
#include "tst_lab_exchange.moc"
