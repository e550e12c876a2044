#include "engine/base/address.h"
#include "engine/base/checksum.h"
#include "engine/base/hexdump.h"

#include <QTest>

using namespace fw;

class TestBase : public QObject {
    Q_OBJECT

private slots:
    void bitsAreCountedFromTheMostSignificant()
    {
        const Buffer bytes{0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x11};
        QCOMPARE(readBits(bytes, 0, 4), std::uint64_t{0x1});
        QCOMPARE(readBits(bytes, 4, 12), std::uint64_t{0x234});
        QCOMPARE(readBits(bytes, 3, 3), std::uint64_t{0x4});
        QCOMPARE(readBits(bytes, 4, 64), std::uint64_t{0x23456789abcdef01});
        QCOMPARE(readLittleEndian(Bytes(bytes).first(3)), std::uint64_t{0x563412});
    }

    void writtenBitsLeaveTheirNeighbours()
    {
        Buffer bytes(4, 0xff);
        writeBits(bytes, 5, 13, 0);
        QCOMPARE(bytes, (Buffer{0xf8, 0x00, 0x3f, 0xff}));
        writeBits(bytes, 5, 13, 0x1555);
        QCOMPARE(readBits(bytes, 5, 13), std::uint64_t{0x1555});
        QCOMPARE(bytes[3], 0xff);
    }

    /// RFC 1071 section 3 has this example.
    void internetChecksumIsThatOfTheRfc()
    {
        const Buffer bytes{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
        QCOMPARE(internetChecksum(bytes), static_cast<std::uint16_t>(~0xddf2U));
        QCOMPARE(internetChecksum(Bytes(bytes).first(3)), static_cast<std::uint16_t>(~(0x0001U + 0xf200U)));
        QCOMPARE(internetChecksum({}), std::uint16_t{0xffff});
    }

    /// RFC 3720 appendix B.4: 32 bytes of zeroes.
    void crc32cIsThatOfTheRfc()
    {
        QCOMPARE(crc32c(Buffer(32, 0)), 0x8a9136aaU);
        QCOMPARE(crc32c(Buffer(32, 0xff)), 0x62a8ab43U);
    }

    void addressesReadAndWritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("mac") << QByteArray("02:00:5e:10:00:ff") << QByteArray("02005e1000ff");
        QTest::newRow("ipv4") << QByteArray("192.0.2.33") << QByteArray("c0000221");
        QTest::newRow("ipv6") << QByteArray("2001:db8::1") << QByteArray("20010db8000000000000000000000001");
        QTest::newRow("ipv6 all") << QByteArray("::") << QByteArray(32, '0');
    }

    void addressesReadAndWritten()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, bytes);
        Buffer got;
        if (const auto mac = parseMac(text.constData()))
            got.assign(mac->begin(), mac->end());
        else if (const auto four = parseIpv4(text.constData()))
            got.assign(four->begin(), four->end());
        else if (const auto six = parseIpv6(text.constData()))
            got.assign(six->begin(), six->end());
        QCOMPARE(QByteArray::fromStdString(toHex(got)), bytes);
        QCOMPARE(QByteArray::fromStdString(addressText(got)), text);
    }

    void wrongAddressesAreRefused()
    {
        for (const char* text : {"", "02:00:5e:10:00", "02:00:5e:10:00:ff:01", "02:00:5e:10:00:gg", "2:::1:1:1:1", "002:00:5e:10:00:ff"})
            QVERIFY2(!parseMac(text), text);
        for (const char* text : {"", "1.2.3", "1.2.3.256", "1.2.3.4.5", "01.2.3.x"})
            QVERIFY2(!parseIpv4(text), text);
        for (const char* text : {"", ":", "2001:db8:::1", "fe80::1%eth0", "1:2:3:4:5:6:7"})
            QVERIFY2(!parseIpv6(text), text);
    }

    void whatStandsAfterAnAddressIsNotOverlooked()
    {
        QVERIFY(!parseIpv4(std::string_view("1.2.3.4\0x", 9)));
        QVERIFY(!parseIpv6(std::string_view("::1\0x", 5)));
    }

    void hexdumpIsScapys()
    {
        const Buffer bytes = toBuffer("0123456789abcdef\x01z");
        QCOMPARE(QByteArray::fromStdString(hexdump(bytes)),
                 QByteArray("0000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n"
                            "0010  01 7A                                            .z"));
        QCOMPARE(hexdump({}), std::string());
    }

    void hexTextIsReadWithWhatStandsBetween()
    {
        Buffer out;
        HexError error;
        QVERIFY(parseHex("0x45 00:00\n3D", out, error));
        QCOMPARE(out, (Buffer{0x45, 0, 0, 0x3d}));
        out.clear();
        QVERIFY(!parseHex("45 0g", out, error));
        QCOMPARE(error.column, std::size_t{4});
        QVERIFY(!parseHex("4", out, error));
        QCOMPARE(error.column, std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
