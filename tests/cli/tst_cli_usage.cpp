#include "cli_runner.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <csignal>

/// Help, wrong use, interruption, and outputs that go away.
class TestCliUsage : public QObject {
    Q_OBJECT

private slots:
    void helpListsTheCommandsOfThisVersion()
    {
        const auto result = runCli({"--help"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.err, QByteArray());
        for (const char* command : commands())
            QVERIFY2(QRegularExpression(QStringLiteral("^  %1 ").arg(command), QRegularExpression::MultilineOption).match(result.out).hasMatch(), command);
        for (const char* later : {"merge", "export"})
            QVERIFY2(!result.out.contains(later), later);
    }

    void everyCommandHasHelpWithAnExample()
    {
        for (const char* command : commands()) {
            const auto result = runCli({command, "--help"});
            QCOMPARE(result.exit, 0);
            QVERIFY2(result.out.contains("Example: framewright-cli "), command);
        }
    }

    void howDefinitionsAreWrittenIsPrinted()
    {
        const auto result = runCli({"protocols", "help"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.err, QByteArray());
        QVERIFY(result.out.startsWith("# Protocol definitions\n"));
        QVERIFY(result.out.contains("format: 1"));
        QVERIFY(result.out.endsWith('\n') && !result.out.endsWith("\n\n"));
    }

    void versionIsTold() { QVERIFY(runCli({"--version"}).out.startsWith("framewright-cli ")); }

    void wrongUseEndsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"frobnicate"};
        QTest::newRow("a command of later") << QStringList{"merge", "a.pcap"};
        QTest::newRow("unknown option") << QStringList{"build", "--frobnicate", "IP()"};
        QTest::newRow("option without value") << QStringList{"build", "IP()", "--limit"};
        QTest::newRow("no number") << QStringList{"build", "IP()", "--limit", "many"};
        QTest::newRow("no expression") << QStringList{"build"};
        QTest::newRow("no packets") << QStringList{"repr"};
        QTest::newRow("two kinds of packets") << QStringList{"repr", "IP()", "--hex", "00"};
        QTest::newRow("no file") << QStringList{"info"};
        QTest::newRow("unknown format") << QStringList{"read", FW_TEST_DATA "/us_little.pcap", "-T", "pdml"};
        QTest::newRow("no definitions to check") << QStringList{"protocols", "check"};
        QTest::newRow("help with a file") << QStringList{"protocols", "help", "mine.yaml"};
        QTest::newRow("negative wait") << QStringList{"sr1", "IP()", "--timeout", "-1"};
        QTest::newRow("rate and interval") << QStringList{"send", "IP()", "--pps", "1", "--inter", "1"};
    }
    void wrongUseEndsWithTwo()
    {
        QFETCH(QStringList, arguments);
        const auto result = runCli(arguments);
        QCOMPARE(result.exit, 2);
        QCOMPARE(result.out, QByteArray());
        QVERIFY(result.err.startsWith("framewright-cli: "));
        QCOMPARE(result.err.count('\n'), 1);
    }

    void anUnknownCommandIsNamed() { QVERIFY(runCli({"frobnicate"}).err.contains("no command 'frobnicate'")); }

    void globalOptionsMayStandOnEitherSide()
    {
        const auto before = runCli({"--json", "repr", "UDP()"});
        QCOMPARE(before.exit, 0);
        QCOMPARE(runCli({"repr", "UDP()", "--json"}).out, before.out);
        QCOMPARE(runCli({"repr", "--", "UDP()"}).out, runCli({"repr", "UDP()"}).out);
    }

    void anInterruptKeepsWhatIsFinished()
    {
        QTemporaryDir folder;
        QProcess process;
        process.start(cliProgram(), {"build", "-", "-w", folder.filePath("out.pcap")});
        process.write("Ether(src='02:00:00:00:00:01',dst='02:00:00:00:00:02')/Raw(load='x')\n");
        QVERIFY(process.waitForBytesWritten(10'000));
        QVERIFY(QTest::qWaitFor([&] { return !QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty(); }, 30'000));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(runCli({"read", folder.filePath("out.pcap"), "--count"}).out, QByteArray("1\n"));
    }

    void anInterruptEndsEndlessWork()
    {
        QProcess process;
        process.start(cliProgram(), {"build", "IP(src='10.0.0.1',dst='10.0.0.0/8')"});
        QVERIFY(process.waitForReadyRead(30'000));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardOutput().endsWith('\n'));
    }

    void aReaderThatGoesAwayEndsItQuietly()
    {
        QProcess shell;
        shell.start("sh", {"-c", QStringLiteral("'%1' build \"IP(src='10.0.0.1',dst='10.0.0.0/8')\" | head -n 1").arg(cliProgram())});
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.readAllStandardError(), QByteArray());
        QCOMPARE(shell.readAllStandardOutput().count('\n'), 1);
    }

    void aFullOutputIsAnError()
    {
        QProcess shell;
        shell.start("sh", {"-c", QStringLiteral("'%1' ls > /dev/full").arg(cliProgram())});
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitCode(), 5);
        QVERIFY(shell.readAllStandardError().contains("standard output"));
    }

private:
    static QList<const char*> commands()
    {
        return {"ls", "build", "repr", "summary", "show", "hexdump", "dissect", "read", "info",
            "send", "sendp", "sr", "sr1", "srp", "srp1", "srloop", "table", "traceroute", "arping", "replay", "stream", "sniff",
            "interfaces", "route", "resolve", "fuzz", "diff", "protocols"};
    }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "tst_cli_usage.moc"
