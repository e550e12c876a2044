#include "engine/exchange/exchange.h"
#include "engine/net/packet_fields.h"
#include "engine/packet/text.h"
#include "engine/scapy/scapy.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace fw;
using namespace std::chrono_literals;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft parsed(const char* text)
{
    auto draft = scapy::parse(protocols(), text);
    return draft ? std::move(*draft) : Draft{};
}

/// Everything that an exchange hands over.
struct Log {
    std::vector<SentPacket> sent;
    std::vector<Answer> answers;
    std::vector<CapturedPacket> others;

    ExchangeSink sink()
    {
        return {[this](const SentPacket& packet) { sent.push_back(packet); },
                [this](const Answer& answer) { answers.push_back(answer); },
                [this](const CapturedPacket& packet) { others.push_back(packet); }};
    }
    [[nodiscard]] std::string answerTo(std::size_t request) const
    {
        for (const Answer& answer : answers)
            if (answer.request == request)
                return summary(protocols(), answer.draft(protocols()));
        return {};
    }
};

/// The value of a field of the first layer of that name.
std::optional<std::int64_t> number(const Draft& draft, std::string_view protocol, std::string_view field)
{
    for (const Layer& layer : draft.layers)
        if (protocols()[layer.protocol].name == protocol)
            if (const Value* value = fieldValue(protocols(), layer, field); value != nullptr && value->integer() != nullptr)
                return *value->integer();
    return std::nullopt;
}

} // namespace

class TestExchange : public QObject {
    Q_OBJECT

    std::unique_ptr<Network> m_practice;

    Result<ExchangeResult> exchange(const char* text, Log& log, SendOptions options = {}, std::stop_token stop = {})
    {
        return sendAndReceive(protocols(), *m_practice, parsed(text), options, log.sink(), std::move(stop));
    }

private slots:
    void init() { m_practice = practiceNetwork(); }

