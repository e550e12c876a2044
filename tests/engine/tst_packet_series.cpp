// Packets that are written over the first one are those that building gives.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/expand.h"
#include "engine/packet/packet_series.h"
#include "engine/packet/sets.h"
#include "engine/scapy/scapy.h"

#include <QTest>

#include <random>
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

QString scapyText(const Draft& draft)
{
    return QString::fromStdString(scapy::format(protocols(), draft));
}

/// Puts sets of random values into random fields of ordinary packets.
class DraftMaker {
public:
    explicit DraftMaker(unsigned seed) : m_random(seed) {}

    Draft draft()
    {
        static const std::vector<QByteArray> stacks{
            "Ether()/IP(src='10.0.0.1',dst='10.0.0.2')/TCP()/'load'", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP()/'odd'",
            "Ether()/Dot1Q()/IPv6(src='fe80::1',dst='fe80::2')/UDP()/DNS()", "IP(src='10.0.0.1',dst='10.0.0.2')/ICMP()", "Ether()/ARP()",
            "IPv6(src='fe80::1',dst='fe80::2')/ICMPv6EchoRequest()/'abc'", "Ether()/IP(src='10.0.0.1',dst='10.0.0.2')/GRE()/IP(src='1.1.1.1',dst='2.2.2.2')/UDP()",
            "LLC()/IP(src='10.0.0.1',dst='10.0.0.2')/TCP(options=[('MSS',1460)])", "IP(src='10.0.0.1',dst='10.0.0.2')/UDP()/VXLAN()/Ether()/IP(src='1.1.1.1',dst='2.2.2.2')/ICMP()",
        };
        Draft draft = draftOf(stacks[below(stacks.size())]);
        for (std::size_t sets = 1 + below(3); sets > 0; --sets) {
            Layer& layer = draft.layers[below(draft.layers.size())];
            const auto field = static_cast<FieldIndex>(below(layer.fields.size()));
            if (Value values = valuesFor(protocols().type(protocols()[layer.protocol].fields[field].type)); !values.isNone())
                layer.fields[field] = {SlotState::Explicit, std::move(values)};
        }
        return draft;
    }

private:
    std::size_t below(std::size_t count) { return m_random() % count; }

    Value valuesFor(const TypeDesc& type)
    {
        if (type.kind == Kind::Int && type.bits > 0 && type.bits < 63) {
            const auto most = static_cast<std::int64_t>(below(std::size_t{1} << type.bits));
            return below(2) == 0 ? rangeSet(most / 2, most, 1 + static_cast<std::int64_t>(below(5))) : listSet(numbers(most));
        }
        const std::size_t size = type.kind == Kind::Ipv4 ? 4 : type.kind == Kind::Ipv6 ? 16 : type.kind == Kind::Mac ? 6 : 0;
        if (size == 0)
            return {};
        Buffer first(size);
        std::ranges::generate(first, [this] { return static_cast<std::uint8_t>(m_random()); });
        Buffer last = first;
        last.back() = static_cast<std::uint8_t>(std::max<std::size_t>(first.back(), below(256)));
        if (size == 6)
            return listSet({first, last, Buffer(6, 0), Buffer(6, 0xff)});
        return addressSet(std::move(first), std::move(last), "drawn");
    }

    std::vector<Value> numbers(std::int64_t most)
    {
        std::vector<Value> numbers{std::int64_t{0}, most};
        while (below(8) != 0)
            numbers.emplace_back(static_cast<std::int64_t>(below(static_cast<std::size_t>(most) + 1)));
        numbers.push_back(rangeSet(most / 3, most / 2, 1 + most / 10));
        return numbers;
    }

    std::mt19937_64 m_random;
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
        row("a sum of nothing but zeros", "IP(src='10.0.0.1',dst='10.0.0.2')/ICMP(type=0,seq=[7,6,5,4,0,3,2,1],id=[0,1,2])", false);
        row("a list of addresses", "IPv6(src='fe80::1',dst=['ff02::1','fe80::/126','2001:db8::ffff:ffff:ffff:ffff'])/UDP(dport=(1,4))", true);
        row("addresses with a carry", "IPv6(src='2001:db8::ffff:ffff:ffff:fff8-2001:db8:0:1::9',dst='ff02::1')/UDP()", true);
        row("numbers in lists of ranges", "Ether(src='02:00:00:00:00:01',dst=['02:00:00:00:00:02','ff:ff:ff:ff:ff:ff'],type=[1,(7,9)])/IP(src='10.0.0.1',dst='10.0.0.2',tos=[1,(5,9),3])", true);
        row("little-endian numbers", "RadioTap(len=(8,30))", true);
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

    /// Fields and values drawn at random; the seed is fixed, so that a failure can be seen again.
    void drawnDraftsGiveThePacketsThatAreBuilt()
    {
        int patched = 0;
        for (unsigned seed = 1; seed <= 400; ++seed) {
            DraftMaker maker(seed);
            const Draft draft = maker.draft();
            PacketSeries series(protocols(), draft, nowhere);
            patched += series.isPatched();
            const std::uint64_t step = std::max<std::uint64_t>(1, series.count() / 200);
            for (std::uint64_t i = 0; i < series.count(); i += i % 3 == 0 ? 1 : step) {
                const Buffer built = buildBytes(protocols(), expanded(draft, i));
                QVERIFY2(std::ranges::equal(series.at(i), built), qPrintable(QStringLiteral("seed %1, packet %2: %3").arg(seed).arg(i).arg(scapyText(draft))));
            }
        }
        QVERIFY2(patched > 100, qPrintable(QString::number(patched)));
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
