#include "engine/packet/build.h"
#include "engine/packet/expand.h"
#include "engine/packet/fuzz.h"
#include "engine/packet/random_values.h"
#include "engine/packet/sets.h"
#include "engine/scapy/scapy.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols() { return Protocols::builtin(); }

std::expected<Draft, scapy::ParseError> parsed(const QByteArray& text)
{
    return scapy::parse(protocols(), std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

QByteArray formatted(const Draft& draft) { return QByteArray::fromStdString(scapy::format(protocols(), draft)); }

QByteArray built(const Draft& draft)
{
    const Buffer bytes = buildBytes(protocols(), draft);
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex();
}

const Value& valueOf(const Draft& draft, std::size_t layer, const char* field)
{
    const ProtocolDesc& protocol = protocols()[draft.layers[layer].protocol];
    return draft.layers[layer].fields[protocol.find(field)].value;
}

QStringList completions(const QByteArray& text)
{
    QStringList out;
    for (const auto& item : scapy::complete(protocols(), text.toStdString(), static_cast<std::size_t>(text.size())).items)
        out << QString::fromStdString(item.text);
    return out;
}

} // namespace

class TestScapy : public QObject {
    Q_OBJECT

private slots:
    void buildsScapysBytes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("hex"); // raw() of the same expression in Scapy 2.5.

        QTest::newRow("tutorial") << QByteArray("IP()/UDP()/DNS(qd=DNSQR())")
                                  << QByteArray("4500003d0001000040117cad7f0000017f0000010035003500" "29b6d3000001000001000000000000" "03777777076578616d706c6503636f6d0000010001");
        QTest::newRow("text payload") << QByteArray("IP()/\"\\xff\"") << QByteArray("450000160001000040007ce57f0000017f000001c3bf");
        QTest::newRow("bytes payload") << QByteArray("IP()/b'\\xc3\\xbf'") << QByteArray("450000160001000040007ce57f0000017f000001c3bf");
        QTest::newRow("SAck and padding") << QByteArray("TCP(options=[('SAck',(1,2,3,4))])")
                                          << QByteArray("001400500000000000000000a0022000000000000512000000010000000200000003000000040000");
        QTest::newRow("value of b''") << QByteArray("TCP(options=[('NOP',None),('SAckOK','')])")
                                      << QByteArray("001400500000000000000000600220000000000001040200");
        QTest::newRow("numbers by name") << QByteArray("IP(proto='tcp', flags='DF', id=0x1234, ttl=0b101)")
                                         << QByteArray("4500001412344000050665ae7f0000017f000001");
        QTest::newRow("a layer inside bytes") << QByteArray("Raw(load=IP()/TCP())")
                                              << QByteArray("450000280001000040067ccd7f0000017f00000100140050000000000000000050022000917c0000");
        QTest::newRow("raw()") << QByteArray("Raw(raw(IP()/TCP()))")
                               << QByteArray("450000280001000040067ccd7f0000017f00000100140050000000000000000050022000917c0000");
        QTest::newRow("no question") << QByteArray("DNS(qd=None)") << QByteArray("000001000000000000000000");
        QTest::newRow("read from bytes") << QByteArray("IP(hex_bytes('450000140001000005 00b7e7 7f0000017f000001'))")
                                         << QByteArray("45000014000100000500b7e77f0000017f000001");
        QTest::newRow("options as bytes") << QByteArray("IP(options=b'\\x01\\x02\\x03\\x04')")
                                          << QByteArray("4600001800010000400077dd7f0000017f00000101020304");
    }
    void buildsScapysBytes()
    {
        QFETCH(QByteArray, text);
        const auto draft = parsed(text);
        QVERIFY2(draft.has_value(), draft ? "" : draft.error().expected.c_str());
        QTEST(built(*draft), "hex");
    }

    void buildsScapysPackets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("packets"); // What Scapy builds, at most fifty of them.
        QFile file(QStringLiteral(FW_TEST_DATA "/scapy_expressions.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QJsonValue& entry : QJsonDocument::fromJson(file.readAll()).array()) {
            QByteArrayList packets;
            for (const QJsonValue& packet : entry[QLatin1String("packets")].toArray())
                packets << packet.toString().toLatin1();
            const QByteArray text = entry[QLatin1String("expression")].toString().toUtf8();
            QTest::newRow(text.constData()) << text << packets;
        }
    }
    void buildsScapysPackets()
    {
        QFETCH(QByteArray, text);
        const auto drafts = scapy::parseAll(protocols(), text.toStdString());
        QVERIFY2(drafts.has_value(), drafts ? "" : drafts.error().expected.c_str());
        QByteArrayList packets;
        for (const auto& draft : *drafts)
            expand(*draft, [&](const Draft& packet) {
                packets << built(packet);
                return packets.size() < 50;
            });
        QTEST(packets, "packets");
    }

    void listsAreShared()
    {
        const auto drafts = scapy::parseAll(protocols(), "[IP()/UDP(), Raw('x'*1000)]*20000");
        QVERIFY(drafts.has_value());
        QCOMPARE(drafts->size(), 40'000U);
        QCOMPARE((*drafts)[0].get(), (*drafts)[2].get());
        QVERIFY(!scapy::parseAll(protocols(), "[IP()]*70000").has_value());
        QCOMPARE(parsed("[IP(), IP()]").error().expected, "one packet rather than a list");
    }

    void repetitionsAreBounded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("lists of lists") << QByteArray("TCP(dport=[[[1]*1000000]*1000000])");
        QTest::newRow("strings in lists") << QByteArray("TCP(options=['a'*1000000]*1000000)");
        QTest::newRow("one after the other") << QByteArray("Raw('a'*1000000+'a'*1000000)");
        QTest::newRow("layers") << QByteArray("[IP()]*1000000*1000000");
        QTest::newRow("powers") << QByteArray("IP(id=2**2**2**2**2**2**2**2)");
        QTest::newRow("products") << QByteArray("IP(id=" + QByteArray("99999999*").repeated(50) + "1)");
        QTest::newRow("shifts") << QByteArray("IP(id=1<<99999999999999999)");
        QTest::newRow("zeros") << QByteArray("Raw(bytes(99999999999))");
        QTest::newRow("signs") << QByteArray("IP(id=" + QByteArray("-").repeated(100'000) + "1)");
        QTest::newRow("parentheses") << QByteArray("IP(id=" + QByteArray("(").repeated(100'000) + "1)");
    }
    void repetitionsAreBounded()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!scapy::parseAll(protocols(), text.toStdString()).has_value());
    }

    void fuzzLeavesWhatIsSetOrWorkedOut()
    {
        const auto draft = parsed("fuzz(IP(ttl=3)/UDP(sport=5))/DNS()");
        QVERIFY(draft.has_value());
        QCOMPARE(formatted(*draft).left(60), QByteArray("IP(version=RandNum(0,15), tos=RandByte(), id=RandShort(), fl").left(60));
        for (const char* field : {"ihl", "len", "chksum", "src", "dst", "proto", "options"}) // proto: the UDP on it tells.
            QVERIFY2(draft->layers[0].fields[protocols()[draft->layers[0].protocol].find(field)].state == SlotState::Auto, field);
        QCOMPARE(valueOf(*draft, 0, "ttl"), Value(std::int64_t{3}));
        QCOMPARE(valueOf(*draft, 1, "sport"), Value(std::int64_t{5}));
        for (const Slot& slot : draft->layers[2].fields) // Not in the parentheses.
            QVERIFY(slot.state == SlotState::Auto);
    }

    void fuzzReachesIntoLists()
    {
        const auto draft = parsed("IP(options=[fuzz(IPOption_RR(routers=['1.1.1.1'])), IPOption_NOP()])");
        QVERIFY(draft.has_value());
        const QByteArray text = formatted(*draft);
        QVERIFY2(text.contains("IPOption_RR(copy_flag=RandNum(0,1)"), text.constData());
        QVERIFY2(text.contains("IPOption_NOP()"), text.constData());
    }

    void aSeedMakesTheSamePackets()
    {
        const auto draft = fuzzed(protocols(), *parsed("Ether()/IP()/TCP()/Raw()"));
        const auto draw = [&](std::uint64_t seed) {
            seedRandom(seed);
            return built(expanded(draft, 0)) + built(expanded(draft, 0));
        };
        QCOMPARE(draw(7), draw(7));
        QVERIFY(draw(7) != draw(8));
        seedRandom(1);
        QCOMPARE(built(expanded(*parsed("UDP(sport=RandShort(), dport=RandByte(), len=8, chksum=0)"), 0)), QByteArray("459a008e00080000"));
    }

    void randomValuesFitTheirFields_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* value : {"UDP(sport=RandSingShort())", "UDP(sport=RandEnumShort())", "UDP(sport=RandSingNum(0,9))", "UDP(sport=RandNumGauss(100,3))",
                 "UDP(sport=RandNumExpo(0.1))", "UDP(sport=RandNumGamma(2,3))", "UDP(sport=RandEnum(1,3))", "UDP(sport=IncrementalValue(5,2,9))",
                 "Raw(RandString(5,'ab'))", "Raw(RandTermString(5,'\\0'))", "Raw(RandBin(4))", "Raw(CorruptedBytes('abcdef',n=2))",
                 "Raw(CorruptedBits(b'abcdef',0.2))", "IP(src=RandIP('10.0.0.0/24'))", "IPv6(src=RandIP6())", "Ether(src=RandMAC('00:11:*:*:*:*'))",
                 "UDP(sport=RandChoice(1,(5,6),7))"})
            QTest::newRow(value) << QByteArray(value);
    }
    void randomValuesFitTheirFields()
    {
        QFETCH(QByteArray, text);
        const auto draft = parsed(text);
        QVERIFY2(draft.has_value(), draft ? "" : draft.error().expected.c_str());
        for (int i = 0; i < 100; ++i)
            QVERIFY(!build(protocols(), expanded(*draft, 0)).bytes.empty());
        const auto again = parsed(formatted(*draft));
        QVERIFY2(again.has_value(), formatted(*draft).constData());
        QCOMPARE(formatted(*again), formatted(*draft));
    }

    void countersGoOn()
    {
        const auto draft = parsed("UDP(sport=IncrementalValue(start=5, step=2, restart=9))");
        QByteArrayList ports;
        for (int i = 0; i < 4; ++i)
            ports << built(expanded(*draft, 0)).left(4);
        QCOMPARE(ports, (QByteArrayList{"0005", "0007", "0009", "0005"}));
    }

    void understands_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("same"); // Another way to say it.

        const auto row = [](const char* name, const char* text, const char* same) { QTest::newRow(name) << QByteArray(text) << QByteArray(same); };
        row("white space and comments", "IP ( ttl = 5 ,\n  dst = \"1.2.3.4\" ) # probe\n / TCP()", "IP(ttl=5,dst='1.2.3.4')/TCP()");
        row("line continuation", "IP() \\\n / TCP()", "IP()/TCP()");
        row("trailing comma", "IP(ttl=5,)", "IP(ttl=5)");
        row("parentheses around layers", "IP()/(UDP()/DNS())", "IP()/UDP()/DNS()");
        row("parentheses around a value", "IP(ttl=(5))", "IP(ttl=5)");
        row("none is automatic", "IP(len=None, ttl=5)", "IP(ttl=5)");
        row("true and false", "DNS(rd=True, aa=False)", "DNS(rd=1,aa=0)");
        row("digits in groups", "TCP(seq=1_000_000)", "TCP(seq=1000000)");
        row("octal", "TCP(seq=0o17)", "TCP(seq=15)");
        row("service by name", "UDP(sport='domain')", "UDP(sport=53)");
        row("services in a list", "TCP(dport=['ssh', 80])", "TCP(dport=[22,80])");
        row("flags as letters", "TCP(flags='SA')", "TCP(flags=18)");
        row("flags in a list", "TCP(flags=['S','A'])", "TCP(flags=18)");
        row("flags by name", "IP(flags='MF+DF')", "IP(flags=3)");
        row("enumeration by name", "ARP(op='who-has')", "ARP(op=1)");
        row("enumeration in other letters", "IP(proto='TCP')", "IP(proto=6)");
        row("code of another field's value", "ICMP(type='dest-unreach', code='host-unreachable')", "ICMP(type=3,code=1)");
        row("type after its code", "ICMP(code='host-unreachable', type=3)", "ICMP(type=3,code=1)");
        row("range with a step", "IP(ttl=(1,30,7))", "IP(ttl=(1, 30, 7))");
        row("network", "IP(dst=Net('10.0.0.0/30'))", "IP(dst='10.0.0.0/30')");
        row("network by its ends", "IP(dst=Net('10.0.0.0','10.0.0.3'))", "IP(dst='10.0.0.0/30')");
        row("network of one", "IP(dst='10.0.0.1/32')", "IP(dst='10.0.0.1')");
        row("people's network", "IP(dst='10.0.0.0-3')", "IP(dst='10.0.0.0/30')");
        row("host name in Net", "IP(dst=Net('www.example.com/32'))", "IP(dst='www.example.com')");
        row("questions put on each other", "DNS(qd=DNSQR(qname='a')/DNSQR(qname='b'))", "DNS(qd=[DNSQR(qname='a'),DNSQR(qname='b')])");
        row("one question", "DNS(qd=DNSQR(qname='a'))", "DNS(qd=[DNSQR(qname=\"a.\")])");
        row("names of options", "TCP(options=[('MSS',1460),('NOP',None)])", "TCP(options=[(2,1460),(1,None)])");
        row("one option", "TCP(options=('MSS',1460))", "TCP(options=[('MSS',1460)])");
        row("data as its record's type says", "DNSRR(rdata='ns.example.com', type='NS')", "DNSRR(type=2, rdata=b'ns.example.com.')");
        row("text of a TXT record", "DNSRR(type='TXT', rdata='abc')", "DNSRR(type='TXT',rdata=['abc'])");
        row("address of an AAAA record", "DNSRR(type='AAAA', rdata='::1')", "DNSRR(type=28,rdata='0:0::1')");
        row("address by its kind", "ARP(ptype=0x86dd, psrc='::1')", "ARP(ptype=0x86dd,psrc='0::1')");
        row("payload by name", "IP()/Raw(load='abc')", "IP()/'abc'");
        row("payload by place", "IP()/Raw('abc')", "IP()/b'abc'");
        row("strings that follow", "IP()/'a' 'b'", "IP()/'ab'");
        row("repeated string", "IP()/('X'*3)", "IP()/'XXX'");
        row("raw string", "IP()/r'a\\n'", "IP()/'a\\\\n'");
        row("escapes", "IP()/'\\x41\\102\\u0043\\t'", "IP()/'ABC\t'");
        row("unknown escape", "IP()/'\\d'", "IP()/'\\\\d'");
        row("quoted protocol", "IPerror(ttl=1)/UDPerror()", "IPerror(ttl=1)/UDPerror()");
        row("MAC address", "Ether(dst='0:1:2:3:4:5')", "Ether(dst='00:01:02:03:04:05')");
        row("MAC address as bytes", "Ether(dst=b'abcdef')", "Ether(dst='61:62:63:64:65:66')");
        row("address as bytes", "IP(dst=b'\\x0a\\x00\\x00\\x01')", "IP(dst='10.0.0.1')");
        row("number as bytes", "IP(ttl=b'\\x05')", "IP(ttl=5)");
    }
    void understands()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, same);
        const auto draft = parsed(text);
        const auto other = parsed(same);
        QVERIFY2(draft.has_value(), draft ? "" : draft.error().expected.c_str());
        QVERIFY2(other.has_value(), other ? "" : other.error().expected.c_str());
        QVERIFY2(*draft == *other, formatted(*draft) + " is not " + formatted(*other));
    }

    void keepsHostNames()
    {
        const auto draft = parsed("IP(dst='www.example.com')");
        QVERIFY(draft.has_value());
        const HostName* name = valueOf(*draft, 0, "dst").hostName();
        QVERIFY(name != nullptr);
        QCOMPARE(name->text, "www.example.com");
    }

    void tellsFourLettersFromFourBytes()
    {
        QVERIFY(valueOf(*parsed("IP(dst='mail')"), 0, "dst").hostName() != nullptr);
        QVERIFY(valueOf(*parsed("IP(dst=b'mail')"), 0, "dst").bytes() != nullptr);
    }

    void explicitDefaultsStayExplicit()
    {
        const auto draft = parsed("IP(ttl=64, proto=17)/UDP()");
        QCOMPARE(formatted(*draft), "IP(ttl=64, proto=17)/UDP()");
        QVERIFY(!(*draft == *parsed("IP()/UDP()")));
    }

    void saysWhereAndWhatWasExpected_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("found");
        QTest::addColumn<QByteArray>("expected"); // The start of it.

        const auto row = [](const char* name, const char* text, Errc code, int column, int length, const char* found, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << static_cast<int>(code) << column << length << QByteArray(found) << QByteArray(expected);
        };
        row("nothing", "", Errc::Syntax, 0, 1, "", "a layer or a string");
        row("open parenthesis", "IP(dst=\"10.0.0.53\"", Errc::Syntax, 18, 1, "", "',' or ')'");
        row("open string", "IP(dst=\"10.0", Errc::Syntax, 7, 5, "\"10.0", "a closing \"");
        row("no parentheses", "IP/TCP()", Errc::Syntax, 2, 1, "/", "'('");
        row("nothing after the slash", "IP()/", Errc::Syntax, 5, 1, "", "a layer or a string");
        row("number as a layer", "IP()/5", Errc::Syntax, 5, 1, "5", "a layer or a string");
        row("more behind the end", "IP() TCP()", Errc::Syntax, 5, 3, "TCP", "'/' or the end");
        row("unknown protocol", "IP()/TPC()", Errc::UnknownProtocol, 5, 3, "TPC", "a protocol (");
        row("unknown field", "IP(ttll=5)", Errc::UnknownField, 3, 4, "ttll", "a field of IP (ttl, ");
        row("field without a value", "IP(ttl)", Errc::Syntax, 6, 1, ")", "'='");
        row("no value", "IP(ttl=)", Errc::Syntax, 7, 1, ")", "a value");
        row("name as a value", "IP(ttl=many)", Errc::UnknownProtocol, 7, 4, "many", "a protocol (");
        row("given twice", "IP(ttl=1,ttl=2)", Errc::Syntax, 13, 1, "2", "each field once");
        row("too large", "IP(ttl=300)", Errc::BadValue, 7, 3, "300", "0-255");
        row("too small", "IP(ttl=-1)", Errc::BadValue, 7, 2, "-1", "0-255");
        row("too large in a list", "TCP(dport=[80,70000])", Errc::BadValue, 10, 10, "[80,70000]", "0-65535");
        row("range too wide", "IP(ttl=(1,300))", Errc::BadValue, 7, 7, "(1,300)", "0-255");
        row("range backwards", "IP(ttl=(5,1))", Errc::BadValue, 7, 5, "(5,1)", "(first, last)");
        row("empty list", "IP(ttl=[])", Errc::BadValue, 7, 2, "[]", "at least one value");
        row("unknown name", "IP(proto=\"tpc\")", Errc::BadValue, 9, 5, "\"tpc\"", "0-255, or a name (tcp");
        row("unknown flag", "TCP(flags=\"SX\")", Errc::BadValue, 10, 4, "\"SX\"", "0-511, or flags (FSRPAUECN");
        row("no address", "IP(dst=\"10.0.0.256\")", Errc::BadValue, 7, 12, "\"10.0.0.256\"", "an IPv4 address");
        row("the other kind of address", "IP(dst=\"::1\")", Errc::BadValue, 7, 5, "\"::1\"", "an IPv4 address");
        row("prefix too long", "IP(dst=\"10.0.0.0/33\")", Errc::BadValue, 7, 13, "\"10.0.0.0/33\"", "an IPv4 address");
        row("no MAC address", "Ether(dst=\"00:11\")", Errc::BadValue, 10, 7, "\"00:11\"", "a MAC address");
        row("unknown option", "TCP(options=[(\"MMS\",1)])", Errc::BadValue, 12, 11, "[(\"MMS\",1)]", "an option (MSS");
        row("too many values for an option", "TCP(options=[(\"MSS\",(1,2))])", Errc::BadValue, 12, 15, "[(\"MSS\",(1,2))]", "1 value for MSS");
        row("leading zero", "IP(ttl=010)", Errc::Syntax, 7, 3, "010", "a number without leading zeros");
        row("number too long", "IP(id=99999999999999999999)", Errc::Syntax, 6, 20, "99999999999999999999", "a number of at most 64 bits");
        row("strange character", "IP(ttl=$)", Errc::Syntax, 7, 1, "$", "a layer, a value or punctuation");
        row("bytes of another kind", "IP(5)", Errc::BadValue, 3, 1, "5", "field=value");
        row("fields for bytes of another layer", "IP(b'\\x45', ttl=5)", Errc::BadValue, 3, 7, "b'\\x45'", "the bytes of a layer IP");
        row("random with arguments", "IP(id=RandShort(3))", Errc::BadValue, 6, 12, "RandShort(3)", "no arguments");
        row("odd hex digits", "Raw(hex_bytes('123'))", Errc::BadValue, 4, 16, "hex_bytes('123')", "a string of hex digits");
        row("no list of these", "[IP(), 5]", Errc::Syntax, 0, 9, "[IP(), 5]", "a layer or a string");
        row("comprehension", "[IP(ttl=i) for i in range(3)]", Errc::UnknownProtocol, 8, 1, "i", "a protocol (");
        row("comprehension of numbers", "UDP(dport=[1 for x in y])", Errc::Syntax, 13, 3, "for", "',' or ']' (a list is written out)");
        row("a layer and a number", "IP()+5", Errc::Syntax, 4, 1, "+", "another operator");
        row("layers added", "IP()+UDP()", Errc::Syntax, 5, 5, "UDP()", "a value of the same kind");
        row("text and bytes", "Raw('a'+b'b')", Errc::Syntax, 8, 4, "b'b'", "a value of the same kind");
        row("attribute", "IP().ttl", Errc::Syntax, 4, 1, ".", "'/' or the end");
        row("index", "IP()[0]", Errc::Syntax, 4, 1, "[", "'/' or the end");
        row("dictionary for a number", "IP(ttl={1:2})", Errc::Syntax, 7, 1, "{", "a value");
        row("character by name", "Raw('\\N{BULLET}')", Errc::Syntax, 4, 12, "'\\N{BULLET}'", "a character's number");
        row("half an escape", "Raw('\\x4')", Errc::Syntax, 4, 5, "'\\x4'", "hex digits behind");
        row("divided by nothing", "IP(ttl=5//0)", Errc::BadValue, 10, 1, "0", "a number other than 0");
        row("large result", "IP(id=2**64)", Errc::BadValue, 6, 5, "2**64", "a number of at most 64 bits");
        row("empty range", "UDP(dport=range(3,3))", Errc::BadValue, 10, 10, "range(3,3)", "range(FIRST, END)");
        row("fuzz of no layer", "fuzz(5)", Errc::BadValue, 5, 2, "5)", "layers");
        row("bytes of what is none", "Raw(bytes(IP))", Errc::Syntax, 12, 1, ")", "'('");
        row("open long string", "IP()/\"\"\"a", Errc::Syntax, 5, 4, "\"\"\"a", "a closing \"\"\"");
        row("text too long", "Raw('abc'*99999999)", Errc::BadValue, 4, 14, "'abc'*99999999", "at most");
    }
    void saysWhereAndWhatWasExpected()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto draft = parsed(text);
        QVERIFY(!draft.has_value());
        QTEST(static_cast<int>(draft.error().code), "code");
        QTEST(static_cast<int>(draft.error().column), "column");
        QTEST(static_cast<int>(draft.error().length), "length");
        QTEST(QByteArray::fromStdString(draft.error().found), "found");
        QVERIFY2(QByteArray::fromStdString(draft.error().expected).startsWith(expected), draft.error().expected.c_str());
    }

    void writesWhatIsSet_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("written");

        const auto row = [](const char* name, const char* text, const char* written) { QTest::newRow(name) << QByteArray(text) << QByteArray(written); };
        row("nothing set", "Ether()/IP()/TCP()", "Ether()/IP()/TCP()");
        row("fields in their order", "IP(dst='10.0.0.1',ttl=5)", "IP(ttl=5, dst=\"10.0.0.1\")");
        row("range", "IP(ttl=(1,30))", "IP(ttl=(1,30))");
        row("list", "TCP(dport=['ssh',(80,82)])", "TCP(dport=[22,(80,82)])");
        row("network", "IP(dst=Net('10.0.0.0/30'))", "IP(dst=\"10.0.0.0/30\")");
        row("network by its ends", "IP(dst='192.168.1.1-254')", "IP(dst=Net(\"192.168.1.1\",\"192.168.1.254\"))");
        row("several networks", "IP(dst='10.0.0-1.7')", "IP(dst=[\"10.0.0.7\",\"10.0.1.7\"])");
        row("random", "IP(id=RandShort(),src=RandIP('10.0.0.0/8'))", "IP(id=RandShort(), src=RandIP(\"10.0.0.0/8\"))");
        row("choice", "TCP(dport=RandChoice('ssh',80))", "TCP(dport=RandChoice(22,80))");
        row("number in hex", "Ether(type='IPv4')", "Ether(type=0x800)");
        row("flags", "TCP(flags=18)", "TCP(flags=\"SA\")");
        row("no flag", "TCP(flags=0)", "TCP(flags=0)");
        row("list of flags", "TCP(flags=[2,16])", "TCP(flags=[2,16])");
        row("host name", "IP(dst='www.example.com')", "IP(dst=\"www.example.com\")");
        row("IPv6", "IPv6(dst='FE80:0::1')", "IPv6(dst=\"fe80::1\")");
        row("text payload", "IP()/'a\"\\\\\\r\\n'", "IP()/\"a\\\"\\\\\\r\\n\"");
        row("bytes payload", "IP()/b'\\x00a'", "IP()/Raw(load=b'\\x00a')");
        row("payload only", "'abc'", "Raw(load=\"abc\")");
        row("options", "TCP(options=[('MSS',1460),('SAckOK',''),('NOP',None),('Timestamp',(1,2)),(254,b'x')])",
            "TCP(options=[(\"MSS\",1460),(\"SAckOK\",b''),(\"NOP\",None),(\"Timestamp\",(1,2)),(254,b'x')])");
        row("structures", "IP(options=[IPOption_RR(routers=['1.2.3.4'])])", "IP(options=[IPOption_RR(routers=[\"1.2.3.4\"])])");
        row("no question", "DNS(qd=None)", "DNS(qd=None)");
        row("no question, as a list", "DNS(qd=[])", "DNS(qd=None)");
        row("records", "DNS(an=[DNSRR(rrname='a',rdata='1.2.3.4'),DNSRR(type='TXT',rdata='x')])",
            "DNS(an=DNSRR(rrname=\"a.\", rdata=\"1.2.3.4\")/DNSRR(type=16, rdata=[\"x\"]))");
    }
    void writesWhatIsSet()
    {
        QFETCH(QByteArray, text);
        const auto draft = parsed(text);
        QVERIFY2(draft.has_value(), draft ? "" : draft.error().expected.c_str());
        QTEST(formatted(*draft), "written");
    }

    void readsBackWhatItWrote_data()
    {
        QTest::addColumn<QByteArray>("text");
        const char* texts[] = {
            "Ether(dst='ff:ff:ff:ff:ff:ff', type='ARP')/ARP(op='is-at', hwsrc='00:11:22:33:44:55', psrc='10.0.0.1', pdst='10.0.0.0/24')",
            "ARP(hwlen=3, hwsrc=b'abc', plen=2, psrc=b'\\x01\\x02')",
            "ARP(psrc='gateway')",
            "IP(version=5, ihl=15, len=1, chksum=0xdead, frag=8191, flags=7)/UDP(len=3, chksum=0, sport=0)/'abc'",
            "IP(ttl=[1,2,(5,9)], dst=['10.0.0.0/30','1.2.3.4','www.example.com'])/TCP(seq=RandInt(), sport=RandNum(1,5))",
            "IP(src=[RandIP(), RandIP('10.0.0.0/8')])/ICMP(type=[0,8], code=(0,3))",
            "Ether(src=RandMAC(), dst=RandMAC('00:11:*:*:*:*'))/IPv6(src='fe80::/126', dst=Net6('::1','::5'))",
            "IP()/UDP()/DNS(id=(1,3), qd=DNSQR(qname=['a','b'], qtype='MX'), an=[DNSRR(rdata='10.0.0.0/31'), DNSRRMX(exchange='m')])",
            "DNS(an=DNSRR(type='NS',rdata='ns.x')/DNSRR(type='TXT',rdata=['a','b','\\x00'])/DNSRR(type=99,rdata=b'1.2.3.4'))",
            "TCP(options=[('MSS',[536,1460]),('WScale',7),('SAck',(1,2)),('SAck',(1,2,3,4)),('EOL',None),(9,b''),('MSS',b'x'),b'rest'])",
            "IP(options=[IPOption_RR(pointer=(4,8)),IPOption(option=5,value=b'ab')])/Raw(load=RandString(20))",
            "IP()/Raw(load=['a',b'\\xff','c\\n'])",
            "IP()/TCP()/'a'/'b'",
            "ICMP(type=13, ts_ori=5, ts_rx='00:00:01.000')",
        };
        for (const char* text : texts)
            QTest::newRow(text) << QByteArray(text);
    }
    void readsBackWhatItWrote()
    {
        QFETCH(QByteArray, text);
        const auto draft = parsed(text);
        QVERIFY2(draft.has_value(), draft ? "" : draft.error().expected.c_str());
        const QByteArray written = formatted(*draft);
        const auto again = parsed(written);
        QVERIFY2(again.has_value(), written + ": " + (again ? "" : again.error().expected.c_str()));
        QVERIFY2(*again == *draft, written);
        QCOMPARE(formatted(*again), written);
    }

    void writesEveryFieldOfADissectedPacket()
    {
        const auto draft = parsed("IP(hex_bytes('450000140001000005 00b7e7 7f0000017f000001'))");
        QCOMPARE(formatted(*draft), "IP(version=4, ihl=5, tos=0, len=20, id=1, flags=0, frag=0, ttl=5, proto=0, chksum=0xb7e7, "
                                    "src=\"127.0.0.1\", dst=\"127.0.0.1\", options=[])");
    }

    void nestsOnlySoDeep_data()
    {
        QTest::addColumn<QByteArray>("open");
        QTest::newRow("lists") << QByteArray("IP(ttl=");
        QTest::newRow("layers") << QByteArray("");
        QTest::newRow("structures") << QByteArray("IP(options=");
    }
    void nestsOnlySoDeep()
    {
        QFETCH(QByteArray, open);
        const bool isLayers = open.isEmpty();
        const QByteArray bracket = isLayers ? "(" : open.endsWith("options=") ? "[IP(options=" : "[";
        const auto draft = parsed(open + bracket.repeated(50'000) + "1");
        QVERIFY(!draft.has_value());
        QCOMPARE(draft.error().expected, "less nesting");
    }

    void endsOnAnyLongText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("slashes") << QByteArray("IP()/").repeated(20'000);
        QTest::newRow("quotes") << QByteArray("'").repeated(100'000);
        QTest::newRow("digits") << QByteArray("9").repeated(100'000);
        QTest::newRow("zeros") << QByteArray(100'000, '\0');
        QTest::newRow("long list") << "TCP(dport=[" + QByteArray("1,").repeated(50'000) + "1])";
        QTest::newRow("long options") << "TCP(options=[" + QByteArray("('NOP',None),").repeated(8'000) + "])";
        QTest::newRow("names") << QByteArray("IP(ttl ").repeated(15'000);
        QTest::newRow("backslashes") << "'" + QByteArray("\\").repeated(100'001);
    }
    void endsOnAnyLongText()
    {
        QFETCH(QByteArray, text);
        if (const auto draft = parsed(text))
            QVERIFY(parsed(formatted(*draft)).has_value());
        (void)scapy::complete(protocols(), text.toStdString(), static_cast<std::size_t>(text.size()));
    }

    void readsSingleValues()
    {
        const auto number = scapy::parseValue(protocols(), "-0x10");
        QVERIFY(number && *number == Value(std::int64_t{-16}));
        const auto text = scapy::parseValue(protocols(), "'abc'");
        QVERIFY(text && *text == Value(toBuffer("abc")));
        const auto tuple = scapy::parseValue(protocols(), "('MSS', 1.5)");
        QVERIFY(tuple && *tuple == Value(ValueTuple{{Value(toBuffer("MSS")), Value(1.5)}}));
        const auto layer = scapy::parseValue(protocols(), "DNSQR()");
        QVERIFY(layer && layer->layer() != nullptr);
        QCOMPARE(scapy::parseValue(protocols(), "1 2").error().column, std::size_t{2});
    }

    void completes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("offered");
        QTest::addColumn<QStringList>("withheld");

        const auto row = [](const char* name, const char* text, QStringList offered, QStringList withheld) {
            QTest::newRow(name) << QByteArray(text) << std::move(offered) << std::move(withheld);
        };
        row("protocols at the start", "", {"Ether", "IP", "Raw"}, {"ttl", "DNSQR"});
        row("protocols that begin so", "IP()/u", {"UDP"}, {"TCP"});
        row("protocols after a slash", "IP()/", {"TCP"}, {"ttl"});
        row("fields", "IP(", {"ttl", "dst"}, {"IP"});
        row("fields that begin so", "IP(tt", {"ttl"}, {"tos"});
        row("fields not given", "IP(ttl=5, ", {"tos"}, {"ttl"});
        row("enumeration", "ARP(op=", {"\"who-has\""}, {});
        row("enumeration in quotes", "ARP(op=\"wh", {"who-has"}, {"is-at"});
        row("flags", "TCP(flags=", {"\"S\""}, {});
        row("structures of a list", "DNS(qd=", {"DNSQR"}, {"IP"});
        row("structures in a list", "DNS(an=[DNSRR(), ", {"DNSRR", "DNSRRMX"}, {"IP"});
        row("fields of a structure", "DNS(qd=DNSQR(qn", {"qname"}, {"qtype"});
        row("options", "TCP(options=[('M", {"MSS"}, {"NOP"});
        row("random values", "IP(id=Rand", {"RandShort()"}, {});
        row("nothing behind a value", "IP(ttl=5 ", {}, {"ttl", "IP"});
        row("nothing behind a layer", "IP() ", {}, {"TCP"});
        row("nothing in a payload", "IP()/\"I", {}, {"IP"});
    }
    void completes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, offered);
        QFETCH(QStringList, withheld);
        const QStringList items = completions(text);
        for (const QString& item : offered)
            QVERIFY2(items.contains(item), qPrintable(item + " not in " + items.join(' ')));
        for (const QString& item : withheld)
            QVERIFY2(!items.contains(item), qPrintable(item));
    }

    void completionTellsTypeAndDefault()
    {
        const auto found = scapy::complete(protocols(), "IP(tt", 5);
        QCOMPARE(found.from, std::size_t{3});
        QCOMPARE(found.items.size(), std::size_t{1});
        QCOMPARE(found.items[0].text, "ttl");
        QCOMPARE(found.items[0].detail, "ByteField, default 64");
        QVERIFY(found.items[0].what == scapy::Completion::What::Field);
    }

    void completionReplacesFromTheQuote()
    {
        const auto found = scapy::complete(protocols(), "ARP(op=\"wh\")", 10);
        QCOMPARE(found.from, std::size_t{8});
        QCOMPARE(found.items.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestScapy)
#include "tst_scapy.moc"