    void aQuestionIsAnswered()
    {
        Log log;
        const auto result = exchange("IP(dst='8.8.8.8')/UDP()/DNS(qd=DNSQR(qname='www.example.com'))", log);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 1U);
        QCOMPARE(result->answered, 1U);
        QCOMPARE(log.answers.size(), 1U);
        QCOMPARE(number(log.answers[0].draft(protocols()), "DNS", "ancount"), std::optional<std::int64_t>(1));
        QVERIFY(log.answers[0].packet.time > log.sent[0].packet.time);
    }

    void whatWasSentIsComplete()
    {
        Log log;
        QVERIFY(exchange("IP(dst='www.secdev.org')/TCP()", log).has_value());
        QCOMPARE(log.sent.size(), 1U);
        QCOMPARE(summary(protocols(), log.sent[0].draft()), std::string("Ether / IP / TCP 172.17.0.2:ftp_data > 217.25.178.5:http S"));
        QCOMPARE(buildBytes(protocols(), log.sent[0].draft()), log.sent[0].packet.bytes);
        QCOMPARE(toHex(Bytes(log.sent[0].packet.bytes).first(14)), std::string("0242ac1100010242ac1100020800"));
    }

    void eachPacketOfASetIsAnsweredByItsOwnRouter()
    {
        Log log;
        const auto result = exchange("IP(dst='www.secdev.org', ttl=(1,12))/TCP(dport=80, sport=(1000,1000))", log);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 12U);
        QCOMPARE(result->answered, 12U);
        QVERIFY(log.answerTo(0).starts_with("Ether / IP / ICMP 192.168.178.1 > 172.17.0.2 time-exceeded"));
        QVERIFY(log.answerTo(7).starts_with("Ether / IP / ICMP 184.104.207.166 > 172.17.0.2 time-exceeded"));
        QVERIFY(log.answerTo(8).starts_with("Ether / IP / TCP 217.25.178.5:http > 172.17.0.2:"));
    }

    /// "srp(Ether()/IP(dst="8.8.8.8", ttl=(5,10))/UDP()/DNS(...))": five time-exceeded, and one without an answer.
    void theTutorialsExampleComesOutAsThere()
    {
        Log log;
        SendOptions options;
        options.layer = SendLayer::Link;
        options.timeout = 300ms;
        const auto result = exchange("Ether()/IP(dst='8.8.8.8', ttl=(5,10))/UDP()/DNS(rd=1, qd=DNSQR(qname='www.example.com'))", log, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 6U);
        QCOMPARE(result->answered, 5U);
        QVERIFY(std::ranges::all_of(log.answers, [](const Answer& answer) { return number(answer.draft(protocols()), "ICMP", "type") == 11; }));
        QVERIFY(log.answerTo(5).empty());
    }

    void portsAreTold()
    {
        Log log;
        SendOptions options;
        options.timeout = 300ms;
        QVERIFY(exchange("IP(dst=['scanme.nmap.org', 'nmap.org'])/TCP(dport=[22, 80, 443, 31337])", log, options).has_value());
        QCOMPARE(log.answers.size(), 8U);
        std::string flags;
        for (std::size_t i = 0; i < 8; ++i)
            flags += log.answerTo(i).substr(log.answerTo(i).rfind(' ') + 1) + " ";
        QCOMPARE(flags, std::string("SA SA RA SA SA SA SA RA "));
    }

    void everySentPacketIsAnsweredAtMostOnce()
    {
        Log log;
        QVERIFY(exchange("IP(dst='8.8.8.8', id=(1,300))/ICMP(seq=7)", log).has_value());
        QCOMPARE(log.sent.size(), 300U);
        QCOMPARE(log.answers.size(), 300U);
        std::vector<std::size_t> requests;
        for (const Answer& answer : log.answers)
            requests.push_back(answer.request);
        std::ranges::sort(requests);
        QVERIFY(std::ranges::adjacent_find(requests) == requests.end());
    }

    void arpIsAskedAsItStands()
    {
        Log log;
        SendOptions options;
        options.layer = SendLayer::Link;
        options.timeout = 200ms;
        const auto result = exchange("Ether(dst='ff:ff:ff:ff:ff:ff')/ARP(pdst='172.17.0.0/29')", log, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 8U);
        QCOMPARE(log.answers.size(), 3U); // .1, .3 and .4; .2 is this host itself
    }

    void hostsThatAreNotThereDoNotKeepOthersFromAnswering()
    {
        Log log;
        SendOptions options;
        options.timeout = 200ms;
        const auto result = exchange("IP(dst='172.17.0.0/28')/ICMP()", log, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 16U);
        QCOMPARE(result->answered, 4U); // The gateway, two hosts, and this one.
    }

    void ipv6IsAnswered()
    {
        Log log;
        const auto result = exchange("IPv6(dst='www.secdev.org')/ICMPv6EchoRequest()", log);
        QVERIFY(result.has_value());
        QCOMPARE(result->answered, 1U);
        QVERIFY(log.answerTo(0).find("ICMPv6 Echo Reply") != std::string::npos);
    }

    void theLoopbackOfThePracticeNetworkAnswers()
    {
        Log log;
        const auto result = exchange("IP(dst='127.0.0.1')/ICMP()", log);
        QVERIFY(result.has_value());
        QCOMPARE(result->answered, 1U);
    }

    void packetsCanBeSentSeveralTimes()
    {
        Log log;
        SendOptions options;
        options.count = 5;
        options.interval = 2ms;
        const auto result = exchange("IP(dst='8.8.8.8')/ICMP()", log, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 5U);
        QCOMPARE(result->answered, 5U);
        QVERIFY(result->sending >= 8ms);
    }

    void theTimeoutEndsAWaitForNothing()
    {
        Log log;
        SendOptions options;
        options.timeout = 100ms;
        const auto result = exchange("IP(dst='203.0.113.30')/TCP(dport=22)", log, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 1U);
        QCOMPARE(result->answered, 0U);
        QVERIFY(log.answers.empty());
    }

    void whatIsUnansweredIsSentAgain()
    {
        Log log;
        SendOptions options;
        options.timeout = 60ms;
        options.retry = 20;
        const auto result = exchange("IP(dst='lossy.practice', id=(1,40))/ICMP(seq=(1,1))", log, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 40U);
        QCOMPARE(result->answered, 40U);
        QCOMPARE(log.sent.size(), 40U);
    }

    void stoppingKeepsWhatWasFound()
    {
        std::stop_source stop;
        Log log;
        ExchangeSink sink = log.sink();
        sink.answered = [&](const Answer& answer) {
            log.answers.push_back(answer);
            stop.request_stop();
        };
        SendOptions options;
        options.timeout = 60s;
        const auto result = sendAndReceive(protocols(), *m_practice, parsed("IP(dst=['8.8.8.8','203.0.113.30'])/TCP(dport=53)"), options, sink, stop.get_token());
        QVERIFY(result.has_value());
        QCOMPARE(result->answered, 1U);
        QCOMPARE(log.answers.size(), 1U);
    }

    void aSetWithoutEndCanBeStopped()
    {
        std::stop_source stop;
        std::uint64_t sent = 0;
        const auto sink = [&](const CapturedPacket&) {
            if (++sent == 100)
                stop.request_stop();
        };
        const auto result = sendPackets(protocols(), *m_practice, parsed("IP(dst='10.0.0.0/8')/UDP(dport=(1,65535))"), {}, sink, stop.get_token());
        QVERIFY(result.has_value());
        QVERIFY(result->sent >= 100 && result->sent < 200);
    }

    void problemsAreToldBeforeAnythingIsSent_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("interface");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("no such host") << QByteArray("IP(dst='nowhere.invalid')/ICMP()") << QByteArray() << int(Errc::NoSuchHost) << QByteArray("nowhere.invalid");
        QTest::newRow("no such interface") << QByteArray("IP(dst='8.8.8.8')/ICMP()") << QByteArray("eth9") << int(Errc::NoSuchDevice) << QByteArray("eth9");
        QTest::newRow("nobody there") << QByteArray("IP(dst='172.17.9.9')/ICMP()") << QByteArray() << int(Errc::TimedOut) << QByteArray("172.17.9.9");
        QTest::newRow("not on a wire") << QByteArray("TCP()") << QByteArray() << int(Errc::Unsupported) << QByteArray("TCP");
    }

    void problemsAreToldBeforeAnythingIsSent()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, interface);
        QFETCH(int, code);
        QFETCH(QByteArray, detail);
        Log log;
        SendOptions options;
        options.interface = interface.toStdString();
        const auto result = exchange(text.constData(), log, options);
        QVERIFY(!result.has_value());
        QCOMPARE(int(result.error().code), code);
        QCOMPARE(QByteArray::fromStdString(result.error().detail), detail);
        QVERIFY(log.sent.empty());
    }

    void sniffingSeesWhatPasses()
    {
        std::atomic<bool> listening = false;
        std::vector<CapturedPacket> seen;
        Result<PortStatistics> result;
        std::jthread sniffer([&](const std::stop_token& stop) {
            SniffOptions options;
            options.count = 2;
            options.timeout = 10s;
            options.port.filter = "icmp";
            result = sniff(*m_practice, practiceInterface, options, [&] { listening = true; }, [&](std::span<const CapturedPacket> packets) {
                seen.insert(seen.end(), packets.begin(), packets.end());
                return true;
            }, stop);
        });
        QTRY_VERIFY(listening);
        Log log;
        QVERIFY(exchange("IP(dst='8.8.8.8')/ICMP()", log).has_value());
        sniffer.join();
        QVERIFY(result.has_value());
        QCOMPARE(seen.size(), 2U);
        QCOMPARE(seen[0].bytes, log.sent.at(0).packet.bytes);
        QCOMPARE(seen[1].bytes, log.answers.at(0).packet.bytes);
    }

    void sniffingEndsWhenItIsTold()
    {
        std::stop_source stop;
        const auto result = sniff(*m_practice, practiceInterface, {}, [&] { stop.request_stop(); }, [](auto) { return true; }, stop.get_token());
        QVERIFY(result.has_value());
        SniffOptions options;
        options.timeout = 20ms;
        QVERIFY(sniff(*m_practice, practiceInterface, options, {}, [](auto) { return true; }, {}).has_value());
    }

    /// Nobody sends anything here: these are the frames that come by themselves.
    void thereIsAlwaysSomethingToSniff()
    {
        SniffOptions options;
        options.count = 2;
        options.timeout = 10s;
        std::size_t seen = 0;
        QVERIFY(sniff(*m_practice, practiceInterface, options, {}, [&](auto packets) {
            seen += packets.size();
            return true;
        }, {}).has_value());
        QCOMPARE(seen, 2U);
    }

    void theRealLoopbackAnswers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("ping") << QByteArray("IP(dst='127.0.0.1')/ICMP(id=77)");
        QTest::newRow("closed port") << QByteArray("IP(dst='127.0.0.1')/TCP(sport=40001, dport=1)");
        QTest::newRow("closed UDP port") << QByteArray("IP(dst='127.0.0.1')/UDP(sport=40002, dport=1)/'x'");
        QTest::newRow("by name") << QByteArray("IP(dst='localhost')/ICMP(id=78)");
        QTest::newRow("IPv6") << QByteArray("IPv6(dst='::1')/ICMPv6EchoRequest(id=79)");
    }

    void theRealLoopbackAnswers()
    {
        QFETCH(QByteArray, text);
        const auto network = systemNetwork();
        if (!network->open("lo"))
            QSKIP("raw sockets are not permitted here");
        if (text.startsWith("IPv6") && !network->route(Buffer{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}))
            QSKIP("this machine has no IPv6");
        Log log;
        SendOptions options;
        options.timeout = 5s;
        const auto result = sendAndReceive(protocols(), *network, parsed(text.constData()), options, log.sink(), {});
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 1U);
        QCOMPARE(result->answered, 1U);
    }

    /// Answers that come while sending still goes on are not lost.
    void fastAnswersAreNotLost()
    {
        const auto network = systemNetwork();
        if (!network->open("lo"))
            QSKIP("raw sockets are not permitted here");
        Log log;
        SendOptions options;
        options.timeout = 10s;
        const auto result = sendAndReceive(protocols(), *network, parsed("IP(dst='127.0.0.1', id=(1,2000))/TCP(sport=40003, dport=1)"), options, log.sink(), {});
        QVERIFY(result.has_value());
        QCOMPARE(result->sent, 2000U);
        QCOMPARE(result->dropped, 0U);
        QCOMPARE(result->answered, 2000U);
    }
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
