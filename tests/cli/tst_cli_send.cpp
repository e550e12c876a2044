// Sending from the command line.
#include "tests/cli/cli_runner.h"

#include <QJsonArray>

namespace {

CliResult practice(const QStringList& words)
{
    return runCli(QStringList{QStringLiteral("-i"), QStringLiteral("practice")} + words);
}

const QString ping = QStringLiteral("IP(dst=\"www.example.com\")/ICMP()");

} // namespace

class TestCliSend : public QObject {
    Q_OBJECT

private slots:
    void countsAreExact()
    {
        const auto result = practice({QStringLiteral("--json"), QStringLiteral("send"), QStringLiteral("IP(dst=\"8.8.8.8\")/UDP(dport=(1,33))"), QStringLiteral("--count"), QStringLiteral("3")});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.json().value(QLatin1String("sent")).toInt(), 99);
    }

    void theRateIsThatWhichWasAskedFor()
    {
        const auto result = practice({QStringLiteral("--json"), QStringLiteral("send"), ping, QStringLiteral("--pps"), QStringLiteral("200"), QStringLiteral("--count"), QStringLiteral("41")});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.json().value(QLatin1String("sent")).toInt(), 41);
        QVERIFY2(result.json().value(QLatin1String("seconds")).toDouble() > 0.199, result.out.constData()); // 40 pauses; never less.
    }

    void anInterruptedLoopTellsWhatWasSent()
    {
        QProcess process;
        process.start(cliProgram(), {QStringLiteral("-i"), QStringLiteral("practice"), QStringLiteral("--json"), QStringLiteral("send"), QStringLiteral("IP(dst=\"10.0.0.0/8\")/UDP(dport=(1,65535))"), QStringLiteral("--loop"), QStringLiteral("--inter"), QStringLiteral("0.05")});
        QVERIFY(process.waitForStarted());
        QTest::qWait(500);
        process.terminate();
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        const auto told = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QVERIFY(told.value(QLatin1String("sent")).toInt() >= 1);
    }

    void preflightIsToldBesideTheResult()
    {
        const auto result = practice({QStringLiteral("send"), ping, QStringLiteral("--preflight")});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, QByteArray("Sent 1 packets.\n"));
        QVERIFY2(result.err.contains("interface practice, source ") && result.err.contains(", gateway ") && result.err.contains(", mtu 1500, 28 bytes"), result.err.constData());
    }

    void aDryRunSendsNothing_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* command : {"send", "sr", "sr1"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void aDryRunSendsNothing()
    {
        QFETCH(QString, command);
        const auto result = practice({QStringLiteral("--json"), command, ping, QStringLiteral("--dry-run")});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.lines().size(), 1);
        const auto told = result.json().value(QLatin1String("preflight")).toObject();
        QCOMPARE(told.value(QLatin1String("interface")).toString(), QStringLiteral("practice"));
        QCOMPARE(told.value(QLatin1String("size")).toInt(), 28);
        const auto warnings = told.value(QLatin1String("warnings")).toArray(); // Not even ARP was sent.
        QCOMPARE(warnings.size(), 1);
        QCOMPARE(warnings[0].toObject().value(QLatin1String("code")).toString(), QStringLiteral("not-asked"));
    }

    void aDryRunSaysWhatIsInTheWay()
    {
        const auto result = practice({QStringLiteral("send"), QStringLiteral("IP(dst=\"8.8.8.8\")/UDP()/(\"x\"*3000)"), QStringLiteral("--dry-run")});
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.out.contains("error: 3028 bytes are more than the 1500 that practice carries") && result.out.contains("3 fragments"), result.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliSend)
#include "tst_cli_send.moc"
