#include "engine/exchange/explain.h"
#include "engine/exchange/matcher.h"
#include "engine/exchange/pair_template.h"
#include "engine/exchange/pairs.h"
#include "engine/exchange/pivot_table.h"
#include "engine/exchange/vendors.h"
#include "engine/scapy/scapy.h"

#include <QTest>

using namespace fw;

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

/// As it would come in.
Dissection received(const std::string& text)
{
    return dissect(protocols(), buildBytes(protocols(), parsed("Ether()/" + text)), link_type::Ethernet);
}

const char* const request = "IP(src='10.0.0.1', dst='10.0.0.2', id=77)/TCP(sport=1234, dport=80, seq=5)";
/// A router's error that quotes it, with one thing changed.
std::string error(const std::string& ip, const std::string& tcp)
{
    return "IP(src='10.0.0.9', dst='10.0.0.1')/ICMP(type=11)/IP(src='10.0.0.1', dst='10.0.0.2', " + ip + ")/TCP(" + tcp + ")";
}

} // namespace

/// What is made of requests and answers: pairs, explanations, tables.
class TestPairs : public QObject {
    Q_OBJECT

private slots:
    void tablesAreWrittenAsScapyDoes()
    {
        PivotTable table;
        table.set("45.33.32.156", "tcp/22", "SA");
        table.set("45.33.32.156", "tcp/31337", "SA");
        table.set("45.33.32.156", "tcp/443", "RA");
        table.set("45.33.32.156", "tcp/80", "SA");
        table.set("45.33.32.156", "udp/53", "dest-unreach");
        for (const auto& [row, cell] : {std::pair{"tcp/22", "SA"}, {"tcp/31337", "RA"}, {"tcp/443", "SA"}, {"tcp/80", "SA"}})
            table.set("45.33.49.119", row, cell);
        // The tutorial's own text.
        QCOMPARE(table.text(TableOrder::Scapy, TableOrder::Scapy), std::string("          45.33.32.156 45.33.49.119 \n"
                                                                              "tcp/22    SA           SA           \n"
                                                                              "tcp/31337 SA           RA           \n"
                                                                              "tcp/443   RA           SA           \n"
                                                                              "tcp/80    SA           SA           \n"
                                                                              "udp/53    dest-unreach -            \n"));
        QCOMPARE(table.rows(), (std::vector<std::string>{"tcp/22", "tcp/80", "tcp/443", "tcp/31337", "udp/53"}));
    }

    void anEmptyTableIsALine()
    {
        QCOMPARE(PivotTable().text(), std::string(" \n"));
    }

    void ordersAreScapys_data()
    {
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<QStringList>("scapy");
        QTest::addColumn<QStringList>("natural");
        QTest::newRow("numbers") << QStringList{"10", "9", "100"} << QStringList{"9", "10", "100"} << QStringList{"9", "10", "100"};
        QTest::newRow("addresses") << QStringList{"10.0.0.9", "10.0.0.10", "9.0.0.1"} << QStringList{"9.0.0.1", "10.0.0.9", "10.0.0.10"}
                                   << QStringList{"9.0.0.1", "10.0.0.9", "10.0.0.10"};
        QTest::newRow("addresses and a name") << QStringList{"10.0.0.9", "10.0.0.10", "x"} << QStringList{"10.0.0.10", "10.0.0.9", "x"}
                                              << QStringList{"10.0.0.9", "10.0.0.10", "x"};
        QTest::newRow("leading zeros") << QStringList{"a10", "a09", "a9"} << QStringList{"a09", "a10", "a9"} << QStringList{"a09", "a9", "a10"};
    }

    void ordersAreScapys()
    {
        QFETCH(QStringList, rows);
        PivotTable table;
        for (const QString& row : rows)
            table.set("c", row.toStdString(), "v");
        const auto texts = [&](TableOrder order) {
            QStringList out;
            for (const std::string& row : table.rows(order))
                out << QString::fromStdString(row);
            return out;
        };
        QTEST(texts(TableOrder::Scapy), "scapy");
        QTEST(texts(TableOrder::Natural), "natural");
    }

