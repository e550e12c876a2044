#include "cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

namespace {

QStringList onPractice(QStringList arguments) { return QStringList{"-i", "practice"} + arguments; }

} // namespace

/// Balanced paths, labels and comparison of traces; tables in other formats; practice networks of one's own.
class TestCliTrace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// The built-in network's file with one text replaced by another.
    QString ownNetwork(const char* name, const QByteArray& text, const QByteArray& by)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(runCli({"practice", "print"}).out.replace(text, by));
        return file.fileName();
    }

private slots:
    void flowsFindBalancedPaths_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("TCP") << QStringList{};
        QTest::newRow("UDP") << QStringList{"--udp"};
        QTest::newRow("ICMP") << QStringList{"--icmp"};
        QTest::newRow("IPv6") << QStringList{"-6"};
    }

    void flowsFindBalancedPaths()
    {
        QFETCH(QStringList, options);
        const QString file = m_folder.filePath("flows.pcap");
        const auto result = runCli(onPractice(QStringList{"traceroute", "diamond.practice", "--flows", "12", "--maxttl", "5", "-w", file} + options));
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out.count("\nway "), 2);
        QCOMPARE(runCli({"traceroute", "-r", file, "--report"}).out.count("\nway "), 2); // Flows are known again.
        QCOMPARE(runCli(onPractice({"traceroute", "diamond.practice", "--flows", "2", "--l4", "TCP()"})).exit, 2);
    }

    void labelsAreShown()
    {
        const auto report = runCli(onPractice({"traceroute", "mpls.practice", "--report", "--maxttl", "5"}));
        QVERIFY2(report.out.contains("MPLS:L=24015,E=3,S=0,T=1/L=299776,E=0,S=1,T=2"), report.out.constData());
        QVERIFY(!report.out.contains("way "));
        const auto json = runCli(onPractice({"--json", "traceroute", "mpls.practice", "--minttl", "3", "--maxttl", "3"})).json();
        QCOMPARE(json["labels"].toArray().size(), 2);
        QCOMPARE(json["probes"].toArray()[0].toObject()["mpls"].toArray()[0].toObject()["label"].toInt(), 24015);
    }

    void tracesAreCompared()
    {
        const QString before = m_folder.filePath("before.pcap");
        QCOMPARE(runCli(onPractice({"traceroute", "www.secdev.org", "--maxttl", "10", "-w", before})).exit, 0);
        QCOMPARE(runCli(onPractice({"traceroute", "www.secdev.org", "--maxttl", "10", "--compare", before})).exit, 0);
        const QString own = ownNetwork("other.yaml", "62.214.36.181", "62.214.36.182");
        const auto changed = runCli({"-i", "practice:" + own, "traceroute", "www.secdev.org", "--maxttl", "10", "--compare", before});
        QCOMPARE(changed.exit, 1);
        QCOMPARE(changed.out.count('!'), 1);
        QVERIFY(changed.out.contains("!   3  62.214.36.181 -> 62.214.36.182 "));
        const auto json = runCli({"--json", "-i", "practice:" + own, "traceroute", "www.secdev.org", "--maxttl", "10", "--compare", before}).json(2);
        QCOMPARE(json["came"].toArray()[0].toString(), "62.214.36.182");
        QCOMPARE(json["same"].toBool(true), false);
    }

    void tablesComeInOtherFormats()
    {
        const QStringList ask{"table", "IPv6(dst=['2001:db8:217::5','2001:4860:4860::8888'])/TCP(dport=[443,80])", "--row", "%IPv6.dst%", "--column", "%r,TCP.dport%",
                              "--cell", "%answer:TCP.flags%", "--timeout", "1", "--format"};
        QCOMPARE(runCli(onPractice(ask + QStringList{"csv"})).out, QByteArray(",80,443\n2001:db8:217::5,SA,SA\n2001:4860:4860::8888,RA,SA\n"));
        QVERIFY(runCli(onPractice(ask + QStringList{"markdown"})).out.startsWith("|  | 80 | 443 |\n| --- | --- | --- |\n"));
        QVERIFY(runCli(onPractice(ask + QStringList{"latex"})).out.contains("2001:db8:217::5 & SA & SA \\\\\n"));
        QCOMPARE(runCli(onPractice(ask + QStringList{"html"})).exit, 2);
    }

    void ownNetworksAreCheckedAndUsed()
    {
        const QString good = ownNetwork("good.yaml", "name: practice", "name: class");
        QCOMPARE(runCli({"practice", "check", good}).exit, 0);
        QVERIFY(runCli({"-i", "practice:" + good, "interfaces"}).out.contains("class"));
        const QString wrong = ownNetwork("wrong.yaml", "seed: 1", "sead: 1");
        const auto checked = runCli({"practice", "check", good, wrong});
        QCOMPARE(checked.exit, 3);
        QVERIFY2(checked.err.contains("wrong.yaml:5:1: ") && checked.err.contains("perhaps 'seed'"), checked.err.constData());
        const auto used = runCli({"-i", "practice:" + wrong, "traceroute", "8.8.8.8"});
        QCOMPARE(used.exit, 3);
        QVERIFY(used.err.contains("wrong.yaml:5:1: "));
        QCOMPARE(runCli({"-i", "practice:" + m_folder.filePath("none.yaml"), "interfaces"}).exit, 5);
        QVERIFY(runCli({"practice", "help"}).out.startsWith("# Practice networks\n"));
        QCOMPARE(runCli({"practice", "dance"}).exit, 2);
    }

    /// A web page, request and answer, through connections made packet by packet.
    void webServersAnswerThroughStreams()
    {
        const auto result = runCli(onPractice({"stream", "tcp", "www.secdev.org", "80", "Raw(load='GET / HTTP/1.1\\r\\nHost: www.secdev.org\\r\\n\\r\\n')", "--as", "Raw"}));
        QCOMPARE(result.exit, 0);
        QVERIFY2(result.out.contains("HTTP/1.1 200 OK"), result.out.constData());
        const auto refused = runCli(onPractice({"stream", "tcp", "8.8.8.8", "81", "Raw(load='x')"}));
        QCOMPARE(refused.exit, 5);
        QVERIFY(refused.err.contains("refused"));
    }
};

QTEST_GUILESS_MAIN(TestCliTrace)
#include "tst_cli_trace.moc"
