#include "tests/ui/craft_fixture.h"

#include <QRegularExpression>
#include <QTreeWidget>

namespace fw::ui {

class tst_ExpressionBar : public QObject {
    Q_OBJECT

private slots:
    void init() { m_craft = std::make_unique<CraftFixture>(); }
    void cleanup() { m_craft.reset(); }

    void textBecomesTheStack()
    {
        m_craft->type(QStringLiteral("IP(dst=\"10.0.0.53\")/UDP()/DNS(qd=DNSQR(qname=\"a.b\"))"));
        QCOMPARE(m_craft->model().rowCount(), 3);
        QCOMPARE(m_craft->cell("IP.dst").data().toString(), QStringLiteral("10.0.0.53"));
        QCOMPARE(m_craft->count(), QStringLiteral("1 packet"));
        QVERIFY(!m_craft->find<QLabel>("exprError")->isVisible());
    }

    void textIsTakenWithoutEnterAfterAWhile()
    {
        m_craft->expression().setFocus();
        QTest::keyClicks(&m_craft->expression(), QStringLiteral("IP()"));
        QCOMPARE(m_craft->model().rowCount(), 0);
        QTRY_COMPARE(m_craft->model().rowCount(), 1);
    }

    void theUsersSpellingStays()
    {
        const QString text = QStringLiteral("IP( ttl = 9 )/UDP()");
        m_craft->type(text);
        QCOMPARE(m_craft->expression().text(), text);
        QCOMPARE(m_craft->model().rowCount(), 2);
    }

    void wrongTextKeepsTheLastValidStack()
    {
        m_craft->type(QStringLiteral("IP(dst=\"10.0.0.53\")/UDP()"));
        m_craft->type(QStringLiteral("IP(dst=\"10.0.0.53\""));
        auto* error = m_craft->find<QLabel>("exprError");
        QVERIFY(error->isVisible());
        QVERIFY2(error->text().contains(QRegularExpression(QStringLiteral("\\d"))), qPrintable(error->text()));
        const QRect bar(m_craft->expression().mapTo(&m_craft->window, QPoint()), m_craft->expression().size());
        const QPoint below = error->mapTo(&m_craft->window, QPoint());
        QVERIFY(below.y() >= bar.bottom() && below.y() - bar.bottom() < 12);
        QCOMPARE(m_craft->layers(), QStringList({QStringLiteral("IP"), QStringLiteral("UDP")}));
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }

    void errorNamesTheColumn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        QTest::newRow("unknown protocol") << QStringLiteral("IP()/Nope()") << 6;
        QTest::newRow("unknown field") << QStringLiteral("IP(foo=1)") << 4;
        QTest::newRow("after letters of two bytes") << QStringLiteral("Raw(load=\"äöü\")/Nope()") << 17;
    }

    void errorNamesTheColumn()
    {
        QFETCH(QString, text);
        QFETCH(int, column);
        m_craft->expression().setFocus();
        m_craft->expression().selectAll();
        m_craft->expression().insert(text); // Qt Test's keys know only Latin letters without accents.
        QTest::keyClick(&m_craft->expression(), Qt::Key_Return);
        const QString shown = m_craft->find<QLabel>("exprError")->text();
        QVERIFY2(shown.startsWith(QStringLiteral("Column %1:").arg(column)), qPrintable(shown));
    }

    void completionShowsTypeAndDefaultAndTabTakesIt()
    {
        QLineEdit& edit = m_craft->expression();
        edit.setFocus();
        QTest::keyClicks(&edit, QStringLiteral("IP(tt"));
        QTest::keyClick(&edit, Qt::Key_Space, Qt::ControlModifier);
        auto* popup = m_craft->find<QTreeWidget>("completionPopup");
        QVERIFY(popup != nullptr && popup->isVisible());
        QCOMPARE(popup->topLevelItem(0)->text(0), QStringLiteral("ttl"));
        QVERIFY2(popup->topLevelItem(0)->text(1).contains(QStringLiteral("64")), qPrintable(popup->topLevelItem(0)->text(1)));
        QTest::keyClick(&edit, Qt::Key_Tab);
        QCOMPARE(edit.text(), QStringLiteral("IP(ttl="));
        QVERIFY(edit.hasFocus());
    }

    void escapeClosesThePopupAndKeepsTheText()
    {
        QLineEdit& edit = m_craft->expression();
        edit.setFocus();
        QTest::keyClicks(&edit, QStringLiteral("IP(t"));
        QTest::keyClick(&edit, Qt::Key_Space, Qt::ControlModifier);
        auto* popup = m_craft->find<QTreeWidget>("completionPopup");
        QVERIFY(popup->isVisible());
        QTest::keyClick(&edit, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QCOMPARE(edit.text(), QStringLiteral("IP(t"));
    }

    void upBringsBackWhatWasEntered()
    {
        m_craft->type(QStringLiteral("IP(ttl=1)"));
        m_craft->type(QStringLiteral("UDP()"));
        m_craft->type(QStringLiteral("IP(ttl=2)"));
        QLineEdit& edit = m_craft->expression();
        edit.setText(QStringLiteral("IP"));
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.text(), QStringLiteral("IP(ttl=2)"));
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(edit.text(), QStringLiteral("IP(ttl=1)"));
        QTest::keyClick(&edit, Qt::Key_Down);
        QTest::keyClick(&edit, Qt::Key_Down);
        QCOMPARE(edit.text(), QStringLiteral("IP"));
    }

    void typingIsOneStepOfUndo()
    {
        m_craft->type(QStringLiteral("IP()"));
        m_craft->type(QStringLiteral("IP()/UDP()/DNS()"));
        QTest::keyClick(&m_craft->expression(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_craft->expression().text(), QStringLiteral("IP()"));
        QCOMPARE(m_craft->model().rowCount(), 1);
        QTest::keyClick(&m_craft->expression(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_craft->expression().text(), QString());
        QCOMPARE(m_craft->model().rowCount(), 0);
    }

    void emptyTextIsAnEmptyStack()
    {
        m_craft->type(QStringLiteral("IP()"));
        m_craft->type(QString());
        QCOMPARE(m_craft->model().rowCount(), 0);
        QVERIFY(!m_craft->find<QLabel>("exprError")->isVisible());
        QCOMPARE(m_craft->count(), QStringLiteral("0 packets"));
    }

    void controlLGoesToTheExpression()
    {
        m_craft->type(QStringLiteral("IP()"));
        m_craft->tree().setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&m_craft->window));
        QTest::keyClick(&m_craft->tree(), Qt::Key_L, Qt::ControlModifier);
        QVERIFY(m_craft->expression().hasFocus());
        QCOMPARE(m_craft->expression().selectedText(), QStringLiteral("IP()"));
    }

private:
    std::unique_ptr<CraftFixture> m_craft;
};

} // namespace fw::ui

QTEST_MAIN(fw::ui::tst_ExpressionBar)
#include "tst_expression_bar.moc"
