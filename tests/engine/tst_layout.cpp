#include "engine/packet/layout.h"

#include <QTest>

using namespace fw;

namespace {

using What = LayoutNode::What;

const Protocols& protocols()
{
    return Protocols::builtin();
}

ProtocolId idOf(const char* name)
{
    return protocols().find(name)->id;
}

FieldIndex fieldOf(const char* protocol, const char* field)
{
    return protocols().find(protocol)->find(field);
}

LayoutNode layer(const char* protocol, std::uint32_t number, std::uint32_t next, std::uint64_t bit, std::uint64_t bits)
{
    LayoutNode node;
    node.protocol = idOf(protocol);
    node.layer = number;
    node.next = next;
    node.bitOffset = bit;
    node.bits = bits;
    return node;
}

LayoutNode field(const char* protocol, const char* name, std::int32_t parent, std::uint32_t number, std::uint32_t next, std::uint64_t bit, std::uint64_t bits)
{
    LayoutNode node = layer(protocol, number, next, bit, bits);
    node.what = What::Field;
    node.field = fieldOf(protocol, name);
    node.parent = parent;
    return node;
}

LayoutNode element(const char* protocol, FieldIndex list, std::uint32_t index, std::int32_t parent, std::uint32_t number, std::uint32_t next,
                   std::uint64_t bit, std::uint64_t bits)
{
    LayoutNode node = layer(protocol, number, next, bit, bits);
    node.what = What::Element;
    node.field = list;
    node.element = index;
    node.parent = parent;
    return node;
}

/// Two IP headers, of which only a few fields are there, then a DNS message with a question; the second IP has a field behind all of it.
Layout handMade()
{
    const FieldIndex qd = fieldOf("DNS", "qd");
    Layout layout;
    layout.nodes = {
        layer("IP", 0, 3, 0, 160),                           // 0
        field("IP", "version", 0, 0, 2, 0, 4),               // 1
        field("IP", "ihl", 0, 0, 3, 4, 4),                   // 2
        layer("IP", 1, 6, 160, 160),                         // 3
        field("IP", "ttl", 3, 1, 5, 224, 8),                 // 4
        field("IP", "options", 3, 1, 6, 800, 16),            // 5
        layer("DNS", 2, 12, 320, 480),                       // 6
        field("DNS", "id", 6, 2, 8, 320, 16),                // 7
        field("DNS", "qd", 6, 2, 12, 416, 384),              // 8
        element("DNSQR", qd, 0, 8, 2, 12, 416, 384),         // 9
        field("DNSQR", "qname", 9, 2, 11, 416, 352),         // 10
        field("DNSQR", "qtype", 9, 2, 12, 768, 16),          // 11
    };
    return layout;
}

} // namespace

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheInnermostNodeOfABit_data()
    {
        QTest::addColumn<quint64>("bit");
        QTest::addColumn<int>("node");
        QTest::newRow("first bit")            << quint64{0} << 1;
        QTest::newRow("second half byte")     << quint64{4} << 2;
        QTest::newRow("no field, only layer") << quint64{40} << -1;
        QTest::newRow("field of a structure") << quint64{500} << 10;
        QTest::newRow("list, behind a field") << quint64{790} << 9;
        QTest::newRow("behind the payload")   << quint64{805} << 5;
        QTest::newRow("beyond everything")    << quint64{5000} << -1;
    }
    void findsTheInnermostNodeOfABit()
    {
        QFETCH(quint64, bit);
        QTEST(handMade().nodeAt(bit), "node");
    }

    void pathsLeadToNodesAndBack()
    {
        const Layout layout = handMade();
        for (std::int32_t node = 0; node < static_cast<std::int32_t>(layout.nodes.size()); ++node)
            QCOMPARE(layout.nodeOf(layout.pathOf(node)), node);
    }

    void pathsThatLeadNowhereHaveNoNode()
    {
        const Layout layout = handMade();
        QCOMPARE(layout.nodeOf({7, {}}), -1);
        QCOMPARE(layout.nodeOf({0, {fieldOf("IP", "ttl")}}), -1);
        QCOMPARE(layout.nodeOf({2, {fieldOf("DNS", "qd"), 1}}), -1);
        QCOMPARE(layout.nodeOf({2, {fieldOf("DNS", "id"), 0, 0}}), -1);
        QVERIFY(layout.pathOf(-1).steps.empty());
        QVERIFY(layout.pathOf(99).steps.empty());
    }

    void knowsItsLayers()
    {
        QCOMPARE(handMade().layers(), (std::vector<std::uint32_t>{0, 3, 6}));
        QCOMPARE(handMade().layerNode(1), 3);
        QCOMPARE(handMade().layerNode(3), -1);
        QVERIFY(Layout{}.layers().empty());
        QCOMPARE(Layout{}.nodeAt(0), -1);
    }

    void nodesAreNamedByTheirPaths_data()
    {
        QTest::addColumn<int>("node");
        QTest::addColumn<std::string>("path");
        QTest::newRow("layer")             << 0 << std::string("IP");
        QTest::newRow("field")             << 2 << std::string("IP.ihl");
        QTest::newRow("layer again")       << 3 << std::string("IP:2");
        QTest::newRow("field of it")       << 4 << std::string("IP:2.ttl");
        QTest::newRow("element")           << 9 << std::string("DNS.qd[0]");
        QTest::newRow("field of element")  << 10 << std::string("DNS.qd[0].qname");
        QTest::newRow("none")              << -1 << std::string();
    }
    void nodesAreNamedByTheirPaths()
    {
        QFETCH(int, node);
        QTEST(nodePathText(protocols(), handMade(), node), "path");
    }
};

QTEST_APPLESS_MAIN(LayoutTest)
#include "tst_layout.moc"
