#include "cli_runner.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>

/// Commands on captures.
class TestCliCaptures : public QObject {
    Q_OBJECT

private slots:
    void infoTellsWhatAFileHolds()
    {
        const auto info = runCli({"info", "--json", data("editcap.pcapng.gz")}).json();
        QCOMPARE(info["type"].toString(), "pcapng");
        QCOMPARE(info["compressed"].toBool(), true);
        QCOMPARE(info["packets"].toInt(), 3);
        QCOMPARE(info["bytes"].toInt(), 202);
        QCOMPARE(info["first"].toString(), "1700000000.123456789");
        QCOMPARE(info["last"].toString(), "1700000002.123456789");
        QCOMPARE(info["linkTypes"].toArray(), QJsonArray{"EN10MB"});
        QCOMPARE(info["comments"].toArray(), QJsonArray{"made for a test"});

        const auto text = runCli({"info", data("editcap.pcapng.gz")});
        QCOMPARE(text.exit, 0);
        QVERIFY(text.out.contains("\npackets      3\n"));
        QVERIFY(text.out.contains("\nfirst        2023-11-14 22:13:20.123456789 UTC\n"));
        QVERIFY(text.out.contains("\ncomment      made for a test\n"));
    }

    void readPrintsSummaries()
    {
        const auto result = runCli({"read", data("us_big.pcap")});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 3);
        QCOMPARE(result.lines()[0], QByteArray("Ether / IP / UDP 10.0.0.1:1 > 10.0.0.2:2 / Raw"));
        QCOMPARE(result.out, runCli({"summary", "-r", data("us_big.pcap")}).out);
    }

    void readPrintsJsonLikeDissect()
    {
        const auto result = runCli({"read", data("ns_little.pcap"), "-T", "json", "-c", "2"});
        QCOMPARE(result.lines().size(), 2);
        QCOMPARE(result.out, runCli({"dissect", data("ns_little.pcap"), "-c", "2"}).out);
        QCOMPARE(result.json(1)["number"].toInt(), 2);
        QCOMPARE(result.json(1)["time"].toString(), "1700000001.123456789");
        QCOMPARE(result.json(1)["link"].toString(), "EN10MB");
        QCOMPARE(runCli({"--json", "read", data("ns_little.pcap"), "-c", "2"}).out, result.out);
    }

    void readPrintsHexdumps()
    {
        const auto result = runCli({"read", data("us_little.pcap"), "-T", "hexdump", "-c", "1"});
        QVERIFY(result.out.startsWith("0000  02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00  "));
        QCOMPARE(result.out, runCli({"hexdump", "-r", data("us_little.pcap")}).out.split('\n').first(3).join('\n') + '\n');
    }

    void fieldsAreColumns()
    {
        const QStringList columns{"-e", "IP.src", "-e", "UDP.dport", "-e", "IP.flags", "-e", "DNS.qd[0].qname", "-e", "IP:2.src", "-e", "Raw.load"};
        const auto sample = runCli(QStringList{"read", demo(), "-T", "fields", "-f", "udp port 53", "-c", "1"} + columns);
        QCOMPARE(sample.exit, 0);
        const QList<QByteArray> cells = sample.lines().value(0).split('\t');
        QCOMPARE(cells.size(), 6);
        const auto packet = runCli({"read", demo(), "-T", "json", "-f", "udp port 53", "-c", "1"}).json();
        QCOMPARE(cells[0], packet["layers"][1]["fields"]["src"].toString().toUtf8());
        QCOMPARE(cells[1], QByteArray::number(packet["layers"][2]["fields"]["dport"].toInt()));
        QCOMPARE(cells[2], packet["layers"][1]["fields"]["flags"].toString().toUtf8());
        QCOMPARE(cells[3], QByteArray("www.example.com."));
        QCOMPARE(cells[4], QByteArray());
        QCOMPARE(cells[5], QByteArray());
    }

    /// Straight from the bytes, where every column lies at a fixed place.
    void columnsAtFixedPlacesAreThoseOfTheDissection()
    {
        const auto table = runCli({"read", demo(), "-T", "fields", "-e", "Ether.src", "-e", "IP.dst", "-e", "IP.ttl", "-e", "IP.flags"});
        const auto packets = runCli({"read", demo(), "-T", "json"});
        QCOMPARE(table.lines().size(), packets.lines().size());
        for (qsizetype i = 0; i < packets.lines().size(); ++i) {
            const QJsonArray layers = packets.json(i)["layers"].toArray();
            const QJsonObject ip = layers[1]["protocol"] == "IP" ? layers[1]["fields"].toObject() : QJsonObject();
            const QByteArray ttl = ip.isEmpty() ? QByteArray() : QByteArray::number(ip["ttl"].toInt());
            QCOMPARE(table.lines()[i], layers[0]["fields"]["src"].toString().toUtf8() + '\t' + ip["dst"].toString().toUtf8() + '\t' + ttl + '\t'
                                           + ip["flags"].toString().toUtf8());
        }
    }

    void aTableForSpreadsheetsHasAHeadAndQuotes()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath("a.pcap");
        QCOMPARE(runCli({"build", "Ether()/IP(src='10.0.0.1',dst='10.0.0.2')/UDP()/DNS(qd=DNSQR(qname='=a,\"b.'))", "-w", file}).exit, 0);
        const auto result = runCli({"read", file, "-T", "csv", "-e", "IP.dst", "-e", "DNS.qd[0].qname"});
        QCOMPARE(result.out, QByteArray("IP.dst,DNS.qd[0].qname\n10.0.0.2,\"'=a,\"\"b.\"\n"));
    }

    void whatIsNoColumnIsNamed_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("no protocol") << QStringList{"-T", "fields", "-e", "IPx.src"} << 3 << QByteArray("IPx");
        QTest::newRow("no field") << QStringList{"-T", "fields", "-e", "IP.source"} << 3 << QByteArray("IP.source");
        QTest::newRow("no point") << QStringList{"-T", "csv", "-e", "IP"} << 3 << QByteArray("PROTOCOL.FIELD");
        QTest::newRow("no fields") << QStringList{"-T", "fields"} << 2 << QByteArray("-e IP.src");
        QTest::newRow("fields of nothing") << QStringList{"-e", "IP.src"} << 2 << QByteArray("-T fields");
    }
    void whatIsNoColumnIsNamed()
    {
        QFETCH(QStringList, more);
        QFETCH(QByteArray, told);
        const auto result = runCli(QStringList{"read", data("us_little.pcap")} + more);
        QTEST(result.exit, "exit");
        QVERIFY2(result.err.contains(told), result.err);
        QCOMPARE(result.out, QByteArray());
    }

    void noneWalksAndPrintsNothing()
    {
        const auto result = runCli({"--timing", "read", data("us_little.pcap"), "-T", "none"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(QRegularExpression("^RESULT seconds=[0-9.]+ count=3 rate=[0-9.]+\n$").match(result.err).hasMatch());
    }

    void filtersPick_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QByteArray>("count");
        QTest::addColumn<int>("exit");
        QTest::newRow("some") << "udp" << QByteArray("2\n") << 0;
        QTest::newRow("all") << "ip" << QByteArray("3\n") << 0;
        QTest::newRow("nothing") << "arp" << QByteArray("0\n") << 1;
        QTest::newRow("nonsense") << "udp and" << QByteArray() << 3;
    }
    void filtersPick()
    {
        QFETCH(QString, filter);
        QFETCH(QByteArray, count);
        QFETCH(int, exit);
        const auto result = runCli({"read", data("us_little.pcap"), "-f", filter, "--count"});
        QCOMPARE(result.out, count);
        QCOMPARE(result.exit, exit);
    }

    void whatIsPickedIsWritten()
    {
        const QString out = m_folder.filePath("out.pcap");
        const auto result = runCli({"read", data("ns_big.pcap"), "-f", "udp", "-w", out});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, QByteArray());
        QCOMPARE(runCli({"read", out}).lines().size(), 2);
        QCOMPARE(runCli({"info", "--json", out}).json()["last"].toString(), "1700000002.123456789");
        QCOMPARE(runCli({"read", data("ns_big.pcap"), "-c", "1", "-w", out, "-T", "summary"}).lines().size(), 1);
        QCOMPARE(runCli({"read", out, "--count"}).out, QByteArray("1\n"));
    }

    void twoLinkTypesCannotBeWritten()
    {
        const auto result = runCli({"read", data("two_links.pcapng"), "-w", m_folder.filePath("two.pcap")});
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.contains("link type"));
        QVERIFY(!QFile::exists(m_folder.filePath("two.pcap")));
    }

    void standardInputAndOutputAreCaptures()
    {
        QCOMPARE(runCli({"read", "-", "--count"}, contents("editcap.pcapng.gz")).out, QByteArray("3\n"));
        const auto copied = runCli({"read", data("us_big.pcap"), "-w", "-"});
        QCOMPARE(copied.exit, 0);
        QCOMPARE(runCli({"read", "-", "--count"}, copied.out).out, QByteArray("3\n"));
    }

    void aCaptureCutShortIsToldAfterItsPackets()
    {
        QFile file(m_folder.filePath("cut.pcap"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents("us_little.pcap").first(200));
        file.close();
        const auto result = runCli({"read", file.fileName()});
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.lines().size(), 2);
        QVERIFY(result.err.contains("offset 155"));
        const auto info = runCli({"info", "--json", file.fileName()});
        QCOMPARE(info.exit, 3);
        QCOMPARE(info.json()["truncatedAt"].toInt(), 155);
    }

    void whatCannotBeReadIsNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("exit");
        QTest::newRow("missing") << "/nowhere/x.pcap" << 5;
        QTest::newRow("a folder") << QString(FW_TEST_DATA) << 3;
        QTest::newRow("text") << data("README.md") << 3;
    }
    void whatCannotBeReadIsNamed()
    {
        QFETCH(QString, file);
        QFETCH(int, exit);
        for (const QStringList& command : {QStringList{"read"}, QStringList{"info"}, QStringList{"dissect"}, QStringList{"repr", "-r"}}) {
            const auto result = runCli(command + QStringList{file});
            QCOMPARE(result.exit, exit);
            QVERIFY(result.err.startsWith("framewright-cli: " + command.first().toUtf8() + ": "));
            QVERIFY(result.err.contains(file.toUtf8()));
            QCOMPARE(result.err.count('\n'), 1);
        }
    }

    void whereNothingCanBeWrittenIsNamed()
    {
        const auto result = runCli({"read", data("us_little.pcap"), "-w", "/nowhere/out.pcap"});
        QCOMPARE(result.exit, 5);
        QVERIFY(result.err.contains("/nowhere/out.pcap"));
    }

    void displayFiltersChooseWhatIsRead()
    {
        const auto all = runCli({"read", demo(), "-Y", "udp.port == 53"});
        QCOMPARE(all.exit, 0);
        QCOMPARE(all.out, runCli({"read", demo(), "-f", "udp port 53"}).out);
        QCOMPARE(runCli({"read", demo(), "-Y", "UDP.sport == 53 or UDP.dport == 53", "--count"}).out, QByteArray::number(all.lines().size()) + '\n');
        QCOMPARE(runCli({"read", demo(), "-Y", "udp", "-f", "port 53", "-T", "fields", "-e", "UDP.dport", "-c", "1"}).out, QByteArray("53\n"));

        const QString file = m_folder.filePath(QStringLiteral("filtered.pcap"));
        QCOMPARE(runCli({"read", demo(), "-Y", "udp.port == 53", "-w", file}).exit, 0);
        QCOMPARE(runCli({"read", file}).out, all.out);
        // The number is that of the packet in its capture, not among those let through.
        QCOMPARE(runCli({"read", demo(), "-Y", "frame.number in {2..3}", "--count"}).out, QByteArray("2\n"));
        QCOMPARE(runCli({"read", demo(), "-Y", "IP.ttl == 251 and ARP"}).exit, 1);
    }

    void whatIsWrongInADisplayFilterIsPointedAt()
    {
        for (const QStringList& command : {QStringList{"read", demo()}, QStringList{"-i", "practice", "sniff", "--timeout", "0.1"}}) {
            const auto result = runCli(command + QStringList{"-Y", "IP.ttl < 5 and IP.tll == 3"});
            QCOMPARE(result.exit, 3);
            QCOMPARE(result.out, QByteArray());
            QVERIFY(result.err.contains("column 19: found 'tll', expected a field of IP: ttl"));
            QVERIFY(result.err.contains("\n  IP.ttl < 5 and IP.tll == 3\n                    ^\n"));
        }
    }

private:
    static QString data(const char* name) { return QStringLiteral(FW_TEST_DATA "/") + name; }
    static QString demo() { return QStringLiteral(FW_SAMPLES "/demo.pcap"); }
    static QByteArray contents(const char* name)
    {
        QFile file(data(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliCaptures)
#include "tst_cli_captures.moc"
