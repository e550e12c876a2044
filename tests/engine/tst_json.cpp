#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/json.h"
#include "engine/scapy/scapy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

QByteArray lineOf(const Buffer& bytes, std::uint32_t linkType, const JsonOptions& options = {})
{
    Dissection read = dissect(protocols(), bytes, linkType);
    verify(protocols(), read.draft, read.layout);
    CapturedPacket packet;
    packet.time = std::chrono::nanoseconds(1'700'000'000'123'456'789);
    packet.linkType = linkType;
    packet.originalLength = static_cast<std::uint32_t>(bytes.size());
    packet.bytes = bytes;
    return QByteArray::fromStdString(packetJson(protocols(), packet, read.layout, options));
}

Buffer bytesOf(const char* expression)
{
    const auto draft = scapy::parse(protocols(), expression);
    if (!draft)
        qFatal("cannot read %s at %zu", expression, draft.error().column);
    return buildBytes(protocols(), *draft);
}

QJsonObject jsonOf(const Buffer& bytes, std::uint32_t linkType = link_type::Ipv4, const JsonOptions& options = {})
{
    QJsonParseError error;
    const QByteArray line = lineOf(bytes, linkType, options);
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError)
        qWarning("%s: %s", qPrintable(error.errorString()), line.constData());
    return document.object();
}

QJsonObject layerOf(const QJsonObject& packet, int layer)
{
    return packet.value(QLatin1String("layers")).toArray().at(layer).toObject();
}

