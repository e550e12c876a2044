#include "tests/support/name_server.h"
#include "tests/support/window_fixture.h"
#include "ui/models/exchange_model.h"
#include "ui/shell/message_strip.h"

#include <QAction>
#include <QDockWidget>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace fw;
using namespace fw::ui;

namespace {

const char* const query = R"(IP(dst="10.0.0.53")/UDP(sport=5353)/DNS(id=9, qd=DNSQR(qname="a.b")))";

QModelIndex findRow(const QAbstractItemModel& model, const QString& text, const QModelIndex& parent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (index.data().toString() == text)
            return index;
        if (const QModelIndex below = findRow(model, text, index); below.isValid())
            return below;
    }
    return {};
}

} // namespace

class TestExchangeView : public QObject {
    Q_OBJECT

private slots:
    void anAnswerIsShownBesideItsQuestion()
    {
        WindowFixture fixture;
        fixture.network->script.answer = answerTo;
        fixture.network->script.delay = std::chrono::milliseconds(50);
        fixture.open().setExpression(QString::fromLatin1(query));
        fixture.click("sendReceiveBtn");
        QTRY_COMPARE(fixture.rows("exchangeTable"), 1);
        QTRY_COMPARE(fixture.cell("exchangeTable", 0, ExchangeModel::StateColumn), QStringLiteral("answered"));
        const double rtt = fixture.cell("exchangeTable", 0, ExchangeModel::RttColumn).split(QLatin1Char(' ')).first().toDouble();
        QVERIFY2(rtt > 35 && rtt < 500, qPrintable(QString::number(rtt)));
        QVERIFY(fixture.find("exchangeTable")->isVisible());

        // The panes show the answer; its answer section is linked to the bytes.
        auto* fields = fixture.find<QTreeView>("fieldTree");
        const QModelIndex answers = findRow(*fields->model(), QStringLiteral("an"));
        QVERIFY(answers.isValid());
        fields->setCurrentIndex(answers);
        const auto [first, count] = fixture.find<HexView>("hexView")->selection();
        QVERIFY(first > 42 && count > 0);
        QCOMPARE(fixture.find<DiagramCanvas>("diagramCanvas")->selectedField(), QStringLiteral("DNS.an"));

        // The pair marks what differs: the question did not say qr=1.
        auto* pair = fixture.find<PairView>("pairTree");
        const QModelIndex qr = findRow(*pair->model(), QStringLiteral("qr"));
        QVERIFY(qr.isValid());
        QVERIFY(qr.data(PairModel::DiffersRole).toBool());
        QVERIFY(!findRow(*pair->model(), QStringLiteral("qname")).data(PairModel::DiffersRole).toBool());
        pair->setCurrentIndex(qr.siblingAtColumn(PairModel::SentColumn));
        QVERIFY(fixture.find<HexView>("hexView")->selectionModel().current().packet == pair->pair().sent());
        QVERIFY(!fixture.sawModal);
    }
    void countersCountAndFilter()
    {
        WindowFixture fixture;
        fixture.network->script.answer = [](const Buffer& frame) { return frame[22] <= 6 ? answerTo(frame) : std::vector<Buffer>{}; };
        fixture.settings.set(QStringLiteral("send/timeout"), 500);
        fixture.open().setExpression(QStringLiteral("IP(dst=\"10.0.0.53\", ttl=(1,10))/UDP(sport=5353)/DNS(id=9, qd=DNSQR(qname=\"a.b\"))"));
        fixture.click("sendReceiveBtn");
        QTRY_COMPARE(fixture.rows("exchangeTable"), 10);
        QTRY_VERIFY(!fixture.find<QPushButton>("exchangeCancelBtn")->isEnabled());
        QCOMPARE(fixture.find<QToolButton>("exchangeAllBtn")->text(), QStringLiteral("All 10"));
        const auto* answered = fixture.find<QToolButton>("exchangeAnsweredBtn");
        const auto* unanswered = fixture.find<QToolButton>("exchangeUnansweredBtn");
        const auto number = [](const QToolButton* button) { return button->text().split(QLatin1Char(' ')).last().toInt(); };
        QVERIFY(number(answered) > 0);
        QCOMPARE(number(answered) + number(unanswered), 10);
        fixture.click("exchangeUnansweredBtn");
        QCOMPARE(fixture.rows("exchangeTable"), number(unanswered));
        fixture.click("exchangeAllBtn");
        QCOMPARE(fixture.rows("exchangeTable"), 10);
    }
    void aLongExchangeIsCancelledFromTheJobs()
    {
        WindowFixture fixture;
        fixture.network->script.sendTime = std::chrono::milliseconds(20);
        MainWindow& window = fixture.open();
        window.setExpression(QStringLiteral("IP(dst=\"10.0.0.53\")/UDP(sport=5353, dport=(1,1000))"));
        fixture.click("sendReceiveBtn");
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QPushButton*>(QStringLiteral("jobCancel_0")), 500);
        QVERIFY(fixture.find<QDockWidget>("jobsDock")->findChild<QWidget*>(QStringLiteral("jobRow_0")));
        QTRY_VERIFY(fixture.rows("exchangeTable") > 0);
        QElapsedTimer clock;
        clock.start();
        fixture.find<QPushButton>("jobCancel_0")->click();
        QTRY_VERIFY(!fixture.find<QPushButton>("exchangeCancelBtn")->isEnabled());
        QVERIFY(clock.elapsed() < 1500);
        QVERIFY(fixture.text("exchangeStanding").contains(QStringLiteral("cancelled")));
        QVERIFY(fixture.rows("exchangeTable") > 0);
        QCOMPARE(fixture.cell("exchangeTable", 0, ExchangeModel::StateColumn), QStringLiteral("cancelled"));
    }
    void aMissingRightIsOneMessageHoweverOften()
    {
        WindowFixture fixture;
        fixture.network->script.refusal = Error{Errc::NotPermitted, 0, "fake0"};
        MainWindow& window = fixture.open();
        QVERIFY(window.chooseInterface(QStringLiteral("fake0")));
        window.setExpression(QString::fromLatin1(query));
        auto* strip = fixture.find<MessageStrip>("messageStrip");
        for (int i = 1; i <= 12; ++i) {
            window.showWorkspace(MainWindow::Workspace::Craft);
            fixture.click("sendReceiveBtn");
            QTRY_COMPARE(strip->repeats(), i);
        }
        QVERIFY(strip->text().contains(QStringLiteral("setcap")));
        QVERIFY(strip->text().contains(QStringLiteral("×12")));
        QVERIFY(strip->findChild<QPushButton*>());
        QCOMPARE(fixture.find<QDockWidget>("logDock")->findChild<QAbstractItemView*>()->model()->rowCount(), 12);
        QVERIFY(!fixture.sawModal);
        for (QPushButton* button : strip->findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Use practice"))
                button->click();
        QVERIFY(fixture.text("statusInterface").contains(QStringLiteral("practice")));
    }
    void aMistakeInTheExpressionSendsNothing()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        window.setExpression(QString::fromLatin1(query));
        window.setExpression(QStringLiteral("IP(dst="));
        fixture.click("sendReceiveBtn");
        QVERIFY(fixture.find<MessageStrip>("messageStrip")->isVisible());
        QTest::qWait(100);
        QVERIFY(fixture.network->sentFrames().empty());
    }
    void thePracticeNetworkAnswersWithoutAnyRight()
    {
        WindowFixture fixture;
        fixture.network->script.refusal = Error{Errc::NotPermitted, 0, "fake0"};
        MainWindow& window = fixture.open();
        window.setExpression(QStringLiteral("IP(dst=\"8.8.8.8\")/UDP(dport=53)/DNS(rd=1, qd=DNSQR(qname=\"www.example.com\"))"));
        fixture.click("sendReceiveBtn");
        QTRY_COMPARE(fixture.cell("exchangeTable", 0, ExchangeModel::StateColumn), QStringLiteral("answered"));
        QVERIFY(fixture.find("exchangePracticeMark")->isVisible());
    }
};

QTEST_MAIN(TestExchangeView)
#include "tst_exchange_view.moc"
