// Display filters: the same packets as tshark, what names and values mean, where errors are, what is suggested.
#include "engine/filter/display_filter.h"
#include "engine/filter/names.h"
#include "engine/scapy/scapy.h"
#include "engine/packet/build.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols() { return Protocols::builtin(); }

CapturedPacket packetOf(const char* expression)
{
    const auto draft = scapy::parse(protocols(), expression);
    if (!draft)
        return {};
    CapturedPacket packet{.bytes = buildBytes(protocols(), *draft)};
    packet.originalLength = static_cast<std::uint32_t>(packet.bytes.size());
    packet.time = std::chrono::seconds(1'700'000'000) + std::chrono::nanoseconds(500'000'001);
    return packet;
}

std::vector<Buffer> someHost(const std::string& name)
{
    return name == "gateway.test" ? std::vector<Buffer>{{10, 0, 0, 1}, {10, 0, 0, 9}} : std::vector<Buffer>{};
}

} // namespace

class TestFilter : public QObject {
    Q_OBJECT

private slots:
    void letsThroughWhatTsharkDoes_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QJsonArray>("packets");
        QTest::addColumn<bool>("differs");
        QFile file(QStringLiteral(FW_TEST_VECTORS "/filters.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(rows.size() >= 150);
        for (const auto& row : rows) {
            const QString filter = row[QStringLiteral("ours")].toString();
            QTest::newRow(qPrintable(filter)) << filter << row[QStringLiteral("packets")].toArray() << row.toObject().contains(QStringLiteral("differs"));
        }
    }
    void letsThroughWhatTsharkDoes()
    {
        QFETCH(QString, filter);
        QFETCH(QJsonArray, packets);
        QFETCH(bool, differs);
        static const auto capture = *CaptureFile::open(FW_TEST_VECTORS "/filters.pcap");
        const auto compiled = filter::DisplayFilter::compile(protocols(), filter.toStdString());
        QVERIFY2(compiled, compiled ? "" : compiled.error().expected.c_str());
        filter::FilterRun run(*compiled);
        filter::PacketPlace place;
        QJsonArray found;
        QVERIFY(capture->read(0, capture->packetCount(), [&](std::size_t number, const PacketView& packet) {
            place.number = number + 1;
            if (number == 0)
                place.first = place.previous = packet.time;
            if (run.matches(packet, place))
                found.append(static_cast<int>(number + 1));
            place.previous = packet.time;
            return true;
        }));
        if (differs)
            QVERIFY(found != packets); // Otherwise the reason given for it is out of date.
        else
            QCOMPARE(found, packets);
    }

    void meansWhatItSays_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<bool>("passes");
        const QByteArray syn = "Ether()/IP(src='10.0.0.1',dst='10.0.0.2',ttl=3)/TCP(sport=4000,dport=443,flags='S',options=[('MSS',1460),('Timestamp',(7,9))])/'GET /index'";
        const QByteArray tunnel = "Ether()/IP(src='10.0.0.1',dst='10.0.0.2',ttl=9)/IP(src='1.2.3.4',dst='5.6.7.8',ttl=5)/UDP()/DNS(qd=DNSQR(qname='www.example.com.'))";
        const auto row = [](const char* filter, const QByteArray& packet, bool passes) {
            QTest::addRow("%s%s", passes ? "" : "not: ", filter) << QString::fromUtf8(filter) << packet << passes;
        };
        row("", syn, true);
        row("IP.ttl < 5 and TCP.flags == \"S\"", syn, true);
        row("IP.ttl < 5 and TCP.flags == \"SA\"", syn, false);
        row("TCP.flags.S and not TCP.flags.A", syn, true);
        row("TCP.flags.A", syn, false);
        row("'S' in TCP.flags", syn, true);
        row("'SA' in TCP.flags", syn, false);
        row("TCP.options.MSS == 1460", syn, true);
        row("TCP.options.Timestamp[0] == 7 and TCP.options.Timestamp[1] == 9", syn, true);
        row("TCP.options.Timestamp[0] == 9", syn, false);
        row("TCP.options.SAckOK", syn, false);
        row("TCP.payload matches '^get'", syn, true);
        row("TCP.payload matches '(?-i)^get'", syn, false);
        row("'index' in Raw.load", syn, true);
        row("len(TCP.payload) == 10", syn, true);
        row("1 < IP.ttl < 5", syn, true);
        row("3 < IP.ttl < 5", syn, false);
        row("TCP.dport == \"https\"", syn, true);
        row("TCP.dport == https", syn, true);
        row("IP.proto == 'TCP'", syn, true);
        row("IP.src == gateway.test", syn, true);
        row("IP.dst == 'gateway.test'", syn, false);
        row("IP.dst != gateway.test", syn, true);
        row("ip.addr == 10.0.0.0/30", syn, true);
        row("frame.time == 1700000000.500000001", syn, true);
        row("frame.time == 1700000000.500000002", syn, false);
        row("frame.time > \"2023-11-14 22:13:20.5\"", syn, true);
        row("frame.time > \"2023-11-14 22:13:20.6\"", syn, false);
        row("IP.len - IP.ihl * 4 == len(IP.payload)", syn, true);
        row("(IP.ttl & 3) == 3", syn, true);
        row("IP.ttl / 0 == 0", syn, false);
        row("IP#2.src == 1.2.3.4", tunnel, true);
        row("IP#1.src == 1.2.3.4", tunnel, false);
        row("IP#-1.ttl == 5", tunnel, true);
        row("IP#3", tunnel, false);
        row("IP#[1-2].ttl == 9", tunnel, true);
        row("any IP.ttl == 5", tunnel, true);
        row("all IP.ttl == 5", tunnel, false);
        row("all IP.ttl < 10", tunnel, true);
        row("IP.ttl != 5", tunnel, false);
        row("IP.ttl !== 5", tunnel, true);
        row("not IP.ttl == 5", tunnel, false);
        row("TCP.sport != 5", tunnel, false);
        row("not TCP.sport == 5", tunnel, true);
        row("DNS.qd[0].qname == 'www.example.com'", tunnel, true);
        row("DNS.qd[1].qname == 'www.example.com'", tunnel, false);
        row("DNS.qd.qname == 'www.example.com.'", tunnel, true);
        row("dns.qry.name == \"www.example.com\"", tunnel, true);
        row("DNSQR", tunnel, true);
        row("DNSRR", tunnel, false);
        row("count(IP.src) == 2", tunnel, true);
    }
    void meansWhatItSays()
    {
        QFETCH(QString, filter);
        QFETCH(QByteArray, packet);
        QFETCH(bool, passes);
        const auto compiled = filter::DisplayFilter::compile(protocols(), filter.toStdString(), someHost);
        QVERIFY2(compiled, compiled ? "" : compiled.error().expected.c_str());
        const CapturedPacket captured = packetOf(packet.constData());
        QVERIFY(!captured.bytes.empty());
        QCOMPARE(filter::FilterRun(*compiled).matches(viewOf(captured)), passes);
    }

