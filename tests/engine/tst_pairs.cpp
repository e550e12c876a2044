#include "engine/exchange/explain.h"
#include "engine/exchange/matcher.h"
#include "engine/exchange/pair_template.h"
#include "engine/exchange/pairs.h"
#include "engine/exchange/pivot_table.h"
#include "engine/exchange/vendors.h"
#include "engine/scapy/scapy.h"

#include <QDir>
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

    void tunnelsCanBePassedOver_data()
    {
        // As Scapy with conf.checkIPinIP True and False; but an error that quotes the tunnel is found either way.
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<bool>("passed");
        const auto stack = [](const QByteArray& below, const char* inner) { return below + (below.isEmpty() ? "" : "/") + inner; };
        const char* const query = "IP(src='10.0.0.1',dst='10.0.0.2')/UDP(sport=1,dport=2)";
        const char* const answer = "IP(src='10.0.0.2',dst='10.0.0.1')/UDP(sport=2,dport=1)";
        const char* const query6 = "IPv6(src='fd::11',dst='fd::12')/UDP(sport=1,dport=2)";
        const char* const answer6 = "IPv6(src='fd::12',dst='fd::11')/UDP(sport=2,dport=1)";
        const QByteArray out = "IP(src='1.1.1.1',dst='2.2.2.2')";
        const QByteArray back = "IP(src='2.2.2.2',dst='1.1.1.1')";
        const QByteArray other = "IP(src='3.3.3.3',dst='4.4.4.4')";
        const QByteArray other6 = "IPv6(src='fd::5',dst='fd::6')";
        const QByteArray error = "IP(src='9.9.9.9',dst='1.1.1.1')/ICMP(type=11)";
        QTest::newRow("other ends") << stack(out, query) << stack(other, answer) << false << true;
        QTest::newRow("the right ends") << stack(out, query) << stack(back, answer) << true << true;
        QTest::newRow("around the reply") << stack({}, query) << stack(other, answer) << false << true;
        QTest::newRow("around the request") << stack(out, query) << stack({}, answer) << false << true;
        QTest::newRow("wrong inside") << stack(out, query) << stack(other, query) << false << false;
        QTest::newRow("no tunnel") << stack({}, query) << stack({}, answer) << true << true;
        QTest::newRow("no tunnel, wrong") << stack({}, query) << QByteArray(other + "/UDP(sport=2,dport=1)") << false << false;
        QTest::newRow("6 in 4") << stack(out, query6) << stack(other, answer6) << false << true;
        QTest::newRow("6 in 4 around the reply") << stack({}, query6) << stack(other, answer6) << false << true;
        QTest::newRow("4 in 6") << stack(other6, query) << stack({}, answer) << false << true;
        QTest::newRow("6 in 6") << stack(other6, query6) << stack(other6, answer6) << false << true;
        QTest::newRow("twice") << stack(out + "/" + other, query) << stack(other, answer) << false << true;
        QTest::newRow("an error quotes the tunnel") << stack(out, query) << stack(error + "/" + out, query) << true << true;
        QTest::newRow("an error quotes what is inside") << stack(out, query) << stack(error, query) << false << true;
        QTest::newRow("an error through a tunnel") << stack({}, query) << stack(other + "/" + error, query) << false << true;
    }

    void tunnelsCanBePassedOver()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, reply);
        const auto matches = [&](const MatchOptions& options) {
            Matcher matcher(protocols(), false, options);
            matcher.add(build(protocols(), parsed(asked.toStdString())), 0);
            const Buffer frame = received(reply.toStdString()).layout.bytes;
            const bool byBytes = matcher.match(frame, link_type::Ethernet, 1).has_value();
            Matcher second(protocols(), false, options);
            second.add(build(protocols(), parsed(asked.toStdString())), 0);
            return second.match(received(reply.toStdString()).layout, 1).has_value() && byBytes;
        };
        QTEST(matches({}), "plain");
        QTEST(matches({{}, {}, {"IP", "IPv6"}}), "passed");
    }

    void seriesAreMatchedAsTheirPacketsAre()
    {
        const Draft first = parsed("Ether()/IP(src='10.0.0.1',dst='10.0.0.2')/TCP(sport=1000,dport=1,seq=5)");
        const Layout like = build(protocols(), first);
        const std::int32_t node = like.nodeOf({2, {protocols().find("TCP")->find("dport")}});
        const LayoutNode& port = like.nodes[static_cast<std::size_t>(node)];
        const SeriesField field{2, port.field, *VaryingField::make(protocols().type(port.type), port, Value(std::int64_t{1}))};
        Matcher series(protocols());
        Matcher single(protocols());
        const Matcher::Series number = series.addSeries(like, 1, std::span(&field, 1));
        Draft draft = first;
        for (std::int64_t value = 1; value <= 300; ++value) {
            draft.layers[2].fields[port.field] = {SlotState::Explicit, value};
            const Layout request = build(protocols(), draft);
            QCOMPARE(series.addLike(number, request.bytes), single.add(request, 1));
        }
        // Ahead of it and behind it: what was added before an index was made, and after.
        for (int round = 0; round < 2; ++round) {
            bool isRepeated = round > 0;
            for (const int value : {300, 1, 77, 301, 77}) {
                const auto reply = received("IP(src='10.0.0.2',dst='10.0.0.1')/TCP(sport=" + std::to_string(value) + ",dport=1000,flags='RA',ack=6)");
                const auto found = series.match(reply.layout.bytes, link_type::Ethernet, 1);
                QCOMPARE(found, single.match(reply.layout, 1));
                QCOMPARE(found.has_value(), !isRepeated && value <= 300);
                isRepeated = isRepeated || value == 301; // Port 77 comes once more.
            }
            const auto quoted = received("IP(src='10.0.0.9',dst='10.0.0.1')/ICMP(type=11)/IP(src='10.0.0.1',dst='10.0.0.2')/TCP(sport=1000,dport=" + std::to_string(200 + round) + ")");
            QCOMPARE(series.match(quoted.layout.bytes, link_type::Ethernet, 1), std::optional<std::size_t>(static_cast<std::size_t>(199 + round)));
        }
        QCOMPARE(series.answeredCount(), 5U);
    }

    void aRepeatedAnswerIsTold()
    {
        Matcher matcher(protocols());
        matcher.add(build(protocols(), parsed(request)), 0);
        const auto reply = received("IP(src='10.0.0.2',dst='10.0.0.1')/TCP(sport=80,dport=1234,flags='SA',ack=6)");
        const auto stranger = received("IP(src='10.0.0.3',dst='10.0.0.1')/TCP(sport=80,dport=1234,flags='SA',ack=6)");
        QVERIFY(!matcher.matchAgain());
        QVERIFY(matcher.match(reply.layout.bytes, link_type::Ethernet, 1));
        QVERIFY(!matcher.match(reply.layout.bytes, link_type::Ethernet, 1));
        QCOMPARE(matcher.matchAgain(), std::optional<std::size_t>(0));
        QVERIFY(!matcher.match(stranger.layout.bytes, link_type::Ethernet, 1));
        QVERIFY(!matcher.matchAgain());
        QCOMPARE(matcher.answeredCount(), 1U);
    }

    void whatIsReadOfBytesIsWhatADissectionHolds_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString& name : QDir(QStringLiteral(FW_TEST_DATA)).entryList({QStringLiteral("*.pcap"), QStringLiteral("*.pcapng")}))
            QTest::newRow(qPrintable(name)) << QStringLiteral(FW_TEST_DATA "/") + name;
    }

    void whatIsReadOfBytesIsWhatADissectionHolds()
    {
        QFETCH(QString, file);
        const auto capture = CaptureFile::open(file.toStdString());
        QVERIFY(capture.has_value());
        ReplyReader reader(protocols(), {{protocols().find("IP")->id, {protocols().find("IP")->find("id")}}});
        const auto done = (*capture)->read(0, (*capture)->packetCount(), [&](std::size_t number, const PacketView& packet) {
            // Whole, and cut short: what lies beyond must not be made up.
            for (std::size_t size = packet.bytes.size(); size > 0; size -= std::min<std::size_t>(size, 1 + packet.bytes.size() / 7)) {
                const Bytes frame = packet.bytes.first(size);
                const MatchPacket whole = matchPacket(protocols(), dissect(protocols(), frame, packet.linkType).layout, 1);
                const MatchPacket& read = reader.read(frame, packet.linkType, 1);
                if (protocolsOf(read) != protocolsOf(whole))
                    QTest::qFail(qPrintable(QStringLiteral("layers of packet %1, %2 bytes").arg(number + 1).arg(size)), __FILE__, __LINE__);
                for (std::size_t i = 0; i < std::min(read.layers.size(), whole.layers.size()); ++i) {
                    bool isSame = read.layers[i].payloadLength == whole.layers[i].payloadLength;
                    for (const auto& [field, value] : read.layers[i].values)
                        isSame = isSame && whole.layers[i].find(field) != nullptr && *whole.layers[i].find(field) == value;
                    if (!isSame)
                        QTest::qFail(qPrintable(QStringLiteral("packet %1, %2 bytes, layer %3").arg(number + 1).arg(size).arg(i + 1)), __FILE__, __LINE__);
                }
            }
            return !QTest::currentTestFailed();
        });
        QVERIFY(done.has_value());
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
