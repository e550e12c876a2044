#include "cli_runner.h"

#include <QDataStream>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <arpa/inet.h>
#include <csignal>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace {

QStringList onPractice(QStringList arguments)
{
    return QStringList{"-i", "practice"} + arguments;
}

/// Takes one connection on a port of this machine.
class Listener {
public:
    Listener() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        m_address.sin_family = AF_INET;
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{30, 0}; // Also for accept(): a program that does not come is no reason to hang.
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        auto* address = reinterpret_cast<sockaddr*>(&m_address);
        socklen_t size = sizeof m_address;
        if (::bind(m_socket, address, size) != 0 || ::listen(m_socket, 1) != 0 || ::getsockname(m_socket, address, &size) != 0)
            m_address.sin_port = 0;
    }
    ~Listener() { ::close(m_socket); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    [[nodiscard]] int port() const { return ntohs(m_address.sin_port); }

    /// Sends back what it gets, in pieces that end where no message does.
    void echoInPieces() const
    {
        const int peer = ::accept(m_socket, nullptr, nullptr);
        QByteArray all(4096, 0);
        qsizetype size = 0;
        for (ssize_t more = 1; more > 0 && size < 2 * 35;) { // Two messages of that length.
            more = ::recv(peer, all.data() + size, static_cast<std::size_t>(all.size() - size), 0);
            size += std::max<ssize_t>(more, 0);
        }
        all.truncate(size);
        for (const QByteArray& piece : {all.left(1), all.mid(1, 40), all.mid(41)}) {
            (void)::send(peer, piece.data(), static_cast<std::size_t>(piece.size()), MSG_NOSIGNAL);
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        ::close(peer);
    }

private:
    int m_socket;
    sockaddr_in m_address{};
};

} // namespace

