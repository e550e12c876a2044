#include "cli_runner.h"

#include <QDir>
#include <QTemporaryDir>

/// The folder of a user's own definitions, as the command line reads it.
class TestCliDefinitions : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    QDir m_folder;

    void write(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private slots:
    void init()
    {
        qputenv("XDG_DATA_HOME", m_home.path().toLocal8Bit());
        m_folder = QDir(m_home.filePath("framewright/protocols"));
        m_folder.removeRecursively();
        QVERIFY(m_folder.mkpath("."));
    }

    void aFileThereIsUsedByEveryCommand()
    {
        write("mine.yaml", "format: 1\nprotocols:\n  Mine: {fields: [{number: u16}]}\n");
        QCOMPARE(runCli({"build", "Mine(number=258)"}).out, QByteArray("0102\n"));
        QVERIFY(runCli({"ls", "Mine"}).out.contains("number"));
        write("yours.fwproto", "format: 1\nprotocols:\n  Yours: {fields: [{number: u8}]}\n");
        QCOMPARE(runCli({"build", "Yours(number=3)"}).out, QByteArray("03\n"));
    }

    void aBrokenOneIsToldAndStopsNothing()
    {
        write("broken.yaml", "format: 1\nprotocols:\n  Broken: {fields: [{number: u61x}]}\n");
        write("mine.yaml", "format: 1\nprotocols:\n  Mine: {fields: [{number: u16}]}\n");
        const auto result = runCli({"build", "Mine(number=258)/UDP()"});
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.startsWith("0102"));
        QVERIFY2(result.err.contains("broken.yaml:3:"), result.err);
    }

    void whatCannotBeReadThereStopsNothing()
    {
        QVERIFY(QFile::link(m_folder.filePath("nowhere"), m_folder.filePath("dangling.yaml")));
        QVERIFY(m_folder.mkpath("folder.yaml"));
        write("notes.txt", "not a definition");
        const auto result = runCli({"build", "UDP(sport=1,dport=2)"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, QByteArray("0001000200080000\n"));
        QCOMPARE(result.err, QByteArray());
    }

    void filesThatAreGivenStandInItsPlace()
    {
        write("mine.yaml", "format: 1\nprotocols:\n  Mine: {fields: [{number: u16}]}\n");
        QTemporaryDir other;
        QCOMPARE(runCli({"--protocols", other.path(), "build", "Mine()"}).exit, 3);
        QCOMPARE(runCli({"build", "Mine()"}).exit, 0);
    }

    void withoutAFolderOnlyWhatIsBuiltInIsThere()
    {
        m_folder.removeRecursively();
        const auto result = runCli({"build", "UDP(sport=1,dport=2)"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.err, QByteArray());
        qputenv("XDG_DATA_HOME", "relative/folder"); // To be ignored.
        qputenv("HOME", m_home.path().toLocal8Bit());
        QVERIFY(QDir(m_home.path()).mkpath(".local/share/framewright/protocols"));
        QFile file(m_home.filePath(".local/share/framewright/protocols/mine.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("format: 1\nprotocols:\n  Mine: {fields: [{number: u16}]}\n");
        file.close();
        QCOMPARE(runCli({"build", "Mine(number=1)"}).out, QByteArray("0001\n"));
    }
};

QTEST_GUILESS_MAIN(TestCliDefinitions)
#include "tst_cli_definitions.moc"
