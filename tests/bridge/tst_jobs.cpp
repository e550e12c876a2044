#include "tests/support/fake_network.h"
#include "ui/bridge/capture_job.h"
#include "ui/bridge/job_list.h"
#include "ui/bridge/open_capture_job.h"
#include "ui/bridge/resolve_job.h"
#include "ui/bridge/save_job.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace fw;
using namespace fw::ui;
using namespace std::chrono_literals;

namespace {

using NumberWork = std::function<Result<void>(const std::stop_token&, JobQueue<int>&)>;

class NumberJob final : public QueueJob<int> {
public:
    explicit NumberJob(NumberWork work, std::size_t capacity = 65'536)
        : QueueJob(QStringLiteral("numbers"), nullptr, capacity), m_work(std::move(work))
    {
    }
    void start() override { run(m_work); }

    std::vector<int> got;
    bool deliveredAfterEnd = false;
    bool wrongThread = false;

private:
    void deliver(std::vector<int>& items) override
    {
        deliveredAfterEnd = deliveredAfterEnd || !isRunning();
        wrongThread = wrongThread || QThread::currentThread() != thread();
        got.insert(got.end(), items.begin(), items.end());
    }
    NumberWork m_work;
};

Result<void> countForever(const std::stop_token& stop, JobQueue<int>& queue)
{
    for (int i = 0; !stop.stop_requested(); ++i)
        queue.push(i, stop);
    return {};
}

CapturedPacket packetOf(std::uint8_t fill)
{
    return {1s, link_type::Ethernet, 60, Buffer(60, fill)};
}

std::shared_ptr<Recording> newRecording()
{
    return Recording::create().value();
}

} // namespace

class TestJobs : public QObject {
    Q_OBJECT

private slots:
    void itemsAndTheEndArriveInOrderOnTheGuiThread()
    {
        NumberJob job([](const std::stop_token& stop, JobQueue<int>& queue) -> Result<void> {
            for (int i = 0; i < 1000; ++i)
                queue.push(i, stop);
            return {};
        });
        QSignalSpy ended(&job, &Job::ended);
        job.start();
        QTRY_COMPARE(ended.count(), 1);
        std::vector<int> expected(1000);
        std::iota(expected.begin(), expected.end(), 0);
        QVERIFY(job.got == expected);
        QVERIFY(!job.deliveredAfterEnd);
        QVERIFY(!job.wrongThread);
        QCOMPARE(job.state(), Job::State::Done);
    }
    void aFullQueueHoldsTheWorkerBackAndLosesNothing()
    {
        NumberJob job(
            [](const std::stop_token& stop, JobQueue<int>& queue) -> Result<void> {
                for (int i = 0; i < 50; ++i)
                    queue.push(i, stop);
                return {};
            },
            8);
        job.start();
        QTRY_COMPARE(job.state(), Job::State::Done);
        QCOMPARE(job.got.size(), std::size_t{50});
        QCOMPARE(job.lost(), std::uint64_t{0});
    }
    void offeredItemsThatFindNoRoomAreCounted()
    {
        NumberJob job(
            [](const std::stop_token&, JobQueue<int>& queue) -> Result<void> {
                for (int i = 0; i < 50; ++i)
                    queue.offer(i);
                return {};
            },
            8);
        job.start();
        QTRY_COMPARE(job.state(), Job::State::Done);
        QCOMPARE(job.got.size() + job.lost(), std::uint64_t{50});
        QVERIFY(job.lost() > 0);
    }
    void cancelKeepsWhatWasFound()
    {
        NumberJob job(countForever, 100);
        job.start();
        QTRY_VERIFY(!job.got.empty());
        job.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), Job::State::Cancelled, 1000);
        QVERIFY(!job.error());
        std::vector<int> expected(job.got.size());
        std::iota(expected.begin(), expected.end(), 0);
        QVERIFY(job.got == expected);
    }
    void errorsArriveAfterTheItems()
    {
        NumberJob job([](const std::stop_token& stop, JobQueue<int>& queue) -> Result<void> {
            queue.push(7, stop);
            return fail(Errc::Io, 3, "gone");
        });
        job.start();
        QTRY_COMPARE(job.state(), Job::State::Failed);
        QVERIFY(job.error() == (Error{Errc::Io, 3, "gone"}));
        QCOMPARE(job.got, std::vector<int>{7});
    }
    void destroyedWhileRunning()
    {
        NumberJob job(countForever, 100);
        job.start();
    }
    void aWorkerThatDoesNotComeBackIsLeftBehind()
    {
        QElapsedTimer clock;
        clock.start();
        {
            NumberJob job([](const std::stop_token&, JobQueue<int>& queue) -> Result<void> {
                std::this_thread::sleep_for(3s);
                queue.offer(1);
                return {};
            });
            job.start();
        }
        QVERIFY(clock.elapsed() < 2500);
        QTest::qWait(3000); // It ends on what it shares with nobody.
    }
    void theListKeepsAnEndedJobForAWhile()
    {
        JobList list;
        list.setKeepTime(50ms);
        QSignalSpy removed(&list, &JobList::removed);
        list.start(std::make_unique<NumberJob>([](const std::stop_token&, JobQueue<int>&) -> Result<void> { return {}; }));
        list.start(std::make_unique<NumberJob>(countForever, 100));
        QTRY_COMPARE(removed.count(), 1);
        QCOMPARE(list.jobs().size(), std::size_t{1});
        QCOMPARE(list.top(), list.jobs().front());
    }
    void aCaptureGrowsItsRecordingUntilCancelled()
    {
        const auto network = std::make_shared<FakeNetwork>();
        network->script.floodPerSecond = 5000;
        const auto recording = newRecording();
        CaptureJob job(network, "fake0", {}, recording);
        QSignalSpy listening(&job, &CaptureJob::listening);
        QSignalSpy grew(&job, &CaptureJob::grew);
        job.start();
        QTRY_VERIFY(job.standing().packets > 1000);
        job.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), Job::State::Cancelled, 1000);
        QCOMPARE(listening.count(), 1);
        QVERIFY(static_cast<std::uint64_t>(grew.count()) < job.standing().packets);
        QCOMPARE(job.standing().packets, std::uint64_t{recording->packetCount()});
        QCOMPARE(recording->packet(0).value().bytes, network->script.floodPacket);
        QCOMPARE(network->closed.load(), 1);
    }
    void aVanishedInterfaceEndsTheCaptureAndKeepsWhatCame()
    {
        const auto network = std::make_shared<FakeNetwork>();
        network->script.floodPerSecond = 1000;
        network->script.failAfter = 20;
        const auto recording = newRecording();
        CaptureJob job(network, "fake0", {}, recording);
        job.start();
        QTRY_COMPARE(job.state(), Job::State::Failed);
        QVERIFY(job.error()->code == Errc::Io);
        QVERIFY(recording->packetCount() >= 20);
    }
    void aRefusedInterfaceIsAnError()
    {
        const auto network = std::make_shared<FakeNetwork>();
        network->script.refusal = Error{Errc::NotPermitted, 0, "fake0"};
        CaptureJob job(network, "fake0", {}, newRecording());
        job.start();
        QTRY_COMPARE(job.state(), Job::State::Failed);
        QVERIFY(job.error() == network->script.refusal);
    }
    void savesAndOpensAgain()
    {
        const QTemporaryDir directory;
        const std::filesystem::path path = directory.filePath(QStringLiteral("x.pcap")).toStdString();
        const auto recording = newRecording();
        const std::vector<CapturedPacket> packets{packetOf(1), packetOf(2)};
        QVERIFY(recording->append(packets));

        SaveJob save(path, recording);
        save.start();
        QTRY_COMPARE(save.state(), Job::State::Done);

        OpenCaptureJob open(path);
        CaptureFilePtr file;
        connect(&open, &OpenCaptureJob::opened, this, [&](const CaptureFilePtr& opened) { file = opened; });
        open.start();
        QTRY_COMPARE(open.state(), Job::State::Done);
        QCOMPARE(file->packetCount(), std::size_t{2});
        QCOMPARE(file->packet(1).value().bytes, packets[1].bytes);
    }
    void openingWhatIsNoCaptureFails()
    {
        OpenCaptureJob open("/dev/null/none");
        open.start();
        QTRY_COMPARE(open.state(), Job::State::Failed);
    }
    void namesAreLookedUpOneByOne()
    {
        ResolveJob job(std::make_shared<FakeNetwork>(), {"nobody.test", "host.test"});
        std::vector<ResolvedName> names;
        connect(&job, &ResolveJob::resolved, this, [&](const ResolvedName& name) { names.push_back(name); });
        job.start();
        QTRY_COMPARE(job.state(), Job::State::Done);
        QCOMPARE(names.size(), std::size_t{2});
        QVERIFY(names[0].addresses.empty());
        QCOMPARE(names[1].addresses.front(), (Buffer{10, 0, 0, 7}));
    }
};

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
