#include "capture_helpers.h"

#include <QTemporaryDir>

#include <atomic>
#include <csignal>
#include <thread>

#include <sys/resource.h>

using namespace fw;

class TestRecording : public QObject {
    Q_OBJECT

private slots:
    void whatWasAppendedCanBeRead()
    {
        const auto recording = create();
        QVERIFY(recording->append(std::vector{testPacket(1'700'000'000'000'000'001, 60), testPacket(1'700'000'000'000'000'002, 0)}));
        auto cut = testPacket(1'700'000'000'000'000'003, 100);
        cut.originalLength = 1500;
        QVERIFY(recording->append(std::vector{cut}));

        QCOMPARE(describe(*recording), (QStringList{"1700000000.000000001 60/60 link 1", "1700000000.000000002 0/0 link 1", "1700000000.000000003 100/1500 link 1"}));
        QVERIFY(*recording->packet(2) == cut);
        QVERIFY(!recording->packet(3).has_value());
    }

    void theFileIsACaptureAtAnyTime()
    {
        const auto recording = create();
        QVERIFY(recording->append(std::vector{testPacket(5, 60)}));
        const auto file = CaptureFile::open(recording->path());
        QVERIFY(file.has_value());
        QCOMPARE(describe(**file), describe(*recording));
        QVERIFY(!(*file)->truncatedAt());
    }

    void theFileGoesWithTheObjectUnlessKept()
    {
        auto recording = create();
        const auto path = recording->path();
        QVERIFY(std::filesystem::exists(path));
        recording.reset();
        QVERIFY(!std::filesystem::exists(path));

        recording = create();
        const auto kept = recording->path();
        recording->keep();
        recording.reset();
        QVERIFY(std::filesystem::exists(kept));
    }

    void anEmptyRecordingHasNoPackets()
    {
        const auto recording = create();
        QVERIFY(recording->append({}));
        QCOMPARE(recording->packetCount(), std::size_t{0});
        QVERIFY(describe(*recording).isEmpty());
    }

    void aSecondLinkTypeIsRefusedAndTheRestKept()
    {
        const auto recording = create();
        auto other = testPacket(2, 20);
        other.linkType = link_type::Raw;
        QCOMPARE(recording->append(std::vector{testPacket(1, 60), other, testPacket(3, 60)}).error().code, Errc::Unsupported);
        QCOMPARE(recording->packetCount(), std::size_t{1});
        QVERIFY(recording->append(std::vector{testPacket(4, 60)}));
        QCOMPARE(describe(*recording).size(), 2);
    }

    void aMissingFolderIsAnIoError()
    {
        const auto recording = Recording::create(m_folder.path().toStdString() + "/nowhere");
        QCOMPARE(recording.error().code, Errc::Io);
    }

    void othersReadWhileOneAppends()
    {
        const auto recording = create();
        std::atomic<bool> wrong = false;
        std::jthread reader([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const auto count = recording->packetCount();
                std::size_t seen = 0;
                const auto done = recording->read(0, count, [&](std::size_t number, const PacketView& packet) {
                    ++seen;
                    return packet.time.count() == static_cast<std::int64_t>(number) && packet.bytes.size() == number % 100;
                });
                if (!done || seen != count)
                    wrong = true;
            }
        });
        for (std::int64_t i = 0; i < 20'000;) {
            std::vector<CapturedPacket> batch;
            for (int n = 0; n < 50; ++n, ++i)
                batch.push_back(testPacket(i, static_cast<std::size_t>(i % 100)));
            QVERIFY(recording->append(batch));
        }
        reader.request_stop();
        reader.join();
        QVERIFY(!wrong);
        QCOMPARE(recording->packetCount(), std::size_t{20'000});
    }

    void aFullDiskKeepsWhatWasWritten()
    {
        const auto recording = create();
        QVERIFY(recording->append(std::vector{testPacket(1, 60)}));
        const FileSizeLimit limit(1000);
        const auto error = recording->append(std::vector<CapturedPacket>(100, testPacket(2, 60))).error();
        QCOMPARE(error.code, Errc::Io);
        QVERIFY(error.detail.starts_with(recording->path().string() + ": "));
        const std::size_t room = (1000 - 24) / 76;
        QCOMPARE(recording->packetCount(), room);
        QCOMPARE(describe(*recording).size(), static_cast<qsizetype>(room));
        QVERIFY(!CaptureFile::open(recording->path()).value()->truncatedAt());
    }

private:
    /// As full as a disk can be made without filling it.
    class FileSizeLimit {
    public:
        explicit FileSizeLimit(rlim_t bytes)
        {
            ::signal(SIGXFSZ, SIG_IGN);
            ::getrlimit(RLIMIT_FSIZE, &m_before);
            const rlimit limit{bytes, m_before.rlim_max};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        }
        ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

    private:
        rlimit m_before{};
    };

    std::shared_ptr<Recording> create() const { return Recording::create(m_folder.path().toStdString()).value(); }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestRecording)
#include "tst_recording.moc"
