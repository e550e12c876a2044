#include "engine/packet/expand.h"
#include "engine/packet/sets.h"
#include "engine/scapy/scapy.h"

#include <QTest>

#include <limits>
#include <set>

using namespace fw;

namespace {

/// Layer and name of each.
using Fields = QList<QPair<int, QByteArray>>;

Draft draftOf(const QByteArray& text)
{
    return scapy::parse(Protocols::builtin(), text.toStdString()).value_or(Draft());
}

/// The fields that vary, packet by packet: "1 22, 1 80".
QByteArray walked(const QByteArray& text, const Fields& fields)
{
    QByteArrayList rows;
    expand(draftOf(text), [&](const Draft& draft) {
        QByteArrayList row;
        for (const auto& [layer, name] : fields) {
            const Layer& owner = draft.layers[static_cast<std::size_t>(layer)];
            const Value& value = owner.fields[Protocols::builtin()[owner.protocol].find(name.toStdString())].value;
            const Buffer* bytes = value.bytes();
            row << (bytes != nullptr ? QByteArray::number(bytes->back()) : QByteArray::number(value.integer() != nullptr ? *value.integer() : -1));
        }
        rows << row.join(' ');
        return true;
    });
    return rows.join(", ");
}

} // namespace

class TestExpand : public QObject {
    Q_OBJECT

private slots:
    void countsPackets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint64>("count");