    void errorsSayWhereAndWhatCouldStandThere_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* filter, int column, int length, const char* expected) {
            QTest::newRow(filter) << QString::fromUtf8(filter) << column << length << QString::fromUtf8(expected);
        };
        row("IP.tll == 3", 3, 3, "a field of IP: ttl, ");
        row("tcp.prt == 3", 0, 7, "a field: tcp.port, ");
        row("TPC.dport == 3", 0, 3, "a protocol: TCP, ");
        row("IP.ttl == 300", 10, 3, "a number of 0-255");
        row("IP.proto == 'tpc'", 12, 5, "or a name: tcp, ");
        row("IP.src == 10.0.0", 10, 6, "an IPv4 address");
        row("IP.src == fe80::1", 10, 7, "an IPv4 address");
        row("IP.src == nowhere.test", 10, 12, "the name of a host");
        row("(IP.ttl == 3", 12, 1, "')'");
        row("IP.ttl = 3", 7, 1, "==");
        row("IP.ttl ==", 9, 1, "a value");
        row("IP.ttl in {}", 11, 1, "a value");
        row("IP.ttl in {9..3}", 11, 4, "the lower value");
        row("Raw.load matches '('", 17, 3, "a regular expression");
        row("Raw.load matches '(a)\\1'", 17, 7, "a regular expression");
        row("IP.ttl contains 'a'", 0, 6, "text or bytes");
        row("frob(IP.ttl) == 1", 0, 4, "a function: ");
        row("IP.ttl == 3 IP.ttl", 12, 6, "an operator");
        row("TCP.flags.X", 10, 1, "a part of flags: ");
        row("TCP.options.MMS == 3", 12, 3, "a part of options: MSS");
        row("1 == 1", 0, 6, "a field on one side");
        row("\"abc", 0, 4, "\" at the end");
        row("tcp.port == 0443", 12, 4, "");
        row("\xc3\xa4 == 1", 0, 2, "a name");
    }
    void errorsSayWhereAndWhatCouldStandThere()
    {
        QFETCH(QString, filter);
        QFETCH(int, column);
        QFETCH(int, length);
        QFETCH(QString, expected);
        const auto compiled = filter::DisplayFilter::compile(protocols(), filter.toStdString(), someHost);
        QVERIFY(!compiled);
        const auto& error = compiled.error();
        QVERIFY2(QString::fromStdString(error.expected).contains(expected), error.expected.c_str());
        QCOMPARE(static_cast<int>(error.column), column);
        QCOMPARE(static_cast<int>(error.length), length);
    }

    void hostileTextIsRefusedOrBounded()
    {
        const auto isRefused = [](const std::string& text) { return !filter::DisplayFilter::compile(protocols(), text); };
        QVERIFY(isRefused(std::string(100'000, '(')));
        QVERIFY(isRefused(std::string(10'000, '!')));
        QVERIFY(isRefused("IP.ttl == " + std::string(5'000, '-') + "1"));
        QVERIFY(isRefused(std::string(20'000, ' ')));
        std::string sum = "IP.ttl";
        for (int i = 0; i < 4'000; ++i)
            sum += "+1";
        QVERIFY(isRefused(sum + " == 1"));
        std::string wide = "IP";
        for (int i = 0; i < 2'000; ++i)
            wide += " or IP";
        QVERIFY(!isRefused(wide));
    }

    /// An expression that backtracking would not end with.
    void regularExpressionsTakeLinearTime()
    {
        const auto compiled = filter::DisplayFilter::compile(protocols(), "Raw.load matches '(a*)*(a*)*(a*)*b$'");
        QVERIFY(compiled);
        const CapturedPacket packet = packetOf(("Ether()/IP()/UDP()/Raw(load='" + std::string(1'300, 'a') + "')").c_str());
        QVERIFY(!filter::FilterRun(*compiled).matches(viewOf(packet)));
    }

    void everyNameOfWiresharkCanBeUsed()
    {
        for (const auto& known : filter::Names::of(protocols())->wiresharkNames()) {
            const auto compiled = filter::DisplayFilter::compile(protocols(), known.name);
            QVERIFY2(compiled, known.name.c_str());
        }
    }

    /// The shortcuts of names/wireshark.yaml leave nothing out.
    void commonWordsNameAllTheirProtocols()
    {
        const auto names = filter::Names::of(protocols());
        for (const auto& [word, layers] : names->commonWords()) {
            auto all = names->allLayers(word);
            auto some = names->layers(word);
            std::ranges::sort(all);
            std::ranges::sort(some);
            QString missing;
            for (const auto id : all)
                missing += QString::fromStdString(protocols()[id].name) + QLatin1Char(' ');
            QVERIFY2(all == some, qPrintable(QString::fromStdString(word) + QStringLiteral(": ") + missing));
        }
    }

    void suggestsWhatCouldStandThere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("from");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("type");
        QTest::newRow("field of a protocol") << "IP.t" << 0 << "IP.ttl" << "number";
        QTest::newRow("after an operator") << "TCP and IP.sr" << 8 << "IP.src" << "IPv4 address";
        QTest::newRow("Wireshark's") << "tcp.po" << 0 << "tcp.port" << "";
        QTest::newRow("protocol") << "not TC" << 4 << "TCP" << "protocol";
        QTest::newRow("flag") << "TCP.flags." << 0 << "TCP.flags.S" << "flag";
        QTest::newRow("option") << "TCP.options.M" << 0 << "TCP.options.MSS" << "option";
        QTest::newRow("value") << "IP.proto == " << 12 << "\"tcp\"" << "name";
        QTest::newRow("value begun") << "IP.proto == \"ud" << 12 << "\"udp\"" << "name";
        QTest::newRow("operator") << "IP.ttl " << 7 << "contains" << "";
    }
    void suggestsWhatCouldStandThere()
    {
        QFETCH(QString, text);
        QFETCH(int, from);
        QFETCH(QString, wanted);
        QFETCH(QString, type);
        const auto suggestions = filter::suggest(protocols(), text.toStdString(), static_cast<std::size_t>(text.size()));
        QCOMPARE(static_cast<int>(suggestions.from), from);
        const auto found = std::ranges::find(suggestions.items, wanted.toStdString(), &filter::Suggestion::text);
        QVERIFY(found != suggestions.items.end());
        QCOMPARE(QString::fromStdString(found->type), type);
        QVERIFY(suggestions.items.size() <= 200);
    }
};

QTEST_GUILESS_MAIN(TestFilter)
#include "tst_filter.moc"
