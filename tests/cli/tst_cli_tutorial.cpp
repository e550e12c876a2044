#include "cli_runner.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

namespace {

struct Step {
    QString title;
    QString command;
    QStringList expected;
};

/// What tests/data/tutorial.txt holds.
QList<Step> stepsOf(const QString& path)
{
    QFile file(path);
    QList<Step> steps;
    QString title;
    if (!file.open(QIODevice::ReadOnly))
        return steps;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("# ")))
            title = line.mid(2);
        else if (line.startsWith(QLatin1String("$ ")))
            steps.append({title, line.mid(2), {}});
        else if (!steps.isEmpty() && !line.isEmpty())
            steps.back().expected << line;
    }
    return steps;
}

bool fits(const QString& line, const QString& expected)
{
    QStringList parts = expected.split(QStringLiteral("[...]"));
    for (QString& part : parts)
        part = QRegularExpression::escape(part);
    return QRegularExpression(QRegularExpression::anchoredPattern(parts.join(QStringLiteral(".*")))).match(line).hasMatch();
}

} // namespace

/// The whole tutorial, command by command, in one folder, as somebody would type it.
class TestCliTutorial : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QList<Step> m_steps = stepsOf(QStringLiteral(FW_TEST_DATA "/tutorial.txt"));

private slots:
    void everyStepPrintsWhatItShould_data()
    {
        QTest::addColumn<int>("number");
        QCOMPARE(m_steps.size(), 22);
        for (int i = 0; i < m_steps.size(); ++i)
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(i + 1).arg(m_steps[i].title))) << i;
    }

    void everyStepPrintsWhatItShould()
    {
        QFETCH(int, number);
        const Step& step = m_steps[number];
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PATH"), QStringLiteral(FW_BIN ":") + environment.value(QStringLiteral("PATH")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.filePath(QStringLiteral("data"))); // No definitions of the user's.
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(m_folder.path());
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), step.command});
        QVERIFY(shell.waitForFinished(60'000));
        const QByteArray errors = shell.readAllStandardError();
        QVERIFY2(shell.exitCode() == 0, errors.constData());
        QStringList lines = QString::fromUtf8(shell.readAllStandardOutput()).split(QLatin1Char('\n'));
        lines.removeAll(QString());
        QVERIFY2(lines.size() == step.expected.size(), qPrintable(lines.join(QLatin1Char('\n'))));
        for (qsizetype i = 0; i < lines.size(); ++i)
            QVERIFY2(fits(lines[i], step.expected[i]), qPrintable(lines[i] + QStringLiteral("\nexpected: ") + step.expected[i]));
    }
};

QTEST_GUILESS_MAIN(TestCliTutorial)
#include "tst_cli_tutorial.moc"