        QTest::newRow("one") << QByteArray("IP()/TCP()") << quint64{1};
        QTest::newRow("range") << QByteArray("IP(ttl=(1,30))") << quint64{30};
        QTest::newRow("range with a step") << QByteArray("IP(ttl=(1,30,7))") << quint64{5};
        QTest::newRow("nested lists") << QByteArray("TCP(dport=[22,(80,82)])/'x'") << quint64{4};
        QTest::newRow("product") << QByteArray("IP(ttl=(1,3))/TCP(dport=[22,(80,82)])") << quint64{12};
        QTest::newRow("network") << QByteArray("IP(dst='10.0.0.0/8')") << quint64{1} * 16'777'216;
        QTest::newRow("wide product") << QByteArray("IP(src='0.0.0.0/0',dst='0.0.0.0/0',id=(0,65535))/TCP(seq=(0,4294967295))")
                                      << std::numeric_limits<quint64>::max();
        QTest::newRow("IPv6 network") << QByteArray("IPv6(dst='fe80::/64')") << std::numeric_limits<quint64>::max();
        QTest::newRow("random") << QByteArray("IP(id=RandShort(),ttl=(1,3))") << quint64{3};
        QTest::newRow("inside a structure") << QByteArray("DNS(qd=DNSQR(qname=['a','b'],qtype=(1,3)))") << quint64{6};
        QTest::newRow("inside structures of a list") << QByteArray("DNS(an=[DNSRR(ttl=(1,3)),DNSRR(ttl=(1,2))])") << quint64{6};
        QTest::newRow("inside an option") << QByteArray("TCP(options=[('MSS',[536,1460])])") << quint64{2};
    }
    void countsPackets()
    {
        QFETCH(QByteArray, text);
        QTEST(quint64{packetCount(draftOf(text))}, "count");
    }

    void goesInScapysOrder_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Fields>("fields");
        QTest::addColumn<QByteArray>("order"); // As Scapy 2.5 gives them.

        QTest::newRow("last field of a layer outermost") << QByteArray("IP(ttl=[1,2],dst='10.0.0.0/31')/TCP(dport=[22,80])")
                                                        << Fields{{0, "ttl"}, {0, "dst"}, {1, "dport"}}
                                                        << QByteArray("1 0 22, 1 0 80, 2 0 22, 2 0 80, 1 1 22, 1 1 80, 2 1 22, 2 1 80");
        QTest::newRow("however they were written") << QByteArray("IP(dst='10.0.0.0/31',ttl=[1,2])") << Fields{{0, "ttl"}, {0, "dst"}}
                                                   << QByteArray("1 0, 2 0, 1 1, 2 1");
        QTest::newRow("three fields") << QByteArray("IP(ttl=[1,2],id=[3,4],tos=[5,6])") << Fields{{0, "id"}, {0, "ttl"}, {0, "tos"}}
                                      << QByteArray("3 1 5, 3 1 6, 4 1 5, 4 1 6, 3 2 5, 3 2 6, 4 2 5, 4 2 6");
        QTest::newRow("outer layer outermost") << QByteArray("IP(id=[3,4])/TCP(seq=[1,2],dport=[22,80])")
                                               << Fields{{0, "id"}, {1, "seq"}, {1, "dport"}}
                                               << QByteArray("3 1 22, 3 1 80, 3 2 22, 3 2 80, 4 1 22, 4 1 80, 4 2 22, 4 2 80");
        QTest::newRow("lists of ranges") << QByteArray("IP(ttl=(1,3),id=[(1,2),7])") << Fields{{0, "ttl"}, {0, "id"}}
                                         << QByteArray("1 1, 1 2, 1 7, 2 1, 2 2, 2 7, 3 1, 3 2, 3 7");
    }
    void goesInScapysOrder()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, order);
        QFETCH(Fields, fields);
        QCOMPARE(walked(text, fields), order);
    }

    void structuresVaryInsideTheirLayer()
    {
        // Scapy 2.5: (7, 1), (7, 2), (8, 1), (8, 2)
        QByteArrayList rows;
        expand(draftOf("DNS(id=[7,8],qd=DNSQR(qtype=[1,2]))"), [&](const Draft& draft) {
            const ProtocolDesc& dns = Protocols::builtin()[draft.layers[0].protocol];
            const Layer& question = *draft.layers[0].fields[dns.find("qd")].value.list()->items[0].layer();
            rows << QByteArray::number(*draft.layers[0].fields[dns.find("id")].value.integer()) + ' '
                    + QByteArray::number(*question.fields[Protocols::builtin()[question.protocol].find("qtype")].value.integer());
            return true;
        });
        QCOMPARE(rows.join(", "), "7 1, 7 2, 8 1, 8 2");
    }

    void firstElementOfAListIsOutermost()
    {
        // Scapy 2.5: (1, 3), (1, 4), (2, 3), (2, 4)
        QByteArrayList rows;
        expand(draftOf("DNS(qd=DNSQR(qtype=[1,2])/DNSQR(qtype=[3,4]))"), [&](const Draft& draft) {
            const ProtocolDesc& dns = Protocols::builtin()[draft.layers[0].protocol];
            QByteArrayList row;
            for (const Value& item : draft.layers[0].fields[dns.find("qd")].value.list()->items)
                row << QByteArray::number(*item.layer()->fields[1].value.integer());
            rows << row.join(' ');
            return true;
        });
        QCOMPARE(rows.join(", "), "1 3, 1 4, 2 3, 2 4");
    }

    void aHugeNetworkCostsNothingUntilWalked()
    {
        const Draft draft = draftOf("IP(dst='10.0.0.0/8')/TCP(dport=(1,65535))");
        int seen = 0;
        expand(draft, [&](const Draft&) { return ++seen < 3; });
        QCOMPARE(seen, 3);
    }

    void theLastPacketOfAllCanBeMade()
    {
        const Draft draft = draftOf("IPv6(dst='fe80::/64')");
        const Draft last = expanded(draft, packetCount(draft));
        const ProtocolDesc& protocol = Protocols::builtin()[last.layers[0].protocol];
        QVERIFY(last.layers[0].fields[protocol.find("dst")].value.bytes() != nullptr);
    }

    void packetsHoldNoSets()
    {
        expand(draftOf("IP(id=RandShort(),ttl=[1,(2,3)],src=[RandIP(),'10.0.0.0/31'])/TCP(options=[('MSS',[1,2])])/Raw(load=RandChoice('a','b'))"),
               [&](const Draft& draft) {
                   for (const Layer& layer : draft.layers)
                       for (const Slot& slot : layer.fields)
                           if (holdsSet(slot.value))
                               qFatal("a set is left");
                   return true;
               });
        QCOMPARE(packetCount(draftOf("IP(src=[RandIP(),'10.0.0.0/31'])")), 3U);
    }

    void randomValuesAreDrawnForEachPacket()
    {
        std::set<std::int64_t> drawn;
        const Draft draft = draftOf("TCP(seq=RandInt(),dport=(1,50))");
        const FieldIndex seq = Protocols::builtin()[draft.layers[0].protocol].find("seq");
        expand(draft, [&](const Draft& packet) { return drawn.insert(*packet.layers[0].fields[seq].value.integer()), true; });
        QVERIFY(drawn.size() > 40);
    }

    void randomValuesStayInTheirBounds_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("low");
        QTest::addColumn<qint64>("high");
        QTest::newRow("byte") << QByteArray("RandByte()") << qint64{0} << qint64{255};
        QTest::newRow("given") << QByteArray("RandNum(5,7)") << qint64{5} << qint64{7};
        QTest::newRow("by name") << QByteArray("RandNum(min=5,max=7)") << qint64{5} << qint64{7};
        QTest::newRow("signed") << QByteArray("RandSByte()") << qint64{-128} << qint64{127};
        QTest::newRow("choice with a range") << QByteArray("RandChoice(9,(1,3))") << qint64{1} << qint64{9};
    }
    void randomValuesStayInTheirBounds()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, low);
        QFETCH(qint64, high);
        const Protocols& all = Protocols::builtin();
        const bool isChoice = text.startsWith("RandChoice");
        const Value value = isChoice ? choiceSet({Value(std::int64_t{9}), rangeSet(1, 3)}) : *scapy::parseValue(all, text.toStdString());
        for (int i = 0; i < 500; ++i) {
            const Value drawn = valueAt(value, 0);
            QVERIFY(drawn.integer() != nullptr);
            QVERIFY(*drawn.integer() >= low && *drawn.integer() <= high);
        }
    }

    void setsAreWrittenAsScapyWritesThem()
    {
        const auto member = [](const void*, const Value& value) { return std::to_string(*value.integer()); };
        QCOMPARE(rangeSet(1, 5).set()->text(nullptr, member), "(1, 5)");
        QCOMPARE(rangeSet(1, 9, 2).set()->text(nullptr, member), "(1, 9, 2)");
        QCOMPARE(listSet({Value(std::int64_t{22}), rangeSet(80, 82)}).set()->text(nullptr, member), "[22, (80, 82)]");
        QCOMPARE(addressSet({10, 0, 0, 0}, {10, 0, 0, 3}, "10.0.0.0/30").set()->text(nullptr, member), "Net(\"10.0.0.0/30\")");
        QCOMPARE(addressSet({10, 0, 0, 1}, {10, 0, 0, 3}, "10.0.0.1-3").set()->text(nullptr, member), "Net(\"10.0.0.1\", \"10.0.0.3\")");
    }

    void theWidestRangeDoesNotOverflow()
    {
        const Value all = rangeSet(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
        QCOMPARE(all.set()->count(), std::numeric_limits<std::uint64_t>::max());
        QVERIFY(all.set()->at(0) == Value(std::numeric_limits<std::int64_t>::min()));
        QVERIFY(all.set()->at(std::numeric_limits<std::uint64_t>::max()) == Value(std::numeric_limits<std::int64_t>::max()));
    }
};

QTEST_APPLESS_MAIN(TestExpand)
#include "tst_expand.moc"
