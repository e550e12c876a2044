#include "cli_runner.h"

#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>

/// Commands on expressions and hex digits. What Scapy prints was taken from Scapy 2.5.0.
class TestCliPackets : public QObject {
    Q_OBJECT

private slots:
    void buildPrintsHexOfEveryPacket()
    {
        const auto result = runCli({"build", "IP(src='10.0.0.1',dst='10.0.0.2',ttl=(1,3))/ICMP()"});
        QCOMPARE(result.err, QByteArray());
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines(), (QList<QByteArray>{"4500001c000100000101a5de0a0000010a0000020800f7ff00000000",
                                     "4500001c000100000201a4de0a0000010a0000020800f7ff00000000",
                                     "4500001c000100000301a3de0a0000010a0000020800f7ff00000000"}));
    }

    void buildCountsAndLimits()
    {
        QCOMPARE(runCli({"build", "--count", "IP(dst='10.0.0.0/8')"}).out, QByteArray("16777216\n"));
        QCOMPARE(runCli({"build", "--limit", "2", "IP(src='10.0.0.1',dst='10.0.0.0/8')"}).lines().size(), 2);
        QCOMPARE(runCli({"build", "--count", "--limit", "5", "IP(dst='10.0.0.0/8')"}).out, QByteArray("5\n"));
    }

    void buildJsonTellsInputLayersAndSummary()
    {
        const auto result = runCli({"build", "--json", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP()"});
        QCOMPARE(result.exit, 0);
        const auto packet = result.json();
        QCOMPARE(packet["input"].toInt(), 1);
        QCOMPARE(packet["layers"].toArray(), (QJsonArray{"IP", "UDP"}));
        QVERIFY(packet["hex"].toString().startsWith("4500001c"));
        QCOMPARE(packet["summary"].toString(), "IP / UDP 10.0.0.1:domain > 10.0.0.2:domain");
    }

    void buildWritesACaptureThatTsharkReads()
    {
        if (QStandardPaths::findExecutable("tshark").isEmpty())
            QSKIP("tshark is not installed.");
        const QString file = m_folder.filePath("built.pcap");
        const auto result = runCli({"build", "Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02')/IP(src='10.0.0.1',dst='10.0.0.2')/TCP(dport=(1,3))", "-w", file});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, QByteArray());
        QProcess tshark;
        tshark.start("tshark", {"-r", file, "-T", "fields", "-e", "tcp.dstport"});
        QVERIFY(tshark.waitForFinished());
        QCOMPARE(tshark.readAllStandardOutput(), QByteArray("1\n2\n3\n"));
    }

    void aCaptureCannotBeginWithAnyLayer()
    {
        const auto result = runCli({"build", "UDP()", "-w", m_folder.filePath("no.pcap")});
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.contains("link layer"));
    }

    void textsAreScapys_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QByteArray>("text");

        QTest::newRow("repr") << "repr" << "IP()/TCP(dport=[80,443])"
                              << QByteArray("<IP  frag=0 proto=tcp |<TCP  dport=['http', 'https'] |>>\n");
        QTest::newRow("summary") << "summary" << "IP(src='10.0.0.1',dst='10.0.0.2')/TCP(flags='SA')"
                                 << QByteArray("IP / TCP 10.0.0.1:ftp_data > 10.0.0.2:http SA\n");
        QTest::newRow("hexdump") << "hexdump" << "IP(src='10.0.0.1',dst='10.0.0.2')/'abc'"
                                 << QByteArray("0000  45 00 00 17 00 01 00 00 40 00 66 E4 0A 00 00 01  E.......@.f.....\n"
                                               "0010  0A 00 00 02 61 62 63                             ....abc\n");
        QTest::newRow("show") << "show" << "UDP()"
                              << QByteArray("###[ UDP ]### \n  sport     = domain\n  dport     = domain\n  len       = None\n  chksum    = None\n\n");
    }
    void textsAreScapys()
    {
        QFETCH(QString, command);
        QFETCH(QString, expression);
        QFETCH(QByteArray, text);
        const auto result = runCli({command, expression});
        QCOMPARE(result.out, text);
        QCOMPARE(result.exit, 0);
    }

    void showBuiltKnowsLengthsAndChecksums()
    {
        const auto result = runCli({"show", "--built", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP()"});
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.contains("  len       = 28\n"));
        QVERIFY(!result.out.contains("None"));
    }

    void hexIsDissected()
    {
        const QString hex = "4500001c00010000401166ce0a0000010a00000200350035 0008 eb71";
        QCOMPARE(runCli({"summary", "--first", "IP", "--hex", hex}).out, QByteArray("IP / UDP 10.0.0.1:domain > 10.0.0.2:domain\n"));
        const auto packet = runCli({"dissect", "--first", "IP", "--hex", hex}).json();
        const auto layers = packet["layers"].toArray();
        QCOMPARE(layers[0]["protocol"].toString(), "IP");
        QCOMPARE(layers[1]["offset"].toInt(), 20);
        QCOMPARE(packet["captured"].toInt(), 28);
    }

    void rangesAreTold()
    {
        const auto packet = runCli({"dissect", "--ranges", "--first", "UDP", "--hex", "0001000200080000"}).json();
        QCOMPARE(packet["layers"][0]["ranges"]["dport"].toArray(), (QJsonArray{16, 16}));
    }

    void decodeAsChangesTheTable()
    {
        const QString hex = "1388138800140000" "000001000000000000000000";
        const auto plain = runCli({"dissect", "--first", "UDP", "--hex", hex}).json();
        QCOMPARE(plain["layers"][1]["protocol"].toString(), "Raw");
        const auto decoded = runCli({"dissect", "--first", "UDP", "--decode-as", "udp.port:5000=DNS", "--hex", hex}).json();
        QCOMPARE(decoded["layers"][1]["protocol"].toString(), "DNS");
        QCOMPARE(runCli({"dissect", "--decode-as", "udp.port=DNS", "--hex", hex}).exit, 3);
        QCOMPARE(runCli({"dissect", "--decode-as", "no.table:1=DNS", "--hex", hex}).exit, 3);
    }

    void lsListsProtocolsAndFields()
    {
        const auto all = runCli({"ls"});
        QCOMPARE(all.exit, 0);
        QVERIFY(all.out.contains("\nUDP        : UDP\n"));
        const auto fields = runCli({"ls", "UDP"});
        QVERIFY(fields.out.startsWith("sport      : ShortEnumField"));
        QCOMPARE(runCli({"ls", "UDP", "--json"}).json()["fields"].toArray().size(), 4);
        const auto unknown = runCli({"ls", "NoSuchThing"});
        QCOMPARE(unknown.exit, 3);
        QVERIFY(unknown.err.contains("NoSuchThing"));
    }

    void aWrongExpressionIsPointedAt()
    {
        const auto result = runCli({"build", "IP(ttl=)"});
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(result.err.startsWith("framewright-cli: build: column 8: "));
        QVERIFY(result.err.contains("\n  IP(ttl=)\n         ^\n"));
        QCOMPARE(runCli({"repr", "NoSuchThing()"}).exit, 3);
        QCOMPARE(runCli({"repr", "IP(nosuchfield=1)"}).exit, 3);
        QCOMPARE(runCli({"repr", ""}).exit, 3);
    }

    void wrongHexIsPointedAt()
    {
        const auto result = runCli({"hexdump", "--hex", "00zz"});
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.startsWith("framewright-cli: hexdump: column 3: "));
    }

    void aBadLineDoesNotEndABatch()
    {
        const QByteArray input = "UDP(sport=1,dport=2)\n\nUDP(sport=)\r\nUDP(sport=3,dport=4)";
        const auto result = runCli({"build", "-"}, input);
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.lines(), (QList<QByteArray>{"0001000200080000", "0003000400080000"}));
        QVERIFY(result.err.startsWith("framewright-cli: build: line 3, column 11: "));
    }

    void aBatchInJsonTellsLinesAndErrors()
    {
        const auto result = runCli({"--json", "build", "-"}, "UDP(sport=1)\nUDP(sport=)\nUDP(sport=(3,4))\n");
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.lines().size(), 4);
        QCOMPARE(result.json(0)["input"].toInt(), 1);
        QCOMPARE(result.json(1)["input"].toInt(), 2);
        QVERIFY(!result.json(1)["error"].toString().isEmpty());
        QCOMPARE(result.json(1)["column"].toInt(), 11);
        QCOMPARE(result.json(2)["input"].toInt(), 3);
        QCOMPARE(result.json(3)["input"].toInt(), 3);
    }

    void hexBatchesWorkLikewise()
    {
        const auto result = runCli({"--json", "dissect", "--first", "UDP", "--hex", "-"}, "0001000200080000\n00010\n0003000400080000\n");
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.lines().size(), 3);
        QCOMPARE(result.json(0)["input"].toInt(), 1);
        QVERIFY(result.json(1).contains("error"));
        QCOMPARE(result.json(2)["input"].toInt(), 3);
        QCOMPARE(result.json(2)["layers"][0]["fields"]["sport"].toInt(), 3);
        QCOMPARE(runCli({"hexdump", "--hex", "-"}, "00\n01\n").lines().size(), 3);
    }

    void answersComeLineByLine()
    {
        QProcess process;
        process.start(cliProgram(), {"build", "-"});
        process.write("UDP(sport=1,dport=2)\n");
        QVERIFY(process.waitForReadyRead(30'000));
        QCOMPARE(process.readAllStandardOutput(), QByteArray("0001000200080000\n"));
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(30'000));
    }

    void definitionsOfTheUserAreUsed()
    {
        QFile file(m_folder.filePath("mine.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("format: 1\nprotocols:\n  Mine:\n    fields:\n      - number: u16\n");
        file.close();
        QCOMPARE(runCli({"--protocols", file.fileName(), "build", "Mine(number=258)"}).out, QByteArray("0102\n"));
        QCOMPARE(runCli({"--protocols", m_folder.path(), "build", "Mine(number=258)"}).out, QByteArray("0102\n"));
    }

    void wrongDefinitionsAreToldWithTheirLine()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("wrong.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("format: 1\nprotocols:\n  Mine:\n    fields:\n      - number: nosuchtype\n");
        file.close();
        QFile good(folder.filePath("good.yaml"));
        QVERIFY(good.open(QIODevice::WriteOnly));
        good.write("format: 1\nprotocols: {Sound: {fields: [{number: u16}]}}\n");
        good.close();
        const auto result = runCli({"--protocols", folder.path(), "build", "Sound(number=258)"});
        QVERIFY(result.err.contains("wrong.yaml:5:"));
        QCOMPARE(result.out, QByteArray("0102\n"));
        QCOMPARE(result.exit, 0);
        QCOMPARE(runCli({"protocols", "check", folder.path()}).exit, 3);
        QCOMPARE(runCli({"--protocols", folder.filePath("nowhere.yaml"), "ls"}).exit, 5);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliPackets)
#include "tst_cli_packets.moc"
