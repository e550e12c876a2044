#include "engine/packet/build.h"
#include "engine/packet/captured_packet.h"
#include "engine/packet/dissect.h"
#include "engine/packet/python_text.h"
#include "engine/packet/text.h"
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
