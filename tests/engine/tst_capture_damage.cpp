#include "capture_helpers.h"

#include <QTemporaryDir>
#include <QtEndian>

using namespace fw;

/// Captures cut short or damaged: whole records are kept, and nothing else is believed.
class TestCaptureDamage : public QObject {
    Q_OBJECT

private slots:
    void cutAtEveryByteKeepsWholeRecords_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("header");        ///< Shorter than this is no capture at all.
        QTest::addColumn<QList<int>>("ends");   ///< Where records end, the file's header first.
        QTest::addColumn<QList<int>>("packets"); ///< How many packets there are by then.

        const QList<int> classic{24, 85, 155, 274};
        QTest::newRow("pcap") << "us_little.pcap" << 24 << classic << QList<int>{0, 1, 2, 3};
        QTest::newRow("pcap, big-endian") << "us_big.pcap" << 24 << classic << QList<int>{0, 1, 2, 3};
        QTest::newRow("pcap, nanoseconds") << "ns_big.pcap" << 24 << classic << QList<int>{0, 1, 2, 3};
        QTest::newRow("pcap, modified") << "modified.pcap" << 24 << QList<int>{24, 93, 171, 298} << QList<int>{0, 1, 2, 3};
        for (const char* name : {"editcap.pcapng", "two_links.pcapng", "odd.pcapng"}) {
            const auto [ends, packets] = blockEnds(contents(dataFile(name)));
            QTest::newRow(name) << name << ends.front() << ends << packets;
        }
    }
    void cutAtEveryByteKeepsWholeRecords()
    {
        QFETCH(QString, file);
        QFETCH(int, header);
        QFETCH(QList<int>, ends);
        QFETCH(QList<int>, packets);

        const QByteArray whole = contents(dataFile(qPrintable(file)));
        QCOMPARE(ends.back(), whole.size());
        for (int size = 1; size <= whole.size(); ++size) {
            writeFile(m_path, whole.first(size));
            const auto capture = CaptureFile::open(m_path);
            if (size < header) {
                QCOMPARE(capture.error().code, Errc::Truncated);
                continue;
            }
            const auto record = std::ranges::upper_bound(ends, size) - ends.begin() - 1;
            QVERIFY(capture.has_value());
            QCOMPARE((*capture)->packetCount(), static_cast<std::size_t>(packets[record]));
            QCOMPARE((*capture)->truncatedAt().has_value(), ends[record] != size);
            QCOMPARE((*capture)->truncatedAt().value_or(static_cast<std::uint64_t>(size)), static_cast<std::uint64_t>(ends[record]));
            QCOMPARE(describe(**capture).size(), packets[record]);
        }
    }

    void gzipCutAtEveryByteIsMarkedCutShort_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("pcap") << "us_little.pcap.gz";
        QTest::newRow("pcapng") << "editcap.pcapng.gz";
    }
    void gzipCutAtEveryByteIsMarkedCutShort()
    {
        QFETCH(QString, file);
        const QByteArray whole = contents(dataFile(qPrintable(file)));
        for (qsizetype size = 2; size < whole.size(); ++size) {
            writeFile(m_path, whole.first(size));
            const auto capture = CaptureFile::open(m_path);
            if (capture)
                QVERIFY((*capture)->truncatedAt().has_value());
            else
                QCOMPARE(capture.error().code, Errc::Truncated);
        }
        writeFile(m_path, whole + "what gzip leaves alone");
        QVERIFY(!CaptureFile::open(m_path).value()->truncatedAt());
    }

    void gzipMembersAreJoined()
    {
        // The second capture's header is then read as a record header, which is how one sees that it was unpacked.
        const QByteArray once = contents(dataFile("us_little.pcap.gz"));
        writeFile(m_path, once + once);
        const auto capture = CaptureFile::open(m_path);
        QVERIFY(capture.has_value());
        QCOMPARE((*capture)->packetCount(), std::size_t{4});
        QCOMPARE((*capture)->truncatedAt(), std::optional<std::uint64_t>(274 + 16));
    }

    void damagedGzipIsMarkedCutShort()
    {
        QByteArray damaged = contents(dataFile("us_little.pcap.gz"));
        damaged[damaged.size() - 8] = static_cast<char>(damaged[damaged.size() - 8] ^ 1); // In the checksum.
        writeFile(m_path, damaged);
        const auto capture = CaptureFile::open(m_path);
        QVERIFY(capture.has_value());
        QCOMPARE((*capture)->packetCount(), std::size_t{3});
        QVERIFY((*capture)->truncatedAt().has_value());
    }

    void absurdLengthsEndTheCapture_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("at");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("packets");
        QTest::addColumn<int>("truncatedAt");

        const auto row = [](const char* name, const char* file, int at, const char* hex, int packets, int truncatedAt) {
            QTest::newRow(name) << file << at << QByteArray::fromHex(hex) << packets << truncatedAt;
        };
        row("pcap: length of four gigabytes", "us_little.pcap", 85 + 8, "ffffffff", 1, 85);
        row("pcap: negative length", "us_little.pcap", 85 + 8, "00000080", 1, 85);
        row("pcap: length beyond the end", "us_little.pcap", 155 + 8, "68000000", 2, 155);
        const QByteArray odd = contents(dataFile("odd.pcapng"));
        const auto [ends, counts] = blockEnds(odd);
        const int packet = ends[2]; // The first packet begins after a section and two interfaces.
        row("pcapng: length no multiple of four", "odd.pcapng", packet + 4, "00000025", 0, packet);
        row("pcapng: length of zero", "odd.pcapng", packet + 4, "00000000", 0, packet);
        row("pcapng: length of eight", "odd.pcapng", packet + 4, "00000008", 0, packet);
        row("pcapng: length of four gigabytes", "odd.pcapng", packet + 4, "fffffffc", 0, packet);
        row("pcapng: the two lengths differ", "odd.pcapng", ends[3] - 4, "00000020", 0, packet);
        row("pcapng: packet larger than its block", "odd.pcapng", packet + 20, "00000005", 0, packet);
        row("pcapng: an interface that is not there", "odd.pcapng", packet + 8, "00000002", 0, packet);
    }
    void absurdLengthsEndTheCapture()
    {
        QFETCH(QString, file);
        QFETCH(int, at);
        QFETCH(QByteArray, bytes);
        QFETCH(int, packets);
        QFETCH(int, truncatedAt);

        writeFile(m_path, contents(dataFile(qPrintable(file))).replace(at, bytes.size(), bytes));
        const auto capture = CaptureFile::open(m_path);
        QVERIFY(capture.has_value());
        QCOMPARE((*capture)->packetCount(), static_cast<std::size_t>(packets));
        QCOMPARE((*capture)->truncatedAt(), std::optional<std::uint64_t>(static_cast<std::uint64_t>(truncatedAt)));
    }

    void timesThatDoNotFitBecomeTheNearest()
    {
        QByteArray file = contents(dataFile("odd.pcapng"));
        const int packet = blockEnds(file).first[2];
        file.replace(packet + 12, 8, QByteArray(8, '\xff'));
        writeFile(m_path, file);
        QCOMPARE(CaptureFile::open(m_path).value()->packet(0)->time.count(), std::numeric_limits<std::int64_t>::max());
    }

private:
    /// Where the blocks of a good pcapng file end, and how many packets there are by then.
    static std::pair<QList<int>, QList<int>> blockEnds(const QByteArray& file)
    {
        QList<int> ends, packets;
        bool big = false;
        int count = 0;
        for (int at = 0; at < file.size();) {
            if (file.mid(at, 4) == QByteArray::fromHex("0a0d0d0a"))
                big = file.mid(at + 8, 4) == QByteArray::fromHex("1a2b3c4d");
            const auto number = [&](int offset) {
                const auto* bytes = file.constData() + at + offset;
                return static_cast<int>(big ? qFromBigEndian<quint32>(bytes) : qFromLittleEndian<quint32>(bytes));
            };
            const int type = number(0);
            count += type == 2 || type == 3 || type == 6;
            at += number(4);
            ends << at;
            packets << count;
        }
        return {ends, packets};
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path = std::filesystem::path(m_folder.path().toStdString()) / "capture";
};

QTEST_APPLESS_MAIN(TestCaptureDamage)
#include "tst_capture_damage.moc"
