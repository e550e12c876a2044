#include "engine/exchange/exchange.h"
#include "engine/scapy/scapy.h"
#include "tests/lab/lab.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace fw;
using namespace std::chrono_literals;
using lab::Lab;
using lab::Machine;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft parsed(const std::string& text)
{
    auto draft = scapy::parse(protocols(), text);
    return draft ? std::move(*draft) : Draft{};
}

std::string toServer(const std::string& above)
{
    return std::string("IP(dst='") + Lab::serverAddress + "')/" + above;
}

struct Outcome {
    Result<ExchangeResult> result;
    std::vector<SentPacket> sent;
    std::vector<std::size_t> answered; ///< Numbers of the packets sent.
    std::size_t others = 0;

    ExchangeSink sink()
    {
        return {[this](const SentPacket& packet) { sent.push_back(packet); }, [this](const Answer& answer) { answered.push_back(answer.request); },
                [this](const CapturedPacket&) { ++others; }};
    }
};

std::size_t threadCount()
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}));
}

/// In KiB: what is in memory now.
std::size_t residentSize()
{
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm").ignore(64, ' ') >> pages;
    return pages * 4;
}

/// A hang is no failure that a test should wait for.
constexpr auto hang = 20'000;

const char* const cli = FW_BIN "/framewright-cli";

} // namespace

/// What goes wrong on real networks: it is told clearly, and what was found until then is kept.
class TestLabFaults : public QObject {
    Q_OBJECT

    std::unique_ptr<Lab> m_lab;
    QTemporaryDir m_folder;

    Outcome exchange(const std::string& text, SendOptions options = {}, const std::function<void(Outcome&)>& use = {}, std::stop_token stop = {})
    {
        Outcome outcome;
        m_lab->runInClient([&] {
            const auto network = systemNetwork();
            ExchangeSink sink = outcome.sink();
            sink.answered = [&](const Answer& answer) {
                outcome.answered.push_back(answer.request);
                if (use)
                    use(outcome);
            };
            outcome.result = sendAndReceive(protocols(), *network, parsed(text), options, sink, stop);
        });
        return outcome;
    }

    void ip(Machine machine, const std::vector<std::string>& words)
    {
        std::vector<std::string> all{"ip"};
        all.insert(all.end(), words.begin(), words.end());
        const auto done = m_lab->command(machine, all);
        QVERIFY2(done.status == 0, done.errors.c_str());
    }

    /// Sends frames from the router's side of the client's link until the object goes.
    class Sprinkler {
    public:
        Sprinkler(const Lab& lab, std::vector<Buffer> frames, std::size_t perSecond)
            : m_thread([&lab, this, frames = std::move(frames), perSecond](const std::stop_token& stop) {
                lab.run(Machine::Router, [&] {
                    const auto port = systemNetwork()->open(Lab::interface, {.filter = "less 0", .batched = true});
                    if (!port)
                        return;
                    const auto start = std::chrono::steady_clock::now();
                    while (!stop.stop_requested()) {
                        const auto due = static_cast<std::size_t>(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() * static_cast<double>(perSecond));
                        if (m_sent >= due)
                            std::this_thread::sleep_for(500us);
                        else if ((*port)->send(frames))
                            m_sent += frames.size();
                    }
                });
            })
        {
        }
        [[nodiscard]] std::size_t sent() const { return m_sent; }

    private:
        std::atomic<std::size_t> m_sent = 0;
        std::jthread m_thread;
    };

    /// A frame from the router to the client.
    Buffer toClient(const std::string& above)
    {
        Buffer frame;
        m_lab->runInClient([&] {
            const auto network = systemNetwork();
            for (const InterfaceInfo& interface : network->interfaces())
                if (interface.name == Lab::interface && interface.mac)
                    frame = Buffer(interface.mac->begin(), interface.mac->end());
        });
        Draft draft = parsed("Ether(src='02:00:00:00:00:09')/" + above);
        draft.layers[0].fields[0] = {SlotState::Explicit, Value(frame)};
        return buildBytes(protocols(), draft);
    }

private slots:
    void initTestCase()
    {
        m_lab = std::make_unique<Lab>();
        if (!m_lab->isPossible())
            QSKIP(m_lab->reason().c_str());
        QCOMPARE(exchange(toServer("ICMP()")).answered.size(), 1U); // The router is known from now on.
    }

