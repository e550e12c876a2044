#include "cli_runner.h"

#include <QJsonArray>
#include <QTemporaryDir>

/// The captures that come with the program.
class TestSamples : public QObject {
    Q_OBJECT

private slots:
    void makingTheDemoAgainGivesTheSameBytes()
    {
        QTemporaryDir folder;
        QCOMPARE(QProcess::execute(FW_BIN "/make_demo", {folder.filePath("demo.pcap")}), 0);
        QCOMPARE(contents(folder.filePath("demo.pcap")), contents(demo()));
    }

    void theDemoHolds429Packets()
    {
        QCOMPARE(runCli({"read", demo(), "--count"}).out, QByteArray("429\n"));
        QCOMPARE(runCli({"read", demo(), "-f", "icmp[0] == 8 or icmp[0] == 0", "--count"}).out, QByteArray("400\n"));
        QCOMPARE(runCli({"read", demo(), "-f", "udp src port 53 and src 10.0.0.53", "--count"}).out, QByteArray("3\n"));
    }

    void packetFourIsADnsAnswer()
    {
        const auto packet = runCli({"dissect", demo(), "-c", "4", "--ranges"}).json(3);
        const auto layers = packet["layers"].toArray();
        QStringList names;
        for (const QJsonValue layer : layers)
            names << layer["protocol"].toString();
        QCOMPARE(names, (QStringList{"Ether", "IP", "UDP", "DNS"}));
        QCOMPARE(layers[1]["fields"]["src"].toString(), "10.0.0.53");
        QCOMPARE(layers[1]["fields"]["dst"].toString(), "10.0.0.1");
        QCOMPARE(layers[3]["fields"]["qr"].toInt(), 1);
        QCOMPARE(layers[3]["fields"]["qd"][0]["fields"]["qname"].toString(), "www.example.com.");
        QCOMPARE(contents(demo()).mid(recordOffset(3) + 54, 17), QByteArray("\3www\7example\3com\0", 17));
    }

    void onlyOnePacketIsWrong()
    {
        QList<int> wrong;
        const auto all = runCli({"dissect", demo()});
        for (qsizetype i = 0; i < all.lines().size(); ++i)
            for (const QJsonValue note : all.json(i)["notes"].toArray())
                if (note["level"].toString() == "error")
                    wrong << all.json(i)["number"].toInt();
        QCOMPARE(wrong, QList<int>{29});
    }

private:
    static QString demo() { return QStringLiteral(FW_SAMPLES "/demo.pcap"); }
    static QByteArray contents(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Of the bytes of a packet, counted from 0.
    static qsizetype recordOffset(int number)
    {
        const QByteArray file = contents(demo());
        qsizetype at = 24;
        for (int i = 0; i < number; ++i)
            at += 16 + static_cast<unsigned char>(file[at + 8]) + 256 * static_cast<unsigned char>(file[at + 9]);
        return at + 16;
    }
};

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
