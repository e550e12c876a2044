#include "engine/exchange/table_formats.h"
#include "engine/exchange/trace_compare.h"
#include "engine/exchange/trace_run.h"

#include <QElapsedTimer>
#include <QTest>

#include <set>

using namespace fw;
using namespace std::chrono_literals;

namespace {

const Protocols& protocols() { return Protocols::builtin(); }

} // namespace

/// Traces on the practice network: what is kept of each probe, balanced paths, comparison; and tables in other formats.
class TestTrace : public QObject {
    Q_OBJECT

    std::unique_ptr<Network> m_network = practiceNetwork();
    std::size_t m_sent = 0;
    std::size_t m_answered = 0;

    Trace traced(const char* target, const TraceOptions& options, std::chrono::milliseconds timeout = 3s)
    {
        Trace trace(protocols());
        const auto probes = traceProbes(protocols(), target, options);
        m_sent = m_answered = 0;
        SendOptions send;
        send.timeout = timeout;
        send.matching.alsoQuoted = traceQuoted(options);
        const TraceSink sink{.sent = [&](std::size_t number, const SentPacket&) { m_sent += trace.probes().size() == number + 1; },
                             .answered = [&](std::size_t number, const Answer&) { m_answered += trace.probes()[number].reply.has_value(); }};
        if (probes)
            (void)traceRoutes(protocols(), *m_network, *probes, send, trace, sink, {});
        return trace;
    }

private slots:
    void init() { m_network = practiceNetwork(); }

    void everyProbeIsKept()
    {
        TraceOptions options;
        options.maxTtl = 9;
        options.probes = 2;
        const Trace trace = traced("217.25.178.5", options);
        QCOMPARE(trace.probes().size(), 18U);
        QCOMPARE(m_sent, 18U);
        QCOMPARE(m_answered, 18U);
        const TraceProbe& third = trace.probes()[2];
        QCOMPARE(third.ttl, 3);
        QVERIFY(third.sent.count() > 0);
        QVERIFY(third.reply.has_value());
        QCOMPARE(third.reply->address, std::string("62.214.36.181"));
        QCOMPARE(third.reply->kind, std::string("11"));
        QVERIFY(third.reply->milliseconds > 4.1 && third.reply->received > third.sent); // 2.1 ms one way.
        QVERIFY(!third.reply->fromTarget);
        QCOMPARE(trace.probes()[8].reply->kind, std::string("SA"));
        QVERIFY(trace.probes()[8].reply->fromTarget);
        QVERIFY(trace.isSettled() && trace.isComplete());
    }

