#include "tests/support/demo_capture.h"
#include "ui/models/packet_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace fw;
using namespace fw::ui;

namespace {

/// Packets in memory; counts how many were read.
class ListedCapture final : public Capture {
public:
    std::vector<CapturedPacket> packets;
    mutable std::size_t reads = 0;

    std::size_t packetCount() const override { return packets.size(); }
    Result<CapturedPacket> packet(std::size_t number) const override
    {
        ++reads;
        if (number >= packets.size())
            return fail(Errc::Io, 0, "gone");
        return packets[number];
    }
    void add(const std::string& expression, std::chrono::nanoseconds time = {})
    {
        Buffer bytes = bytesOf(expression);
        const auto length = static_cast<std::uint32_t>(bytes.size());
        packets.push_back({time, link_type::Ethernet, length, std::move(bytes)});
    }
};

QString cell(const PacketListModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class TestPacketListModel : public QObject {
    Q_OBJECT

private slots:
    void isAWellBehavedModel()
    {
        const auto capture = std::make_shared<ListedCapture>();
        PacketListModel model(Protocols::builtin());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const std::string& expression : demoExpressions())
            capture->add(expression);
        model.setCapture(capture);
        QCOMPARE(model.rowCount(), 429);
        model.setLimit(100);
        QCOMPARE(model.rowCount(), 100);
        model.setCapture(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }
    void saysWhereAPacketComesFromAndWhatItIs_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("protocol");

        const QString ether = QStringLiteral("Ether(src='02:00:00:00:00:01', dst='02:00:00:00:00:02')");
        QTest::newRow("network addresses win over the link's")
            << ether + QStringLiteral("/IP(src='10.0.0.1', dst='10.0.0.2')/UDP(sport=1, dport=2)/'x'") << QStringLiteral("10.0.0.1")
            << QStringLiteral("10.0.0.2") << QStringLiteral("UDP");
        QTest::newRow("only a link layer") << ether + QStringLiteral("/'data'") << QStringLiteral("02:00:00:00:00:01")
                                           << QStringLiteral("02:00:00:00:00:02") << QStringLiteral("Ether");
        QTest::newRow("address resolution") << ether + QStringLiteral("/ARP(psrc='10.0.0.1', pdst='10.0.0.9', hwsrc='02:00:00:00:00:01')")
                                            << QStringLiteral("10.0.0.1") << QStringLiteral("10.0.0.9") << QStringLiteral("ARP");
        QTest::newRow("a quoted packet is not the packet")
            << ether + QStringLiteral("/IP(src='10.9.1.1', dst='10.0.0.1')/ICMP(type=11)/IPerror(src='10.0.0.1', dst='10.0.9.1')/UDPerror()")
            << QStringLiteral("10.9.1.1") << QStringLiteral("10.0.0.1") << QStringLiteral("ICMP");
        QTest::newRow("the wider kind") << ether + QStringLiteral("/IPv6(src='fd00::1', dst='fd00::2')/TCP()") << QStringLiteral("fd00::1")
                                        << QStringLiteral("fd00::2") << QStringLiteral("TCP");
    }
    void saysWhereAPacketComesFromAndWhatItIs()
    {
        QFETCH(const QString, expression);
        const auto capture = std::make_shared<ListedCapture>();
        capture->add(expression.toStdString());
        PacketListModel model(Protocols::builtin());
        model.setCapture(capture);
        QTEST(cell(model, 0, PacketListModel::SourceColumn), "source");
        QTEST(cell(model, 0, PacketListModel::DestinationColumn), "destination");
        QTEST(cell(model, 0, PacketListModel::ProtocolColumn), "protocol");
    }
    void timesCountFromTheFirstPacket()
    {
        const auto capture = std::make_shared<ListedCapture>();
        capture->add("Ether()", std::chrono::seconds(1000));
        capture->add("Ether()", std::chrono::seconds(1001) + std::chrono::microseconds(250));
        PacketListModel model(Protocols::builtin());
        model.setCapture(capture);
        QCOMPARE(cell(model, 0, PacketListModel::TimeColumn), QStringLiteral("0.000000"));
        QCOMPARE(cell(model, 1, PacketListModel::TimeColumn), QStringLiteral("1.000250"));
    }
    void readsOnlyWhatIsLookedAt()
    {
        const auto capture = std::make_shared<ListedCapture>();
        for (int i = 0; i < 1000; ++i)
            capture->add("Ether()");
        PacketListModel model(Protocols::builtin());
        model.setCapture(capture);
        const std::size_t before = capture->reads;
        for (int column = 0; column < PacketListModel::ColumnCount; ++column)
            QVERIFY(!cell(model, 500, column).isNull());
        QCOMPARE(capture->reads, before + 1);
    }
    void growsByOneInsertionHoweverManyCame()
    {
        const auto capture = std::make_shared<ListedCapture>();
        PacketListModel model(Protocols::builtin());
        model.setCapture(capture);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        for (int i = 0; i < 50; ++i)
            capture->add("Ether()");
        model.grow();
        model.grow();
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(model.rowCount(), 50);
    }
    void aLimitKeepsTheNewestAndTheirNumbers()
    {
        const auto capture = std::make_shared<ListedCapture>();
        PacketListModel model(Protocols::builtin());
        model.setCapture(capture);
        model.setLimit(10);
        for (int i = 0; i < 25; ++i)
            capture->add("Ether()");
        model.grow();
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(cell(model, 0, PacketListModel::NumberColumn), QStringLiteral("16"));
        QCOMPARE(model.rowOf(15), 0);
        QCOMPARE(model.rowOf(3), -1);
        QCOMPARE(model.shown(9)->number, std::uint64_t{25});
    }
    void aPacketThatIsGoneSaysSo()
    {
        const auto capture = std::make_shared<ListedCapture>();
        capture->add("Ether()");
        PacketListModel model(Protocols::builtin());
        model.setCapture(capture);
        capture->packets.clear();
        QVERIFY(cell(model, 0, PacketListModel::SummaryColumn).contains(QStringLiteral("cannot be read")));
        QVERIFY(!model.shown(0));
    }
};

QTEST_GUILESS_MAIN(TestPacketListModel)
#include "tst_packet_list_model.moc"
