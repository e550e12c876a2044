#include "cli_runner.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>

#include <csignal>

/// Commands on the practice network, which needs no rights, and on lo, which does.
class TestCliNetwork : public QObject {
    Q_OBJECT

private slots:
    void practiceAnswersAPing()
    {
        const auto result = runCli({"-i", "practice", "sr1", "IP(dst='www.example.com')/ICMP()"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 1);
        QVERIFY(result.out.contains("IP / ICMP "));
        QVERIFY(result.out.contains("echo-reply"));
    }

    void anAnswerInJsonIsAPacket()
    {
        const auto result = runCli({"-i", "practice", "--json", "sr1", "IP(dst='www.example.com')/ICMP()"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.json()["input"].toInt(), 1);
        QVERIFY(!result.json()["layers"].toArray().isEmpty());
    }

    void noAnswerIsOne()
    {
        const auto result = runCli({"-i", "practice", "sr1", "IP(dst='203.0.113.77')/UDP(dport=9)", "--timeout", "0.2"});
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(result.err.contains("no answer"));
    }

    void requestsAndAnswersAreWritten()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("sr1.pcap");
        QCOMPARE(runCli({"-i", "practice", "sr1", "IP(dst='www.example.com')/ICMP()", "-w", file}).exit, 0);
        const auto lines = runCli({"read", file}).lines();
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].contains("echo-request"));
        QVERIFY(lines[1].contains("echo-reply"));
    }

    void aBatchOfRequestsGoesOnAfterABadLine()
    {
        const auto result = runCli({"-i", "practice", "--json", "sr1", "-"}, "IP(dst='www.example.com')/ICMP()\nIP(\nIP(dst='www.example.com')/ICMP(seq=2)\n");
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.lines().size(), 3);
        QVERIFY(result.json(1).contains("error"));
        QCOMPARE(result.json(2)["input"].toInt(), 3);
    }

    void sendingIsCounted()
    {
        const auto result = runCli({"-i", "practice", "send", "IP(dst='www.example.com',ttl=(1,3))/ICMP()", "--count", "2"});
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.startsWith("Sent 6 packets"));
        QCOMPARE(runCli({"-i", "practice", "--json", "send", "IP(dst='www.example.com')/ICMP()"}).json()["sent"].toInt(), 1);
    }

    void sendingCanBeInterrupted()
    {
        QProcess process;
        process.start(cliProgram(), {"-i", "practice", "send", "IP(dst='www.example.com')/ICMP()", "--loop", "--inter", "0.01"});
        QVERIFY(process.waitForStarted());
        QTest::qWait(3000); // It has to have started, on a slow machine too.
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardOutput().startsWith("Sent "));
    }

    void namesAreResolved()
    {
        const auto result = runCli({"-i", "practice", "resolve", "www.example.com"});
        QCOMPARE(result.exit, 0);
        QVERIFY(!result.lines().isEmpty());
        QVERIFY(!runCli({"-i", "practice", "--json", "resolve", "www.example.com"}).json()["addresses"].toArray().isEmpty());
        QCOMPARE(runCli({"-i", "practice", "resolve", "no.such.host.example."}).exit, 1);
        QCOMPARE(runCli({"resolve", "127.0.0.1"}).out, QByteArray("127.0.0.1\n"));
    }

    void routesAreFound()
    {
        const auto local = runCli({"--json", "route", "127.0.0.1"}).json();
        QCOMPARE(local["interface"].toString(), "lo");
        QCOMPARE(local["local"].toBool(), true);
        const auto practice = runCli({"-i", "practice", "route", "www.example.com"});
        QCOMPARE(practice.exit, 0);
        QVERIFY(practice.out.contains("interface practice"));
    }

    void interfacesAreListed()
    {
        QVERIFY(runCli({"interfaces"}).out.contains("lo "));
        const auto practice = runCli({"-i", "practice", "interfaces", "--json"});
        QCOMPARE(practice.json()["name"].toString(), "practice");
    }

    void namesInExpressionsAreLookedUp()
    {
        const auto result = runCli({"-i", "practice", "build", "IP(dst='www.example.com')/ICMP()"});
        QCOMPARE(result.exit, 0);
        QByteArray destination; // Bytes 16 to 20 of the header.
        for (const auto& number : runCli({"-i", "practice", "resolve", "www.example.com"}).lines()[0].split('.'))
            destination.append(static_cast<char>(number.toInt()));
        QCOMPARE(result.lines()[0].mid(32, 8), destination.toHex());
        const auto missing = runCli({"-i", "practice", "build", "IP(dst='no.such.host.example.')"});
        QCOMPARE(missing.exit, 5);
        QVERIFY(missing.err.contains("no.such.host.example."));
    }

    void anInterfaceThatIsNotThereIsNamed()
    {
        const auto result = runCli({"-i", "nosuch0", "sniff", "-c", "1"});
        QVERIFY(result.exit == 5 || result.exit == 4); // Without rights that is what comes first.
        QVERIFY(result.err.contains("nosuch0"));
    }

    void sniffSeesWhatIsSentOnLo()
    {
        QProcess sniffer;
        sniffer.start(cliProgram(), {"-i", "lo", "sniff", "-f", "udp port 40999", "-c", "2", "--timeout", "30", "--stats"});
        sniffer.setReadChannel(QProcess::StandardError);
        waitUntilListening(sniffer);
        if (sniffer.state() == QProcess::NotRunning)
            QSKIP("No right to capture on lo.");
        const auto sent = runCli({"-i", "lo", "send", "IP(dst='127.0.0.1')/UDP(sport=40999,dport=40999)/'hello'", "--count", "4"});
        QCOMPARE(sent.exit, 0);
        QVERIFY(sniffer.waitForFinished(60'000));
        QCOMPARE(sniffer.exitCode(), 0);
        const auto lines = sniffer.readAllStandardOutput().split('\n');
        QCOMPARE(lines.size(), 4); // Two packets, the statistics and the end.
        QVERIFY(lines[0].contains("UDP 127.0.0.1:40999 > 127.0.0.1:40999"));
        QVERIFY(lines[2].startsWith("2 captured, "));
    }

    void anInterruptEndsSniffingAndKeepsThePackets()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("sniffed.pcap");
        QProcess sniffer;
        sniffer.start(cliProgram(), {"-i", "lo", "sniff", "-f", "udp port 40998", "-w", file});
        sniffer.setReadChannel(QProcess::StandardError);
        waitUntilListening(sniffer);
        if (sniffer.state() == QProcess::NotRunning)
            QSKIP("No right to capture on lo.");
        QCOMPARE(runCli({"-i", "lo", "sendp", "Ether()/IP(src='127.0.0.1',dst='127.0.0.1')/UDP(sport=40998,dport=40998)"}).exit, 0);
        QVERIFY(QTest::qWaitFor([&] { return !QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty(); }, 30'000));
        ::kill(static_cast<pid_t>(sniffer.processId()), SIGINT);
        QVERIFY(sniffer.waitForFinished(30'000));
        QCOMPARE(sniffer.exitCode(), 130);
        QVERIFY(runCli({"read", file, "--count"}).out.trimmed().toInt() >= 1);
    }

    void nothingHeardIsOne()
    {
        const auto result = runCli({"-i", "lo", "sniff", "-f", "udp port 40997", "--timeout", "0.3"});
        if (result.exit == 4)
            QSKIP("No right to capture on lo.");
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.err, QByteArray("listening on lo\n"));
    }

    void aWrongCaptureFilterIsBadInput()
    {
        const auto result = runCli({"-i", "lo", "sniff", "-f", "udp and", "--timeout", "0.3"});
        if (result.exit == 4)
            QSKIP("No right to capture on lo.");
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.contains("filter"));
    }

private:
    static void waitUntilListening(QProcess& sniffer)
    {
        QByteArray said;
        while (!said.contains("listening on lo\n") && sniffer.state() != QProcess::NotRunning && sniffer.waitForReadyRead(30'000))
            said += sniffer.readAllStandardError();
    }
};

QTEST_GUILESS_MAIN(TestCliNetwork)
#include "tst_cli_network.moc"