    void flowsFindTheWays_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("family");
        QTest::newRow("TCP") << 0 << QByteArray("203.0.113.11") << 4;
        QTest::newRow("UDP") << 1 << QByteArray("203.0.113.11") << 4;
        QTest::newRow("ICMP") << 2 << QByteArray("203.0.113.11") << 4;
        QTest::newRow("TCP over IPv6") << 0 << QByteArray("2001:db8:113::11") << 6;
        QTest::newRow("UDP over IPv6") << 1 << QByteArray("2001:db8:113::11") << 6;
        QTest::newRow("ICMPv6") << 2 << QByteArray("2001:db8:113::11") << 6;
    }

    void flowsFindTheWays()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, target);
        QFETCH(int, family);
        TraceOptions options;
        options.kind = static_cast<TraceOptions::Kind>(kind);
        options.family = family;
        options.maxTtl = 5;
        options.flows = 16;
        options.probes = 2;
        const Trace trace = traced(target.constData(), options);
        const auto paths = trace.paths();
        QCOMPARE(paths.size(), 2U); // Two ways; a flow that was not kept would make further ones.
        std::set<int> flows;
        for (const TracePath& path : paths) {
            QCOMPARE(path.addresses.size(), 5U);
            QVERIFY(path.addresses[1].ends_with("51") ? path.addresses[2].ends_with("52") : path.addresses[2].ends_with("62"));
            flows.insert(path.flows.begin(), path.flows.end());
        }
        QCOMPARE(flows.size(), 16U);
        const TraceHop hop = trace.hops()[1];
        QCOMPARE(hop.sent, 32U);
        QCOMPARE(hop.responders.size(), 2U);
        QCOMPARE(hop.responders[0].answered, 2 * hop.responders[0].flows.size());
    }

    void onlySoManyProbes()
    {
        TraceOptions options;
        options.maxTtl = 255;
        options.flows = 64;
        options.probes = 64;
        const auto probes = traceProbes(protocols(), "203.0.113.11", options);
        QVERIFY(!probes.has_value());
        QCOMPARE(probes.error().code, Errc::BadValue);
    }

    void labelsAreKept()
    {
        TraceOptions options;
        options.maxTtl = 5;
        const Trace trace = traced("203.0.113.12", options);
        const auto hops = trace.hops();
        QCOMPARE(hops[1].labels, (std::vector<std::string>{"24015"}));
        QCOMPARE(hops[2].responders.at(0).labels, (std::vector<TraceLabel>{{24015, 3, false, 1}, {299776, 0, true, 2}}));
        QVERIFY(hops[3].labels.empty());
    }

    /// A silent router may still answer. Beyond a target that has answered, what keeps silent is not waited for.
    void waitsOnlyForWhatMayCome()
    {
        TraceOptions options;
        options.kind = TraceOptions::Kind::Udp;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!traced("203.0.113.13", options, 700ms).isSettled()); // Its second hop is silent.
        QVERIFY(timer.elapsed() >= 700);
        m_network = practiceNetwork();
        options.minTtl = 5; // The host itself, which complains six times and then keeps silent.
        timer.start();
        const Trace trace = traced("203.0.113.13", options, 30s);
        QVERIFY(trace.isSettled());
        QVERIFY(trace.hops().back().answered == 0);
        QVERIFY(timer.elapsed() < 30'000);
    }

    void changesAreTold()
    {
        TraceOptions options;
        options.maxTtl = 5;
        options.paris = true;
        const Trace before = traced("203.0.113.12", options);
        const auto same = compareTraces(before, traced("203.0.113.12", options));
        QCOMPARE(same.size(), 5U);
        for (const TraceChange& change : same)
            QVERIFY(change.isSame());
        auto network = practiceNetwork("format: 1\n"
                                             "interface: {name: practice, mac: \"02:42:ac:11:00:02\", addresses: [172.17.0.2/16]}\n"
                                             "gateway: {mac: \"02:42:ac:11:00:01\", address: 172.17.0.1}\n"
                                             "paths: {main: [{address: 192.168.178.1}, {address: 192.0.2.7}, {silent: true}]}\n"
                                             "hosts:\n"
                                             "  - {addresses: [172.17.0.1], mac: \"02:42:ac:11:00:01\"}\n"
                                             "  - {addresses: [203.0.113.12], tcp: {open: [80]}}\n");
        QVERIFY(network.has_value());
        std::swap(m_network, *network);
        const auto changes = compareTraces(before, traced("203.0.113.12", options, 500ms));
        QVERIFY(changes[0].isSame());
        QCOMPARE(changes[1].gone, (std::vector<std::string>{"198.51.100.81"}));
        QCOMPARE(changes[1].came, (std::vector<std::string>{"192.0.2.7"}));
        QVERIFY(changes[2].came.empty() && !changes[2].isSame()); // It answers no more.
        QVERIFY(changes[3].after->reached && !changes[3].before->reached);
        QVERIFY(!changes[4].after.has_value()); // The target is nearer now.
    }

    void addressesStandByNumber()
    {
        PivotTable table;
        for (const char* row : {"tcp/443", "2001:db8::10", "10.0.0.10", "tcp/80", "2001:db8::9", "10.0.0.9", "2001:db8::a", "tcp/22"})
            table.set("c", row, "x");
        QCOMPARE(table.rows(), (std::vector<std::string>{"10.0.0.9", "10.0.0.10", "2001:db8::9", "2001:db8::a", "2001:db8::10", "tcp/22", "tcp/80", "tcp/443"}));
    }

    void formats_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("text") << QByteArray("text") << QByteArray("    a_b       c    \ny&z \"x\", =1|2 -    \nz   -         =1+2 \n");
        QTest::newRow("CSV") << QByteArray("csv") << QByteArray(",a_b,c\ny&z,\"\"\"x\"\", =1|2\",\nz,,'=1+2\n");
        QTest::newRow("Markdown") << QByteArray("markdown") << QByteArray("|  | a\\_b | c |\n| --- | --- | --- |\n| y&z | \"x\", =1\\|2 |  |\n| z |  | =1+2 |\n");
        QTest::newRow("LaTeX") << QByteArray("latex") << QByteArray("\\begin{tabular}{|lll|}\n\\hline\n & a\\_b & c \\\\\n\\hline\ny\\&z & \"x\", =1|2 &  \\\\\nz &  & =1+2 \\\\\n\\hline\n\\end{tabular}\n");
    }

    void formats()
    {
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, expected);
        PivotTable table;
        table.set("a_b", "y&z", "\"x\", =1|2");
        table.set("c", "z", "=1+2");
        const auto kind = tableFormat(format.toStdString());
        QVERIFY(kind.has_value());
        QCOMPARE(QByteArray::fromStdString(formatted(table, *kind)), expected);
        QVERIFY(!tableFormat("html"));
    }
};

QTEST_APPLESS_MAIN(TestTrace)
#include "tst_trace.moc"
