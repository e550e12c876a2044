#include "tests/support/shown_packets.h"

#include <QSignalSpy>
#include <QTest>

using namespace fw;
using namespace fw::ui;
using namespace fw::ui::test;

class TestSelectionModel : public QObject {
    Q_OBJECT

private:
    SelectionModel m_model{Protocols::builtin()};

    [[nodiscard]] std::string path() const
    {
        const Selection& current = m_model.current();
        return current.node < 0 ? std::string() : nodePathText(m_model.protocols(), current.packet->layout, current.node);
    }
    void select(std::string_view wanted) { m_model.selectNode(nodeNamed(*m_model.current().packet, wanted), this); }

private slots:
    void init()
    {
        m_model.setPacket(nullptr, this);
        m_model.setPacket(shown("DNS answer", 4), this);
        m_model.selectNode(-1, this);
    }

    void statusTextNamesFieldRangeAndValue_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::newRow("one byte") << "IP.ttl" << "IP.ttl · byte 22, 1 byte · 0x40";
        QTest::newRow("four bytes") << "IP.src" << "IP.src · byte 26, 4 bytes · 0x0a000035";
        QTest::newRow("bits of one byte") << "IP.flags" << "IP.flags · byte 20, 3 bits (7–5) · 0b000";
        QTest::newRow("bits over two bytes") << "IP.frag" << "IP.frag · byte 20, 13 bits · 0x0000";
        QTest::newRow("one bit") << "DNS.qr" << "DNS.qr · byte 44, 1 bit (7) · 0b1";
        QTest::newRow("longer than a number") << "DNS.qd[0].qname" << "DNS.qd[0].qname · byte 54, 17 bytes · 'www.example.com.'";
        QTest::newRow("a layer") << "UDP" << "UDP · byte 34, 8 bytes · 0x00359c410048f26e";
        QTest::newRow("nothing on the wire") << "IP.options" << "IP.options · not on the wire";
    }

    void statusTextNamesFieldRangeAndValue()
    {
        QFETCH(QString, field);
        select(field.toStdString());
        QTEST(m_model.statusText(), "text");
    }

    void statusTextOfAPacketTellsItsNumberAndSize()
    {
        QCOMPARE(m_model.statusText(), u"Packet 4 · 106 bytes"_qs);
    }

    void sameFieldIsSelectedInTheNextPacket()
    {
        select("IP.ttl");
        m_model.setPacket(shown("TCP with options"), this);
        QCOMPARE(path(), std::string("IP.ttl"));
        QCOMPARE(m_model.current().firstByte(), std::size_t{22});
    }

    void fieldIsFoundBehindAnotherLayer()
    {
        select("IP.ttl");
        m_model.setPacket(shown("VLAN"), this);
        QCOMPARE(path(), std::string("IP.ttl"));
        QCOMPARE(m_model.current().firstByte(), std::size_t{26});
    }

    void fieldReturnsAfterAPacketWithoutIt()
    {
        select("IP.ttl");
        m_model.setPacket(shown("ARP"), this);
        QCOMPARE(path(), std::string());
        QCOMPARE(m_model.current().bits, std::uint64_t{0});
        m_model.setPacket(nullptr, this);
        m_model.setPacket(shown("DNS query"), this);
        QCOMPARE(path(), std::string("IP.ttl"));
    }

    void choosingTheWholePacketForgetsTheField()
    {
        select("IP.ttl");
        m_model.selectNode(-1, this);
        m_model.setPacket(shown("DNS query"), this);
        QCOMPARE(path(), std::string());
    }

    void fieldInsideAListIsFoundAgain()
    {
        select("DNS.qd[0].qname");
        m_model.setPacket(shown("DNS query"), this);
        QCOMPARE(path(), std::string("DNS.qd[0].qname"));
    }

    void aByteSelectsTheInnermostField_data()
    {
        QTest::addColumn<int>("byte");
        QTest::addColumn<QString>("field");
        QTest::newRow("whole byte") << 22 << "IP.ttl";
        QTest::newRow("middle of a field") << 28 << "IP.src";
        QTest::newRow("first of two in a byte") << 14 << "IP.version";
        QTest::newRow("in a list") << 60 << "DNS.qd[0].qname";
    }

    void aByteSelectsTheInnermostField()
    {
        QFETCH(int, byte);
        m_model.selectBytes(static_cast<std::size_t>(byte), 1, false, this);
        QTEST(QString::fromStdString(path()), "field");
    }

    void severalBytesStayTheRangeTheyAre()
    {
        m_model.selectBytes(24, 4, false, this);
        QCOMPARE(path(), std::string("IP.chksum"));
        QCOMPARE(m_model.current().firstByte(), std::size_t{24});
        QCOMPARE(m_model.current().byteCount(), std::size_t{4});
    }

    void aRangeEndsWithThePacket()
    {
        m_model.selectBytes(100, 50, false, this);
        QCOMPARE(m_model.current().byteCount(), std::size_t{6});
        QSignalSpy changed(&m_model, &SelectionModel::changed);
        m_model.selectBytes(106, 1, false, this);
        QCOMPARE(changed.count(), 0);
    }

    void sameByteAgainClimbsToWhatEnclosesIt()
    {
        m_model.selectBytes(60, 1, false, this);
        m_model.selectBytes(60, 1, true, this);
        QCOMPARE(path(), std::string("DNS.qd[0]"));
        m_model.selectBytes(60, 1, true, this);
        QCOMPARE(path(), std::string("DNS.qd"));
        m_model.selectBytes(60, 1, true, this);
        QCOMPARE(path(), std::string("DNS"));
        m_model.selectBytes(60, 1, true, this);
        QCOMPARE(m_model.current().node, -1);
    }

    void climbingGoesFromBytesToFieldToLayerToPacket()
    {
        m_model.selectBytes(55, 3, false, this);
        m_model.climb(this);
        QCOMPARE(path(), std::string("DNS.qd[0].qname"));
        QCOMPARE(m_model.current().byteCount(), std::size_t{17});
        m_model.climb(this);
        QCOMPARE(path(), std::string("DNS"));
        m_model.climb(this);
        QCOMPARE(m_model.current().node, -1);
        QSignalSpy changed(&m_model, &SelectionModel::changed);
        m_model.climb(this);
        QCOMPARE(changed.count(), 0);
    }

    void changesAreToldOnceWithTheirOrigin()
    {
        QSignalSpy changed(&m_model, &SelectionModel::changed);
        select("IP.ttl");
        select("IP.ttl");
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.front().at(1).value<QObject*>(), static_cast<QObject*>(this));
    }

    void withoutAPacketNothingCanBeSelected()
    {
        m_model.setPacket(nullptr, this);
        m_model.selectNode(3, this);
        m_model.selectBytes(0, 1, false, this);
        m_model.climb(this);
        QCOMPARE(m_model.current().node, -1);
        QCOMPARE(m_model.statusText(), QString());
    }
};

QTEST_GUILESS_MAIN(TestSelectionModel)
#include "tst_selection_model.moc"
