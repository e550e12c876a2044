#include "engine/protocol/codec.h"
#include "engine/protocol/description.h"

#include <QTest>

using namespace fw;

namespace {

Buffer fromHex(const QByteArray& hex)
{
    return toBuffer(QByteArray::fromHex(hex).toStdString());
}

QByteArray hexOf(const Buffer& bytes)
{
    return QByteArray::fromStdString(toHex(bytes));
}

Decoded decodeAll(const Codec& codec, const Buffer& frame)
{
    return codec.decode({.frame = frame, .at = 0, .end = frame.size()});
}

const Codec& codecNamed(const QByteArray& name)
{
    const Codec* codec = findCodec(name.toStdString());
    if (codec == nullptr)
        qFatal("no codec %s", name.constData());
    return *codec;
}

constexpr const char* every[] = {
    "dns_name", "pstr8", "icmp_ms", "varint_mqtt", "varint_leb128", "varint_quic", "varint_sdnv", "netbios_name", "bcd", "tbcd",
    "nsec_bitmap", "prefix_ipv4", "prefix_ipv6", "ntp_time", "fixed_16_16", "coap_options", "ber_length", "ber_boolean", "ber_integer", "ber_bits",
    "ber_octets", "ber_null", "ber_oid", "ber_enumerated", "ber_ip_address", "ber_counter32", "ber_gauge32", "ber_time_ticks",
    "ber_counter64", "ber_any", "ber_octets:80", "header:Host", "header_lines", "word", "verb", "argument", "syslog_data", "syslog_priority",
    "telnet_data", "telnet_negotiation", "dns_name_whole", "stun_xor_port", "stun_xor_ipv4", "gap_ack", "classless_route", "labels",
    "ber_utc_time", "ber_generalized_time", "ber_content",
};

} // namespace

class TestCodecs : public QObject {
    Q_OBJECT

private slots:
    void readsAndWrites_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::addColumn<QByteArray>("wire"); ///< What it is read from and written as.
        QTest::addColumn<QByteArray>("text");

