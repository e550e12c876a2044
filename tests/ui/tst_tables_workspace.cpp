#include "tests/support/window_fixture.h"
#include "ui/tables/table_workspace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

using namespace fw;
using namespace fw::ui;

namespace {

struct TableFixture : WindowFixture {
    MainWindow& openTables(const char* interface)
    {
        open();
        [[maybe_unused]] const bool chosen = window->chooseInterface(QString::fromLatin1(interface));
        window->showWorkspace(MainWindow::Workspace::Tables);
        return *window;
    }
    void type(const char* edit, const QString& text) const
    {
        auto* line = find<QLineEdit>(edit);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    void scan(const QString& hosts, const QString& ports) const
    {
        type("tableHostsEdit", hosts);
        type("tableValuesEdit", ports);
        click("tableRunBtn");
    }
    QStringList headers(Qt::Orientation orientation) const
    {
        const auto* model = find<QTableView>("makeTable")->model();
        QStringList all;
        for (int i = 0; i < (orientation == Qt::Horizontal ? model->columnCount() : model->rowCount()); ++i)
            all.append(model->headerData(i, orientation).toString());
        return all;
    }
    QString at(const QString& column, const QString& row) const
    {
        return cell("makeTable", static_cast<int>(headers(Qt::Vertical).indexOf(row)), static_cast<int>(headers(Qt::Horizontal).indexOf(column)));
    }
    bool ended() const { return !find("tableCancelBtn")->isVisible() && text("tableStanding").startsWith(QLatin1String("Asked")); }
};

TableEvent happening(bool isAnswer, std::size_t request, const char* column, const char* row, const char* cell = "")
{
    return {isAnswer, request, {}, column, row, cell};
}

} // namespace

class TestTablesWorkspace : public QObject {
    Q_OBJECT

private slots:
    void aPortScanTellsStatesInNaturalOrder()
    {
        TableFixture fixture;
        fixture.settings.set(QStringLiteral("send/timeout"), 700);
        fixture.openTables("practice");
        QVERIFY(fixture.find("tableEmptyText")->isVisible());
        fixture.scan(QStringLiteral("scanme.nmap.org, 203.0.113.30"), QStringLiteral("31337, 443, 80, 22"));
        QTRY_VERIFY(fixture.ended());
        QCOMPARE(fixture.headers(Qt::Vertical), (QStringList{QStringLiteral("tcp/22"), QStringLiteral("tcp/80"), QStringLiteral("tcp/443"), QStringLiteral("tcp/31337")}));
        QCOMPARE(fixture.headers(Qt::Horizontal), (QStringList{QStringLiteral("45.33.32.156"), QStringLiteral("203.0.113.30")}));
        QCOMPARE(fixture.at(QStringLiteral("45.33.32.156"), QStringLiteral("tcp/22")), QStringLiteral("SA open"));
        QCOMPARE(fixture.at(QStringLiteral("45.33.32.156"), QStringLiteral("tcp/443")), QStringLiteral("RA closed"));
        QCOMPARE(fixture.at(QStringLiteral("203.0.113.30"), QStringLiteral("tcp/22")), QStringLiteral("– no reply"));
        QVERIFY(fixture.find("tablePracticeMark")->isVisible());
        QVERIFY(fixture.text("tableStanding").contains(QLatin1String("Asked 8")));
        QVERIFY(!fixture.sawModal);
    }
    void aCellShowsItsExchange()
    {
        TableFixture fixture;
        fixture.settings.set(QStringLiteral("send/timeout"), 700);
        fixture.openTables("practice");
        fixture.scan(QStringLiteral("scanme.nmap.org"), QStringLiteral("22, 443"));
        QTRY_VERIFY(fixture.ended());
        auto* table = fixture.find<QTableView>("makeTable");
        const QModelIndex cell = table->model()->index(1, 0);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
        const ShownPacketPtr shown = fixture.find<HexView>("hexView")->selectionModel().current().packet;
        QVERIFY(shown);
        QVERIFY(shown->source == ShownPacket::Source::Table);
        auto* pair = fixture.find<PairView>("tablePairTree");
        QVERIFY(pair->pair().sent() && pair->pair().answer() == shown);
        QVERIFY(pair->model()->rowCount() > 0);
        // The keyboard goes on from there.
        QTest::keyClick(table, Qt::Key_Up);
        QVERIFY(fixture.find<HexView>("hexView")->selectionModel().current().packet != shown);
        // Elsewhere and back: the same packets are shown again.
        fixture.window->showWorkspace(MainWindow::Workspace::Craft);
        fixture.window->showWorkspace(MainWindow::Workspace::Tables);
        QCOMPARE(fixture.find<HexView>("hexView")->selectionModel().current().packet, pair->pair().answer());
    }
    void otherRecipesRunToo()
    {
        TableFixture fixture;
        fixture.settings.set(QStringLiteral("send/timeout"), 700);
        fixture.openTables("practice");
        auto* recipe = fixture.find<QComboBox>("tableRecipeCombo");
        recipe->setFocus();
        QTest::keyClick(recipe, Qt::Key_Down);
        QTest::keyClick(recipe, Qt::Key_Down);
        QCOMPARE(recipe->currentData().toString(), QStringLiteral("ttl"));
        fixture.scan(QStringLiteral("8.8.8.8"), QStringLiteral("1..3"));
        QTRY_VERIFY(fixture.ended());
        QCOMPARE(fixture.at(QStringLiteral("8.8.8.8"), QStringLiteral("2")), QStringLiteral("62.214.63.146 time-exceeded"));
        QTest::keyClick(recipe, Qt::Key_Down);
        QCOMPARE(recipe->currentData().toString(), QStringLiteral("arp"));
        QVERIFY(!fixture.find("tableValuesEdit")->isVisible());
        fixture.type("tableHostsEdit", QStringLiteral("172.17.0.0/28"));
        fixture.click("tableRunBtn");
        QTRY_VERIFY(fixture.ended() && fixture.headers(Qt::Vertical).contains(QStringLiteral("172.17.0.3")));
        QCOMPARE(fixture.headers(Qt::Vertical), (QStringList{QStringLiteral("172.17.0.1"), QStringLiteral("172.17.0.3"), QStringLiteral("172.17.0.4")}));
        QVERIFY(fixture.cell("makeTable", 0, 0).startsWith(QLatin1String("02:42:ac:11:00:01")));
        QVERIFY(fixture.cell("makeTable", 0, 0).endsWith(QLatin1String(" up")));
        fixture.click("tableSilentCheck");
        QCOMPARE(fixture.rows("makeTable"), 16);
    }
    void aMistakeInATemplateIsToldAtOnce()
    {
        TableFixture fixture;
        fixture.openTables("practice");
        fixture.type("tableHostsEdit", QStringLiteral("8.8.8.8"));
        fixture.type("tableCellEdit", QStringLiteral("%answer:TCP.flags"));
        const auto* error = fixture.find<QLabel>("tableError");
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->text().contains(QLatin1String("Cells")));
        QVERIFY(!fixture.find("tableRunBtn")->isEnabled());
        fixture.type("tableCellEdit", QStringLiteral("%answer:TCP.flags%"));
        QTRY_VERIFY(!error->isVisible());
        QVERIFY(fixture.find("tableRunBtn")->isEnabled());
        fixture.scan(QStringLiteral("300.1.2.3.4/99"), QStringLiteral("80"));
        QVERIFY(error->isVisible());
        fixture.scan(QStringLiteral("8.8.8.8"), QStringLiteral("99999"));
        QVERIFY(error->isVisible() && error->text().contains(QLatin1String("Ports")));
        QVERIFY(fixture.network->sentFrames().empty());
    }
    void aCancelledScanKeepsWhatItHas()
    {
        TableFixture fixture;
        fixture.network->script.sendTime = std::chrono::milliseconds(20);
        fixture.openTables("fake0");
        fixture.scan(QStringLiteral("10.0.0.53"), QStringLiteral("1..900"));
        QTRY_VERIFY(fixture.rows("makeTable") > 3);
        QVERIFY(fixture.cell("makeTable", 0, 0).contains(QLatin1String("waiting")));
        fixture.click("tableCancelBtn");
        QTRY_VERIFY(fixture.ended());
        QVERIFY(fixture.text("tableStanding").contains(QLatin1String("cancelled")));
        QVERIFY(fixture.rows("makeTable") > 3);
        QCOMPARE(fixture.cell("makeTable", 0, 0), QStringLiteral("– cancelled"));
    }
    void veryManyPacketsAreAskedAboutFirst()
    {
        TableFixture fixture;
        fixture.openTables("fake0");
        fixture.scan(QStringLiteral("10.0.0.0/24"), QStringLiteral("1..10"));
        QVERIFY(fixture.find("tableQuestion")->isVisible());
        QTest::qWait(50);
        QVERIFY(fixture.network->sentFrames().empty());
        fixture.click("tableDismissBtn");
        QVERIFY(!fixture.find("tableQuestion")->isVisible());
        fixture.click("tableRunBtn");
        fixture.click("tableConfirmBtn");
        QTRY_VERIFY(!fixture.network->sentFrames().empty());
        fixture.click("tableCancelBtn");
        QTRY_VERIFY(fixture.ended());
        fixture.scan(QStringLiteral("10.0.0.0/8"), QStringLiteral("1..10"));
        QVERIFY(fixture.find("tableError")->isVisible());
    }
    void theTableIsCopied_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("text");
        QTest::newRow("text") << QStringLiteral("tableCopyTextAct")
                              << QStringLiteral("        45.33.32.156 \ntcp/22  SA open      \ntcp/443 RA closed    \n");
        QTest::newRow("csv") << QStringLiteral("tableCopyCsvAct") << QStringLiteral(",45.33.32.156\r\ntcp/22,SA open\r\ntcp/443,RA closed\r\n");
        QTest::newRow("markdown") << QStringLiteral("tableCopyMarkdownAct")
                                  << QStringLiteral("|  | 45.33.32.156 |\n| --- | --- |\n| tcp/22 | SA open |\n| tcp/443 | RA closed |\n");
        QTest::newRow("latex") << QStringLiteral("tableCopyLatexAct")
                               << QStringLiteral("\\begin{tabular}{ll}\n & 45.33.32.156 \\\\\n\\hline\ntcp/22 & SA open \\\\\ntcp/443 & RA closed \\\\\n\\end{tabular}\n");
    }
    void theTableIsCopied()
    {
        QFETCH(QString, action);
        QFETCH(QString, text);
        TableFixture fixture;
        fixture.settings.set(QStringLiteral("send/timeout"), 700);
        fixture.openTables("practice");
        fixture.scan(QStringLiteral("scanme.nmap.org"), QStringLiteral("443, 22"));
        QTRY_VERIFY(fixture.ended());
        fixture.find<QAction>(action.toLatin1().constData())->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), text);
    }
    void aCaptureIsPairedUpIntoATable()
    {
        TableFixture fixture;
        fixture.open().openFile(QStringLiteral(FW_SAMPLES "/demo.pcap"));
        QTRY_COMPARE(fixture.rows("packetTable"), 429);
        fixture.window->showWorkspace(MainWindow::Workspace::Tables);
        auto* source = fixture.find<QComboBox>("tableSourceCombo");
        source->setFocus();
        QTest::keyClick(source, Qt::Key_End);
        QVERIFY(!fixture.find("tableHostsEdit")->isEnabled());
        fixture.type("tableColumnEdit", QStringLiteral("%IP.dst%"));
        fixture.type("tableRowEdit", QStringLiteral("%r,ICMP.seq%"));
        fixture.type("tableCellEdit", QStringLiteral("%answer:IP.id%"));
        fixture.click("tableRunBtn");
        QTRY_VERIFY(fixture.ended());
        // All that was answered is in it, as on the command line: echoes, DNS, TCP, and ARP, which has no IP.dst.
        QCOMPARE(fixture.headers(Qt::Horizontal).join(QLatin1Char(' ')), QStringLiteral("10.0.0.2 10.0.0.3 10.0.0.53 192.0.2.80 ??"));
        QCOMPARE(fixture.rows("makeTable"), 101);
        QCOMPARE(fixture.at(QStringLiteral("10.0.0.2"), QStringLiteral("3")), QStringLiteral("20002"));
        QCOMPARE(fixture.at(QStringLiteral("10.0.0.3"), QStringLiteral("3")), QStringLiteral("24216"));
        QCOMPARE(fixture.at(QStringLiteral("192.0.2.80"), QStringLiteral("??")), QStringLiteral("903"));
        QCOMPARE(fixture.at(QStringLiteral("192.0.2.80"), QStringLiteral("3")), QString());
        fixture.find<QTableView>("makeTable")->setCurrentIndex(fixture.find<QTableView>("makeTable")->model()->index(3, 0));
        const ShownPacketPtr shown = fixture.find<HexView>("hexView")->selectionModel().current().packet;
        QVERIFY(shown && shown->source == ShownPacket::Source::Capture);
    }
    void resultsOfAnExchangeBecomeATable()
    {
        TableFixture fixture;
        fixture.settings.set(QStringLiteral("send/timeout"), 700);
        fixture.openTables("practice");
        fixture.window->setExpression(QStringLiteral("IP(dst=\"scanme.nmap.org\")/TCP(dport=[22,25,80], flags=\"S\")"));
        fixture.click("sendReceiveBtn");
        QTRY_COMPARE(fixture.rows("exchangeTable"), 3);
        QTRY_VERIFY(!fixture.find("exchangeCancelBtn")->isVisible());
        fixture.window->showWorkspace(MainWindow::Workspace::Tables);
        auto* source = fixture.find<QComboBox>("tableSourceCombo");
        source->setFocus();
        QTest::keyClick(source, Qt::Key_Down);
        fixture.click("tableRunBtn");
        QTRY_VERIFY(fixture.ended());
        QCOMPARE(fixture.at(QStringLiteral("45.33.32.156"), QStringLiteral("tcp/25")), QStringLiteral("RA closed"));
    }
    void theModelKeepsItsOrderWhileCellsCome()
    {
        PivotModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.begin({{QStringLiteral("SA"), QStringLiteral("open"), CellTint::Ok}}, ShownPacket::Source::Table, false);
        model.add({happening(false, 0, "h10", "tcp/443"), happening(false, 1, "h9", "tcp/80"), happening(false, 2, "h9", "tcp/22")});
        model.add({happening(false, 3, "h10", "tcp/31337"), happening(false, 4, "h1", "tcp/81"), happening(true, 0, "h10", "tcp/443", "SA")});
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row)
            rows.append(model.headerData(row, Qt::Vertical, Qt::DisplayRole).toString());
        QCOMPARE(rows.join(QLatin1Char(' ')), QStringLiteral("tcp/22 tcp/80 tcp/81 tcp/443 tcp/31337"));
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("h10"));
        const QModelIndex cell = model.cellOf(0);
        QCOMPARE(cell.row(), 3);
        QCOMPARE(cell.column(), 2);
        QCOMPARE(cell.data().toString(), QStringLiteral("SA open"));
        QCOMPARE(cell.data(PivotModel::TintRole).toInt(), static_cast<int>(CellTint::Ok));
        QVERIFY(!model.index(0, 0).data().isValid()); // Nobody asked h1 at port 22.
        model.setShowsSilent(false);
        QCOMPARE(model.rowCount(), 1);
        model.setShowsSilent(true);
        QCOMPARE(model.rowCount(), 5);
        model.end(PivotModel::Phase::Ended);
        QCOMPARE(model.cellOf(4).data().toString(), QStringLiteral("– no reply"));
        // However many columns there are, no more than can be looked at.
        for (int i = 0; i < 400; ++i)
            model.add({happening(false, static_cast<std::size_t>(100 + i), ("c" + std::to_string(i)).c_str(), "r")});
        QCOMPARE(model.columnCount(), PivotModel::mostColumns);
        QVERIFY(model.leavesOut());
    }
};

QTEST_MAIN(TestTablesWorkspace)
#include "tst_tables_workspace.moc"
