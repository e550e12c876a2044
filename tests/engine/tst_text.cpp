#include "engine/packet/build.h"
#include "engine/packet/captured_packet.h"
#include "engine/packet/dissect.h"
#include "engine/packet/python_text.h"
#include "engine/packet/text.h"
#include "engine/packet/value_formats.h"
#include "engine/scapy/scapy.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace fw;

namespace {

/// What Scapy printed, from tests/data/scapy_texts.txt.
struct ScapyTexts {
    QByteArray kind;   ///< "expression", "bytes", "fields", "fields-verbose"
    QByteArray source; ///< "IP()/TCP()", "IP 4500…", "IP"
    QByteArray repr;
    QByteArray summary;
    QByteArray block; ///< show() or ls()
};

std::vector<ScapyTexts> readTexts()
{
    QFile file(QStringLiteral(FW_TEST_DATA "/scapy_texts.txt"));
    std::vector<ScapyTexts> all;
    if (!file.open(QIODevice::ReadOnly))
        return all;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        line.chop(1);
        const auto space = line.indexOf(' ');
        const QByteArray key = line.left(space < 0 ? line.size() : space);
        const QByteArray rest = space < 0 ? QByteArray() : line.mid(space + 1);
        if (line.startsWith('|'))
            all.back().block += line.mid(1) + '\n';
        else if (key == "repr")
            all.back().repr = rest;
        else if (key == "summary")
            all.back().summary = rest;
        else if (key != "show" && !key.isEmpty())
            all.push_back({key, rest, {}, {}, {}});
    }
    for (ScapyTexts& texts : all)
        texts.block.chop(1); // The last line end is that of the file.
    return all;
}

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft fromExpression(const QByteArray& text)
{
    const auto draft = scapy::parse(protocols(), text.toStdString());
    if (!draft)
        qWarning("column %zu: expected %s", draft.error().column, draft.error().expected.c_str());
    return draft.value_or(Draft{});
}

/// "IP 4500…"
Draft fromBytes(const QByteArray& text)
{
    const auto space = text.indexOf(' ');
    const ProtocolDesc* first = protocols().find(text.left(space).toStdString());
    if (first == nullptr)
        return {};
    const QByteArray bytes = QByteArray::fromHex(text.mid(space + 1));
    DissectOptions options;
    options.first = first->id;
    return dissect(protocols(), toBuffer(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))), 0, options).draft;
}

Draft draftOf(const QByteArray& kind, const QByteArray& source)
{
    return kind == "bytes" ? fromBytes(source) : fromExpression(source);
}

void addTexts(QByteArray ScapyTexts::*text)
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("wanted");
    for (const ScapyTexts& texts : readTexts())
        if (texts.kind == "expression" || texts.kind == "bytes")
            QTest::newRow((texts.kind + ' ' + texts.source).constData()) << texts.kind << texts.source << texts.*text;
}