        const auto row = [](const char* codec, const char* what, const char* wire, const QByteArray& text) {
            QTest::addRow("%s, %s", codec, what) << QByteArray(codec) << QByteArray::fromHex(wire).toHex() << text;
        };
        row("varint_mqtt", "zero", "00", "0");
        row("varint_mqtt", "one byte", "7f", "127");
        row("varint_mqtt", "two bytes", "8001", "128");
        row("varint_mqtt", "three bytes", "ffff7f", "2097151");
        row("varint_mqtt", "largest", "ffffff7f", "268435455");
        row("varint_leb128", "RFC-like example", "e58e26", "624485");
        row("varint_leb128", "64 bits", "ffffffffffffffffff01", "18446744073709551615");
        row("varint_quic", "RFC 9000 A.1, one byte", "25", "37");
        row("varint_quic", "RFC 9000 A.1, two bytes", "7bbd", "15293");
        row("varint_quic", "RFC 9000 A.1, four bytes", "9d7f3e7d", "494878333");
        row("varint_quic", "RFC 9000 A.1, eight bytes", "c2197c5eff14e88c", "151288809941952652");
        row("varint_sdnv", "RFC 6256, 0x7f", "7f", "127");
        row("varint_sdnv", "RFC 6256, 0xabc", "953c", "2748");
        row("varint_sdnv", "RFC 6256, 0x1234", "a434", "4660");
        row("netbios_name", "RFC 1001 style", "20454746434546454543414341434143414341434143414341434143414341", "FRED           ");
        row("bcd", "even", "1234", "1234");
        row("bcd", "odd", "123f", "123");
        row("tbcd", "even", "2143", "1234");
        row("tbcd", "odd", "21f3", "123");
        row("tbcd", "letters", "baed", "abde");
        row("tbcd", "none", "", "");
        row("nsec_bitmap", "none", "", "[]");
        row("nsec_bitmap", "RFC 4034 4.3", "0006400100000003 041b000000000000000000000000000000000000000000000000000020", "[1, 15, 46, 47, 1234]");
        row("prefix_ipv4", "RFC 4271", "080a", "10.0.0.0/8");
        row("prefix_ipv4", "not on a byte", "170a0102", "10.1.2.0/23");
        row("prefix_ipv4", "everything", "00", "0.0.0.0/0");
        row("prefix_ipv4", "a host", "200a010203", "10.1.2.3/32");
        row("prefix_ipv6", "not on a byte", "2120010db800", "2001:db8::/33");
        row("ntp_time", "zero", "0000000000000000", "0");
        row("ntp_time", "with a fraction", "0000000180000000", "1.5");
        row("ntp_time", "before 1970", "83aa7e7f40000000", "2208988799.25");
        row("ntp_time", "as many digits as Scapy", "0000000100000001", "1.000000000232830644");
        row("ntp_time", "rounded up", "00000001ffffffff", "2");
        row("fixed_16_16", "zero", "00000000", "0");
        row("fixed_16_16", "RFC 5905 short form", "000001a1", "0.006363");
        row("fixed_16_16", "smallest", "00010001", "1.00001526");
        row("coap_options", "none", "", "[]");
        row("coap_options", "RFC 7252 shapes", "b178 5179 d000", "[(11, b'x'), (16, b'y'), (29, b'')]");
        row("verb", "alone", "51554954", "QUIT");
        row("argument", "none", "0d0a", "");
        row("argument", "one", "20610d0a", "a");
        row("syslog_data", "none", "2d20", "-");
        row("syslog_data", "two elements, a bracket in quotes", "5b6120623d225d225d5b635d20", "[a b=\"]\"][c]");
        row("syslog_priority", "RFC 5424", "3c33343e", "34");
        row("telnet_data", "a byte 255", "61ffff62", "a\xff" "b");
        row("telnet_negotiation", "RFC 1091", "0056543130 30fff0", QByteArray("\0VT100", 6));
        row("stun_xor_port", "RFC 5769", "a147", "32853");
        row("stun_xor_ipv4", "RFC 5769", "e112a643", "192.0.2.1");
        row("gap_ack", "RFC 9260", "00020003", "2:3");
        row("classless_route", "RFC 3442, default", "000a000001", "0.0.0.0/0:10.0.0.1");
        row("classless_route", "RFC 3442, 25 bits", "190a1b81000a000001", "10.27.129.0/25:10.0.0.1");
        row("dns_name_whole", "RFC 1035", "03777777016100", "www.a.");
        row("labels", "TS 23.003 9.1", "08696e7465726e6574036d6e63", "internet.mnc");
        row("labels", "none", "", "");
        row("labels", "an empty one behind", "016100", "a.");
        row("ber_length", "short", "7f", "127");
        row("ber_length", "long", "8180", "128");
        row("ber_length", "longer", "82ffff", "65535");
        row("ber_boolean", "true", "0101ff", "True <ASN1_BOOLEAN[True]>");
        row("ber_integer", "zero", "020100", "0x0 <ASN1_INTEGER[0]>");
        row("ber_integer", "X.690, 128", "02020080", "0x80 <ASN1_INTEGER[128]>");
        row("ber_integer", "X.690, -128", "020180", "-0x80 <ASN1_INTEGER[-128]>");
        row("ber_integer", "nine bytes", "0209010000000000000000", "0x010000000000000000 <ASN1_INTEGER[0x010000000000000000]>");
        row("ber_octets", "text", "04067075626c6963", "<ASN1_STRING[b'public']>");
        row("ber_octets", "quotes", "040327225c", "<ASN1_STRING[b'\\'\"\\\\']>");
        row("ber_octets:80", "of a context", "8003616263", "<ASN1_STRING[b'abc']>");
        row("ber_content", "no tag", "616263", "<ASN1_STRING[b'abc']>");
        row("ber_generalized_time", "as Scapy", "180f32303337303931333032343830355a", "2037-09-13 02:48:05 UTC <ASN1_GENERALIZED_TIME['20370913024805Z']>");
        row("ber_generalized_time", "another zone", "181332303337303931333032343830352b30323030",
            "2037-09-13 02:48:05 +0200 <ASN1_GENERALIZED_TIME['20370913024805+0200']>");
        row("ber_generalized_time", "no such month", "180f32303337313331333032343830355a",
            "20371313024805Z [invalid generalized time] <ASN1_GENERALIZED_TIME['20371313024805Z']>");
        row("ber_utc_time", "without seconds", "170b333730393133303234385a", "2037-09-13 02:48:00 UTC <ASN1_UTC_TIME['3709130248Z']>");
        row("ber_utc_time", "RFC 5280, before 2000", "170d3530303130313030303030305a", "1950-01-01 00:00:00 UTC <ASN1_UTC_TIME['500101000000Z']>");
        row("ber_null", "nothing", "0500", "<ASN1_NULL[0]>");
        row("ber_oid", "X.690 8.19.5", "0603883703", "<ASN1_OID['.2.999.3']>");
        row("ber_oid", "sysDescr.0", "06082b06010201010100", "<ASN1_OID['.1.3.6.1.2.1.1.1.0']>");
        row("ber_ip_address", "four bytes", "40040a000001", "<ASN1_IPADDRESS['10.0.0.1']>");
        row("ber_time_ticks", "ticks", "430204d2", "0x4d2 <ASN1_TIME_TICKS[1234]>");
        row("ber_any", "an integer", "020105", "0x5 <ASN1_INTEGER[5]>");
        row("ber_any", "an object identifier", "06022b06", "<ASN1_OID['.1.3.6']>");
        row("ber_any", "something else", "a1020101", "b'\\xa1\\x02\\x01\\x01'");
    }
    void readsAndWrites()
    {
        QFETCH(QByteArray, codec);
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, text);
        const Codec& it = codecNamed(codec);
        Buffer frame = fromHex(wire);
        const Decoded decoded = decodeAll(it, frame);
        QVERIFY(!decoded.damaged);
        QCOMPARE(decoded.used, frame.size());
        QCOMPARE(QByteArray::fromStdString(it.format(decoded.value)), text);
        QCOMPARE(hexOf(it.encode(decoded.value)), wire);
        if (const auto parsed = it.parse(it.plain(decoded.value)); parsed && !wire.startsWith("0209") && !it.format(decoded.value).starts_with("b'"))
            QCOMPARE(hexOf(it.encode(*parsed)), wire);
    }

    void damageIsTold_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<int>("used");

        const auto row = [](const char* codec, const char* what, const char* wire, int used) {
            QTest::addRow("%s, %s", codec, what) << QByteArray(codec) << QByteArray(wire) << used;
        };
        row("varint_mqtt", "five groups", "8080808001", 4);
        row("varint_mqtt", "cut", "80", 1);
        row("varint_mqtt", "nothing", "", 0);
        row("varint_leb128", "never ends", "ffffffffffffffffffffffff", 10);
        row("varint_quic", "cut", "c219", 2);
        row("varint_sdnv", "cut", "95", 1);
        row("netbios_name", "cut", "204648", 3);
        row("netbios_name", "other letters", "20" "7a7a46484545434143414341434143414341434143414341434143414341", 31);
        row("nsec_bitmap", "window without bits", "0000", 2);
        row("nsec_bitmap", "cut", "000640", 3);
        row("nsec_bitmap", "window alone", "00", 1);
        row("prefix_ipv4", "longer than an address", "40" "0102030405060708", 9);
        row("prefix_ipv4", "cut", "200a", 2);
        row("coap_options", "reserved nibble", "f0", 0);
        row("coap_options", "longer than what is there", "0561", 2);
        row("coap_options", "length cut", "0d", 0);
        row("labels", "longer than what is there", "016108", 3);
        row("ber_length", "indefinite", "80", 1);
        row("ber_length", "cut", "8201", 1);
        row("ber_integer", "longer than what is there", "020501", 3);
        row("ber_integer", "tag alone", "02", 1);
        row("ber_integer", "length of eight bytes", "0288ffffffffffffffff01", 11);
        row("ber_integer", "another tag", "040101", 3);
        row("syslog_priority", "no number", "3c783e", 3);
        row("syslog_priority", "no bracket", "3334", 0);
        row("telnet_negotiation", "no end", "01ff", 2);
        row("header_lines", "no empty line", "613a620d0a", 5);
    }
    void damageIsTold()
    {
        QFETCH(QByteArray, codec);
        QFETCH(QByteArray, wire);
        QFETCH(int, used);
        const Decoded decoded = decodeAll(codecNamed(codec), fromHex(wire));
        QVERIFY(decoded.damaged);
        QCOMPARE(static_cast<int>(decoded.used), used);
    }

    /// Too short as a number would be: the layer is no whole one then.
    void valuesOfFixedSizeAreCut_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::addColumn<QByteArray>("wire");

        QTest::newRow("ntp_time") << QByteArray("ntp_time") << QByteArray("00000001000000");
        QTest::newRow("fixed_16_16, nothing") << QByteArray("fixed_16_16") << QByteArray();
        QTest::newRow("stun_xor_port") << QByteArray("stun_xor_port") << QByteArray("21");
        QTest::newRow("stun_xor_ipv4") << QByteArray("stun_xor_ipv4") << QByteArray("2112a4");
        QTest::newRow("gap_ack") << QByteArray("gap_ack") << QByteArray("000100");
        QTest::newRow("classless_route, router") << QByteArray("classless_route") << QByteArray("080a0a0000");
        QTest::newRow("classless_route, no such length") << QByteArray("classless_route") << QByteArray("210a000000000a000001");
    }
    void valuesOfFixedSizeAreCut()
    {
        QFETCH(QByteArray, codec);
        QFETCH(QByteArray, wire);
        const Decoded decoded = decodeAll(codecNamed(codec), fromHex(wire));
        QVERIFY(decoded.cut);
        QCOMPARE(static_cast<int>(decoded.used), 0);
    }

    void numbersTooLargeAreWrittenAsTheyAre()
    {
        QCOMPARE(hexOf(codecNamed("varint_mqtt").encode(Value(std::int64_t{268435456}))), QByteArray("8080808001"));
    }

    void shortNamesAreFilledUp()
    {
        const Codec& codec = codecNamed("netbios_name");
        QCOMPARE(hexOf(codec.encode(Value(toBuffer("A.b")))), QByteArray("20") + QByteArray("EBCOGCCACACACACACACACACACACACA").toHex());
        QCOMPARE(codec.encode(Value(toBuffer("a name longer than that"))).size(), std::size_t{31});
    }

    void typesHaveTheNamesOfTheField()
    {
        const Codec& codec = codecNamed("nsec_bitmap");
        EnumDesc names;
        names.names = {{1, "A"}, {28, "AAAA"}};
        names.values = {{"A", 1}, {"AAAA", 28}};
        const auto value = codec.convert(Value(ValueList{{Value(HostName{"AAAA"}), Value(std::int64_t{1}), Value(std::int64_t{5})}}), &names);
        QVERIFY(value);
        QCOMPARE(hexOf(codec.encode(*value)), QByteArray("000444000008"));
        QCOMPARE(codec.formatNamed(*value, &names), std::string("['AAAA', 'A', 5]"));
        QVERIFY(!codec.convert(Value(ValueList{{Value(HostName{"no such"})}}), &names));
    }

    void coapOptionsInAnyOrder()
    {
        const Codec& codec = codecNamed("coap_options");
        EnumDesc names;
        names.names = {{11, "Uri-Path"}};
        names.values = {{"Uri-Path", 11}};
        const auto option = [](Value tag, const char* text) { return Value(ValueTuple{{std::move(tag), Value(toBuffer(text))}}); };
        const auto value = codec.convert(Value(ValueList{{option(HostName{"Uri-Path"}, "x"), option(HostName{"Uri-Path"}, "yy"), option(std::int64_t{6}, "z"),
                                                          option(std::int64_t{500}, "qqqqqqqqqqqqqqqqqqqq")}}),
                                         &names);
        QVERIFY(value);
        const Buffer wire = codec.encode(*value);
        QCOMPARE(hexOf(wire), QByteArray("617a517802" "7979" "ed00dc07") + QByteArray(20, 'q').toHex());
        QCOMPARE(codec.formatNamed(decodeAll(codec, wire).value, &names),
                 std::string("[(6, b'z'), ('Uri-Path', b'x'), ('Uri-Path', b'yy'), (500, b'qqqqqqqqqqqqqqqqqqqq')]"));
    }

    void coapOptionsEndBeforeThePayload()
    {
        const Decoded decoded = decodeAll(codecNamed("coap_options"), fromHex("b178ff70"));
        QVERIFY(!decoded.damaged);
        QCOMPARE(decoded.used, std::size_t{2});
    }

    void ntpTimesFrom1970AreDates()
    {
        const Codec& codec = codecNamed("ntp_time");
        const auto value = codec.parse("3900000000.25");
        QVERIFY(value);
        QCOMPARE(hexOf(codec.encode(*value)), QByteArray("e8754700" "40000000"));
        QCOMPARE(codec.format(*value), std::string("Wed, 02 Aug 2023 21:20:00 +0000"));
        QCOMPARE(codec.plain(*value), std::string("3900000000.25"));
        QVERIFY(!codec.parse("yesterday"));
        QVERIFY(!codec.parse("4294967296"));
        QCOMPARE(hexOf(codec.encode(*codec.convert(Value(1.5), nullptr))), QByteArray("0000000180000000"));
    }

    void berIntegersHaveTheNamesOfTheField()
    {
        EnumDesc names;
        names.names = {{1, "v2c"}};
        names.values = {{"v2c", 1}};
        const Codec& codec = codecNamed("ber_integer");
        QCOMPARE(codec.formatNamed(Value(std::int64_t{1}), &names), std::string("'v2c' 0x1 <ASN1_INTEGER[1]>"));
        QVERIFY(codec.convert(Value(HostName{"v2c"}), &names) == Value(std::int64_t{1}));
    }

    void headersAreFoundByName()
    {
        const Buffer frame = toBuffer("X-Other: 1\r\nhost:  example.com \r\nX-Long: a\r\n b\r\n\r\nbody");
        const Decoded host = decodeAll(codecNamed("header:Host"), frame);
        QCOMPARE(toString(*host.value.bytes()), std::string("example.com"));
        QCOMPARE(host.used, std::size_t{0});
        QCOMPARE(host.elsewhere.front().first, std::size_t{12});
        QVERIFY(decodeAll(codecNamed("header:Accept"), frame).absent);
        const Codec& others = codecNamed("header_lines");
        const Decoded all = decodeAll(others, frame);
        QCOMPARE(frame.size() - all.used, std::size_t{4});
        QCOMPARE(others.format(all.value), std::string("{b'X-Other': b'1', b'host': b'example.com', b'X-Long': b'a\\r\\n b'}"));
        QCOMPARE(toString(codecNamed("header:Host").encode(Value(toBuffer("a")))), std::string("Host: a\r\n"));
        QVERIFY(codecNamed("header:Host").encode(Value()).empty());
        QCOMPARE(toString(others.encode(Value())), std::string("\r\n"));
        QCOMPARE(toString(others.encode(*others.parse("A: 1\nB: 2"))), std::string("A: 1\r\nB: 2\r\n\r\n"));
    }

    void wordsEndAtABlank()
    {
        const Codec& codec = codecNamed("word");
        const Decoded word = decodeAll(codec, toBuffer("GET / HTTP"));
        QCOMPARE(toString(*word.value.bytes()), std::string("GET"));
        QCOMPARE(word.used, std::size_t{4});
        QCOMPARE(decodeAll(codec, toBuffer("GET\r\n")).used, std::size_t{3});
    }

    void nothingReadsBeyondItsArea_data()
    {
        QTest::addColumn<QByteArray>("codec");
        for (const char* name : every)
            QTest::newRow(name) << QByteArray(name);
    }
    /// Every byte first, every length: nothing is used that is not there, and what was read can be shown, written and read again.
    void nothingReadsBeyondItsArea()
    {
        QFETCH(QByteArray, codec);
        const Codec& it = codecNamed(codec);
        for (int first = 0; first < 256; ++first) {
            for (std::size_t size = 0; size <= 40; ++size) {
                Buffer frame(size, static_cast<std::uint8_t>(first * 7 + static_cast<int>(size)));
                if (size > 0)
                    frame[0] = static_cast<std::uint8_t>(first);
                if (size > 1)
                    frame[1] = static_cast<std::uint8_t>(size * 5);
                const Decoded decoded = decodeAll(it, frame);
                QVERIFY(decoded.used <= size);
                (void)it.format(decoded.value);
                (void)it.plain(decoded.value);
                (void)it.encode(decoded.value);
            }
        }
        (void)it.encode(Value());
        (void)it.format(Value());
    }

    void unknownNamesAreNoCodec()
    {
        QVERIFY(findCodec("no_such") == nullptr);
        QVERIFY(findCodec("ber_no_such") == nullptr);
        QVERIFY(findCodec("ber_octets:xyz") == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestCodecs)
#include "tst_codecs.moc"
