#include "engine/exchange/traceroute.h"
#include "engine/net/packet_fields.h"
#include "tests/support/window_fixture.h"
#include "ui/shell/message_strip.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace fw;
using namespace fw::ui;

namespace {

/// A router's answer that its time to live has ended.
Buffer timeExceeded(const Buffer& frame, const Buffer& router)
{
    const Buffer source(frame.begin() + 26, frame.begin() + 30);
    return PacketMaker(Protocols::builtin())
        .layer("Ether").set("dst", Value(Buffer{2, 0, 0, 0, 0, 1})).set("src", Value(Buffer{2, 0, 0, 0, 0, 2}))
        .layer("IP").set("src", Value(router)).set("dst", Value(source)).set("ttl", 60)
        .layer("ICMP").set("type", 11).set("code", 0)
        .payload(Bytes(frame).subspan(14)).bytes();
}

Buffer synAck(const Buffer& frame)
{
    const Buffer source(frame.begin() + 26, frame.begin() + 30);
    const Buffer target(frame.begin() + 30, frame.begin() + 34);
    return PacketMaker(Protocols::builtin())
        .layer("Ether").set("dst", Value(Buffer{2, 0, 0, 0, 0, 1})).set("src", Value(Buffer{2, 0, 0, 0, 0, 2}))
        .layer("IP").set("src", Value(target)).set("dst", Value(source)).set("ttl", 60)
        .layer("TCP").set("sport", be16(frame, 36)).set("dport", be16(frame, 34)).set("flags", 0x12)
        .set("ack", (std::int64_t{be16(frame, 38)} << 16U | be16(frame, 40)) + 1).bytes();
}

/// Four hops; two addresses by the source port at the second, silence at the third.
std::vector<Buffer> fourHops(const Buffer& frame)
{
    switch (frame[22]) {
    case 1: return {timeExceeded(frame, {10, 9, 1, 2})};
    case 2: return {timeExceeded(frame, {10, 9, 2, static_cast<std::uint8_t>(be16(frame, 34) % 2 == 0 ? 2 : 6)})};
    case 3: return {};
    default: return {synAck(frame)};
    }
}

class TraceFixture : public WindowFixture {
public:
    explicit TraceFixture(bool session = false) : WindowFixture(session)
    {
        QFile::remove(directory.filePath(QStringLiteral("trace.pcap")));
    }
    MainWindow& openOn(const QString& interface)
    {
        MainWindow& opened = open();
        opened.chooseInterface(interface);
        opened.showWorkspace(MainWindow::Workspace::Trace);
        return opened;
    }
    void trace(const QString& target)
    {
        auto* edit = find<QLineEdit>("traceTargetEdit");
        edit->setFocus();
        edit->clear();
        QTest::keyClicks(edit, target);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    [[nodiscard]] QAction* action(const char* name) const { return window->findChild<QAction*>(QLatin1String(name)); }
    [[nodiscard]] bool isDone() const { return action("traceRunAct")->isEnabled(); }
    [[nodiscard]] QTreeView* table() const { return find<QTreeView>("traceTable"); }
    [[nodiscard]] QString hop(int row, int column) const { return cell("traceTable", row, column); }
    [[nodiscard]] PathGraph* graph() const { return find<PathGraph>("traceGraph"); }
    [[nodiscard]] TraceWorkspace* workspace() const { return find<TraceWorkspace>("traceWorkspace"); }
    [[nodiscard]] ShownPacketPtr shown() const { return find<HexView>("hexView")->selectionModel().current().packet; }
    [[nodiscard]] int ttlShown() const { return shown() ? int{shown()->layout.bytes[22]} : -1; }
    [[nodiscard]] QString file(const char* name) const { return directory.filePath(QLatin1String(name)); }
};

bool isAnswer(const ShownPacketPtr& packet)
{
    return packet && std::ranges::any_of(packet->draft.layers, [](const Layer& layer) { return Protocols::builtin()[layer.protocol].name == "ICMP"; });
}

} // namespace

class TestTraceWorkspace : public QObject {
    Q_OBJECT

private slots:
    void saysWhatToDoFirst()
    {
        TraceFixture fixture;
        MainWindow& window = fixture.open();
        QTest::keyClick(&window, Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(window.workspace(), MainWindow::Workspace::Trace);
        QVERIFY(fixture.find("traceEmptyText")->isVisible());
        window.showWorkspace(MainWindow::Workspace::Craft);
        QTest::keyClick(&window, Qt::Key_5, Qt::AltModifier);
        QCOMPARE(window.workspace(), MainWindow::Workspace::Trace);
        QTest::mouseClick(fixture.find("rail_craftAct"), Qt::LeftButton);
        QTest::mouseClick(fixture.find("rail_traceAct"), Qt::LeftButton);
        QCOMPARE(window.workspace(), MainWindow::Workspace::Trace);
        QVERIFY(!fixture.find("traceProblem")->isVisible());
        fixture.click("traceRunBtn");
        QVERIFY(fixture.find("traceProblem")->isVisible());
        QVERIFY(fixture.isDone());
    }
    void hopsComeOneByOneAndAreDrawn()
    {
        TraceFixture fixture;
        fixture.network->script.answer = fourHops;
        fixture.network->script.delay = std::chrono::milliseconds(100);
        fixture.openOn(QStringLiteral("fake0"));
        fixture.find<QSpinBox>("traceMaxTtlSpin")->setValue(4);
        fixture.find<QSpinBox>("traceWaitSpin")->setValue(600);
        QAbstractItemModelTester tester(fixture.table()->model());
        QList<int> counts;
        connect(fixture.table()->model(), &QAbstractItemModel::rowsInserted, this, [&](const QModelIndex& parent, int first, int last) {
            if (!parent.isValid())
                counts << last - first + 1;
        });
        fixture.trace(QStringLiteral("10.9.9.1"));
        QTRY_VERIFY(!fixture.isDone());
        QTRY_COMPARE(fixture.rows("traceTable"), 4);
        QCOMPARE(fixture.hop(2, HopModel::ReplyColumn), QStringLiteral("waiting"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 10'000);
        QVERIFY(!counts.isEmpty());

        const QAbstractItemModel& model = *fixture.table()->model();
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        QCOMPARE(model.rowCount(model.index(1, 0)), 2);
        QCOMPARE(fixture.hop(0, HopModel::HostColumn), QStringLiteral("10.9.1.2"));
        QCOMPARE(fixture.hop(0, HopModel::LossColumn), QStringLiteral("0 %"));
        QCOMPARE(fixture.hop(0, HopModel::SentColumn), QStringLiteral("4"));
        QCOMPARE(fixture.hop(0, HopModel::ReplyColumn), QStringLiteral("time-exceeded"));
        QCOMPARE(fixture.hop(2, HopModel::ReplyColumn), QStringLiteral("no reply"));
        QCOMPARE(fixture.hop(2, HopModel::LossColumn), QStringLiteral("100 %"));
        QVERIFY(fixture.hop(3, HopModel::HostColumn).endsWith(QStringLiteral("10.9.9.1")));
        QCOMPARE(fixture.hop(3, HopModel::ReplyColumn), QStringLiteral("SA"));
        QVERIFY(fixture.hop(0, HopModel::AverageColumn).toDouble() > 50);

        QCOMPARE(fixture.graph()->nodeCount(), 6);
        const auto& nodes = fixture.graph()->paths().nodes();
        QCOMPARE(static_cast<int>(std::ranges::count(nodes, PathNode::What::Silent, &PathNode::what)), 1);
        const auto target = std::ranges::find(nodes, PathNode::What::Target, &PathNode::what);
        QVERIFY(target != nodes.end());
        QVERIFY(target->lines.join(QLatin1Char(' ')).contains(QStringLiteral("tcp/80 SA")));

        const auto* chart = fixture.find<RttChart>("rttChart");
        for (int row = 0; row < 4; ++row) {
            const QRect rect = fixture.table()->visualRect(model.index(row, 0));
            const int y = fixture.table()->viewport()->mapToGlobal(rect.topLeft()).y();
            QVERIFY2(std::abs(chart->mapToGlobal(QPoint(0, chart->rowY(row))).y() - y) <= 1, qPrintable(QString::number(row)));
        }
        QVERIFY(chart->rowY(2) - chart->rowY(1) > 2 * (chart->rowY(1) - chart->rowY(0)));
        QVERIFY(!fixture.sawModal);
    }
    void aHopShowsItsReplyAndItsProbe()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.trace(QStringLiteral("www.secdev.org"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 10'000);
        QCOMPARE(fixture.rows("traceTable"), 9);
        QVERIFY(fixture.find("tracePracticeMark")->isVisible());
        const QRect third = fixture.table()->visualRect(fixture.table()->model()->index(2, 1));
        QTest::mouseClick(fixture.table()->viewport(), Qt::LeftButton, {}, third.center());
        QVERIFY(isAnswer(fixture.shown()));
        QVERIFY(fixture.shown()->practice);
        QCOMPARE(fixture.shown()->source, ShownPacket::Source::Trace);
        fixture.click("traceShowReplyBtn");
        QVERIFY(!isAnswer(fixture.shown()));
        QCOMPARE(fixture.ttlShown(), 3);
        fixture.table()->setFocus();
        QTest::keyClick(fixture.table(), Qt::Key_Down);
        QCOMPARE(fixture.ttlShown(), 4);

        // The chart is the table's other half.
        auto* chart = fixture.find<RttChart>("rttChart");
        QTest::mouseClick(chart, Qt::LeftButton, {}, QPoint(40, chart->rowY(6) + 4));
        QCOMPARE(fixture.table()->currentIndex().row(), 6);
        QCOMPARE(fixture.ttlShown(), 7);

        // Another workspace and back.
        const ShownPacketPtr before = fixture.shown();
        fixture.window->showWorkspace(MainWindow::Workspace::Craft);
        fixture.window->showWorkspace(MainWindow::Workspace::Trace);
        QCOMPARE(fixture.shown()->layout.bytes, before->layout.bytes);
    }
    void theGraphIsWalkedByMouseAndKeys()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.find<QComboBox>("traceFlowsCombo")->setCurrentIndex(3); // 8
        fixture.trace(QStringLiteral("balanced.practice"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 10'000);
        const QAbstractItemModel& model = *fixture.table()->model();
        QVERIFY(model.rowCount(model.index(2, 0)) >= 2);
        PathGraph* graph = fixture.graph();
        const auto& nodes = graph->paths().nodes();
        const auto balanced = std::ranges::find_if(nodes, [](const PathNode& node) { return node.ttl == 3; });
        const int number = static_cast<int>(balanced - nodes.begin());
        QTest::mouseClick(graph->viewport(), Qt::LeftButton, {}, graph->nodeRect(number).center().toPoint());
        QVERIFY(fixture.table()->currentIndex().parent().isValid());
        QVERIFY(fixture.table()->currentIndex().data().toString().isEmpty());
        QVERIFY(fixture.table()->currentIndex().siblingAtColumn(HopModel::HostColumn).data().toString().startsWith(QString::fromStdString(balanced->address)));
        QVERIFY(isAnswer(fixture.shown()));
        graph->setFocus();
        QTest::keyClick(graph, Qt::Key_Down);
        QVERIFY(graph->currentNode() != number);
        QCOMPARE(nodes[static_cast<std::size_t>(graph->currentNode())].ttl, 3);
        QTest::keyClick(graph, Qt::Key_Right);
        QCOMPARE(nodes[static_cast<std::size_t>(graph->currentNode())].ttl, 4);
        QCOMPARE(fixture.table()->currentIndex().row(), 3);
        QVERIFY(!graph->nodeText(graph->currentNode()).isEmpty());

        // An edge is one flow's: the probe shown is of that flow.
        const auto& edges = graph->paths().edges();
        const auto edge = std::ranges::find_if(edges, [&](const PathEdge& each) { return nodes[each.to].ttl == 4 && each.flow == std::size_t{2}; });
        QVERIFY(edge != edges.end());
        if (fixture.find<QToolButton>("traceShowReplyBtn")->isChecked())
            fixture.click("traceShowReplyBtn");
        QTest::mouseClick(graph->viewport(), Qt::LeftButton, {}, graph->edgeMiddle(static_cast<int>(edge - edges.begin())).toPoint());
        const TraceLog& log = fixture.workspace()->log();
        QCOMPARE(log.probe(fixture.shown()->number - 1)->flow, std::size_t{2});

        // One flow alone: nothing branches.
        auto* picker = fixture.find<QComboBox>("traceFlowPicker");
        QVERIFY(picker->isVisible());
        picker->setCurrentIndex(2);
        QCOMPARE(graph->nodeCount(), 6);
        QCOMPARE(fixture.table()->model()->rowCount(fixture.table()->model()->index(2, 0)), 0);
    }
    void everyTimeOfAHopIsInItsHistory()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.find<QSpinBox>("traceProbesSpin")->setValue(5);
        fixture.find<QSpinBox>("traceWaitSpin")->setValue(500);
        fixture.trace(QStringLiteral("lossy.practice"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 20'000);
        const int last = fixture.rows("traceTable") - 1;
        fixture.table()->setCurrentIndex(fixture.table()->model()->index(last, 0));
        auto* history = fixture.find<HopHistory>("hopHistory");
        QCOMPARE(history->probeCount(), 20);
        const int lost = history->lostCount();
        QVERIFY(lost > 0 && lost < 20);
        QCOMPARE(fixture.hop(last, HopModel::LossColumn), QStringLiteral("%1 %").arg(lost * 5));
        history->setFocus();
        QTest::keyClick(history, Qt::Key_Home);
        const auto first = history->currentProbe();
        QCOMPARE(fixture.shown()->number, std::uint64_t{*first + 1});
        QTest::keyClick(history, Qt::Key_Right);
        QVERIFY(history->currentProbe() != first);
        QCOMPARE(fixture.shown()->number, std::uint64_t{*history->currentProbe() + 1});
        QTest::mouseClick(history, Qt::LeftButton, {}, history->pointAt(19).toPoint());
        QCOMPARE(fixture.shown()->number, std::uint64_t{*history->currentProbe() + 1});
    }
    void severalTargetsStandSideBySide()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.find<QComboBox>("traceFlowsCombo")->setCurrentIndex(0);
        fixture.trace(QStringLiteral("www.secdev.org nmap.org"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 10'000);
        QVERIFY(fixture.find("traceTargetPicker")->isVisible());
        fixture.click("traceMatrixBtn");
        auto* matrix = fixture.find<QTableView>("traceMatrix");
        QVERIFY(matrix->isVisible());
        QCOMPARE(matrix->model()->columnCount(), 2);
        QCOMPARE(matrix->model()->index(0, 0).data().toString(), QStringLiteral("192.168.178.1 time-exceeded"));
        QCOMPARE(matrix->model()->index(8, 1).data().toString(), QStringLiteral("45.33.49.119 SA"));
        matrix->setCurrentIndex(matrix->model()->index(8, 1));
        QCOMPARE(fixture.find<QComboBox>("traceTargetPicker")->currentIndex(), 1);
        QVERIFY(fixture.shown());
        QCOMPARE(int{fixture.shown()->layout.bytes[26]}, 45);

        fixture.action("traceCopyAct")->trigger();
        const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
        QVERIFY2(lines[0].simplified() == QStringLiteral("217.25.178.5:tcp80 45.33.49.119:tcp80"), qPrintable(lines[0]));
        QCOMPARE(lines[1], QStringLiteral("1  192.168.178.1   11 192.168.178.1   11 "));
        QVERIFY(lines[9].startsWith(QStringLiteral("9  217.25.178.5    SA ")));
    }
    void frozenStandsStillWhileProbesGoOn()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.find<QLineEdit>("traceTargetEdit")->setText(QStringLiteral("www.secdev.org"));
        fixture.click("traceContinuousBtn");
        QTRY_COMPARE_WITH_TIMEOUT(fixture.rows("traceTable"), 9, 10'000);
        fixture.table()->setFocus();
        QTest::keyClick(fixture.table(), Qt::Key_Space);
        QVERIFY(fixture.workspace()->isFrozen());
        QTest::qWait(150); // What was on its way to the screen.
        const QString sent = fixture.hop(0, HopModel::SentColumn);
        const auto logged = [&] { return fixture.workspace()->log().hops(0).front().statistics.sent; };
        const auto before = logged();
        QTRY_VERIFY_WITH_TIMEOUT(logged() >= before + 8, 10'000);
        QCOMPARE(fixture.hop(0, HopModel::SentColumn), sent);
        QTest::keyClick(fixture.table(), Qt::Key_Space);
        QTRY_VERIFY(fixture.hop(0, HopModel::SentColumn).toInt() >= sent.toInt() + 8);

        fixture.click("traceCancelBtn");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 1500);
        QVERIFY(fixture.text("traceStanding").contains(QStringLiteral("cancelled")));
        QCOMPARE(fixture.rows("traceTable"), 9);
        QCOMPARE(fixture.hop(0, HopModel::LossColumn), QStringLiteral("0 %"));
    }
    void aSavedTraceIsOpenedAgainAndCompared()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.trace(QStringLiteral("www.secdev.org"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 10'000);
        QStringList hosts;
        QStringList averages;
        for (int row = 0; row < 9; ++row) {
            hosts << fixture.hop(row, HopModel::HostColumn);
            averages << fixture.hop(row, HopModel::AverageColumn);
        }
        const QString path = fixture.file("trace.pcap");
        fixture.workspace()->saveTo(path.toStdString());
        QTRY_VERIFY(QFile::exists(path));
        QTRY_VERIFY(fixture.find<MessageStrip>("messageStrip")->text().contains(QStringLiteral("trace.pcap")));

        fixture.trace(QStringLiteral("8.8.8.8"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isDone(), 10'000);
        QVERIFY(fixture.rows("traceTable") > 9);
        QVERIFY(fixture.table()->isColumnHidden(HopModel::ChangeColumn));
        fixture.workspace()->compareWith(path.toStdString());
        QTRY_VERIFY(!fixture.table()->isColumnHidden(HopModel::ChangeColumn));
        QVERIFY(fixture.hop(0, HopModel::ChangeColumn).startsWith(QStringLiteral("same")));
        QCOMPARE(fixture.hop(8, HopModel::ChangeColumn), QStringLiteral("now 198.51.100.9, was 217.25.178.5"));
        QVERIFY(fixture.hop(10, HopModel::ChangeColumn).startsWith(QStringLiteral("new")));
        QVERIFY(fixture.text("traceStanding").contains(QStringLiteral("trace.pcap")));
        fixture.action("traceCompareEndAct")->trigger();
        QVERIFY(fixture.table()->isColumnHidden(HopModel::ChangeColumn));
        QVERIFY(fixture.action("traceCompareBeforeAct")->isEnabled());

        fixture.workspace()->openFile(path.toStdString());
        QTRY_COMPARE(fixture.rows("traceTable"), 9);
        QTRY_VERIFY(fixture.isDone());
        for (int row = 0; row < 9; ++row) {
            QCOMPARE(fixture.hop(row, HopModel::HostColumn), hosts[row]);
            QCOMPARE(fixture.hop(row, HopModel::AverageColumn), averages[row]);
        }
        QVERIFY(fixture.shown());
    }
    void whatIsNoTraceIsAMessage()
    {
        TraceFixture fixture;
        fixture.openOn(QStringLiteral("practice"));
        fixture.workspace()->openFile("/dev/null/none");
        QTRY_VERIFY(fixture.find<MessageStrip>("messageStrip")->isVisible());
        QVERIFY(fixture.find("traceEmptyText")->isVisible());
        fixture.trace(QStringLiteral("nobody.invalid"));
        QTRY_VERIFY(fixture.find<MessageStrip>("messageStrip")->text().contains(QStringLiteral("nobody.invalid")));
        QVERIFY(fixture.isDone());
        fixture.find<QSpinBox>("traceProbesSpin")->setValue(64);
        fixture.find<QComboBox>("traceFlowsCombo")->setCurrentIndex(4);
        fixture.trace(QStringLiteral("8.8.8.8"));
        QVERIFY(fixture.find("traceProblem")->isVisible());
        QVERIFY(fixture.isDone());
        QVERIFY(!fixture.sawModal);
    }
    void theBarIsRemembered()
    {
        TraceFixture fixture(true);
        fixture.openOn(QStringLiteral("practice"));
        fixture.find<QLineEdit>("traceTargetEdit")->setText(QStringLiteral("8.8.8.8"));
        auto* protocol = fixture.find<QComboBox>("traceProtocolCombo");
        protocol->setCurrentIndex(1);
        QCOMPARE(fixture.find<QSpinBox>("tracePortSpin")->value(), 33434);
        fixture.find<QSpinBox>("tracePortSpin")->setValue(4711);
        fixture.find<QSpinBox>("traceMaxTtlSpin")->setValue(12);
        QVERIFY(fixture.window->close());
        fixture.open().restoreSession();
        QCOMPARE(fixture.window->workspace(), MainWindow::Workspace::Trace);
        QCOMPARE(fixture.find<QLineEdit>("traceTargetEdit")->text(), QStringLiteral("8.8.8.8"));
        QCOMPARE(fixture.find<QComboBox>("traceProtocolCombo")->currentIndex(), 1);
        QCOMPARE(fixture.find<QSpinBox>("tracePortSpin")->value(), 4711);
        QCOMPARE(fixture.find<QSpinBox>("traceMaxTtlSpin")->value(), 12);
    }
};

QTEST_MAIN(TestTraceWorkspace)
#include "tst_trace_workspace.moc"
