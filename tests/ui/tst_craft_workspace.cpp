#include "tests/ui/craft_fixture.h"

#include <QPushButton>
#include <QSignalSpy>

namespace fw::ui {

class tst_CraftWorkspace : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qRegisterMetaType<fw::Draft>(); }
    void init() { m_craft = std::make_unique<CraftFixture>(); }
    void cleanup() { m_craft.reset(); }

    void theButtonsSendTheStack_data()
    {
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<int>("sent");
        QTest::addColumn<int>("sentAndReceived");
        QTest::newRow("send") << QByteArray("sendBtn") << 1 << 0;
        QTest::newRow("send and receive") << QByteArray("sendReceiveBtn") << 0 << 1;
    }

    void theButtonsSendTheStack()
    {
        QFETCH(QByteArray, button);
        QFETCH(int, sent);
        QFETCH(int, sentAndReceived);
        m_craft->type(QStringLiteral("IP(ttl=(1,3))"));
        QSignalSpy send(m_craft->workspace, &CraftWorkspace::sendRequested);
        QSignalSpy sendReceive(m_craft->workspace, &CraftWorkspace::sendReceiveRequested);
        QTest::mouseClick(m_craft->find<QPushButton>(button.constData()), Qt::LeftButton);
        QCOMPARE(send.size(), sent);
        QCOMPARE(sendReceive.size(), sentAndReceived);
        const auto draft = (sent == 1 ? send : sendReceive)[0][0].value<Draft>();
        QVERIFY(draft == m_craft->document.draft());
    }

    void nothingCannotBeSent()
    {
        QVERIFY(!m_craft->find<QPushButton>("sendBtn")->isEnabled());
        m_craft->type(QStringLiteral("IP()"));
        QVERIFY(m_craft->find<QPushButton>("sendBtn")->isEnabled());
        m_craft->type(QString());
        QVERIFY(!m_craft->find<QPushButton>("sendReceiveBtn")->isEnabled());
    }

    void whatWasJustTypedIsSent()
    {
        m_craft->type(QStringLiteral("IP(ttl=1)"));
        QSignalSpy send(m_craft->workspace, &CraftWorkspace::sendRequested);
        m_craft->expression().setFocus();
        m_craft->expression().selectAll();
        QTest::keyClicks(&m_craft->expression(), QStringLiteral("IP(ttl=2)"));
        m_craft->workspace->sendAction()->trigger();
        QCOMPARE(send.size(), 1);
        QVERIFY(send[0][0].value<Draft>() == *scapy::parse(Protocols::builtin(), "IP(ttl=2)"));
    }

    void whatStandsInAnOpenEditorIsSent_data()
    {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("expression");
        QTest::newRow("number") << QByteArray("IP.ttl") << QStringLiteral("3") << QByteArray("IP(ttl=3)/TCP()");
        QTest::newRow("flags") << QByteArray("TCP.flags") << QStringLiteral("R") << QByteArray("IP()/TCP(flags=\"R\")");
        QTest::newRow("name") << QByteArray("TCP.dport") << QStringLiteral("443") << QByteArray("IP()/TCP(dport=443)");
    }

    void whatStandsInAnOpenEditorIsSent()
    {
        QFETCH(QByteArray, cell);
        QFETCH(QString, typed);
        QFETCH(QByteArray, expression);
        m_craft->type(QStringLiteral("IP()/TCP()"));
        QSignalSpy send(m_craft->workspace, &CraftWorkspace::sendRequested);
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->cell(cell.constData()));
        QTest::keyClick(&m_craft->tree(), Qt::Key_F2);
        QTest::keyClicks(QApplication::focusWidget(), typed);
        m_craft->workspace->sendAction()->trigger();
        QCOMPARE(send.size(), 1);
        QVERIFY(send[0][0].value<Draft>() == *scapy::parse(Protocols::builtin(), expression.toStdString()));
    }

    void aWrongExpressionIsNotSent()
    {
        m_craft->type(QStringLiteral("IP()"));
        m_craft->type(QStringLiteral("IP()/"));
        QSignalSpy send(m_craft->workspace, &CraftWorkspace::sendRequested);
        QSignalSpy refused(m_craft->workspace, &CraftWorkspace::refused);
        m_craft->workspace->sendAction()->trigger();
        QCOMPARE(send.size(), 0);
        QCOMPARE(refused.size(), 1);
    }

    void manyPacketsAreSentOnlyAfterAQuestion()
    {
        m_craft->type(QStringLiteral("IP(dst=\"10.0.0.0/16\")"));
        QSignalSpy send(m_craft->workspace, &CraftWorkspace::sendRequested);
        auto* question = m_craft->find<QWidget>("sendQuestion");
        m_craft->workspace->sendAction()->trigger();
        QVERIFY(question->isVisible());
        QCOMPARE(send.size(), 0);
        QTest::mouseClick(m_craft->find<QPushButton>("cancelSendBtn"), Qt::LeftButton);
        QVERIFY(!question->isVisible());
        QCOMPARE(send.size(), 0);
        m_craft->workspace->sendAction()->trigger();
        QTest::mouseClick(m_craft->find<QPushButton>("confirmSendBtn"), Qt::LeftButton);
        QCOMPARE(send.size(), 1);
        QVERIFY(!question->isVisible());
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }

    void thePreviewSaysHowManyAndHowLarge()
    {
        m_craft->type(QStringLiteral("IP(dst=\"10.0.0.0/30\", ttl=(1,30))/UDP()"));
        const QString size = m_craft->find<QLabel>("craftSize")->text();
        QVERIFY2(size.contains(QStringLiteral("= 120 packets, 28 bytes each")), qPrintable(size));
        QVERIFY(m_craft->find<QLabel>("craftSummary")->text().startsWith(QStringLiteral("IP / UDP")));
    }

    void aLongPayloadIsNotCutByBeingShown()
    {
        Draft draft{{rawLayer(Protocols::builtin(), Buffer(60'000, 0xff))}};
        m_craft->document.setDraft(draft, QStringLiteral("long"));
        m_craft->expression().setFocus();
        m_craft->tree().setFocus();
        QTest::keyClick(&m_craft->expression(), Qt::Key_Return);
        QCOMPARE(m_craft->bytes().size(), std::size_t{60'000});
        QVERIFY(!m_craft->document.error().has_value());
        QVERIFY(m_craft->model().index(0, 1, m_craft->layer(0)).data().toString().size() < 1000);
    }

    void everythingThatTakesTheFocusHasAName()
    {
        m_craft->type(QStringLiteral("IP()"));
        QStringList names;
        for (const QWidget* widget : m_craft->window.findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            const QString text = widget->property("text").toString();
            QVERIFY2(!widget->accessibleName().isEmpty() || !text.isEmpty(), widget->metaObject()->className());
            names << widget->objectName();
        }
        QVERIFY(names.size() >= 6);
        QCOMPARE(names.removeDuplicates(), 0);
    }

    void noTwoActionsShareAKey()
    {
        QStringList keys;
        for (const QAction* action : m_craft->window.findChildren<QAction*>()) {
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!action->text().isEmpty(), qPrintable(key.toString()));
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys << key.toString();
            }
        }
        QVERIFY(keys.size() >= 12);
    }

    void nothingIsClipped_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("default") << QSize(1280, 800);
        QTest::newRow("least") << QSize(900, 560);
    }

    void nothingIsClipped()
    {
        QFETCH(QSize, size);
        m_craft->window.resize(size);
        m_craft->type(QStringLiteral("Ether()/IP(dst=\"10.0.0.0/30\", ttl=(1,30))/TCP()"));
        QCoreApplication::processEvents();
        for (const QLabel* label : m_craft->window.findChildren<QLabel*>()) {
            if (!label->isVisible())
                continue;
            const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            QVERIFY2(label->height() >= needed, qPrintable(label->objectName()));
            QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(), qPrintable(label->objectName()));
        }
        for (const QPushButton* button : m_craft->window.findChildren<QPushButton*>())
            QVERIFY2(!button->isVisible() || button->width() >= button->sizeHint().width(), qPrintable(button->text()));
    }

private:
    std::unique_ptr<CraftFixture> m_craft;
};

} // namespace fw::ui

QTEST_MAIN(fw::ui::tst_CraftWorkspace)
#include "tst_craft_workspace.moc"
