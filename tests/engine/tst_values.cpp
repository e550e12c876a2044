#include "engine/base/address.h"
#include "engine/packet/draft.h"
#include "engine/packet/networks.h"
#include "engine/packet/sets.h"
#include "engine/packet/text.h"

#include <QTest>

#include <set>
#include <tuple>

using namespace fw;

namespace {

struct Place {
    const ProtocolDesc* protocol = nullptr;
    FieldIndex field = noField;
};

Place placeOf(const QByteArray& path)
{
    const auto parts = path.split('.');
    const ProtocolDesc* protocol = Protocols::builtin().find(parts[0].toStdString());
    return {protocol, protocol != nullptr ? protocol->find(parts[1].toStdString()) : noField};
}

Result<Value> typed(const QByteArray& path, const QByteArray& text)
{
    const Place place = placeOf(path);
    if (place.field == noField)
        return fail(Errc::UnknownField, 0, path.toStdString());
    return parseFieldText(Protocols::builtin(), *place.protocol, place.field, text.toStdString());
}

/// A value as plainly as can be: 5, 0a000001, name:www, [..], (..), <first..last>.
QByteArray plain(const Value& value)
{
    const auto joined = [](const std::vector<Value>& items) {
        QByteArrayList parts;
        for (const Value& item : items)
            parts << plain(item);
        return parts.join(',');
    };
    if (const auto* number = value.integer())
        return QByteArray::number(qint64{*number});
    if (const auto* number = value.real())
        return QByteArray::number(*number);
    if (const auto* bytes = value.bytes())
        return "x" + QByteArray::fromStdString(toHex(*bytes));
    if (const auto* name = value.hostName())
        return "name:" + QByteArray::fromStdString(name->text);
    if (const auto* list = value.list())
        return "list[" + joined(list->items) + "]";
    if (const auto* tuple = value.tuple())
        return "(" + joined(tuple->items) + ")";
    if (value.layer() != nullptr)
        return QByteArray::fromStdString(Protocols::builtin()[value.layer()->protocol].name) + "()";
    if (value.set() == nullptr)
        return "None";
    if (const auto* range = asRange(*value.set()))
        return "range(" + QByteArray::number(qint64{range->first}) + "," + QByteArray::number(qint64{range->last}) + ","
            + QByteArray::number(qint64{range->step}) + ")";
    if (const auto* members = asList(*value.set()))
        return "set[" + joined(*members) + "]";
    if (const auto* addresses = asAddresses(*value.set()))
        return "net(" + QByteArray::fromStdString(addressText(addresses->first) + "," + addressText(addresses->last)) + ")";
    if (const auto* random = asRandom(*value.set()))
        return QByteArray::fromStdString(*random);
    return "choice[" + joined(*asChoice(*value.set())) + "]";
}

} // namespace

class TestValues : public QObject {
    Q_OBJECT

private slots:
    void readsCells_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value");