QByteArray asBytes(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

class TextTest : public QObject {
    Q_OBJECT

private slots:
    void theTextsOfScapyAreThere() { QVERIFY(readTexts().size() > 150); }

    void reprIsScapys_data() { addTexts(&ScapyTexts::repr); }
    void reprIsScapys()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, source);
        QTEST(asBytes(repr(protocols(), draftOf(kind, source))), "wanted");
    }

    void summaryIsScapys_data() { addTexts(&ScapyTexts::summary); }
    void summaryIsScapys()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, source);
        QTEST(asBytes(summary(protocols(), draftOf(kind, source))), "wanted");
    }

    void showIsScapys_data() { addTexts(&ScapyTexts::block); }
    void showIsScapys()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, wanted);
        // Line by line, so that a difference can be found. Scapy prints one more line end than it returns.
        const auto lines = asBytes(show(protocols(), draftOf(kind, source))).split('\n');
        const auto wantedLines = (wanted + '\n').split('\n');
        for (qsizetype i = 0; i < std::min(lines.size(), wantedLines.size()); ++i)
            QCOMPARE(lines[i], wantedLines[i]);
        QCOMPARE(lines.size(), wantedLines.size());
    }

    void fieldListIsScapys_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<bool>("verbose");
        QTest::addColumn<QByteArray>("wanted");
        for (const ScapyTexts& texts : readTexts())
            if (texts.kind.startsWith("fields"))
                QTest::newRow((texts.kind + ' ' + texts.source).constData()) << texts.source << (texts.kind == "fields-verbose") << texts.block;
    }
    void fieldListIsScapys()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(bool, verbose);
        QFETCH(QByteArray, wanted);
        const ProtocolDesc* desc = protocols().find(protocol.toStdString());
        QVERIFY(desc != nullptr);
        const auto lines = asBytes(listFields(protocols(), *desc, verbose)).split('\n');
        const auto wantedLines = wanted.split('\n');
        for (qsizetype i = 0; i < std::min(lines.size(), wantedLines.size()); ++i)
            QCOMPARE(lines[i], wantedLines[i]);
        QCOMPARE(lines.size(), wantedLines.size());
    }

    void protocolsAreListedByNameWithTheirTitles()
    {
        const auto lines = asBytes(listProtocols(protocols())).split('\n');
        QVERIFY(lines.contains("ARP        : ARP"));
        QVERIFY(lines.contains("IPOption_RR : IP Option Record Route"));
        QVERIFY(std::ranges::is_sorted(lines.first(lines.size() - 1)));
        QCOMPARE(lines.size() - 1, static_cast<qsizetype>(protocols().size()));
    }

    void editTextIsReadBack_data()
    {
        QTest::addColumn<QByteArray>("source");
        for (const ScapyTexts& texts : readTexts())
            if (texts.kind == "expression" && !texts.source.contains("Rand"))
                QTest::newRow(texts.source.constData()) << texts.source;
    }
    void editTextIsReadBack()
    {
        QFETCH(QByteArray, source);
        for (const Layer& layer : fromExpression(source).layers) {
            const ProtocolDesc& desc = protocols()[layer.protocol];
            for (FieldIndex field = 0; field < layer.fields.size(); ++field)
                if (layer.fields[field].state == SlotState::Explicit)
                    compareReadBack(layer, desc, field);
        }
    }

    void editTextIsWhatAPersonTypes_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("address")     << QByteArray("IP(dst='10.0.0.1')") << QByteArray("IP.dst") << QByteArray("10.0.0.1");
        QTest::newRow("network")     << QByteArray("IP(dst='10.0.0.0/30')") << QByteArray("IP.dst") << QByteArray("10.0.0.0/30");
        QTest::newRow("MAC")         << QByteArray("Ether(dst='02:00:00:00:00:0a')") << QByteArray("Ether.dst") << QByteArray("02:00:00:00:00:0a");
        QTest::newRow("named")       << QByteArray("IP(proto=6)") << QByteArray("IP.proto") << QByteArray("tcp");
        QTest::newRow("not named")   << QByteArray("IP(proto=250)") << QByteArray("IP.proto") << QByteArray("250");
        QTest::newRow("flags")       << QByteArray("TCP(flags=18)") << QByteArray("TCP.flags") << QByteArray("SA");
        QTest::newRow("hexadecimal") << QByteArray("IP(chksum=57005)") << QByteArray("IP.chksum") << QByteArray("0xdead");
        QTest::newRow("range")       << QByteArray("IP(ttl=(1,5))") << QByteArray("IP.ttl") << QByteArray("(1, 5)");
        QTest::newRow("text")        << QByteArray("Raw(load='abc')") << QByteArray("Raw.load") << QByteArray("abc");
        QTest::newRow("bytes")       << QByteArray("Raw(load=b'a\\xff\\\\\\n')") << QByteArray("Raw.load") << QByteArray("a\\xff\\\\\\x0a");
        QTest::newRow("name")        << QByteArray("DNS(qd=DNSQR(qname='a.b'))") << QByteArray("DNS.qd[0].qname") << QByteArray("a.b.");
        QTest::newRow("host name")   << QByteArray("IP(dst='www.example.com')") << QByteArray("IP.dst") << QByteArray("www.example.com");
    }
    void editTextIsWhatAPersonTypes()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, path);
        const Draft draft = fromExpression(source);
        const auto place = parsePath(protocols(), draft, path.toStdString());
        QVERIFY(place.has_value());
        const Layer* owner = ownerOf(draft, *place);
        const auto field = static_cast<FieldIndex>(place->steps.back());
        QTEST(asBytes(editText(protocols(), protocols()[owner->protocol], field, owner->fields[field].value, owner)), "wanted");
    }

    void hostNamesAreWrittenAsNetworksOfOneAddress()
    {
        QCOMPARE(asBytes(repr(protocols(), fromExpression("IP(src='127.0.0.1', dst='localhost')"))),
                 QByteArray("<IP  src=127.0.0.1 dst=Net(\"localhost/32\") |>"));
    }

    void nodesAreWrittenAsTheirFields_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("enumeration")  << QByteArray("IP.proto") << QByteArray("udp");
        QTest::newRow("hexadecimal")  << QByteArray("IP.tos") << QByteArray("0x0");
        QTest::newRow("address")      << QByteArray("IP.src") << QByteArray("127.0.0.1");
        QTest::newRow("name in list") << QByteArray("DNS.an[0].rrname") << QByteArray("'x.y.'");
        QTest::newRow("switched")     << QByteArray("DNS.an[0].rdata") << QByteArray("1.2.3.4");
        QTest::newRow("structure")    << QByteArray("DNS.qd[0]") << QByteArray("<DNSQR  qname='www.example.com.' qtype=A qclass=IN |>");
        QTest::newRow("empty chain")  << QByteArray("DNS.ns") << QByteArray("None");
    }
    void nodesAreWrittenAsTheirFields()
    {
        QFETCH(QByteArray, path);
        const Draft draft = fromExpression("IP(src='127.0.0.1',dst='127.0.0.1')/UDP()/DNS(qr=1,an=DNSRR(rrname='x.y',rdata='1.2.3.4'))");
        const Dissection read = dissect(protocols(), buildBytes(protocols(), draft), link_type::Ipv4);
        const auto place = parsePath(protocols(), read.draft, path.toStdString());
        QVERIFY(place.has_value());
        QTEST(asBytes(nodeText(protocols(), read.layout, read.layout.nodeOf(*place))), "wanted");
    }

    void stringsAreWrittenAsPythonDoes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("asString");
        QTest::addColumn<QByteArray>("asBytes");
        QTest::newRow("plain")         << QByteArray("abc") << QByteArray("'abc'") << QByteArray("b'abc'");
        QTest::newRow("empty")         << QByteArray() << QByteArray("''") << QByteArray("b''");
        QTest::newRow("single quote")  << QByteArray("a'b") << QByteArray("\"a'b\"") << QByteArray("b\"a'b\"");
        QTest::newRow("both quotes")   << QByteArray("a'\"b") << QByteArray("'a\\'\"b'") << QByteArray("b'a\\'\"b'");
        QTest::newRow("no UTF-8")      << QByteArray("\xff") << QByteArray("'\\\\xff'") << QByteArray("b'\\xff'");
        QTest::newRow("cut UTF-8")     << QByteArray("a\xc3") << QByteArray("'a\\\\xc3'") << QByteArray("b'a\\xc3'");
        QTest::newRow("UTF-8")         << QByteArray("\xc3\xbc") << QByteArray("'\xc3\xbc'") << QByteArray("b'\\xc3\\xbc'");
        QTest::newRow("not printable") << QByteArray("\xe2\x80\x8b") << QByteArray("'\\u200b'") << QByteArray("b'\\xe2\\x80\\x8b'");
    }
    void stringsAreWrittenAsPythonDoes()
    {
        QFETCH(QByteArray, bytes);
        const Buffer buffer = toBuffer(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        QTEST(QByteArray::fromStdString(pythonString(buffer)), "asString");
        QTEST(QByteArray::fromStdString(pythonBytes(buffer)), "asBytes");
    }

    void namedFormatsAreScapys_data()
    {
        QTest::addColumn<ValueFormat>("format");
        QTest::addColumn<qint64>("number");
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("epoch")           << ValueFormat::Utc << qint64{0} << QByteArray("Thu, 01 Jan 1970 00:00:00 +0000 (0)");
        QTest::newRow("date")            << ValueFormat::Utc << qint64{1700000000} << QByteArray("Tue, 14 Nov 2023 22:13:20 +0000 (1700000000)");
        QTest::newRow("32 bits")         << ValueFormat::Utc << qint64{0xffffffff} << QByteArray("Sun, 07 Feb 2106 06:28:15 +0000 (4294967295)");
        QTest::newRow("year 10000")      << ValueFormat::Utc << qint64{253402300800} << QByteArray("Sat, 01 Jan 10000 00:00:00 +0000 (253402300800)");
        QTest::newRow("48 bits")         << ValueFormat::Utc << qint64{0xffffffffffff} << QByteArray("Fri, 07 Dec 8921556 10:44:15 +0000 (281474976710655)");
        QTest::newRow("from 2000")       << ValueFormat::Utc2000 << qint64{0} << QByteArray("Sat, 01 Jan 2000 00:00:00 +0000 (946684800)");
        QTest::newRow("elapsed")         << ValueFormat::Elapsed << qint64{150} << QByteArray("1.50 sec");
        QTest::newRow("elapsed, longer") << ValueFormat::Elapsed << qint64{0xffff} << QByteArray("infinity (0xffff)");
        QTest::newRow("basic rate")      << ValueFormat::Dot11Rate << qint64{0x8b} << QByteArray("5.5(B) Mbps");
        QTest::newRow("rate")            << ValueFormat::Dot11Rate << qint64{108} << QByteArray("54.0 Mbps");
        QTest::newRow("vendor")          << ValueFormat::Oui << qint64{0xfffffe} << QByteArray("ff:ff:fe");
        QTest::newRow("nanoseconds")     << ValueFormat::UtcNano << qint64{1'999'999'999} << QByteArray("Thu, 01 Jan 1970 00:00:01 +0000 (1)");
        QTest::newRow("version")         << ValueFormat::Version << qint64{0x0c05} << QByteArray("v12.5");
        QTest::newRow("option, skipped") << ValueFormat::IPv6Option << qint64{62} << QByteArray("62 [00: skip, 1: May change en-route]");
        QTest::newRow("option, refused") << ValueFormat::IPv6Option << qint64{222} << QByteArray("222 [11: discard+ICMP not mcast, 0: Don't change en-route]");
    }
    void namedFormatsAreScapys()
    {
        QFETCH(ValueFormat, format);
        QFETCH(qint64, number);
        FieldDesc field;
        field.format = format;
        QTEST(asBytes(formatted(field, nullptr, Value(std::int64_t{number})).value_or("")), "wanted");
    }

    void scaledFormatsAreTypedAsTheyAreSent()
    {
        FieldDesc field;
        field.format = ValueFormat::Scaled;
        field.scale = 4;
        field.unit = "sec";
        QCOMPARE(asBytes(formatted(field, nullptr, Value(std::int64_t{7})).value_or("")), QByteArray("28 sec"));
        const ProtocolDesc& update = *protocols().find("MIP6MH_BU");
        const auto typed = parseFieldText(protocols(), update, update.find("mhtime"), "7");
        QVERIFY(typed.has_value());
        QVERIFY(*typed == Value(std::int64_t{7}));
    }

    void hardwareAddressesAreToldWithTheirPad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("empty")  << QByteArray() << QByteArray(" (pad: b'')");
        QTest::newRow("one")    << QByteArray("\1") << QByteArray("01 (pad: b'')");
        QTest::newRow("longer") << QByteArray("abcdefgh") << QByteArray("61:62:63:64:65:66 (pad: b'gh')");
        QTest::newRow("whole")  << QByteArray("abcdef") + QByteArray(10, '\0') << QByteArray("61:62:63:64:65:66 (+ 10 nul pad)");
    }
    void hardwareAddressesAreToldWithTheirPad()
    {
        QFETCH(QByteArray, bytes);
        FieldDesc field;
        field.format = ValueFormat::Chaddr;
        const Buffer buffer = toBuffer(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        QTEST(asBytes(formatted(field, nullptr, Value(buffer)).value_or("")), "wanted");
    }

    void bytesAreToldWithTheirName()
    {
        FieldDesc field;
        field.format = ValueFormat::AsBytes;
        field.bytesNames[toBuffer("GPS")] = "satellites";
        QCOMPARE(formatted(field, nullptr, Value(toBuffer("GPS"))).value_or(""), std::string("b'GPS' (satellites)"));
        QCOMPARE(formatted(field, nullptr, Value(toBuffer("a\xff"))).value_or(""), std::string("b'a\\xff'"));
        QVERIFY(!formatted(FieldDesc(), nullptr, Value(toBuffer("a"))).has_value());
    }

    void scaledNumbersCountInTheirUnit_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("whole")    << QByteArray("STP(age=255)") << QByteArray("<STP  age=255 |>");
        QTest::newRow("fraction") << QByteArray("STP(age=1.5)") << QByteArray("<STP  age=1.5 |>");
    }
    void scaledNumbersCountInTheirUnit()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, wanted);
        QCOMPARE(asBytes(repr(protocols(), fromExpression(source))), wanted);
        QCOMPARE(asBytes(scapy::format(protocols(), fromExpression(source))), QByteArray(source).replace("255", "255.0"));
    }

    void optionsAreToldAsTyped()
    {
        const Draft typed = fromExpression("DHCP(options=[('hostname', 'alpha'), ('message-type', 'offer'), ('param_req_list', [1, 3]), 'end'])");
        QCOMPARE(repr(protocols(), typed), std::string("<DHCP  options=[hostname='alpha' message-type='offer' param_req_list=[1, 3] end] |>"));
        const Draft read = fromBytes("DHCP 0c05616c70686135010237020103ff");
        QCOMPARE(repr(protocols(), read), std::string("<DHCP  options=[hostname=b'alpha' message-type=offer param_req_list=[1, 3] end] |>"));
    }

    void numbersAreWrittenAsPythonDoes()
    {
        QCOMPARE(pythonFloat(2), std::string("2.0"));
        QCOMPARE(pythonFloat(0.1), std::string("0.1"));
        QCOMPARE(pythonFloat(100000), std::string("100000.0"));
        QCOMPARE(pythonFloat(1e16), std::string("1e+16"));
    }

private:
    static void compareReadBack(const Layer& layer, const ProtocolDesc& desc, FieldIndex field)
    {
        const Value& value = layer.fields[field].value;
        if (value.list() != nullptr && std::ranges::any_of(value.list()->items, [](const Value& item) { return item.layer() != nullptr; }))
            return; // Structures are edited field by field.
        const std::string text = editText(protocols(), desc, field, value, &layer);
        const auto back = parseFieldText(protocols(), desc, field, text, &layer);
        QVERIFY2(back.has_value(), text.c_str());
        QVERIFY2(*back == value, text.c_str());
    }
};

QTEST_APPLESS_MAIN(TextTest)
#include "tst_text.moc"
