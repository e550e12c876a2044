#include "capture_helpers.h"

#include <QTemporaryDir>

#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace fw;

class TestCaptureFile : public QObject {
    Q_OBJECT

private slots:
    void readsWhatOtherProgramsWrote_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QStringList>("packets");

        const QStringList micro{"1700000000.123456000 45/45 link 1", "1700000001.123456000 54/54 link 1", "1700000002.123456000 103/103 link 1"};
        const QStringList nano{"1700000000.123456789 45/45 link 1", "1700000001.123456789 54/54 link 1", "1700000002.123456789 103/103 link 1"};
        const QString raw = "1700000003.250000000 28/28 link 101";
        const QStringList odd{"1700000000.123456000 4/4 link 1", "1700000000.123456789 5/1500 link 101",
            "1700000000.000000001 6/6 link 101", "0.000000000 60/100 link 1", "1700000000.500000000 7/7 link 228",
            "0.000000000 8/8 link 228"};

        QTest::newRow("microseconds, little-endian") << "us_little.pcap" << "pcap" << micro;
        QTest::newRow("microseconds, big-endian")    << "us_big.pcap" << "pcap" << micro;
        QTest::newRow("nanoseconds, little-endian")  << "ns_little.pcap" << "pcap (nanoseconds)" << nano;
        QTest::newRow("nanoseconds, big-endian")     << "ns_big.pcap" << "pcap (nanoseconds)" << nano;
        QTest::newRow("tcpdump")                     << "tcpdump.pcap" << "pcap" << micro;
        QTest::newRow("modified pcap")               << "modified.pcap" << "pcap (modified)" << micro;
        QTest::newRow("pcapng")                      << "editcap.pcapng" << "pcapng" << nano;
        QTest::newRow("two link types")              << "two_links.pcapng" << "pcapng" << micro + QStringList{raw};
        QTest::newRow("odd blocks, two sections")    << "odd.pcapng" << "pcapng" << odd;
        QTest::newRow("gzipped pcap")                << "us_little.pcap.gz" << "pcap" << micro;
        QTest::newRow("gzipped pcapng")              << "editcap.pcapng.gz" << "pcapng" << nano;
    }
    void readsWhatOtherProgramsWrote()
    {
        QFETCH(QString, file);
        QFETCH(QString, type);
        QFETCH(QStringList, packets);

        const auto capture = CaptureFile::open(dataFile(qPrintable(file)));
        QVERIFY(capture.has_value());
        QCOMPARE((*capture)->packetCount(), static_cast<std::size_t>(packets.size()));
        QCOMPARE(describe(**capture), packets);
        QCOMPARE(QString::fromStdString((*capture)->info().fileType), type);
        QCOMPARE((*capture)->info().compressed, file.endsWith(".gz"));
        QVERIFY(!(*capture)->truncatedAt());
    }

    void bytesAreThoseOfTheFile()
    {
        const auto capture = CaptureFile::open(dataFile("us_big.pcap"));
        QVERIFY(capture.has_value());
        const auto packet = (*capture)->packet(2);
        QVERIFY(packet.has_value());
        const QByteArray bytes(reinterpret_cast<const char*>(packet->bytes.data()), static_cast<qsizetype>(packet->bytes.size()));
        QCOMPARE(bytes, contents(dataFile("us_big.pcap")).last(103));
    }

    void onePacketReadsLikeAllOfThem()
    {
        const auto capture = CaptureFile::open(dataFile("odd.pcapng"));
        QVERIFY(capture.has_value());
        const auto done = (*capture)->read(0, 100, [&](std::size_t number, const PacketView& view) {
            const auto single = (*capture)->packet(number);
            return single && *single == toCapturedPacket(view);
        });
        QVERIFY(done.has_value());
        QVERIFY((*capture)->packet(5).has_value());
        QVERIFY(!(*capture)->packet(6).has_value());
    }

    void readingStopsWhenToldTo()
    {
        const auto capture = CaptureFile::open(dataFile("us_little.pcap"));
        QVERIFY(capture.has_value());
        std::vector<std::size_t> seen;
        QVERIFY((*capture)->read(1, 100, [&](std::size_t number, const PacketView&) { seen.push_back(number); return false; }));
        QCOMPARE(seen, std::vector<std::size_t>{1});
        seen.clear();
        QVERIFY((*capture)->read(0, 2, [&](std::size_t number, const PacketView&) { seen.push_back(number); return true; }));
        QCOMPARE(seen, (std::vector<std::size_t>{0, 1}));
        QVERIFY((*capture)->read(3, 1, [&](std::size_t, const PacketView&) { return seen.empty(); }));
        QCOMPARE(seen.size(), std::size_t{2});
    }

    void tellsWhatTheFileSaysOfItself()
    {
        const auto capture = CaptureFile::open(dataFile("editcap.pcapng"));
        QVERIFY(capture.has_value());
        QCOMPARE((*capture)->info().comments, std::vector<std::string>{"made for a test"});
        QVERIFY((*capture)->info().application.starts_with("Editcap"));
        QCOMPARE((*capture)->info().linkTypes, std::vector<std::uint32_t>{1});

        const auto odd = CaptureFile::open(dataFile("odd.pcapng"));
        QVERIFY(odd.has_value());
        QCOMPARE((*odd)->info().comments, (std::vector<std::string>{"big-endian section", "two to the power of 20"}));
        QCOMPARE((*odd)->info().linkTypes, (std::vector<std::uint32_t>{1, 101, 228}));
        QCOMPARE((*odd)->info().snapLength, 60U);
        QCOMPARE((*odd)->info().application, std::string("handmade"));
    }

    void whatIsNoCaptureIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");

        const auto data = [](const char* name) { return contents(dataFile(name)); };
        const auto refused = [](const char* name, const QByteArray& bytes, Errc code) { QTest::newRow(name) << bytes << static_cast<int>(code); };
        refused("empty", {}, Errc::NotACapture);
        refused("text", "this is no capture", Errc::NotACapture);
        refused("one byte of text", "t", Errc::NotACapture);
        refused("PNG", QByteArray::fromHex("89504e470d0a1a0a0000000d49484452"), Errc::NotACapture);
        refused("three bytes of a magic number", data("us_little.pcap").first(3), Errc::Truncated);
        refused("pcap, header cut", data("us_little.pcap").first(23), Errc::Truncated);
        refused("pcapng, header cut", data("editcap.pcapng").first(40), Errc::Truncated);
        refused("pcapng, no byte order", QByteArray::fromHex("0a0d0d0a1c00000011111111") + QByteArray(40, '\0'), Errc::NotACapture);
        refused("pcapng, version 2", data("odd.pcapng").replace(12, 2, QByteArray::fromHex("0002")), Errc::NotACapture);
        refused("gzip, header only", data("us_little.pcap.gz").first(10), Errc::Truncated);
    }
    void whatIsNoCaptureIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);

        const auto path = inFolder("file");
        writeFile(path, bytes);
        const auto capture = CaptureFile::open(path);
        QVERIFY(!capture.has_value());
        QCOMPARE(static_cast<int>(capture.error().code), code);
        QCOMPARE(capture.error().detail, path.string());
    }

    void compressedTextIsNoCapture()
    {
        const auto path = inFolder("text.gz");
        writeFile(path, QByteArray::fromHex("1f8b08000000000002032bc9c82c5600a2bc7c85e4c48292d2a25400d9b26ff112000000"));
        QCOMPARE(CaptureFile::open(path).error().code, Errc::NotACapture);
    }

    void aDirectoryIsNoCapture() { QCOMPARE(CaptureFile::open(m_folder.path().toStdString()).error().code, Errc::NotACapture); }

    void aMissingFileIsNamed()
    {
        const auto error = CaptureFile::open(inFolder("nowhere.pcap")).error();
        QCOMPARE(error.code, Errc::Io);
        QVERIFY(error.detail.starts_with(inFolder("nowhere.pcap").string() + ": "));
    }

    void anUnreadableFileIsNotPermitted()
    {
        const auto path = inFolder("secret.pcap");
        writeFile(path, contents(dataFile("us_little.pcap")));
        ::chmod(path.c_str(), 0);
        const WithoutRights nobody(path.parent_path());
        const auto error = CaptureFile::open(path).error();
        QVERIFY(error == (Error{Errc::NotPermitted, 0, path.string()}));
    }

    void openingCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(CaptureFile::open(dataFile("us_little.pcap"), {}, stop.get_token()).error().code, Errc::Cancelled);
        QCOMPARE(CaptureFile::open(dataFile("us_little.pcap.gz"), {}, stop.get_token()).error().code, Errc::Cancelled);
    }

    void aPipeWithoutAWriterCanBeCancelled()
    {
        const auto path = inFolder("pipe");
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        std::stop_source stop;
        std::jthread canceller([&] { std::this_thread::sleep_for(std::chrono::milliseconds(50)); stop.request_stop(); });
        QCOMPARE(CaptureFile::open(path, {}, stop.get_token()).error().code, Errc::Cancelled);
    }

    void aPipeIsReadToItsEnd()
    {
        const auto path = inFolder("pipe2");
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        std::jthread writer([&] { // In two pieces, the first too short to tell what it is.
            QFile pipe(QString::fromStdString(path.string()));
            if (!pipe.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
                return;
            const QByteArray all = contents(dataFile("editcap.pcapng"));
            pipe.write(all.first(1));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            pipe.write(all.sliced(1));
        });
        const auto capture = CaptureFile::open(path);
        QVERIFY(capture.has_value());
        QCOMPARE((*capture)->packetCount(), std::size_t{3});
    }

    void anEndlessDeviceIsNoCapture() { QCOMPARE(CaptureFile::open("/dev/zero").error().code, Errc::NotACapture); }

    void progressReachesTheCaller()
    {
        std::uint64_t total = 0;
        QVERIFY(CaptureFile::open(dataFile("us_little.pcap"), [&](std::uint64_t, std::uint64_t all) { total = all; }).has_value());
        QCOMPARE(total, std::uint64_t{274});
    }

    void aFileThatShrankIsAnIoError()
    {
        const auto path = inFolder("shrinks.pcap");
        writeFile(path, contents(dataFile("us_little.pcap")));
        const auto capture = CaptureFile::open(path);
        QVERIFY(capture.has_value());
        QCOMPARE(::truncate(path.c_str(), 150), 0);
        QVERIFY((*capture)->packet(0).has_value());
        QCOMPARE((*capture)->packet(2).error().code, Errc::Io);
    }

    void aFileWrittenOverIsStillBounded()
    {
        const auto path = inFolder("changes.pcapng");
        const QByteArray good = contents(dataFile("odd.pcapng"));
        writeFile(path, good);
        const auto capture = CaptureFile::open(path);
        QVERIFY(capture.has_value());
        writeFile(path, QByteArray(good.size(), '\xff'));
        for (std::size_t i = 0; i < (*capture)->packetCount(); ++i)
            QVERIFY((*capture)->packet(i)->bytes.size() <= 100);
    }

private:
    std::filesystem::path inFolder(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestCaptureFile)
#include "tst_capture_file.moc"