    void cleanupTestCase() { m_lab.reset(); }

    void withoutRightsTheRemedyIsTold()
    {
        if (!QFileInfo::exists(QString::fromUtf8(cli)))
            QSKIP("framewright-cli is not built");
        const std::vector<std::string> asNobody{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"};
        auto probe = asNobody;
        probe.insert(probe.end(), {cli, "ls", "IP"});
        if (m_lab->command(Machine::Client, probe).status != 0)
            QSKIP("the program cannot be started by an unprivileged user here");
        for (const char* command : {"sr", "sr1", "srloop", "send"}) {
            auto words = asNobody;
            words.insert(words.end(), {cli, command, toServer("ICMP()")});
            const auto done = m_lab->command(Machine::Client, words);
            QCOMPARE(done.status, 4);
            QVERIFY2(done.errors.find("setcap") != std::string::npos || done.errors.find("root") != std::string::npos, done.errors.c_str());
            QCOMPARE(done.output.find("==>"), std::string::npos);
        }
    }

    void aMissingRouteIsTold()
    {
        ip(Machine::Client, {"route", "del", "default"});
        const Outcome outcome = exchange("IP(dst='192.0.2.1')/ICMP()");
        const auto told = m_lab->command(Machine::Client, {cli, "sr1", "IP(dst='192.0.2.1')/ICMP()"});
        ip(Machine::Client, {"route", "add", "default", "via", Lab::routerAddress});
        QVERIFY(!outcome.result.has_value());
        QCOMPARE(outcome.result.error().code, Errc::NoRoute);
        QCOMPARE(outcome.result.error().detail, std::string("192.0.2.1"));
        QVERIFY(outcome.sent.empty());
        QCOMPARE(told.status, 5);
        QVERIFY2(told.errors.find("no route to 192.0.2.1") != std::string::npos, told.errors.c_str());
    }

    void anAddressThatNobodyAnswersForIsTold()
    {
        const Outcome outcome = exchange("IP(dst='10.77.1.99')/ICMP()");
        QVERIFY(!outcome.result.has_value());
        QCOMPARE(outcome.result.error().code, Errc::TimedOut);
        QCOMPARE(outcome.result.error().detail, std::string("10.77.1.99"));
        QVERIFY(outcome.sent.empty());
    }

    void aHopThatNobodyAnswersForDoesNotKeepTheOthersBack()
    {
        const Outcome outcome = exchange(std::string("IP(dst=['10.77.1.99', '") + Lab::routerAddress + "'])/ICMP()", {.timeout = 300ms});
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.sent.size(), 2U);
        QCOMPARE(outcome.answered, std::vector<std::size_t>{1});
    }

    void anInterfaceThatGoesDownEndsTheRunWithWhatWasFound()
    {
        const Outcome outcome = exchange(toServer("ICMP(seq=(1,1000))"), {.interval = 5ms, .timeout = 500ms}, [&](Outcome& far) {
            if (far.answered.size() == 5)
                ip(Machine::Client, {"link", "set", Lab::interface, "down"});
        });
        ip(Machine::Client, {"link", "set", Lab::interface, "up"});
        ip(Machine::Client, {"route", "replace", "default", "via", Lab::routerAddress});
        ip(Machine::Client, {"-6", "addr", "replace", std::string(Lab::clientAddress6) + "/64", "dev", Lab::interface, "nodad"});
        ip(Machine::Client, {"-6", "route", "replace", "default", "via", Lab::routerAddress6});
        QVERIFY(outcome.answered.size() >= 5);
        QVERIFY(outcome.sent.size() < 1000);
        QVERIFY(!outcome.result.has_value());
        QCOMPARE(outcome.result.error().code, Errc::Io);
        QVERIFY2(outcome.result.error().detail.starts_with("eth0: "), outcome.result.error().detail.c_str());
        QCOMPARE(exchange(toServer("ICMP()")).answered.size(), 1U); // And all works again.
    }