    void templatesTellOfBothPackets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("the packet sent") << QByteArray("%IP.dst%") << QByteArray("10.0.0.2");
        QTest::newRow("the answer") << QByteArray("%answer:IP.src%") << QByteArray("10.0.0.2");
        QTest::newRow("both") << QByteArray("%IP.src%>%answer:TCP.flags%") << QByteArray("10.0.0.1>SA");
        QTest::newRow("formats") << QByteArray("%-6s,answer:TCP.flags%|%ir,TCP.dport%") << QByteArray("SA    |80");
        QTest::newRow("conditions") << QByteArray("{TCP:tcp/%r,TCP.dport%}{UDP:no}{answer:ICMP:no}{answer:TCP:%answer:TCP.flags%}{!answer:UDP:!}")
                                    << QByteArray("tcp/80SA!");
        QTest::newRow("a condition on the answer, a field of the packet") << QByteArray("{answer:TCP:%IP.dst%}") << QByteArray("10.0.0.2");
        QTest::newRow("nested") << QByteArray("{IP:{answer:IP:%TCP.flags%}x}") << QByteArray("Sx");
        QTest::newRow("all of it about the answer") << QByteArray("answer:%IP.src% {TCP:%TCP.flags%}{ICMP:%ICMP.type%}") << QByteArray("10.0.0.2 SA");
        QTest::newRow("escapes") << QByteArray("100%% %(answer:%)") << QByteArray("100% {answer:}");
        QTest::newRow("text only") << QByteArray("answer") << QByteArray("answer");
    }

    void templatesTellOfBothPackets()
    {
        QFETCH(QByteArray, text);
        const auto made = PairTemplate::parse(text.toStdString());
        QVERIFY(made.has_value());
        const Draft asked = parsed(request);
        const Draft answer = parsed("IP(src='10.0.0.2', dst='10.0.0.1')/TCP(sport=80, dport=1234, flags='SA')");
        const auto written = made->text(protocols(), {asked, {}}, {answer, {}});
        QVERIFY(written.has_value());
        QTEST(QByteArray::fromStdString(*written), "expected");
    }

    void wrongTemplatesSayWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("column");
        QTest::newRow("not closed") << QByteArray("ab %IP.dst") << 3;
        QTest::newRow("of the answer, not closed") << QByteArray("ab %answer:IP.dst") << 3;
        QTest::newRow("a condition that is none") << QByteArray("ab {TCP}") << 3;
        QTest::newRow("a condition without an end") << QByteArray("ab{answer:TCP:x") << 2;
        QTest::newRow("in a condition") << QByteArray("{TCP:x%}") << 6;
        QTest::newRow("too deep") << QByteArray("{IP:").repeated(40) << 32 * 4;
    }

    void wrongTemplatesSayWhere()
    {
        QFETCH(QByteArray, text);
        const auto made = PairTemplate::parse(text.toStdString());
        QVERIFY(!made.has_value());
        QTEST(static_cast<int>(made.error().column), "column");
    }

    void explanationsNameTheRule_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<int>("reason");
        QTest::addColumn<QByteArray>("layer");
        QTest::addColumn<QByteArray>("found");
        using enum Explanation::Reason;
        QTest::newRow("another port") << QByteArray("IP(src='10.0.0.2', dst='10.0.0.1')/TCP(sport=81, dport=1234, flags='SA', ack=6)")
                                      << static_cast<int>(ValuesDiffer) << QByteArray("TCP") << QByteArray("81");
        QTest::newRow("another address") << QByteArray("IP(src='10.0.0.3', dst='10.0.0.1')/TCP(sport=80, dport=1234, flags='SA', ack=6)")
                                         << static_cast<int>(ValuesDiffer) << QByteArray("IP") << QByteArray("10.0.0.3");
        QTest::newRow("another protocol") << QByteArray("IP(src='10.0.0.2', dst='10.0.0.1')/UDP(sport=80, dport=1234)")
                                          << static_cast<int>(OtherLayers) << QByteArray("UDP") << QByteArray();
        QTest::newRow("no IP at all") << QByteArray("ARP()") << static_cast<int>(OtherLayers) << QByteArray("ARP") << QByteArray();
        QTest::newRow("an answer") << QByteArray("IP(src='10.0.0.2', dst='10.0.0.1')/TCP(sport=80, dport=1234, flags='SA', ack=6)")
                                   << static_cast<int>(AlreadyAnswered) << QByteArray() << QByteArray();
    }

    void explanationsNameTheRule()
    {
        QFETCH(QByteArray, reply);
        Explainer explainer(protocols());
        explainer.add(parsed("IP(src='10.0.0.1', dst='10.9.9.9')/ICMP()"), 0);
        explainer.add(parsed(request), 0);
        const Explanation told = explainer.explain(received(reply.toStdString()).layout, 1);
        QTEST(static_cast<int>(told.reason), "reason");
        QTEST(QByteArray::fromStdString(told.layer), "layer");
        QTEST(QByteArray::fromStdString(told.difference ? told.difference->found : std::string()), "found");
        if (told.reason == Explanation::Reason::ValuesDiffer) {
            QCOMPARE(told.request, 1U);
            QVERIFY(told.rule.find("req.") != std::string::npos);
        }
    }

    void nothingSentExplainsNothing()
    {
        QCOMPARE(Explainer(protocols()).explain(received("ARP()").layout, 1).reason, Explanation::Reason::NoRequest);
    }

    void moreCanBeAskedOfQuotes_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<bool>("strict");
        QTest::newRow("as sent") << QByteArray::fromStdString(error("id=77", "sport=1234, dport=80, seq=5")) << true << true;
        QTest::newRow("another id") << QByteArray::fromStdString(error("id=78", "sport=1234, dport=80, seq=5")) << true << false;
        QTest::newRow("another seq") << QByteArray::fromStdString(error("id=77", "sport=1234, dport=80, seq=6")) << true << false;
        QTest::newRow("another port") << QByteArray::fromStdString(error("id=77", "sport=1235, dport=80, seq=5")) << false << false;
        QTest::newRow("no error") << QByteArray("IP(src='10.0.0.2', dst='10.0.0.1', id=9)/TCP(sport=80, dport=1234, flags='SA', ack=6)") << true << true;
    }

    void moreCanBeAskedOfQuotes()
    {
        QFETCH(QByteArray, reply);
        const auto matches = [&](std::vector<FieldName> fields) {
            Matcher matcher(protocols(), false, {fields, {}});
            matcher.add(build(protocols(), parsed(request)), 0);
            return matcher.match(received(reply.toStdString()).layout, 1).has_value();
        };
        QTEST(matches({}), "plain");
        QTEST(matches({{"IP", "id"}, {"TCP", "seq"}}), "strict");
    }

    void fieldsCanBeIgnored_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<bool>("anyAddress");
        QTest::addColumn<bool>("anyQuotedSource");
        const auto answer = [](const char* source, const char* target, int port) {
            return QByteArray("IP(src='") + source + "', dst='" + target + "')/TCP(sport=" + QByteArray::number(port) + ", dport=1234, flags='SA', ack=6)";
        };
        QTest::newRow("an answer") << answer("10.0.0.2", "10.0.0.1", 80) << true << true << true;
        QTest::newRow("from elsewhere") << answer("10.0.0.3", "10.0.0.1", 80) << false << true << false;
        QTest::newRow("to elsewhere") << answer("10.0.0.2", "255.255.255.255", 80) << false << true << false;
        QTest::newRow("from another port") << answer("10.0.0.3", "10.0.0.1", 81) << false << false << false;
        const auto quoting = [](const char* source) {
            return QByteArray("IP(src='10.0.0.9', dst='10.0.0.1')/ICMP(type=11)/IP(src='") + source + "', dst='10.0.0.2')/TCP(sport=1234, dport=80, seq=5)";
        };
        QTest::newRow("quoted") << quoting("10.0.0.1") << true << true << true;
        QTest::newRow("quoted with another source") << quoting("192.0.2.1") << false << false << true;
    }

    void fieldsCanBeIgnored()
    {
        QFETCH(QByteArray, reply);
        const auto matches = [&](std::vector<FieldName> ignored) {
            Matcher matcher(protocols(), false, {{}, ignored});
            matcher.add(build(protocols(), parsed(request)), 0);
            return matcher.match(received(reply.toStdString()).layout, 1).has_value();
        };
        QTEST(matches({}), "plain");
        QTEST(matches({{"IP", "src"}, {"IP", "dst"}}), "anyAddress");
        QTEST(matches({{"IPerror", "src"}}), "anyQuotedSource");
    }

    void kindsAreCountedAsScapyDoes()
    {
        KindCounts counts;
        for (const char* text : {"IP()/TCP()", "IPv6()/ICMPv6EchoReply()", "IP()/ICMP(type=3)/IP()/UDP()", "IP()/UDP()/DNS()"})
            counts.count(protocols(), received(text).draft);
        QCOMPARE(counts.text("Results"), std::string("<Results: TCP:1 UDP:1 ICMP:1 Other:1>"));
    }

    void vendorsAreFoundByTheLongestPrefix()
    {
        const VendorNames names("# comment\n00:00:0C\tCisco\tCisco Systems, Inc\n70:B3:D5:7F:F0:00/36\tSmall\tSmall Ltd\n70:B3:D5\tIEEE\tIEEE\nnonsense\n\n00:11");
        QCOMPARE(names.nameOf({0, 0, 0x0c, 1, 2, 3}), std::string("Cisco"));
        QCOMPARE(names.nameOf({0x70, 0xb3, 0xd5, 0x7f, 0xf1, 3}), std::string("Small"));
        QCOMPARE(names.nameOf({0x70, 0xb3, 0xd5, 0x8f, 0xf1, 3}), std::string("IEEE"));
        QCOMPARE(names.nameOf({1, 2, 3, 4, 5, 6}), std::string());
    }
};

QTEST_GUILESS_MAIN(TestPairs)
#include "tst_pairs.moc"