/// Sending and taking answers, on the practice network.
class TestCliExchange : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// Five frames, a fifth of a second apart.
    static void writePacedCapture(const QString& path)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QDataStream out(&file);
        out.setByteOrder(QDataStream::LittleEndian);
        out << quint32(0xa1b2c3d4) << quint16(2) << quint16(4) << quint32(0) << quint32(0) << quint32(65'535) << quint32(1);
        const QByteArray frame = QByteArray::fromHex("0242ac110001 0242ac110002 88b5").append(QByteArray(46, 'x'));
        for (quint32 i = 0; i < 5; ++i) {
            out << quint32(1'700'000'000) << i * 200'000 << quint32(frame.size()) << quint32(frame.size());
            out.writeRawData(frame.constData(), static_cast<int>(frame.size()));
        }
    }

private slots:
    void pairsAndTheRestAreListed()
    {
        const auto result = runCli(onPractice({"sr", "IP(dst='nmap.org')/TCP(dport=[80,31337])", "IP(dst='nmap.org')/UDP(dport=53)/DNS()", "--timeout", "0.3"}));
        QCOMPARE(result.exit, 1); // The second has no answer.
        QCOMPARE(result.out, QByteArray("IP / TCP 172.17.0.2:ftp_data > 45.33.49.119:http S ==> IP / TCP 45.33.49.119:http > 172.17.0.2:ftp_data SA\n"
                                        "IP / TCP 172.17.0.2:ftp_data > 45.33.49.119:31337 S ==> IP / TCP 45.33.49.119:31337 > 172.17.0.2:ftp_data RA\n"
                                        "<Results: TCP:2 UDP:0 ICMP:0 Other:0>\n"
                                        "<Unanswered: TCP:0 UDP:0 ICMP:0 Other:0>\n"
                                        "<Results: TCP:0 UDP:0 ICMP:0 Other:0>\n"
                                        "<Unanswered: TCP:0 UDP:1 ICMP:0 Other:0>\n"
                                        "IP / UDP / DNS Qry \"b'www.example.com.'\" \n"));
    }

    void theTutorialsFramesAreAnswered()
    {
        const auto result = runCli(onPractice({"srp", "Ether()/IP(dst='8.8.8.8',ttl=(5,10))/UDP()/DNS(rd=1,qd=DNSQR(qname='www.example.com'))", "--timeout", "0.3"}));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 8);
        QCOMPARE(result.lines()[0], QByteArray("Ether / IP / UDP / DNS Qry \"b'www.example.com.'\"  ==> Ether / IP / ICMP / IPerror / UDPerror / DNS Qry "
                                               "\"b'www.example.com.'\"  / Padding"));
        QCOMPARE(result.lines()[5], QByteArray("<Results: TCP:0 UDP:0 ICMP:5 Other:0>"));
        QCOMPARE(result.lines()[6], QByteArray("<Unanswered: TCP:0 UDP:1 ICMP:0 Other:0>"));
    }

    void listsAreSentTogether()
    {
        const auto result = runCli(onPractice({"sr", "[IP(dst='8.8.8.8')/ICMP(), IP(dst='8.8.4.4')/ICMP()]"}));
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.contains("<Results: TCP:0 UDP:0 ICMP:2 Other:0>"));
    }

    void nothingAnsweredIsOne()
    {
        const auto result = runCli(onPractice({"sr", "IP(dst='filtered.practice')/TCP(dport=80)", "--timeout", "0.1"}));
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.lines().last(), QByteArray("IP / TCP 172.17.0.2:ftp_data > 203.0.113.30:http S"));
    }

    void pairsInJsonAreWholePackets()
    {
        const auto result = runCli(onPractice({"--json", "sr", "IP(dst='filtered.practice')/TCP(dport=[80,443])", "--timeout", "0.1"}));
        QCOMPARE(result.lines().size(), 3);
        QCOMPARE(result.json(0)["query"].toObject()["layers"].toArray().size(), 3);
        QCOMPARE(result.json(0)["answer"].toObject()["layers"].toArray().size(), 3);
        QVERIFY(result.json(0)["seconds"].toDouble() > 0);
        QVERIFY(result.json(1)["answer"].isNull());
        QCOMPARE(result.json(2)["answered"].toInt(), 1);
        QCOMPARE(result.json(2)["unanswered"].toObject()["TCP"].toInt(), 1);
    }

    void framesHaveOneAnswerToo()
    {
        const auto result = runCli(onPractice({"srp1", "Ether(dst='ff:ff:ff:ff:ff:ff')/ARP(pdst='172.17.0.1')"}));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, QByteArray("Ether / ARP is at 02:42:ac:11:00:01 says 172.17.0.1\n"));
    }

    void theFirstAnswerIsEnough()
    {
        QElapsedTimer timer;
        timer.start();
        const auto result = runCli(onPractice({"sr", "IP(dst=['filtered.practice','8.8.8.8'])/ICMP()", "IP(dst=['203.0.113.77','8.8.8.8'])/ICMP()", "--first", "--timeout", "20"}));
        QCOMPARE(result.exit, 0);
        QVERIFY(timer.elapsed() < 15'000);
    }

    void retriesEndWithoutProgress()
    {
        // Three tenths are lost each time, so a few rounds get nearly all; the silent one never answers and the rounds still end.
        const auto result = runCli(onPractice({"--json", "sr", "IP(dst=['lossy.practice','203.0.113.77'],id=(1,40))/ICMP(seq=(1,1))", "--retry", "-3", "--timeout", "0.1"}));
        QCOMPARE(result.exit, 0);
        const auto counts = runCli(onPractice({"--json", "sr", "IP(dst='lossy.practice',id=(1,40))/ICMP()", "--timeout", "0.1"}));
        QVERIFY(counts.json(counts.lines().size() - 1)["answered"].toInt() < 40);
        QCOMPARE(result.json(result.lines().size() - 1)["answered"].toInt(), 40);
    }

    void othersAreExplained()
    {
        // The name server answers from port 53, and to a question of another number.
        const auto result = runCli(onPractice({"sr", "[IP(dst='8.8.8.8')/ICMP(id=1), IP(dst='8.8.8.8')/ICMP(id=1)]", "--explain", "--timeout", "1.5"}));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 4);
        // With a frame in between that comes by itself after 0.7 seconds.
        const auto waiting = runCli(onPractice({"sr", "IP(dst='filtered.practice')/TCP(dport=80)", "--explain", "--timeout", "1"}));
        QVERIFY(waiting.lines().last().startsWith("no answer: "));
        QVERIFY(waiting.lines().last().contains("nearest is packet 1, IP / TCP 172.17.0.2:ftp_data > 203.0.113.30:http S: Raw is no answer to IP"));
    }

    void answersFollowTheirPacketsInACapture()
    {
        const QString file = m_folder.filePath("sr.pcap");
        QCOMPARE(runCli(onPractice({"sr", "IP(dst='filtered.practice')/TCP(dport=[443,80])", "--timeout", "0.1", "-w", file})).exit, 0);
        const auto lines = runCli({"read", file}).lines();
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[1].endsWith("SA"));
        QVERIFY(lines[2].endsWith("http S"));
    }

    void theTutorialsPortScannerComesOutAsThere()
    {
        const QString file = m_folder.filePath("scan.pcap");
        const QStringList scan{"IP(dst=['scanme.nmap.org','nmap.org'])/TCP(dport=[22,80,443,31337])",
                               "IP(dst=['scanme.nmap.org','nmap.org'])/UDP(dport=53)/DNS(qd=DNSQR())"};
        const QStringList templates{"--column", "%IP.dst%", "--row", "%IP.proto%/{TCP:%r,TCP.dport%}{UDP:%r,UDP.dport%}", "--cell",
                                    "{answer:TCP:%answer:TCP.flags%}{answer:ICMP:%answer:ICMP.type%}"};
        const QByteArray expected = "          45.33.32.156 45.33.49.119 \n"
                                    "tcp/22    SA           SA           \n"
                                    "tcp/31337 SA           RA           \n"
                                    "tcp/443   RA           SA           \n"
                                    "tcp/80    SA           SA           \n"
                                    "udp/53    dest-unreach -            \n";
        const auto table = runCli(onPractice(QStringList{"table"} + scan + templates + QStringList{"--order", "scapy", "--timeout", "0.3", "-w", file}));
        QCOMPARE(table.exit, 0);
        QCOMPARE(table.out, expected);
        QCOMPARE(runCli(QStringList{"table", "-r", file, "--order", "scapy"} + templates).out, expected);
        const auto natural = runCli(QStringList{"table", "-r", file} + templates).lines();
        QVERIFY(natural[2].startsWith("tcp/80 ") && natural[3].startsWith("tcp/443 "));
        QCOMPARE(runCli(QStringList{"--json", "table", "-r", file} + templates).json(0)["cell"].toString(), "SA");
    }

    void wrongTemplatesAreShown()
    {
        const auto result = runCli(onPractice({"table", "IP(dst='8.8.8.8')/ICMP()", "--column", "%IP.dst", "--row", "x", "--cell", "y"}));
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.contains("%IP.dst\n"));
        QCOMPARE(runCli(onPractice({"table", "IP()", "--column", "x", "--row", "x"})).exit, 2);
    }

    void theTutorialsRouteComesOutAsThere()
    {
        const QString file = m_folder.filePath("trace.pcap");
        const auto result = runCli(onPractice({"traceroute", "www.secdev.org", "--maxttl", "15", "-w", file}));
        const QByteArray expected = "   217.25.178.5:tcp80 \n"
                                    "1  192.168.178.1   11 \n"
                                    "2  62.214.63.146   11 \n"
                                    "3  62.214.36.181   11 \n"
                                    "4  62.214.36.146   11 \n"
                                    "5  195.66.224.21   11 \n"
                                    "6  72.52.92.13     11 \n"
                                    "7  184.105.81.166  11 \n"
                                    "8  184.104.207.166 11 \n"
                                    "9  217.25.178.5    SA \n"
                                    "10 217.25.178.5    SA \n"
                                    "11 217.25.178.5    SA \n"
                                    "12 217.25.178.5    SA \n"
                                    "13 217.25.178.5    SA \n"
                                    "14 217.25.178.5    SA \n"
                                    "15 217.25.178.5    SA \n";
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, expected);
        QCOMPARE(runCli({"traceroute", "-r", file}).out, expected);
    }

    void otherProbesFindTheSameRouters_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("last");
        QTest::newRow("UDP") << QStringList{"--udp"} << QByteArray("217.25.178.5:udp33434") << QByteArray("217.25.178.5    3 ");
        QTest::newRow("ICMP") << QStringList{"--icmp"} << QByteArray("217.25.178.5:ICMP") << QByteArray("217.25.178.5    0 ");
        QTest::newRow("another port") << QStringList{"--dport", "443"} << QByteArray("217.25.178.5:tcp443") << QByteArray("217.25.178.5    SA");
        QTest::newRow("a layer of one's own") << QStringList{"--l4", "UDP(sport=RandShort(),dport=9)/DNS()"} << QByteArray("217.25.178.5:udp9") << QByteArray("217.25.178.5    3 ");
        QTest::newRow("one flow, TCP") << QStringList{"--paris"} << QByteArray("217.25.178.5:tcp80") << QByteArray("217.25.178.5    SA");
        QTest::newRow("one flow, UDP") << QStringList{"--paris", "--udp"} << QByteArray("217.25.178.5:udp33434") << QByteArray("217.25.178.5    3 ");
        QTest::newRow("one flow, ICMP") << QStringList{"--paris", "--icmp"} << QByteArray("217.25.178.5:ICMP") << QByteArray("217.25.178.5    0 ");
    }

    void otherProbesFindTheSameRouters()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, last);
        const auto lines = runCli(onPractice(QStringList{"traceroute", "www.secdev.org", "--maxttl", "9"} + options)).lines();
        QCOMPARE(lines.size(), 10);
        QVERIFY(lines[0].contains(header));
        QVERIFY(lines[1].contains("192.168.178.1   11"));
        QVERIFY(lines[8].contains("184.104.207.166 11"));
        QVERIFY2(lines[9].contains(last), lines[9].constData());
    }

    void whatIsNoHostIsRefused()
    {
        for (const char* host : {"10.0.0.0/33", "10.0.0.300/24", "a b"}) {
            const auto result = runCli(onPractice({"traceroute", host}));
            QCOMPARE(result.exit, 3);
            QVERIFY(result.err.contains(host));
        }
        QCOMPARE(runCli(onPractice({"traceroute", "no.such.host.example"})).exit, 5);
    }

    void aFailureListsNothing()
    {
        const auto result = runCli(onPractice({"sr", "IP(dst='no.such.host.example')/ICMP()"}));
        QCOMPARE(result.exit, 5);
        QCOMPARE(result.out, QByteArray());
    }

    void routesOverIpv6AreScapysTable()
    {
        const auto lines = runCli(onPractice({"traceroute", "-6", "www.secdev.org", "--minttl", "8", "--maxttl", "9"})).lines();
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[0], QByteArray("  2001:db8:217::5                           :tcphttp "));
        QCOMPARE(lines[1], QByteArray("8 2001:db8:184::207                          3       "));
        QCOMPARE(lines[2], QByteArray("9 2001:db8:217::5                            SA      "));
    }

    void severalProbesGiveStatistics()
    {
        const auto result = runCli(onPractice({"--json", "traceroute", "balanced.practice", "--maxttl", "4", "--probes", "40", "--timeout", "1"}));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 4);
        const QJsonObject hop = result.json(2);
        QCOMPARE(hop["ttl"].toInt(), 3);
        QCOMPARE(hop["sent"].toInt(), 40);
        QCOMPARE(hop["answered"].toInt(), 40);
        QCOMPARE(hop["addresses"].toArray().size(), 3); // Flows are spread over three routers.
        QVERIFY(hop["best"].toDouble() > 1 && hop["best"].toDouble() <= hop["average"].toDouble() && hop["average"].toDouble() <= hop["worst"].toDouble());
        const auto one = runCli(onPractice({"--json", "traceroute", "balanced.practice", "--maxttl", "4", "--probes", "40", "--timeout", "1", "--paris"}));
        QCOMPARE(one.json(2)["addresses"].toArray().size(), 1);
    }

    void silentHopsAreWaitedForAndLeftOut()
    {
        QElapsedTimer timer;
        timer.start();
        const auto result = runCli(onPractice({"traceroute", "8.8.8.8", "--udp", "--dport", "9", "--maxttl", "11", "--timeout", "0.5"}));
        QVERIFY(timer.elapsed() < 10'000);
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 11); // The tenth is silent.
        QVERIFY(result.lines()[10].startsWith("11 8.8.8.8"));
    }

    void roundsArePrintedAsScapyDoes()
    {
        const auto result = runCli(onPractice({"srloop", "IP(dst=['8.8.8.8','8.8.4.4','203.0.113.77'])/ICMP()", "--count", "2", "--inter", "0.2", "--timeout", "0.1"}));
        QCOMPARE(result.exit, 0);
        const QByteArray round = "RECV 2: IP / ICMP 8.8.8.8 > 172.17.0.2 echo-reply 0\n"
                                 "        IP / ICMP 8.8.4.4 > 172.17.0.2 echo-reply 0\n"
                                 "fail 1: IP / ICMP 172.17.0.2 > 203.0.113.77 echo-request 0\n";
        QCOMPARE(result.out, round + round + "\nSent 6 packets, received 4 packets. 66.7% hits.\n");
    }

    void roundsKeepTheirTime()
    {
        const auto result = runCli(onPractice({"srloop", "IP(dst=['8.8.8.8','8.8.4.4'])/ICMP()", "--count", "20", "--inter", "0.1", "--timeout", "0.1", "--csv",
                                               "time,%answer:IP.id%,%answer:IP.src%", "--quiet"}));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 41);
        QCOMPARE(result.lines()[0], QByteArray("x,y,series"));
        QList<double> times;
        QList<int> ids; // Of 8.8.8.8, which counts.
        for (const QByteArray& line : result.lines().mid(1))
            if (const auto cells = line.split(','); cells[2] == "8.8.8.8") {
                times << cells[0].toDouble();
                ids << cells[1].toInt();
            }
        QCOMPARE(times.size(), 20);
        QVERIFY(std::abs(times.last() - times.first() - 1.9) < 0.1);
        for (qsizetype i = 1; i < ids.size(); ++i)
            QCOMPARE(ids[i], ids[i - 1] + 1);
    }

    void loopsCanBeInterrupted()
    {
        QProcess process;
        process.start(cliProgram(), onPractice({"srloop", "IP(dst='8.8.8.8')/ICMP()", "--inter", "0.1"}));
        QVERIFY(process.waitForReadyRead(30'000));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardOutput().contains("% hits."));
    }

    void neighboursAreListed()
    {
        const auto result = runCli(onPractice({"arping", "172.17.0.0/29", "--timeout", "0.3"}));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 3);
        QVERIFY(result.lines()[0].startsWith("  02:42:ac:11:00:01 "));
        QVERIFY(result.lines()[2].endsWith(" 172.17.0.4"));
        QCOMPARE(runCli(onPractice({"--json", "arping", "172.17.0.1", "--timeout", "0.3"})).json()["address"].toString(), "172.17.0.1");
        QCOMPARE(runCli(onPractice({"arping", "172.17.0.77", "--timeout", "0.1"})).exit, 1);
        QCOMPARE(runCli(onPractice({"arping", "172.17.0.0/33"})).exit, 3);
    }

    void capturesAreReplayedInTheirTime_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("sent");
        QTest::addColumn<double>("atLeast");
        QTest::addColumn<double>("atMost");
        QTest::newRow("as captured") << QStringList{} << 5 << 0.79 << 1.2;
        QTest::newRow("four times as fast") << QStringList{"--speed", "4"} << 5 << 0.19 << 0.5;
        QTest::newRow("by rate") << QStringList{"--pps", "10"} << 5 << 0.39 << 0.7;
        QTest::newRow("as fast as it goes, three times") << QStringList{"--topspeed", "--loop", "3"} << 15 << 0.0 << 0.2;
    }

    void capturesAreReplayedInTheirTime()
    {
        QFETCH(QStringList, options);
        QFETCH(double, atLeast);
        QFETCH(double, atMost);
        const QString file = m_folder.filePath("paced.pcap");
        writePacedCapture(file);
        const auto result = runCli(QStringList{"-i", "practice", "--json", "replay", file} + options);
        QCOMPARE(result.exit, 0);
        QTEST(result.json()["sent"].toInt(), "sent");
        QVERIFY2(result.json()["seconds"].toDouble() >= atLeast && result.json()["seconds"].toDouble() <= atMost, result.out.constData());
    }

    void payloadsGoThroughSockets()
    {
        const auto result = runCli(onPractice({"stream", "udp", "dns.google", "53", "DNS(rd=1,qd=DNSQR(qname='www.example.com'))", "--as", "DNS"}));
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.startsWith("<DNS  id=0 qr=1 opcode=QUERY"));
        QVERIFY(result.out.contains("rdata=93.184.216.34"));
        const auto stream = runCli(onPractice({"stream", "tcp", "8.8.8.8", "53", "DNSTCP()/DNS(rd=1,qd=DNSQR(qname='www.example.com'))"}));
        QVERIFY2(stream.out.startsWith("<DNSTCP  len=49 "), stream.out.constData());
        QCOMPARE(runCli({"stream", "sctp", "8.8.8.8", "53", "DNS()"}).exit, 2);
        QCOMPARE(runCli({"stream", "udp", "8.8.8.8", "70000", "DNS()"}).exit, 2);
        QCOMPARE(runCli({"stream", "udp", "127.0.0.1", "9", "DNS()", "--as", "NOSUCH"}).exit, 3);
        const auto refused = runCli({"stream", "tcp", "127.0.0.1", "9", "DNS()", "--timeout", "5"});
        QCOMPARE(refused.exit, 5);
        QVERIFY(refused.err.contains("refused"));
    }

    void streamsAreSplitByTheDefinition()
    {
        const Listener listener;
        QVERIFY(listener.port() != 0);
        std::jthread server([&] { listener.echoInPieces(); });
        const auto result = runCli({"stream", "tcp", "127.0.0.1", QString::number(listener.port()), "DNSTCP()/DNS(id=(7,8))", "--timeout", "5"});
        QCOMPARE(result.exit, 0);
        const auto lines = result.lines();
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines[0].startsWith("<DNSTCP ") && lines[1].startsWith("<DNSTCP "), lines[0].constData());
    }

    void everyCommandHasAnExample_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* command : {"sr", "sr1", "srp", "srp1", "srloop", "table", "traceroute", "arping", "replay", "stream"})
            QTest::newRow(command) << command;
    }

    void everyCommandHasAnExample()
    {
        QFETCH(QString, command);
        const auto help = runCli({command, "--help"});
        QCOMPARE(help.exit, 0);
        QVERIFY(help.out.contains("Example: framewright-cli "));
    }
};

QTEST_GUILESS_MAIN(TestCliExchange)
#include "tst_cli_exchange.moc"
