#include "engine/exchange/preflight.h"
#include "engine/scapy/scapy.h"
#include "tests/lab/lab.h"

#include <QTest>

#include <thread>

using namespace fw;
using namespace std::chrono_literals;
using lab::Lab;
using lab::Machine;
using Code = Preflight::Warning::Code;

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

const std::string toServer = std::string("IP(dst='") + Lab::serverAddress + "')";

bool has(const Preflight& found, Code code)
{
    return std::ranges::any_of(found.warnings, [code](const auto& warning) { return warning.code == code; });
}

} // namespace

/// Sending alone through a real kernel, with a queue that is full and interfaces that fail.
class TestLabSend : public QObject {
    Q_OBJECT

    std::unique_ptr<Lab> m_lab;

    std::uint64_t sentByInterface() const
    {
        const auto shown = m_lab->command(Machine::Client, {"ip", "-s", "link", "show", "dev", Lab::interface});
        const QStringList lines = QString::fromStdString(shown.output).split(QLatin1Char('\n'));
        return lines.value(5).simplified().section(QLatin1Char(' '), 1, 1).toULongLong(); // Below "TX: bytes packets …".
    }

    bool slowDown(const std::string& rate) const
    {
        return m_lab->command(Machine::Client, {"tc", "qdisc", "add", "dev", Lab::interface, "root", "tbf", "rate", rate, "burst", "2kb", "limit", "3kb"}).status == 0;
    }

    Preflight told(const std::string& text, bool asks = true)
    {
        Preflight found;
        m_lab->runInClient([&] { found = preflight(protocols(), *systemNetwork(), parsed(text), {}, asks, {}); });
        return found;
    }

private slots:
    void initTestCase()
    {
        m_lab = std::make_unique<Lab>();
        if (!m_lab->isPossible())
            QSKIP(m_lab->reason().c_str());
    }

    void cleanupTestCase() { m_lab.reset(); }

    void cleanup() { (void)m_lab->command(Machine::Client, {"tc", "qdisc", "del", "dev", Lab::interface, "root"}); }

    void preflightTellsTheWayOfTheMachine()
    {
        const Preflight found = told(toServer + "/TCP(dport=80)");
        QCOMPARE(found.interface, std::string(Lab::interface));
        QCOMPARE(addressText(found.source), std::string(Lab::clientAddress));
        QCOMPARE(addressText(found.nextHop), std::string(Lab::routerAddress));
        QVERIFY(found.isGateway);
        QVERIFY(found.mac);
        QCOMPARE(found.mtu, 1500);
        QVERIFY(has(found, Code::KernelResets));
        QVERIFY(found.goesOut());
    }

    void preflightSaysWhoDoesNotAnswer()
    {
        const Preflight found = told("IP(dst='10.77.1.99')/UDP()");
        QVERIFY(has(found, Code::NoNeighbour));
        QVERIFY(!found.goesOut());
        QVERIFY(has(told("IP(dst='10.77.1.98')/UDP()", false), Code::NotAsked));
    }

    void preflightSaysThatThereIsNoRoute()
    {
        QCOMPARE(m_lab->command(Machine::Client, {"ip", "route", "add", "unreachable", "198.51.100.0/24"}).status, 0);
        const Preflight found = told("IP(dst='198.51.100.1')/UDP()");
        QVERIFY(has(found, Code::NoRoute));
        QVERIFY(!found.goesOut());
    }

    /// The kernel refuses what its queue has no room for (ENOBUFS); each packet is sent again until it is taken.
    void aFullQueueIsWaitedFor()
    {
        if (!slowDown("4mbit"))
            QSKIP("this kernel cannot slow a link down (no sch_tbf)");
        const std::uint64_t before = sentByInterface();
        m_lab->runInClient([&] {
            const auto sent = sendPackets(protocols(), *systemNetwork(), parsed(toServer + "/UDP(dport=(1,500))/('x'*100)"), {}, {}, {});
            QVERIFY(sent.has_value());
            QCOMPARE(sent->sent, std::uint64_t{500});
        });
        QTRY_VERIFY_WITH_TIMEOUT(sentByInterface() - before >= 500, 10'000);
    }

    void aFullQueueDoesNotHoldUpAStop()
    {
        if (!slowDown("16kbit"))
            QSKIP("this kernel cannot slow a link down (no sch_tbf)");
        std::stop_source stop;
        Result<ExchangeResult> result;
        std::chrono::steady_clock::time_point asked;
        std::chrono::steady_clock::time_point ended;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(300ms);
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        m_lab->runInClient([&] { result = sendPackets(protocols(), *systemNetwork(), parsed(toServer + "/UDP(dport=(1,60000))/('x'*100)"), {}, {}, stop.get_token()); });
        ended = std::chrono::steady_clock::now();
        stopper.join();
        QVERIFY(result.has_value());
        QVERIFY(result->sent < 1000);
        qInfo("ended %lld ms after the stop", static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(ended - asked).count()));
    }

    void tooLongPacketsAreRefusedAfterWhatWentOut()
    {
        m_lab->runInClient([&] {
            const std::vector<std::shared_ptr<const Draft>> drafts{std::make_shared<const Draft>(parsed(toServer + "/UDP(dport=(1,20))")),
                std::make_shared<const Draft>(parsed(toServer + "/UDP()/('x'*3000)"))};
            const auto sent = sendPackets(protocols(), *systemNetwork(), drafts, {}, {}, {});
            QVERIFY(!sent.has_value());
            QCOMPARE(sent.error().code, Errc::Io);
            QCOMPARE(sent.error().offset, std::size_t{20});
        });
    }
};

QTEST_GUILESS_MAIN(TestLabSend)
#include "tst_lab_send.moc"
