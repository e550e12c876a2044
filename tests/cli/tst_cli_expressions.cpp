#include "cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

/// Lists of packets, templates, random values, sprintf lines, differences.
class TestCliExpressions : public QObject {
    Q_OBJECT

private slots:
    void listsAreSeveralPackets()
    {
        const auto result = runCli({"build", "[UDP(sport=1,dport=2), UDP(sport=(3,4),dport=2)]*2"});
        QCOMPARE(result.err, QByteArray());
        QCOMPARE(result.lines(), (QList<QByteArray>{"0001000200080000", "0003000200080000", "0004000200080000",
                                     "0001000200080000", "0003000200080000", "0004000200080000"}));
        QCOMPARE(runCli({"build", "--count", "[IP(dst='10.0.0.0/8'), IP()]*2"}).out, QByteArray("33554434\n"));
        QCOMPARE(runCli({"build", "--limit", "3", "[UDP(), UDP()]*2"}).lines().size(), 3);
        QCOMPARE(runCli({"summary", "[Raw('a'), Padding('b')]"}).lines(), (QList<QByteArray>{"Raw", "Padding"}));
        QCOMPARE(runCli({"build", "[]"}).out, QByteArray());
    }

    void onlyOnePacketWhereOneIsWanted()
    {
        const auto result = runCli({"-i", "practice", "traceroute", "8.8.8.8", "--l4", "[ICMP(), UDP()]"});
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.contains("a list of 2 packets; expected one packet"));
        QVERIFY(runCli({"-i", "practice", "send", "[IP(dst='8.8.8.8')/ICMP(), IP(dst='8.8.8.8')/UDP()]"}).out.startsWith("Sent 2 packets"));
    }

    void templatesStandForTheirExpressions()
    {
        QVERIFY(runCli({"repr", "@Ping"}).out.startsWith("<Ether"));
        QCOMPARE(runCli({"summary", "@dns query"}).exit, 0);
        QCOMPARE(runCli({"build", "--count", "@TTL sweep"}).out, QByteArray("30\n"));
        const auto unknown = runCli({"build", "@pong"});
        QCOMPARE(unknown.exit, 3);
        QVERIFY(unknown.err.contains("there is no template 'pong'; there are Ping"));
    }

    void aSeedMakesTheSamePackets()
    {
        const QStringList command{"fuzz", "IP(ttl=3,src='10.0.0.1',dst='10.0.0.2')/UDP()", "--count", "5", "--seed"};
        const auto first = runCli(command + QStringList{"7"});
        QCOMPARE(first.exit, 0);
        QCOMPARE(first.err, QByteArray());
        QCOMPARE(first.lines().size(), 5);
        QCOMPARE(runCli(command + QStringList{"7"}).out, first.out);
        QVERIFY(runCli(command + QStringList{"8"}).out != first.out);
        for (const QByteArray& line : first.lines()) {
            const QByteArray bytes = QByteArray::fromHex(line);
            QCOMPARE(bytes.size(), 28);
            QCOMPARE(bytes[8], char(3));        // As it was set.
            QCOMPARE(bytes[9], char(17));       // Told by the layer on it.
            QCOMPARE(bytes.mid(2, 2), QByteArray::fromHex("001c")); // Worked out.
        }
    }

    void aSeedThatWasNotGivenIsTold()
    {
        const auto drawn = runCli({"fuzz", "UDP()"});
        QVERIFY(drawn.err.startsWith("--seed "));
        const QString seed = QString::fromLatin1(drawn.err.trimmed()).section(' ', 1);
        QCOMPARE(runCli({"fuzz", "UDP()", "--seed", seed}).out, drawn.out);
    }

    void buildTakesASeedToo()
    {
        const QStringList command{"build", "[UDP(sport=RandShort())]*3", "--seed", "1"};
        QCOMPARE(runCli(command).out, runCli(command).out);
        QCOMPARE(runCli({"build", "fuzz(UDP(sport=5))", "--seed", "1"}).out.left(4), QByteArray("0005"));
    }

    void readTellsPacketsByATemplate()
    {
        const QString file = m_folder.filePath("two.pcap");
        const QString frames = "[Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02')/IP(src='10.0.0.1',dst='10.0.0.2')/TCP(dport=80),"
                               "Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02')/ARP(psrc='10.0.0.1',hwsrc='02:00:00:00:00:01')]";
        QCOMPARE(runCli({"build", frames, "-w", file}).exit, 0);
        const QString text = "%Ether.type% {IP:%-10s,IP.src%|%r,TCP.dport%}{ARP:%ARP.op%}";
        QCOMPARE(runCli({"read", file, "--template", text}).lines(), (QList<QByteArray>{"IPv4 10.0.0.1  |80", "ARP who-has"}));
        QCOMPARE(runCli({"read", file, "--template", "[%IP.ttl%, %IP.id%]", "-c", "1"}).out, QByteArray("[64, 1]\n"));
        QCOMPARE(runCli({"--json", "read", file, "--template", "%IP.ttl%"}).json(1)["text"].toString(), "??");
        QCOMPARE(runCli({"read", file, "--template", "%time%"}).lines().value(0).size(), 15);
    }

    void aWrongTemplateIsPointedAt()
    {
        const auto open = runCli({"read", "nowhere.pcap", "--template", "%IP.src% {TCP:%TCP.dport%"});
        QCOMPARE(open.exit, 3);
        QVERIFY2(open.err.startsWith("framewright-cli: read: column 10: found '{', expected a '}' behind it\n"), open.err.constData());
        const QString file = m_folder.filePath("one.pcap");
        QCOMPARE(runCli({"build", "Ether()/IP(dst='10.0.0.2')", "-w", file}).exit, 0);
        const auto kind = runCli({"read", file, "--template", "%d,IP.ttl%"});
        QCOMPARE(kind.exit, 3);
        QVERIFY(kind.err.contains("%s: this is no number"));
        QCOMPARE(runCli({"-i", "practice", "sniff", "--prn", "%", "-c", "1"}).exit, 3);
    }

    void diffTellsFieldsAndBytes()
    {
        const QString a = "IP(src='10.0.0.1',dst='10.0.0.2')/UDP()/'abc'";
        const auto result = runCli({"diff", a, "IP(src='10.0.0.1',dst='10.0.0.2',ttl=63)/UDP()/'abd'"});
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.err, QByteArray());
        const auto lines = result.lines();
        QCOMPARE(lines.value(0), QByteArray("IP.ttl: 64 -> 63"));
        QVERIFY(lines.contains("bytes 8: 40 -> 3f"));
        QVERIFY(lines.value(1).startsWith("IP.chksum: 0x"));
        const auto same = runCli({"diff", a, a});
        QCOMPARE(same.exit, 0);
        QCOMPARE(same.out, QByteArray());
    }

    void diffTakesHexAndPacketsOfFiles()
    {
        const QString file = m_folder.filePath("pair.pcap");
        QCOMPARE(runCli({"build", "[Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02')/IP(src='10.0.0.1',dst='10.0.0.2')]*2", "-w", file}).exit, 0);
        QCOMPARE(runCli({"diff", file + ":1", file + ":2"}).exit, 0);
        QCOMPARE(runCli({"diff", file + ":1", file + ":3"}).exit, 3);
        const auto longer = runCli({"--json", "diff", "--first", "UDP", "0001000200080000", "00010003000800000a"});
        QCOMPARE(longer.exit, 1);
        const auto told = longer.json();
        QCOMPARE(told["same"].toBool(), false);
        QCOMPARE(told["fields"][0]["field"].toString(), "UDP.dport");
        QCOMPARE(told["bytes"][1]["offset"].toInt(), 8);
        QCOMPARE(told["bytes"][1]["b"].toString(), "0a");
        QCOMPARE(runCli({"diff", "00zz", "00"}).exit, 3);
        QCOMPARE(runCli({"diff", "UDP(sport=(1,2))", "UDP()"}).exit, 3);
    }

    void aBatchOfListsGoesOnAfterAnError()
    {
        const auto result = runCli({"--json", "build", "-"}, "[UDP()]*2\n[UDP(), 5]\n@nosuch\nUDP()\n");
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.lines().size(), 5);
        QCOMPARE(result.json(0)["input"].toInt(), 1);
        QCOMPARE(result.json(1)["input"].toInt(), 1);
        QCOMPARE(result.json(2)["input"].toInt(), 2);
        QVERIFY(result.json(3).contains("error"));
        QCOMPARE(result.json(4)["input"].toInt(), 4);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliExpressions)
#include "tst_cli_expressions.moc"
