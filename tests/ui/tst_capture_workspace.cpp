#include "tests/support/window_fixture.h"
#include "ui/shell/message_strip.h"

#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QWheelEvent>

using namespace fw;
using namespace fw::ui;

namespace {

void wheelUp(QTableView& table)
{
    const QPointF position(60, 60);
    QWheelEvent event(position, table.viewport()->mapToGlobal(position), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(table.viewport(), &event);
}

} // namespace

class TestCaptureWorkspace : public QObject {
    Q_OBJECT

private slots:
    void aFloodIsFollowedInFewInsertions()
    {
        WindowFixture fixture;
        fixture.open();
        fixture.network->script.floodPerSecond = 5000;
        auto* table = fixture.find<QTableView>("packetTable");
        QSignalSpy inserted(table->model(), &QAbstractItemModel::rowsInserted);
        QElapsedTimer clock;
        clock.start();
        fixture.click("captureBtn");
        QTest::qWait(2500);
        const double seconds = static_cast<double>(clock.elapsed()) / 1000;
        QVERIFY(fixture.rows("packetTable") > 5000);
        QVERIFY2(static_cast<double>(inserted.count()) <= 10 * seconds + 2, qPrintable(QString::number(inserted.count())));
        QVERIFY(fixture.find<QToolButton>("followBtn")->isChecked());
        QCOMPARE(table->verticalScrollBar()->value(), table->verticalScrollBar()->maximum());
        QVERIFY(!table->currentIndex().isValid());
    }
    void aSelectedPacketStaysSelectedAndALimitHolds()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        window.findChild<CaptureWorkspace*>()->setLimit(2000);
        fixture.network->script.floodPerSecond = 5000;
        auto* table = fixture.find<QTableView>("packetTable");
        fixture.click("captureBtn");
        QTRY_VERIFY(table->model()->rowCount() > 100);
        table->setCurrentIndex(table->model()->index(50, 0));
        const auto& selection = fixture.find<HexView>("hexView")->selectionModel();
        const std::uint64_t number = selection.current().packet->number;
        QTest::qWait(1200);
        QCOMPARE(table->model()->rowCount(), 2000);
        QCOMPARE(selection.current().packet->number, number); // It left the list long ago.
        QVERIFY(!table->currentIndex().isValid());
    }
    void lookingBackEndsFollowing()
    {
        WindowFixture fixture;
        fixture.open();
        fixture.network->script.floodPerSecond = 2000;
        auto* table = fixture.find<QTableView>("packetTable");
        auto* follow = fixture.find<QToolButton>("followBtn");
        auto* fresh = fixture.find<QPushButton>("newPacketsBtn");
        fixture.click("captureBtn");
        QTRY_VERIFY(table->model()->rowCount() > 500);
        QVERIFY(!fresh->isVisible());
        wheelUp(*table);
        QVERIFY(!follow->isChecked());
        const int position = table->verticalScrollBar()->value();
        QTRY_VERIFY(fresh->isVisible());
        const QString before = fresh->text();
        QTRY_VERIFY(fresh->text() != before);
        QCOMPARE(table->verticalScrollBar()->value(), position);
        QTest::keyClick(table, Qt::Key_End);
        QVERIFY(follow->isChecked());
        QVERIFY(!fresh->isVisible());
        QCOMPARE(table->verticalScrollBar()->value(), table->verticalScrollBar()->maximum());
    }
    void silenceIsSaid()
    {
        WindowFixture fixture;
        const QString path = fixture.demoFile();
        MainWindow& window = fixture.open();
        window.openFile(path);
        QTRY_COMPARE(fixture.rows("packetTable"), 429);
        fixture.click("captureBtn");
        QTRY_VERIFY(fixture.find("captureWaiting")->isVisible());
        QTest::qWait(2500);
        QVERIFY2(fixture.text("captureWaiting").startsWith(QStringLiteral("Listening on fake0 — nothing yet")), qPrintable(fixture.text("captureWaiting")));
        // The panes do not go on showing what was there before.
        QVERIFY(!fixture.find<HexView>("hexView")->selectionModel().current().packet);
        QVERIFY(!fixture.sawModal);
    }
    void aRefusedInterfaceNamesTheRemedy()
    {
        WindowFixture fixture;
        fixture.network->script.refusal = Error{Errc::NotPermitted, 0, "fake0"};
        MainWindow& window = fixture.open();
        // Where nothing real may be used, the practice network is the default.
        QVERIFY(fixture.text("statusInterface").contains(QStringLiteral("practice")));
        QVERIFY(fixture.find("rightsNote")->isVisible());
        QVERIFY(window.chooseInterface(QStringLiteral("fake0")));
        fixture.click("captureBtn");
        auto* strip = fixture.find<MessageStrip>("messageStrip");
        QTRY_VERIFY(strip->isVisible());
        QVERIFY2(strip->text().contains(QStringLiteral("setcap cap_net_raw+ep")), qPrintable(strip->text()));
        QVERIFY(strip->text().contains(QStringLiteral("practice")));
        QTRY_VERIFY(fixture.find("captureBtn")->isEnabled());
        QVERIFY(!fixture.sawModal);
    }
    void practiceIsMarked()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        QVERIFY(window.chooseInterface(QStringLiteral("practice")));
        fixture.click("captureBtn");
        QTRY_VERIFY(fixture.find("practiceMark")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(fixture.rows("packetTable") > 0, 10'000);
        fixture.click("stopBtn");
        QTRY_VERIFY(fixture.find("captureBtn")->isEnabled());
        QVERIFY(fixture.find("practiceMark")->isVisible());
        auto* table = fixture.find<QTableView>("packetTable");
        table->setCurrentIndex(table->model()->index(0, 0));
        QVERIFY(fixture.find<HexView>("hexView")->selectionModel().current().packet->practice);
    }
    void aVanishedInterfaceKeepsWhatCame()
    {
        WindowFixture fixture;
        fixture.open();
        fixture.network->script.floodPerSecond = 500;
        fixture.network->script.failAfter = 30;
        fixture.click("captureBtn");
        auto* strip = fixture.find<MessageStrip>("messageStrip");
        QTRY_VERIFY(strip->isVisible());
        QVERIFY(fixture.rows("packetTable") >= 30);
        QVERIFY(strip->text().contains(QStringLiteral("kept")));
    }
    void closingInTheMiddleOfAFloodIsQuick()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        fixture.network->script.floodPerSecond = 5000;
        fixture.click("captureBtn");
        QTRY_VERIFY(fixture.rows("packetTable") > 100);
        QElapsedTimer clock;
        clock.start();
        window.close();
        fixture.window.reset();
        QVERIFY(clock.elapsed() < 1500);
        QCOMPARE(fixture.network->opened.load(), fixture.network->closed.load());
    }
};

QTEST_MAIN(TestCaptureWorkspace)
#include "tst_capture_workspace.moc"
