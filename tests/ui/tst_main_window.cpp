#include "tests/support/window_fixture.h"
#include "ui/shell/log_pane.h"
#include "ui/shell/message_strip.h"

#include <QAbstractButton>
#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QTableView>

using namespace fw;
using namespace fw::ui;

namespace {

void drop(QWidget& target, const QString& path)
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    QDropEvent event({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &event);
}

/// By itself, by its text, by a label before it, or by its tabs.
bool isNamed(const QWidget& widget, const QWidget& window)
{
    if (!widget.accessibleName().isEmpty() || !widget.property("text").toString().isEmpty() || widget.inherits("QTabBar"))
        return true;
    const auto labels = window.findChildren<QLabel*>();
    return std::ranges::any_of(labels, [&](const QLabel* label) { return label->buddy() == &widget; });
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void startsOnTheWelcomePage()
    {
        WindowFixture fixture;
        QElapsedTimer clock;
        clock.start();
        fixture.open();
        QVERIFY(clock.elapsed() < 5000);
        QVERIFY(fixture.find("welcomePage")->isVisible());
        const auto* recent = fixture.find<QListWidget>("recentList");
        QCOMPARE(recent->count(), 1);
        QVERIFY(!recent->item(0)->text().isEmpty());
        QCOMPARE(recent->item(0)->flags(), Qt::ItemFlags(Qt::NoItemFlags));
        QVERIFY(fixture.find<QListWidget>("ifaceList")->count() >= 2);
        QVERIFY(fixture.find<QListWidget>("ifaceList")->item(0)->text().startsWith(QStringLiteral("fake0")));
        QTest::qWait(100);
        QVERIFY(!fixture.sawModal);
        QVERIFY(QApplication::focusWidget() == nullptr || QApplication::focusWidget()->isVisible());
    }
    void opensAFileAndRemembersIt()
    {
        WindowFixture fixture;
        const QString path = fixture.demoFile();
        fixture.open().openFile(path);
        QTRY_COMPARE(fixture.rows("packetTable"), 429);
        const auto* table = fixture.find<QTableView>("packetTable");
        QVERIFY(table->isVisible());
        QCOMPARE(table->currentIndex().row(), 0);
        QVERIFY(fixture.rows("fieldTree") > 0);
        QVERIFY(fixture.find<HexView>("hexView")->selectionModel().current().packet);
        QVERIFY(!fixture.find("practiceMark")->isVisible());

        fixture.open(); // The next start.
        QCOMPARE(fixture.find<QListWidget>("recentList")->item(0)->text(), QStringLiteral("demo.pcap"));
        QVERIFY(!fixture.sawModal);
    }
    void aDroppedCaptureIsOpened()
    {
        WindowFixture fixture;
        const QString path = fixture.demoFile();
        drop(fixture.open(), path);
        QTRY_COMPARE(fixture.rows("packetTable"), 429);
        QTRY_COMPARE(fixture.find<QTableView>("packetTable")->currentIndex().row(), 0);
    }
    void anythingElseDroppedSaysWhatItIs()
    {
        WindowFixture fixture;
        const QString capture = fixture.demoFile();
        MainWindow& window = fixture.open();
        window.openFile(capture);
        QTRY_COMPARE(fixture.rows("packetTable"), 429);
        const QString picture = fixture.directory.filePath(QStringLiteral("x.png"));
        QVERIFY(QPixmap(4, 4).save(picture));
        drop(window, picture);
        auto* strip = fixture.find<MessageStrip>("messageStrip");
        QVERIFY(strip->isVisible());
        QVERIFY2(strip->text().contains(QStringLiteral("PNG")), qPrintable(strip->text()));
        QCOMPARE(fixture.rows("packetTable"), 429);
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!strip->isVisible());
        QVERIFY(!fixture.sawModal);
    }
    void aFileThatIsNoCaptureIsAMessage()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        window.openFile(fixture.directory.filePath(QStringLiteral("missing.pcap")));
        auto* strip = fixture.find<MessageStrip>("messageStrip");
        QTRY_VERIFY(strip->isVisible());
        QVERIFY(strip->text().contains(QStringLiteral("missing.pcap")));
        QCOMPARE(strip->message().severity, Message::Severity::Error);
        QVERIFY(!fixture.sawModal);
    }
    void theSameMessageAgainOnlyCountsUp()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        for (int i = 0; i < 12; ++i)
            window.tell({Message::Severity::Warning, QStringLiteral("It rains."), {}, {}});
        QVERIFY(fixture.find<MessageStrip>("messageStrip")->text().contains(QStringLiteral("×12")));
        QCOMPARE(fixture.find<QDockWidget>("logDock")->findChild<QAbstractItemView*>()->model()->rowCount(), 12);
    }
    void savesWhatItShowsAndOpensItAgain()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        fixture.network->script.floodPerSecond = 500;
        fixture.click("captureBtn");
        QTRY_VERIFY(fixture.rows("packetTable") > 50);
        fixture.click("stopBtn");
        QTRY_VERIFY(fixture.find("captureBtn")->isEnabled());
        const int captured = fixture.rows("packetTable");

        const QString path = fixture.directory.filePath(QStringLiteral("out.pcap"));
        fixture.click("saveBtn");
        auto* dialog = fixture.find<QDialog>("saveDialog");
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(path);
        dialog->accept();
        QTRY_VERIFY(QFile::exists(path));
        QTRY_VERIFY(fixture.find<MessageStrip>("messageStrip")->text().contains(QStringLiteral("out.pcap")));
        window.openFile(path);
        QTRY_COMPARE(fixture.find<QTableView>("packetTable")->currentIndex().row(), 0);
        QCOMPARE(fixture.rows("packetTable"), captured);
    }
    void anUnsavedCaptureIsAskedAboutBeforeItIsLost()
    {
        WindowFixture fixture(true);
        MainWindow& window = fixture.open();
        fixture.network->script.floodPerSecond = 500;
        fixture.click("captureBtn");
        QTRY_VERIFY(fixture.rows("packetTable") > 5);
        fixture.click("stopBtn");
        QTRY_VERIFY(fixture.find("captureBtn")->isEnabled());
        QTimer::singleShot(200, [] { qobject_cast<QMessageBox*>(QApplication::activeModalWidget())->button(QMessageBox::Cancel)->click(); });
        QVERIFY(!window.close());
        QVERIFY(window.isVisible());
        QVERIFY(fixture.sawModal);
    }
    void withoutSessionNothingIsAsked()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        fixture.network->script.floodPerSecond = 500;
        fixture.click("captureBtn");
        QTRY_VERIFY(fixture.rows("packetTable") > 5);
        QVERIFY(window.close());
        QVERIFY(!fixture.sawModal);
    }
    void theSessionComesBack()
    {
        WindowFixture fixture(true);
        const QString expression = QStringLiteral("IP(dst=\"10.0.0.53\", chksum=0xdead)/UDP()");
        fixture.open().setExpression(expression);
        QVERIFY(fixture.window->close());
        fixture.open().restoreSession();
        QCOMPARE(fixture.find<QLineEdit>("exprEdit")->text(), expression);
        QCOMPARE(fixture.window->workspace(), MainWindow::Workspace::Craft);
        QVERIFY(fixture.window->screen()->availableGeometry().contains(fixture.window->geometry().topLeft()));
    }
    void brokenSettingsAreKeptBesideAndSaid()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("broken.ini"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no section\n\x01 = = [\n[[[\n");
        file.close();
        Settings settings(path, true);
        QVERIFY(settings.wasCorrupt());
        QVERIFY(QFile::exists(path + QStringLiteral(".bad")));
    }
    void theLayoutCanBeReset()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        window.showWorkspace(MainWindow::Workspace::Craft);
        auto* bytes = fixture.find<QDockWidget>("bytesDock");
        bytes->hide();
        fixture.find<QDockWidget>("fieldsDock")->setFloating(true);
        window.findChild<QAction*>(QStringLiteral("resetLayoutAct"))->trigger();
        QVERIFY(bytes->isVisible());
        QVERIFY(!fixture.find<QDockWidget>("fieldsDock")->isFloating());
    }
    void aCopyOfACapturedPacketIsEditedInCraft()
    {
        WindowFixture fixture;
        const QString path = fixture.demoFile();
        MainWindow& window = fixture.open();
        window.openFile(path);
        auto* table = fixture.find<QTableView>("packetTable");
        QTRY_COMPARE(table->currentIndex().row(), 0);
        table->setCurrentIndex(table->model()->index(4, 0));
        const Buffer original = fixture.find<HexView>("hexView")->selectionModel().current().packet->layout.bytes;
        window.findChild<QAction*>(QStringLiteral("editCopyAct"))->trigger();
        QCOMPARE(window.workspace(), MainWindow::Workspace::Craft);
        auto* expression = fixture.find<QLineEdit>("exprEdit");
        expression->setText(expression->text().replace(QStringLiteral("ttl=1"), QStringLiteral("ttl=3")));
        emit expression->textEdited(expression->text());
        fixture.click("toolSendReceiveBtn");
        QTRY_COMPARE(fixture.network->sentFrames().size(), std::size_t{1});
        const Buffer sent = fixture.network->sentFrames().front();
        QCOMPARE(sent.size(), original.size());
        QCOMPARE(int{original[22]}, 1);
        QCOMPARE(int{sent[22]}, 3);
        std::uint32_t sum = 0;
        for (std::size_t i = 14; i < 34; i += 2)
            sum += be16(sent, i);
        QCOMPARE((sum & 0xffff) + (sum >> 16), std::uint32_t{0xffff});
    }
    void whatIsBeingTypedOutlastsOtherDefinitions()
    {
        WindowFixture fixture;
        fixture.open();
        auto* edit = fixture.find<QLineEdit>("exprEdit");
        const QString typed = QStringLiteral("IP()/UDP()");
        QTest::keyClicks(edit, typed);
        emit fixture.definitions.changed(); // As at the start, when the user's own have been read.
        QCOMPARE(edit->text(), typed);
        QCOMPARE(fixture.rows("stackTree"), 2);
    }
    void objectNamesAndShortcutsAreUnique()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        std::map<QString, QString> keys;
        for (const QAction* action : window.findChildren<QAction*>())
            for (const QKeySequence& key : action->shortcuts()) {
                if (action->shortcutContext() != Qt::WindowShortcut)
                    continue;
                const auto [found, fresh] = keys.emplace(key.toString(), action->text());
                QVERIFY2(fresh, qPrintable(key.toString() + QStringLiteral(": ") + action->text() + QStringLiteral(", ") + found->second));
            }
        for (const char* name : {"mainWindow", "packetTable", "captureBtn", "stopBtn", "followBtn", "newPacketsBtn", "jobsDock", "messageStrip", "logDock",
                                 "workspaceRail", "exchangeTable", "welcomePage", "recentList", "ifaceList", "exprEdit", "stackTree", "fieldTree",
                                 "hexView", "diagramCanvas", "palette", "sendBtn", "sendReceiveBtn"}) {
            const auto found = window.findChildren<QWidget*>(QLatin1String(name)).size() + (window.objectName() == QLatin1String(name) ? 1 : 0);
            QVERIFY2(found == 1, name);
        }
        for (const char* name : {"undoAct", "redoAct"})
            QCOMPARE(window.findChildren<QAction*>(QLatin1String(name)).size(), 1);
    }
    void whatCanBeWorkedHasAName()
    {
        WindowFixture fixture;
        MainWindow& window = fixture.open();
        for (const auto workspace : {MainWindow::Workspace::Welcome, MainWindow::Workspace::Craft, MainWindow::Workspace::Capture, MainWindow::Workspace::Exchange}) {
            window.showWorkspace(workspace);
            for (const QWidget* widget : window.findChildren<QWidget*>()) {
                if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QStringLiteral("qt_")))
                    continue;
                QVERIFY2(isNamed(*widget, window), qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName()));
            }
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