        const auto row = [](const char* field, const char* text, const char* value) {
            QTest::newRow(QByteArray(field) + " " + text) << QByteArray(field) << QByteArray(text) << QByteArray(value);
        };
        row("IP.ttl", "64", "64");
        row("IP.ttl", " 0x1f ", "31");
        row("IP.ttl", "", "None");
        row("IP.ttl", "auto", "None");
        row("IP.ttl", "None", "None");
        row("IP.ttl", "1..30", "range(1,30,1)");
        row("IP.ttl", "1 .. 30", "range(1,30,1)");
        row("IP.ttl", "(1,30)", "range(1,30,1)");
        row("IP.ttl", "(1, 30, 7)", "range(1,30,7)");
        row("IP.ttl", "1-30", "range(1,30,1)");
        row("IP.ttl", "1,2,5", "set[1,2,5]");
        row("IP.ttl", "1,", "1");
        row("TCP.dport", "[22,80,(8000,8010)]", "set[22,80,range(8000,8010,1)]");
        row("TCP.dport", "22, 80..82, https", "set[22,range(80,82,1),443]");
        row("TCP.dport", "[ssh, (80, 82)]", "set[22,range(80,82,1)]");
        row("TCP.dport", "ssh", "22");
        row("TCP.dport", "RandShort()", "RandShort()");
        row("TCP.dport", "RandChoice(80,443)", "choice[80,443]");
        row("TCP.flags", "SA", "18");
        row("TCP.flags", "0x12", "18");
        row("TCP.flags", "S,A", "18");
        row("IP.flags", "MF+DF", "3");
        row("ARP.op", "who-has", "1");
        row("Ether.type", "0x0800", "2048");
        row("Ether.type", "IPv4", "2048");
        row("IP.dst", "10.0.0.1", "x0a000001");
        row("IP.dst", "10.0.0.0/30", "net(10.0.0.0,10.0.0.3)");
        row("IP.dst", "10.0.0.6/30", "net(10.0.0.4,10.0.0.7)");
        row("IP.dst", "192.168.1.1-254", "net(192.168.1.1,192.168.1.254)");
        row("IP.dst", "192.168.1.*", "net(192.168.1.0,192.168.1.255)");
        row("IP.dst", "192.168.*.*", "net(192.168.0.0,192.168.255.255)");
        row("IP.dst", "10.0.0-1.1-2", "set[net(10.0.0.1,10.0.0.2),net(10.0.1.1,10.0.1.2)]");
        row("IP.dst", "10.0.0.1-10.0.0.9", "net(10.0.0.1,10.0.0.9)");
        row("IP.dst", "10.0.0.1..10.0.0.9", "net(10.0.0.1,10.0.0.9)");
        row("IP.dst", "10.0.0.1, 10.0.1.0/31", "set[x0a000001,net(10.0.1.0,10.0.1.1)]");
        row("IP.dst", "Net(\"10.0.0.0/30\")", "net(10.0.0.0,10.0.0.3)");
        row("IP.dst", "www.example.com", "name:www.example.com");
        row("IP.dst", "www.example.com, localhost", "set[name:www.example.com,name:localhost]");
        row("IP.dst", "\"www.example.com\"", "name:www.example.com");
        row("IP.dst", "RandIP()", "RandIP()");
        row("IPv6.dst", "fe80::/126", "net(fe80::,fe80::3)");
        row("IPv6.dst", "::1", "x00000000000000000000000000000001");
        row("Ether.dst", "00-11-22-33-44-55", "x001122334455");
        row("Ether.dst", "001122334455", "x001122334455");
        row("Raw.load", "abc", "x616263");
        row("Raw.load", "", "x");
        row("Raw.load", "a, b", "x612c2062");
        row("Raw.load", " a ", "x206120");
        row("Raw.load", "0x00ff", "x00ff");
        row("Raw.load", "0x0", "x307830");
        row("Raw.load", "\"a\\x00\"", "x6100");
        row("Raw.load", "b'\\xff'", "xff");
        row("Raw.load", "GET / HTTP/1.0\\r\\n", "x474554202f20485454502f312e300d0a");
        row("Raw.load", "a\\\\b\\q", "x615c625c71");
        row("Raw.load", "say \"hi\"", "x7361792022686922");
        row("Raw.load", "{\"a\": [1, 2]}", "x7b2261223a205b312c20325d7d");
        row("Raw.load", "[1, 2]", "x5b312c20325d");
        row("Raw.load", "['a', 'b']", "set[x61,x62]");
        row("Raw.load", "\"unfinished", "x22756e66696e6973686564");
        row("Raw.load", "RandString(5)", "RandString(5)");
        row("DNSQR.qname", "www.example.com", "x7777772e6578616d706c652e636f6d2e");
        row("DNSQR.qname", "a, b", "set[x612e,x622e]");
        row("TCP.options", "[('MSS', 1460), ('NOP', None)]", "list[(2,1460),(1)]");
        row("TCP.options", "('MSS', 1460)", "list[(2,1460)]");
        row("TCP.options", "[('SAckOK', b''), (254, b'xy'), ('SAck', (1, 2)), ('SAck', 5)]", "list[(4,x),(254,x7879),(5,(1,2)),(5,(5))]");
        row("TCP.options", "[('Timestamp', (1, 2)), ('WScale', [1, 2])]", "list[(8,(1,2)),(3,set[1,2])]");
        row("TCP.options", "b'\\x01'", "list[x01]");
        row("IPOption_RR.routers", "1.2.3.4, 5.6.7.8", "list[x01020304,x05060708]");
        row("IPOption_RR.routers", "[1.2.3.4]", "list[x01020304]");
        row("IPOption_RR.routers", "1.2.3.4", "list[x01020304]");
        row("ARP.hwsrc", "00:11:22:33:44:55", "x001122334455");
        row("ARP.psrc", "::1", "x00000000000000000000000000000001");
        row("ARP.psrc", "10.0.0.0/31", "net(10.0.0.0,10.0.0.1)");
    }
    void readsCells()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, text);
        const auto value = typed(field, text);
        QVERIFY2(value.has_value(), value ? "" : value.error().detail.c_str());
        QTEST(plain(*value), "value");
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("detail"); // The start of it.

        const auto row = [](const char* field, const char* text, const char* detail) {
            QTest::newRow(QByteArray(field) + " " + text) << QByteArray(field) << QByteArray(text) << QByteArray(detail);
        };
        row("IP.ttl", "300", "IP.ttl: 300, expected 0-255");
        row("IP.ttl", "1..300", "IP.ttl: 300, expected 0-255");
        row("IP.ttl", "30..1", "IP.ttl: (…), expected (first, last)");
        row("IP.ttl", "-1", "IP.ttl: -1, expected 0-255");
        row("IP.ttl", "1.5", "IP.ttl: 1.5, expected 0-255");
        row("IP.ttl", "many", "IP.ttl: many, expected 0-255");
        row("IP.ttl", "(1,", "IP.ttl: ");
        row("IP.version", "16", "IP.version: 16, expected 0-15");
        row("IP.frag", "8192", "IP.frag: 8192, expected 0-8191");
        row("IP.dst", "10.0.0.256", "IP.dst: 10.0.0.256, expected an IPv4 address");
        row("IP.dst", "10.0.0.9-1", "IP.dst: 10.0.0.9-1, expected an IPv4 address");
        row("IP.dst", "1-9.1-9.1-99.1-9", "IP.dst: 1-9.1-9.1-99.1-9, expected");
        row("IP.dst", "a b", "IP.dst: a b, expected an IPv4 address");
        row("Ether.dst", "00:11:22:33:44", "Ether.dst: 00:11:22:33:44, expected a MAC address");
        row("ARP.op", "whohas", "ARP.op: whohas, expected 0-65535, or a name (who-has");
        row("TCP.options", "[('FOO', 1)]", "TCP.options: FOO, expected an option (");
        row("TCP.options", "[('Timestamp', 1)]", "TCP.options: (…), expected 2 values for Timestamp");
        row("TCP.options", "[('NOP', 1)]", "TCP.options: 1, expected no value for NOP");
        row("TCP.options", "[()]", "TCP.options: (…), expected (name, value)");
        row("TCP.options", "[('MSS', 70000)]", "TCP.options: 70000, expected 0-65535");
        row("IP.options", "5", "IP.options: 5, expected IPOption()");
    }
    void refusesWhatDoesNotFit()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, detail);
        const auto value = typed(field, text);
        QVERIFY2(!value.has_value(), value ? plain(*value).constData() : "");
        QCOMPARE(value.error().code, Errc::BadValue);
        QVERIFY2(QByteArray::fromStdString(value.error().detail).startsWith(detail), value.error().detail.c_str());
    }

    void wrongButPossibleValuesAreTaken()
    {
        for (const char* cell : {"IP.version 0", "IP.ihl 15", "IP.len 1", "IP.chksum 0xdead", "UDP.len 3", "TCP.dataofs 0", "ARP.hwlen 9"}) {
            const auto parts = QByteArray(cell).split(' ');
            QVERIFY2(typed(parts[0], parts[1]).has_value(), cell);
        }
    }

    void takesValuesFromPrograms_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<int>("number");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("bytes of an address") << QByteArray("IP.dst") << 0 << QByteArray("x61626364");
        QTest::newRow("text of an address") << QByteArray("IP.dst") << 1 << QByteArray("x0a000001");
        QTest::newRow("address as a number") << QByteArray("IP.dst") << 2 << QByteArray("x0a000001");
        QTest::newRow("list of numbers") << QByteArray("TCP.dport") << 3 << QByteArray("set[1,2]");
        QTest::newRow("a set") << QByteArray("TCP.dport") << 4 << QByteArray("range(5,6,1)");
        QTest::newRow("one structure") << QByteArray("DNS.qd") << 5 << QByteArray("list[DNSQR()]");
        QTest::newRow("structures on each other") << QByteArray("DNS.qd") << 6 << QByteArray("list[DNSQR(),DNSQR()]");
        QTest::newRow("bytes among structures") << QByteArray("DNS.qd") << 7 << QByteArray("list[Raw()]");
        QTest::newRow("a whole number with a point") << QByteArray("IP.ttl") << 8 << QByteArray("5");
    }
    void takesValuesFromPrograms()
    {
        QFETCH(QByteArray, field);
        QFETCH(int, number);
        const Protocols& protocols = Protocols::builtin();
        const Value question(LayerPtr(std::make_shared<Layer>(makeLayer(protocols, protocols.find("DNSQR")->id))));
        const Value values[] = {
            toBuffer("abcd"), toBuffer("10.0.0.1"), std::int64_t{0x0a000001}, ValueList{{Value(std::int64_t{1}), Value(std::int64_t{2})}},
            rangeSet(5, 6), question, ValueTuple{{question, question}}, toBuffer("\x01\x02"), 5.0,
        };
        const Place place = placeOf(field);
        const auto value = coerce(protocols, *place.protocol, place.field, values[number]);
        QVERIFY2(value.has_value(), value ? "" : value.error().detail.c_str());
        QTEST(plain(*value), "value");
    }

    void theOwnerTellsWhichCaseIsMeant_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("address") << 1 << QByteArray("10.0.0.1") << QByteArray("x0a000001");
        QTest::newRow("name") << 2 << QByteArray("ns.x") << QByteArray("x6e732e782e");
        QTest::newRow("text") << 16 << QByteArray("ab") << QByteArray("list[x6162]");
        QTest::newRow("IPv6 address") << 28 << QByteArray("::1") << QByteArray("x00000000000000000000000000000001");
        QTest::newRow("bytes") << 99 << QByteArray("10.0.0.1") << QByteArray("x31302e302e302e31");
    }
    void theOwnerTellsWhichCaseIsMeant()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, text);
        const Protocols& protocols = Protocols::builtin();
        const ProtocolDesc& record = *protocols.find("DNSRR");
        Layer owner = makeLayer(protocols, record.id);
        owner.fields[record.find("type")] = {SlotState::Explicit, Value(std::int64_t{type})};
        const auto value = parseFieldText(protocols, record, record.find("rdata"), text.toStdString(), &owner);
        QVERIFY2(value.has_value(), value ? "" : value.error().detail.c_str());
        QTEST(plain(*value), "value");
    }

    void readsBackWhatAnEditorShows_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("text");
        const char* cells[] = {
            "IP.ttl 1..30",          "TCP.dport [22,80,(8000,8010)]", "TCP.flags SA",     "IP.flags MF+DF",   "IP.dst 10.0.0.0/30",
            "IP.dst 192.168.1.1-9",  "IP.dst www.example.com",        "ARP.op who-has",   "Ether.type 0x1234", "IP.id RandShort()",
            "Raw.load a\\x00\\xff\\\\b", "Ether.dst 00:11:22:33:44:55",   "IPv6.dst fe80::1", "DNSQR.qname a.b.", "IPOption_RR.routers 1.2.3.4,5.6.7.8",
            "TCP.options [('MSS',1460),('NOP',None),('Timestamp',(1,2)),(254,b'x')]",
        };
        for (const char* cell : cells) {
            const QByteArray text(cell);
            QTest::newRow(cell) << text.left(text.indexOf(' ')) << text.mid(text.indexOf(' ') + 1);
        }
    }
    void readsBackWhatAnEditorShows()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, text);
        const auto value = typed(field, text);
        QVERIFY(value.has_value());
        const Place place = placeOf(field);
        const std::string shown = editText(Protocols::builtin(), *place.protocol, place.field, *value);
        const auto again = typed(field, QByteArray::fromStdString(shown));
        QVERIFY2(again.has_value(), (shown + ": " + (again ? "" : again.error().detail)).c_str());
        QVERIFY2(*again == *value, shown.c_str());
    }

    void hostNamesAreTold_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isName");
        QTest::newRow("name") << QByteArray("www.example.com") << true;
        QTest::newRow("single word") << QByteArray("localhost") << true;
        QTest::newRow("underscore") << QByteArray("_dns.local") << true;
        QTest::newRow("other letters") << QByteArray("b\xc3\xbc" "cher.example") << true;
        QTest::newRow("digits only") << QByteArray("10.0.0.256") << false;
        QTest::newRow("blank") << QByteArray("a b") << false;
        QTest::newRow("empty") << QByteArray("") << false;
        QTest::newRow("too long") << QByteArray(254, 'a') << false;
        QTest::newRow("with a zero byte") << QByteArray("a\0b", 3) << false;
    }
    void hostNamesAreTold()
    {
        QFETCH(QByteArray, text);
        QTEST(isHostName(text.toStdString()), "isName");
    }

    void anyTextInAnyFieldEnds()
    {
        const Protocols& protocols = Protocols::builtin();
        const std::string texts[] = {std::string(1000, '['), std::string(1000, '('), std::string(1000, ','), std::string(1000, '\''), "1.." + std::string(1000, '.'),
                                     std::string(1000, '-'), std::string("a\0b", 3), "9999999999999999999999", "0x", "b'", "\\", "Rand", "Net(", "-", "..", "1..", "..1"};
        std::set<std::tuple<Kind, std::uint8_t, bool, bool, const Codec*>> tried; // One field of each kind: there are thousands.
        for (std::size_t id = 0; id < protocols.size(); ++id) {
            const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)];
            for (std::size_t field = 0; field < protocol.fields.size(); ++field) {
                const FieldDesc& desc = protocol.fields[field];
                const TypeDesc type = desc.type == noType ? TypeDesc{} : protocols.type(desc.type);
                if (!tried.insert({type.kind, type.bits, desc.names != nullptr, desc.flags != nullptr, type.codec}).second)
                    continue;
                for (const std::string& text : texts)
                    if (const auto value = parseFieldText(protocols, protocol, static_cast<FieldIndex>(field), text); !value)
                        QVERIFY(value.error().detail.find("expected") != std::string::npos);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestValues)
#include "tst_values.moc"
