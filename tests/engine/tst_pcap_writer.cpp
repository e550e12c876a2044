#include "capture_helpers.h"

#include <QDir>
#include <QStandardPaths>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace fw;

class TestPcapWriter : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty()); }
    void cleanup()
    {
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
            std::filesystem::remove_all(entry.path());
    }

    void whatIsWrittenReadsBack()
    {
        auto cut = testPacket(1'700'000'001'000'000'999, 40);
        cut.originalLength = 9000;
        const std::vector<CapturedPacket> packets{testPacket(1'700'000'000'123'456'789, 60), cut, testPacket(0, 0), testPacket(4'294'967'295'999'999'999, 300'000)};
        QVERIFY(write(m_path, packets));

        const auto capture = CaptureFile::open(m_path);
        QVERIFY(capture.has_value());
        QCOMPARE(QString::fromStdString((*capture)->info().fileType), "pcap (nanoseconds)");
        QCOMPARE((*capture)->packetCount(), packets.size());
        for (std::size_t i = 0; i < packets.size(); ++i)
            QVERIFY(*(*capture)->packet(i) == packets[i]);
        QCOMPARE(entries(), QStringList{"out.pcap"});
    }

    void tsharkReadsWhatIsWritten()
    {
        if (QStandardPaths::findExecutable("tshark").isEmpty())
            QSKIP("tshark is not installed.");
        const auto capture = CaptureFile::open(dataFile("ns_big.pcap"));
        QVERIFY(savePcap(m_path, **capture));
        QProcess tshark;
        tshark.start("tshark", {"-r", QString::fromStdString(m_path.string()), "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len"});
        QVERIFY(tshark.waitForFinished());
        QCOMPARE(tshark.readAllStandardOutput(), QByteArray("1700000000.123456789\t45\n1700000001.123456789\t54\n1700000002.123456789\t103\n"));
    }

    void savingGivesTheBytesOfTheOriginal_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("same format") << "ns_little.pcap";
        QTest::newRow("other byte order") << "ns_big.pcap";
        QTest::newRow("from pcapng") << "editcap.pcapng";
        QTest::newRow("from gzip") << "editcap.pcapng.gz";
    }
    void savingGivesTheBytesOfTheOriginal()
    {
        QFETCH(QString, file);
        const auto capture = CaptureFile::open(dataFile(qPrintable(file)));
        QVERIFY(savePcap(m_path, **capture));
        QByteArray expected = contents(dataFile("ns_little.pcap"));
        expected.replace(16, 4, QByteArray::fromHex("00000400")); // Only the snap length differs.
        QCOMPARE(contents(m_path), expected);
    }

    void savingOverItselfWorks()
    {
        writeFile(m_path, contents(dataFile("us_little.pcap")));
        const auto capture = CaptureFile::open(m_path);
        const auto before = describe(**capture);
        QVERIFY(savePcap(m_path, **capture));
        QCOMPARE(describe(**CaptureFile::open(m_path)), before);
        QCOMPARE(describe(**capture), before);
    }

    void twoLinkTypesAreRefusedAndTheOldFileStays()
    {
        writeFile(m_path, "precious");
        const auto capture = CaptureFile::open(dataFile("two_links.pcapng"));
        QCOMPARE(savePcap(m_path, **capture).error().code, Errc::Unsupported);
        QCOMPARE(contents(m_path), QByteArray("precious"));
        QCOMPARE(entries(), QStringList{"out.pcap"});
    }

    void nothingIsLeftWithoutFinish()
    {
        {
            auto writer = PcapWriter::create(m_path);
            QVERIFY((*writer)->write(testPacket(1, 60)));
        }
        QVERIFY(entries().isEmpty());
    }

    void aCaptureWithoutPacketsCanBeWritten()
    {
        auto writer = PcapWriter::create(m_path);
        (*writer)->setLinkType(link_type::Raw);
        QVERIFY((*writer)->finish());
        const auto capture = CaptureFile::open(m_path);
        QCOMPARE((*capture)->packetCount(), std::size_t{0});
        QCOMPARE((*capture)->info().linkTypes, std::vector<std::uint32_t>{link_type::Raw});
    }

    void aCancelledSaveLeavesTheOldFile()
    {
        writeFile(m_path, "precious");
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(savePcap(m_path, **CaptureFile::open(dataFile("us_little.pcap")), {}, stop.get_token()).error().code, Errc::Cancelled);
        QCOMPARE(contents(m_path), QByteArray("precious"));
        QCOMPARE(entries(), QStringList{"out.pcap"});
    }

    void aFullDiskLeavesTheOldFile()
    {
        writeFile(m_path, "precious");
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit limit{1000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto outcome = write(m_path, std::vector<CapturedPacket>(100, testPacket(1, 60)));
        ::setrlimit(RLIMIT_FSIZE, &before);
        QCOMPARE(outcome.error().code, Errc::Io);
        QVERIFY(outcome.error().detail.starts_with(m_path.string() + ": "));
        QCOMPARE(contents(m_path), QByteArray("precious"));
        QCOMPARE(entries(), QStringList{"out.pcap"});
    }

    void modeAndLinksOfTheOldFileStay()
    {
        const auto target = m_path.parent_path() / "target.pcap";
        writeFile(target, "old");
        ::chmod(target.c_str(), 0640);
        QCOMPARE(::symlink("target.pcap", m_path.c_str()), 0);
        QVERIFY(write(m_path, {testPacket(1, 60)}));
        QVERIFY(std::filesystem::is_symlink(m_path));
        struct stat status{};
        QCOMPARE(::stat(target.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0640U);
        QCOMPARE((*CaptureFile::open(target))->packetCount(), std::size_t{1});
    }

    void placesThatCannotBeWrittenAreNamed()
    {
        const auto missing = m_path.parent_path() / "nowhere" / "out.pcap";
        const auto error = PcapWriter::create(missing).error();
        QCOMPARE(error.code, Errc::Io);
        QVERIFY(error.detail.starts_with(missing.string() + ": "));
        QCOMPARE(PcapWriter::create(m_path.parent_path()).error().code, Errc::Io);
    }

    void aFolderWithoutRightsIsNotPermitted()
    {
        const WithoutRights nobody(m_path.parent_path());
        const auto error = PcapWriter::create(m_path).error();
        QVERIFY(error == (Error{Errc::NotPermitted, 0, m_path.string()}));
    }

    void aPipeIsWrittenToAndNotReplaced()
    {
        QCOMPARE(::mkfifo(m_path.c_str(), 0600), 0);
        QByteArray received;
        std::jthread reader([&] { received = contents(m_path); });
        QVERIFY(write(m_path, {testPacket(1, 60)}));
        reader.join();
        QCOMPARE(received.size(), 24 + 16 + 60);
        QVERIFY(std::filesystem::is_fifo(m_path));
    }

private:
    static Result<void> write(const std::filesystem::path& path, const std::vector<CapturedPacket>& packets)
    {
        auto writer = PcapWriter::create(path);
        if (!writer)
            return std::unexpected(writer.error());
        for (const auto& packet : packets)
            if (const auto written = (*writer)->write(packet); !written)
                return written;
        return (*writer)->finish();
    }

    QStringList entries() const { return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

    QTemporaryDir m_folder;
    std::filesystem::path m_path = std::filesystem::path(m_folder.path().toStdString()) / "out.pcap";
};

QTEST_APPLESS_MAIN(TestPcapWriter)
#include "tst_pcap_writer.moc"