    void answersThatAreMalformedAreNoAnswers()
    {
        const Buffer good = toClient(std::string("IP(src='") + Lab::serverAddress + "', dst='" + Lab::clientAddress + "')/TCP(sport=99, dport=4100, flags='SA', ack=1)");
        std::vector<Buffer> frames;
        for (std::size_t size = 14; size < good.size() - 4; ++size) {
            frames.push_back(Buffer(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)));
            Buffer changed = good;
            changed[size] ^= 0xffU;
            if (size < 34 || size >= 47) // Ports, numbers and flags would not be malformed but another answer.
                frames.push_back(std::move(changed));
        }
        std::erase_if(frames, [](const Buffer& frame) { return frame.size() > 47 && frame[47] == 0x12 && frame[23] == 6 && be16(frame, 12) == 0x0800 && frame[14] == 0x45; });
        const Sprinkler rain(*m_lab, std::move(frames), 5'000);
        // Port 99 is closed: the server's own answer is the only right one.
        const Outcome outcome = exchange(toServer("TCP(sport=4100, dport=99)"), {.timeout = 2000ms, .multi = true});
        QVERIFY(outcome.result.has_value());
        QVERIFY(rain.sent() > 0);
        QVERIFY(outcome.others > 0);
        QCOMPARE(outcome.result->answered, 1U);
    }

    void aFloodOfOtherPacketsHidesNoAnswer()
    {
        std::vector<Buffer> frames;
        for (int port = 1; port <= 64; ++port)
            frames.push_back(toClient(std::string("IP(src='192.0.2.7', dst='") + Lab::clientAddress + "')/UDP(sport=" + std::to_string(port) + ", dport=9)/('x'*40)"));
        const std::size_t before = residentSize();
        const Sprinkler flood(*m_lab, std::move(frames), 100'000);
        QTRY_VERIFY_WITH_TIMEOUT(flood.sent() > 10'000, hang);
        const Outcome outcome = exchange(toServer("TCP(sport=4101, dport=(1000,1999))"), {.timeout = 1000ms, .multi = true});
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->answered, 1000U);
        QVERIFY2(outcome.others > 10'000, std::to_string(outcome.others).c_str());
        QVERIFY2(residentSize() < before + 200'000, std::to_string(residentSize() - before).c_str());
    }

    void everyPortAtOnceIsAnswered()
    {
        const std::size_t before = residentSize();
        const Outcome outcome = exchange(toServer("TCP(sport=4102, dport=(1,65535))"), {.timeout = 3000ms, .bufferBytes = 32U << 20U});
        QVERIFY(outcome.result.has_value());
        QCOMPARE(outcome.result->sent, 65'535U);
        QCOMPARE(outcome.result->answered, 65'535U);
        QCOMPARE(outcome.result->dropped, 0U);
        auto numbers = outcome.answered; // Each exactly once.
        std::ranges::sort(numbers);
        QVERIFY(std::ranges::adjacent_find(numbers) == numbers.end());
        QVERIFY2(residentSize() < before + 120'000, std::to_string(residentSize() - before).c_str());
    }

    void itEndsWheneverItIsCancelled_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("after"); ///< Milliseconds; -1: before it begins.
        QTest::newRow("before it begins") << QByteArray(toServer("ICMP()").c_str()) << -1;
        QTest::newRow("while a neighbour is asked for") << QByteArray("IP(dst='10.77.1.98')/ICMP()") << 200;
        QTest::newRow("while sending") << QByteArray(toServer("TCP(sport=4103, dport=(1,65535))").c_str()) << 20;
        QTest::newRow("while waiting") << QByteArray("IP(dst='10.77.2.77')/TCP(sport=4104, dport=(1,10))") << 200;
    }

    void itEndsWheneverItIsCancelled()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, after);
        const std::size_t threads = threadCount();
        std::stop_source stop;
        std::jthread canceller([&] {
            if (after >= 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(after));
            stop.request_stop();
        });
        if (after < 0)
            canceller.join();
        QElapsedTimer timer;
        timer.start();
        const Outcome outcome = exchange(text.toStdString(), {.timeout = 60'000ms}, {}, stop.get_token());
        QVERIFY(timer.elapsed() < hang);
        QVERIFY(outcome.result.has_value()); // Cancelling is no error.
        QCOMPARE(outcome.result->sent, outcome.sent.size());
        QCOMPARE(outcome.result->answered, outcome.answered.size());
        QVERIFY(outcome.answered.size() <= outcome.sent.size());
        if (canceller.joinable())
            canceller.join();
        QCOMPARE(threadCount(), threads);
    }
};

QTEST_GUILESS_MAIN(TestLabFaults)
#include "tst_lab_faults.moc"