QJsonValue fieldOf(const QJsonObject& layer, const char* field)
{
    return layer.value(QLatin1String("fields")).toObject().value(QLatin1String(field));
}

} // namespace

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void tellsThePacket()
    {
        const Buffer bytes = bytesOf("Ether()/IP()/UDP(sport=1,dport=2)/'abc'");
        const QJsonObject packet = jsonOf(bytes, link_type::Ethernet, {.number = 7});
        QCOMPARE(packet.value(QLatin1String("number")).toInt(), 7);
        QCOMPARE(packet.value(QLatin1String("time")).toString(), QStringLiteral("1700000000.123456789"));
        QCOMPARE(packet.value(QLatin1String("captured")).toInt(), 45);
        QCOMPARE(packet.value(QLatin1String("length")).toInt(), 45);
        QCOMPARE(packet.value(QLatin1String("link")).toString(), QStringLiteral("EN10MB"));
        QVERIFY(packet.value(QLatin1String("notes")).toArray().isEmpty());
        QVERIFY(!lineOf(bytes, link_type::Ethernet).contains('\n'));
    }

    void tellsWhereTheLayersAre()
    {
        const QJsonObject packet = jsonOf(bytesOf("Ether()/IP()/UDP(sport=1,dport=2)/'abc'"), link_type::Ethernet);
        const QList<std::tuple<QString, int, int>> wanted = {{QStringLiteral("Ether"), 0, 14}, {QStringLiteral("IP"), 14, 20},
                                                            {QStringLiteral("UDP"), 34, 8}, {QStringLiteral("Raw"), 42, 3}};
        for (int i = 0; i < wanted.size(); ++i) {
            const QJsonObject layer = layerOf(packet, i);
            QCOMPARE(std::tuple(layer.value(QLatin1String("protocol")).toString(), layer.value(QLatin1String("offset")).toInt(),
                                layer.value(QLatin1String("size")).toInt()),
                     wanted[i]);
        }
    }

    void fieldsHaveTheirTypes_data()
    {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<int>("layer");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("number")         << QByteArray("IP()") << 0 << QByteArray("ttl") << QByteArray("64");
        QTest::newRow("enumeration")    << QByteArray("IP()/UDP()") << 0 << QByteArray("proto") << QByteArray("17");
        QTest::newRow("named flags")    << QByteArray("IP(flags='MF+DF')") << 0 << QByteArray("flags") << QByteArray("\"MF+DF\"");
        QTest::newRow("flag letters")   << QByteArray("IP()/TCP(flags='SA')") << 1 << QByteArray("flags") << QByteArray("\"SA\"");
        QTest::newRow("no flags")       << QByteArray("IP()") << 0 << QByteArray("flags") << QByteArray("\"\"");
        QTest::newRow("address")        << QByteArray("IP(dst='10.0.0.1')") << 0 << QByteArray("dst") << QByteArray("\"10.0.0.1\"");
        QTest::newRow("bytes")          << QByteArray("IP()/UDP(sport=1,dport=2)/b'\\xff\\x00'") << 2 << QByteArray("load") << QByteArray("\"ff00\"");
        QTest::newRow("empty list")     << QByteArray("IP()") << 0 << QByteArray("options") << QByteArray("[]");
        QTest::newRow("TLVs")           << QByteArray("IP()/TCP(options=[('MSS',1460),('NOP',None),('Timestamp',(1,2)),(254,b'xy')])") << 1 << QByteArray("options")
                                        << QByteArray("[[\"MSS\",1460],[\"NOP\",null],[\"Timestamp\",[1,2]],[254,\"7879\"],[\"EOL\",null]]");
        QTest::newRow("structures")     << QByteArray("IP()/UDP()/DNS()") << 2 << QByteArray("qd")
                                        << QByteArray("[{\"fields\":{\"qclass\":1,\"qname\":\"www.example.com.\",\"qtype\":1},\"protocol\":\"DNSQR\"}]");
        QTest::newRow("large number")   << QByteArray("IP()/TCP(seq=4294967295)") << 1 << QByteArray("seq") << QByteArray("4294967295");
    }
    void fieldsHaveTheirTypes()
    {
        QFETCH(QByteArray, expression);
        QFETCH(int, layer);
        QFETCH(QByteArray, field);
        const QJsonValue value = fieldOf(layerOf(jsonOf(bytesOf(expression.constData())), layer), field.constData());
        // In an array, so that plain values can be written too.
        const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        QTEST(text.mid(1, text.size() - 2), "wanted");
    }

    void switchedFieldsAreWrittenByTheirType()
    {
        const QJsonObject packet = jsonOf(bytesOf("IP()/UDP()/DNS(qr=1,an=DNSRR(rdata='1.2.3.4')/DNSRR(type='CNAME',rdata='a.b')/DNSRR(type='TXT',rdata=['x']))"));
        const QJsonArray records = fieldOf(layerOf(packet, 2), "an").toArray();
        QCOMPARE(fieldOf(records[0].toObject(), "rdata").toString(), QStringLiteral("1.2.3.4"));
        QCOMPARE(fieldOf(records[1].toObject(), "rdata").toString(), QStringLiteral("a.b."));
        QCOMPARE(fieldOf(records[2].toObject(), "rdata").toArray().at(0).toString(), QStringLiteral("x"));
    }

    void absentFieldsAreLeftOut()
    {
        const QJsonObject fields = layerOf(jsonOf(bytesOf("IP()/ICMP()")), 1).value(QLatin1String("fields")).toObject();
        QVERIFY(fields.contains(QLatin1String("id")));
        QVERIFY(!fields.contains(QLatin1String("gw")));
        QVERIFY(!fields.contains(QLatin1String("unused")));
    }

    void rangesAreToldWhenWanted()
    {
        const Buffer bytes = bytesOf("Ether()/IP()");
        const QJsonObject ranges = layerOf(jsonOf(bytes, link_type::Ethernet, {.ranges = true}), 1).value(QLatin1String("ranges")).toObject();
        QCOMPARE(ranges.value(QLatin1String("ttl")).toArray(), (QJsonArray{176, 8}));
        QCOMPARE(ranges.value(QLatin1String("ihl")).toArray(), (QJsonArray{116, 4}));
        QVERIFY(!layerOf(jsonOf(bytes, link_type::Ethernet), 1).contains(QLatin1String("ranges")));
    }

    void badChecksumsAreNoted()
    {
        const Buffer bytes = bytesOf("Ether()/IP(src='127.0.0.1',dst='127.0.0.1',chksum=0xdead)/TCP()");
        const QJsonArray notes = jsonOf(bytes, link_type::Ethernet).value(QLatin1String("notes")).toArray();
        QCOMPARE(notes.size(), 1);
        const QJsonObject note = notes.at(0).toObject();
        QCOMPARE(note.value(QLatin1String("level")).toString(), QStringLiteral("error"));
        QCOMPARE(note.value(QLatin1String("layer")).toInt(), 1);
        QCOMPARE(note.value(QLatin1String("field")).toString(), QStringLiteral("chksum"));
        QCOMPARE(note.value(QLatin1String("offset")).toInt(), 24);
        QCOMPARE(note.value(QLatin1String("text")).toString(), QStringLiteral("0xdead, should be 0x7ccd"));
    }

    void everyCutOfAPacketIsStillAPacketInJson()
    {
        const Buffer whole = bytesOf("Ether()/IP()/UDP()/DNS(qr=1,an=DNSRR(rrname='x.y',rdata='1.2.3.4'))");
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const QJsonObject packet = jsonOf({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}, link_type::Ethernet);
            QCOMPARE(packet.value(QLatin1String("captured")).toInt(), static_cast<int>(size));
            QCOMPARE(packet.value(QLatin1String("layers")).toArray().isEmpty(), size == 0);
        }
    }

    void timesBeforeTheEpochAndUnknownLinksAreWritten()
    {
        CapturedPacket packet;
        packet.time = std::chrono::nanoseconds(-500'000'000);
        packet.linkType = 147;
        const std::string line = packetJson(protocols(), packet, {}, {});
        QCOMPARE(QByteArray::fromStdString(line),
                 QByteArray(R"({"number":1,"time":"-0.500000000","captured":0,"length":0,"link":"147","layers":[],"notes":[]})"));
    }

    void stringsAreEscaped_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("plain")     << QByteArray("abc") << QByteArray("\"abc\"");
        QTest::newRow("quotes")    << QByteArray("a\"b\\c") << QByteArray("\"a\\\"b\\\\c\"");
        QTest::newRow("controls")  << QByteArray("a\n\x01\x7f") << QByteArray("\"a\\u000a\\u0001\\u007f\"");
        QTest::newRow("UTF-8")     << QByteArray("\xc3\xbc") << QByteArray("\"\xc3\xbc\"");
        QTest::newRow("no UTF-8")  << QByteArray("\xff\xc3") << QByteArray("\"\\u00ff\\u00c3\"");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\"\\u00ed\\u00a0\\u0080\"");
    }
    void stringsAreEscaped()
    {
        QFETCH(QByteArray, text);
        QTEST(QByteArray::fromStdString(jsonString(std::string_view(text.constData(), static_cast<std::size_t>(text.size())))), "json");
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "tst_json.moc"
