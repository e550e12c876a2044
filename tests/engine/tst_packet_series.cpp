// Packets that are written over the first one are those that building gives.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/expand.h"
#include "engine/packet/packet_series.h"
#include "engine/scapy/scapy.h"

#include <QTest>

#include <set>

using namespace fw;

namespace {

const Protocols& protocols()
{
    return Protocols::builtin();
}

Draft draftOf(const QByteArray& text)
{
    return scapy::parse(protocols(), text.toStdString()).value_or(Draft());
}

const Environment nowhere; ///< Knows no routes and no neighbours.

QByteArray hex(Bytes bytes)
{
    return QByteArray::fromStdString(toHex(bytes));
}

/// Every address routes through one interface, with an address that depends on where the packet goes.
class OneInterface final : public Environment {
public:
    std::optional<Buffer> sourceAddress(Bytes destination) const override
    {
        Buffer source = toBuffer(destination);
        if (!source.empty())
            source.back() ^= 0x80U;
        return source;
    }
};

} // namespace

class TestPacketSeries : public QObject {
    Q_OBJECT

private slots:
    void packetsAreThoseThatAreBuilt_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("patched");

        const auto row = [](const char* name, const char* text, bool patched) { QTest::newRow(name) << QByteArray(text) << patched; };
        row("time to live and port", "Ether()/IP(src='10.0.0.1',dst='10.0.0.2',ttl=(1,64))/TCP(dport=(1,20))", true);
        row("addresses in the pseudo header", "IP(src='10.0.0.0/29',dst='192.168.1.1-9')/UDP(sport=[1,7,(9,11)])/'odd'", true);
        row("a checksum that comes out zero", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP(sport=(0,65535),dport=0)", true);
        row("bits of a byte", "Ether()/Dot1Q(prio=(0,7),vlan=(1,4094,97))/IP(src='1.1.1.1',dst='2.2.2.2',flags=(0,7))/ICMP()", true);
        row("an odd place", "LLC()/IP(src='10.0.0.1',dst='10.0.0.2',ttl=(1,64),id=(0,3))/UDP(dport=(1,3))", true);
        row("IPv6", "IPv6(src='fe80::/124',dst='ff02::1',fl=(0,3))/ICMPv6EchoRequest(seq=(1,20))/'abc'", true);
        row("hardware addresses and numbers", "Ether(src='02:00:00:00:00:01',dst='ff:ff:ff:ff:ff:ff')/ARP(hwsrc='02:00:00:00:00:01',psrc='10.0.0.1',pdst='10.0.0.0/27')", true);
        row("a length that is set", "IP(src='10.0.0.1',dst='10.0.0.2',len=(20,60))/UDP()", true);
        row("sequence numbers", "IP(src='10.0.0.1',dst='10.0.0.2')/TCP(seq=(4294967280,4294967295),flags=['S','SA'])", true);
        row("options before", "IP(src='10.0.0.1',dst='10.0.0.2',options=[IPOption_RR()])/TCP(options=[('MSS',1460)],sport=(1,40))", true);
        row("the checksum itself", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP(chksum=(0,40))", true);
        row("tunnelled, compensated", "IP(src='1.1.1.1',dst='2.2.2.2')/UDP()/VXLAN()/Ether()/IP(src='10.0.0.1',dst='10.0.0.2')/TCP(dport=(1,40))", true);
        row("tunnelled, under two sums", "IP(src='1.1.1.1',dst='2.2.2.2')/UDP()/VXLAN()/Ether()/IP(src='10.0.0.0/27',dst='10.0.0.2')/UDP()", false);
        row("another sum", "IP(src='10.0.0.1',dst='10.0.0.2')/SCTP(sport=(1,40))/SCTPChunkCookieAck()", false);
        row("what says whether a field is there", "IP(src='10.0.0.1',dst='10.0.0.2')/GRE(chksum_present=[0,1],proto=(1,20))", false);
        row("inside a list", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP()/DNS(qd=DNSQR(qtype=(1,20)))", false);
        row("a text that grows", "IP(src='10.0.0.1',dst='10.0.0.2',id=(1,20))/Raw(load=['a','bb'])", false);
        row("a few", "IP(src='10.0.0.1',dst='10.0.0.2',ttl=(1,3))", false);
    }
    void packetsAreThoseThatAreBuilt()
    {
        QFETCH(QByteArray, text);
        const Draft draft = draftOf(text);
        QVERIFY(!draft.layers.empty());
        PacketSeries series(protocols(), draft, nowhere);
        QTEST(series.isPatched(), "patched");
        QCOMPARE(series.count(), packetCount(draft));
        const std::uint64_t step = std::max<std::uint64_t>(1, series.count() / 4000);
        for (std::uint64_t i = 0; i < series.count(); i += step)
            QCOMPARE(hex(series.at(i)), hex(buildBytes(protocols(), expanded(draft, i))));
        for (const std::uint64_t i : {series.count() - 1, std::uint64_t{0}, series.count() / 2}) // In any order.
            QCOMPARE(hex(series.at(i)), hex(buildBytes(protocols(), expanded(draft, i))));
    }

    void everySumOfAFieldIsRight()
    {
        const Draft draft = draftOf("IP(src='10.0.0.1',dst='10.0.0.2')/UDP(sport=(0,65535),dport=0)");
        PacketSeries series(protocols(), draft, nowhere);
        int allOnes = 0;
        for (std::uint64_t i = 0; i < series.count(); ++i) {
            const Bytes packet = series.at(i);
            QVERIFY(be16(packet, 26) != 0); // UDP's zero means that there is none.
            allOnes += be16(packet, 26) == 0xffff;
        }
        QVERIFY(allOnes > 0);
    }

    void whatTheRouteTellsFollowsTheDestination()
    {
        const OneInterface environment;
        const Draft draft = draftOf("IP(dst='10.0.0.0/27')/UDP()");
        PacketSeries series(protocols(), draft, environment);
        QVERIFY(!series.isPatched());
        for (std::uint64_t i = 0; i < series.count(); ++i)
            QCOMPARE(hex(series.at(i)), hex(buildBytes(protocols(), expanded(draft, i), environment)));
    }

    void randomValuesAreDrawnForEachPacket()
    {
        PacketSeries series(protocols(), draftOf("IP(src='10.0.0.1',dst='10.0.0.2',id=RandShort(),ttl=(1,40))"), nowhere);
        QVERIFY(series.isPatched());
        std::set<std::uint16_t> ids;
        for (std::uint64_t i = 0; i < series.count(); ++i) {
            const Bytes packet = series.at(i);
            ids.insert(be16(packet, 4));
            Dissection read = dissect(protocols(), packet, 101);
            verify(protocols(), read.draft, read.layout);
            QVERIFY(read.layout.notes.empty());
            QCOMPARE(std::uint64_t{packet[8]}, i + 1);
        }
        QVERIFY(ids.size() > 30);
    }
};

QTEST_APPLESS_MAIN(TestPacketSeries)
#include "tst_packet_series.moc"
