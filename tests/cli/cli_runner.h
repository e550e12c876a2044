/// Runs the real program.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

struct CliResult {
    int exit = -1;
    QByteArray out;
    QByteArray err;

    QList<QByteArray> lines() const
    {
        auto lines = out.split('\n');
        if (!lines.isEmpty() && lines.back().isEmpty())
            lines.removeLast();
        return lines;
    }
    QJsonObject json(qsizetype line = 0) const { return QJsonDocument::fromJson(lines().value(line)).object(); }
};

inline QString cliProgram() { return QStringLiteral(FW_BIN "/framewright-cli"); }

/// Ends with exit -1 if it does not within a minute.
inline CliResult runCli(const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(cliProgram(), arguments);
    process.write(input);
    process.closeWriteChannel();
    CliResult result;
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        process.kill(), process.waitForFinished();
    else
        result.exit = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}
