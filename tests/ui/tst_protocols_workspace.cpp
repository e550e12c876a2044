#include "tests/support/window_fixture.h"

#include "ui/protocols/field_rows_model.h"
#include "ui/protocols/header_diagram.h"
#include "ui/shell/log_pane.h"

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSvgRenderer>
#include <QTableView>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeWidget>
#include <QUndoStack>

using namespace fw;
using namespace fw::ui;

namespace {

constexpr int patience = 30'000; // A trial takes a tenth of a second; a machine may be busy.

const QString mine = QStringLiteral("format: 1\n"
                                    "protocols:\n"
                                    "  MyProto:\n"
                                    "    bind: [{table: udp.port, value: 53}]\n"
                                    "    fields:\n"
                                    "      - kind: u8\n"
                                    "      - size: {type: u16, auto: \"len(payload)\"}\n");

QTreeWidgetItem* itemBelow(const QTreeWidget& tree, const QString& text)
{
    const auto found = tree.findItems(text, Qt::MatchStartsWith | Qt::MatchRecursive);
    return found.isEmpty() ? nullptr : found.first();
}

QModelIndex rowNamed(const QAbstractItemModel& model, const QString& name, const QModelIndex& parent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (index.data().toString() == name)
            return index;
        if (const QModelIndex below = rowNamed(model, name, index); below.isValid())
            return below;
    }
    return {};
}

class Fixture : public WindowFixture {
public:
    using WindowFixture::WindowFixture;

    void openProtocols()
    {
        open();
        window->findChild<QAction*>(QStringLiteral("protocolsAct"))->trigger();
        window->activateWindow();
    }
    void begin(const char* preset) const { find<QAction>(preset)->trigger(); }
    [[nodiscard]] QPlainTextEdit& editor() const { return *find<QPlainTextEdit>("protoText"); }
    [[nodiscard]] QTableView& fields() const { return *find<QTableView>("protoFields"); }
    [[nodiscard]] QString field(int row, int column) const { return fields().model()->index(row, column).data().toString(); }
    [[nodiscard]] QTreeWidget& list() const { return *find<QTreeWidget>("protocolList"); }
    [[nodiscard]] const QAbstractItemModel& tried() const { return *find<QAbstractItemView>("protoTryTree")->model(); }
    [[nodiscard]] QString value(const char* name) const { return rowNamed(tried(), QLatin1String(name)).siblingAtColumn(1).data().toString(); }
    void write(const QString& definition) const
    {
        editor().setFocus();
        editor().selectAll();
        editor().insertPlainText(definition);
    }
    void editField(int row, int column, const QString& typed) const
    {
        fields().setFocus();
        fields().setCurrentIndex(fields().model()->index(row, column));
        QTest::keyClick(&fields(), Qt::Key_F2);
        auto* const edit = fields().findChild<QLineEdit*>();
        QVERIFY(edit != nullptr);
        edit->selectAll();
        QTest::keyClicks(edit, typed);
        QTest::keyClick(edit, Qt::Key_Return);
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // Or the next cell's editor is the second one found.
    }
    [[nodiscard]] QString file(const char* name) const { return directory.filePath(QStringLiteral("protocols/") + QLatin1String(name)); }
    static void put(const QString& path, const QString& content)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content.toUtf8());
    }
    static QString contents(const QString& path)
    {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
    }
};

} // namespace

/// The Protocols workspace in the real window.
class TestProtocolsWorkspace : public QObject {
    Q_OBJECT

private slots:
    void everyProtocolHasItsPage()
    {
        Fixture fixture;
        fixture.openProtocols();
        auto* const search = fixture.find<QLineEdit>("protocolSearch");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("ARP"));
        QCOMPARE(fixture.list().currentItem()->text(0), QStringLiteral("ARP"));
        const auto* const page = fixture.find<QTextBrowser>("protocolReference");
        QTRY_VERIFY_WITH_TIMEOUT(page->toPlainText().contains(QStringLiteral("hwtype")), patience);
        QVERIFY(page->toHtml().contains(QStringLiteral("https://www.rfc-editor.org/rfc/rfc826")));
        QVERIFY(page->toPlainText().contains(QStringLiteral("who-has")));
        QVERIFY(page->toPlainText().contains(QStringLiteral("ethertype = 2054")));
        QVERIFY(!fixture.editor().isVisible());
        const auto* const header = fixture.find<HeaderDiagram>("headerDiagram");
        QVERIFY(header->protocol() != nullptr);
        QVERIFY(fixture.find("headerExportBtn")->isEnabled());
        QCOMPARE(header->protocol()->name, std::string("ARP"));
        QVERIFY(fixture.find<QPlainTextEdit>("protoBuilt")->toPlainText().startsWith(QStringLiteral("0000  00 01 08 00")));
        search->clear();
        QVERIFY(itemBelow(fixture.list(), QStringLiteral("Transport")) != nullptr);
        QVERIFY(!fixture.sawModal);
    }

    void aSampleIsReadWithABuiltInProtocol()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.list().setCurrentItem(itemBelow(fixture.list(), QStringLiteral("UDP")));
        auto* const hex = fixture.find<QPlainTextEdit>("protoTryHex");
        hex->setPlainText(QStringLiteral("0035 f001 0008 0000"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.value("dport"), QStringLiteral("61441"), patience);
        hex->setPlainText(QStringLiteral("0035 f0x1"));
        QVERIFY(fixture.find<QLabel>("protoTryError")->isVisible());
        QVERIFY(fixture.text("protoTryError").contains(QStringLiteral("8")));
        hex->setPlainText(QStringLiteral("0000  00 35 F0 02 00 08 00 00                          .5......"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.value("dport"), QStringLiteral("61442"), patience);
        QVERIFY(!fixture.find<QLabel>("protoTryError")->isVisible());
    }

    void theTutorialsDnsOverTcpTakesTenActions()
    {
        Fixture fixture;
        fixture.openProtocols();
        // Two: the button and its entry. Three: the sample's box and Ctrl+V. Then it is there.
        fixture.begin("newDefinition_dnstcp");
        QCOMPARE(fixture.fields().model()->rowCount(), 1);
        QCOMPARE(fixture.field(0, FieldRowsModel::NameColumn), QStringLiteral("length"));
        QCOMPARE(fixture.field(0, FieldRowsModel::KindColumn), QStringLiteral("u16"));
        QCOMPARE(fixture.field(0, FieldRowsModel::DependsColumn), QStringLiteral("auto: len(payload)"));
        QVERIFY(fixture.find<QListWidget>("protoBindings")->item(0)->text().contains(QStringLiteral("TCP dport = 53 → DNSTCP")));
        auto* const hex = fixture.find<QPlainTextEdit>("protoTryHex");
        hex->setFocus();
        hex->insertPlainText(QStringLiteral("0021 0000 0100 0001 0000 0000 0000 0377 7777 0765 7861 6d70 6c65 0363 6f6d 0000 0100 01"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.value("length"), QStringLiteral("33"), patience);
        QVERIFY(fixture.value("qname").contains(QStringLiteral("www.example.com")));
        fixture.click("saveDefinitionBtn");
        QVERIFY(fixture.contents(fixture.file("dnstcp.yaml")).startsWith(QStringLiteral("format: 1\nprotocols:\n  DNSTCP:")));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.text("protocolsStanding").startsWith(QStringLiteral("In use")), patience);
        QVERIFY(!fixture.sawModal);
    }

    void rowsAndTextAreKeptInStep()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        const QString before = fixture.editor().toPlainText();
        QCOMPARE(fixture.fields().model()->rowCount(), 3);
        fixture.editField(2, FieldRowsModel::KindColumn, QStringLiteral("u32"));
        QVERIFY(fixture.editor().toPlainText().contains(QStringLiteral("- id: u32\n")));
        fixture.editField(2, FieldRowsModel::DefaultColumn, QStringLiteral("7"));
        QVERIFY(fixture.editor().toPlainText().contains(QStringLiteral("- id: {type: u32, default: 7}\n")));
        fixture.editField(0, FieldRowsModel::DependsColumn, QStringLiteral("size of id"));
        QVERIFY(fixture.editor().toPlainText().contains(QStringLiteral("auto: len(id)")));
        fixture.fields().setCurrentIndex(fixture.fields().model()->index(2, 0));
        QTest::keyClick(&fixture.fields(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(fixture.field(1, FieldRowsModel::NameColumn), QStringLiteral("id"));
        QVERIFY(fixture.editor().toPlainText().indexOf(QStringLiteral("- id:")) < fixture.editor().toPlainText().indexOf(QStringLiteral("- flags:")));
        fixture.click("fieldAddBtn");
        QCOMPARE(fixture.fields().model()->rowCount(), 4);
        // The text changes the rows.
        fixture.write(mine);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.field(1, FieldRowsModel::NameColumn), QStringLiteral("size"), patience);
        // One way back for both.
        for (int step = 0; step < 6; ++step)
            fixture.find<QAction>("undoDefinitionAct")->trigger();
        QCOMPARE(fixture.editor().toPlainText(), before);
        QCOMPARE(fixture.field(2, FieldRowsModel::KindColumn), QStringLiteral("u16"));
    }

    void fieldsAreDraggedIntoAnotherOrder()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        QAbstractItemModel& model = *fixture.fields().model();
        const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(0, 0)}));
        const QPoint below = fixture.fields().visualRect(model.index(2, 0)).center() + QPoint(0, fixture.fields().rowHeight(2) / 2 - 1);
        QDropEvent event(below, Qt::MoveAction, dragged.get(), Qt::LeftButton, Qt::NoModifier);
        QDragEnterEvent enter(below, Qt::MoveAction, dragged.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(fixture.fields().viewport(), &enter);
        model.dropMimeData(dragged.get(), Qt::MoveAction, 3, 0, {});
        QCOMPARE(fixture.field(2, FieldRowsModel::NameColumn), QStringLiteral("version"));
        QCOMPARE(fixture.fields().model()->rowCount(), 3);
    }

    void anErrorStandsOnItsRowAndBelowTheText()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        fixture.write(QString(mine).replace(QStringLiteral("kind: u8"), QStringLiteral("kind: u61x")));
        auto* const errors = fixture.find<QListWidget>("protoErrors");
        QTRY_VERIFY_WITH_TIMEOUT(errors->isVisible() && errors->count() == 1, patience);
        QVERIFY2(errors->item(0)->text().contains(QStringLiteral("line 6, column 15")), qPrintable(errors->item(0)->text()));
        QVERIFY2(fixture.field(0, FieldRowsModel::ProblemColumn).startsWith(QStringLiteral("✗")), qPrintable(fixture.field(0, FieldRowsModel::ProblemColumn)));
        QVERIFY(fixture.field(1, FieldRowsModel::ProblemColumn).isEmpty());
        QTest::mouseClick(errors->viewport(), Qt::LeftButton, {}, errors->visualItemRect(errors->item(0)).center());
        QCOMPARE(fixture.editor().textCursor().blockNumber(), 5);
        // In a row it is put right.
        fixture.editField(0, FieldRowsModel::KindColumn, QStringLiteral("u8"));
        QTRY_VERIFY_WITH_TIMEOUT(!errors->isVisible(), patience);
        QVERIFY(fixture.field(0, FieldRowsModel::ProblemColumn).isEmpty());
        // What is no YAML leaves the rows as they were.
        fixture.write(QStringLiteral("format: 1\nprotocols: ["));
        QTRY_VERIFY_WITH_TIMEOUT(errors->isVisible(), patience);
        QCOMPARE(fixture.fields().model()->rowCount(), 2);
        QVERIFY(!fixture.fields().isEnabled());
        QVERIFY(!fixture.sawModal);
    }

    void theSampleIsReadAsTheDefinitionIsTyped()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        fixture.find<QPlainTextEdit>("protoTryHex")->setPlainText(QStringLiteral("01 0203 0405"));
        fixture.write(mine);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.value("size"), QStringLiteral("515"), patience);
        fixture.editField(1, FieldRowsModel::KindColumn, QStringLiteral("u32"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.value("size").contains(QString::number(0x02030405)), patience);
        // What it follows on is seen in a sample that begins below it.
        fixture.editField(1, FieldRowsModel::KindColumn, QStringLiteral("u16"));
        auto* const first = fixture.find<QComboBox>("protoTryFirst");
        first->setCurrentIndex(first->findText(QStringLiteral("UDP")));
        emit first->activated(first->currentIndex());
        fixture.find<QPlainTextEdit>("protoTryHex")->setPlainText(QStringLiteral("0035 0035 000b 0000  07 0000"));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.value("kind"), QStringLiteral("7"), patience);
    }

    void bindingsAreMadeAndUnmade()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        auto* const table = fixture.find<QComboBox>("bindTable");
        auto* const bindings = fixture.find<QListWidget>("protoBindings");
        QCOMPARE(bindings->item(0)->text(), QStringLiteral("UDP dport = 5353 → MyProto"));
        table->setCurrentIndex(table->findData(QStringLiteral("tcp.port")));
        fixture.find<QLineEdit>("bindValue")->setText(QStringLiteral("0x50"));
        fixture.click("bindAddBtn");
        QCOMPARE(bindings->count(), 2);
        QVERIFY(fixture.editor().toPlainText().contains(QStringLiteral("- {table: tcp.port, value: 0x50}\n")));
        bindings->setCurrentRow(0);
        fixture.find<QLineEdit>("bindValue")->setText(QStringLiteral("5354"));
        fixture.click("bindChangeBtn");
        QCOMPARE(bindings->item(0)->text(), QStringLiteral("UDP dport = 5354 → MyProto"));
        bindings->setCurrentRow(1);
        fixture.click("bindRemoveBtn");
        QCOMPARE(bindings->count(), 1);
        QVERIFY(!fixture.editor().toPlainText().contains(QStringLiteral("tcp.port")));
    }

    void whatIsSavedIsUsedEverywhereAtOnce()
    {
        Fixture fixture;
        const QString capture = fixture.demoFile();
        MainWindow& window = fixture.open();
        window.openFile(capture);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.rows("packetTable"), 429, patience);
        auto* const packets = fixture.find<QTableView>("packetTable");
        packets->setCurrentIndex(packets->model()->index(2, 0)); // The query; its answer goes to port 5353, where the built-in DNS stays.
        QCOMPARE(fixture.cell("packetTable", 2, 4), QStringLiteral("DNS"));
        window.setExpression(QStringLiteral("IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP()/DNS()"));
        auto* const layers = fixture.find<QAbstractItemView>("stackTree")->model();
        const QString undo = fixture.find<QAction>("undoAct")->text();

        window.findChild<QAction*>(QStringLiteral("protocolsAct"))->trigger();
        fixture.begin("newDefinition_header");
        fixture.write(mine);
        fixture.click("saveDefinitionBtn");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.definitions.protocols().find("MyProto") != nullptr, patience);

        QCOMPARE(fixture.cell("packetTable", 2, 4), QStringLiteral("MyProto"));
        QCOMPARE(fixture.cell("packetTable", 3, 4), QStringLiteral("DNS"));
        QVERIFY(rowNamed(*fixture.find<QAbstractItemView>("paletteTree")->model(), QStringLiteral("MyProto")).isValid());
        // What was open is as it was.
        QCOMPARE(layers->rowCount(), 3);
        QCOMPARE(fixture.find<QAction>("undoAct")->text(), undo);
        fixture.find<QAction>("undoAct")->trigger();
        QCOMPARE(layers->rowCount(), 0);
        fixture.find<QAction>("redoAct")->trigger();
        QCOMPARE(layers->index(2, 0).data().toString(), QStringLiteral("DNS"));
        window.setExpression(QStringLiteral("IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP()/MyProto(kind=9)/\"abc\""));
        QVERIFY(!fixture.find<QLabel>("exprError")->isVisible());
        QCOMPARE(layers->rowCount(), 4);

        // And once it is gone, the bytes are still there.
        const auto bytesOf = [&] { return fixture.find<HexView>("hexView")->selectionModel().current().packet->layout.bytes; };
        const Buffer sent = bytesOf();
        window.findChild<QAction*>(QStringLiteral("protocolsAct"))->trigger();
        fixture.click("removeDefinitionBtn");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.definitions.protocols().find("MyProto") == nullptr, patience);
        window.showWorkspace(MainWindow::Workspace::Craft);
        QVERIFY(fixture.find<QLabel>("exprError")->isVisible());
        QCOMPARE(bytesOf(), sent);
        QCOMPARE(fixture.cell("packetTable", 2, 4), QStringLiteral("DNS"));
        QVERIFY(!fixture.sawModal);
    }

    void aBrokenFileIsListedWithItsErrorAndStopsNothing()
    {
        Fixture fixture;
        Fixture::put(fixture.file("broken.yaml"), QString(mine).replace(QStringLiteral("u8"), QStringLiteral("u61x")));
        Fixture::put(fixture.file("sound.yaml"), QString(mine).replace(QStringLiteral("MyProto"), QStringLiteral("Sound")));
        fixture.openProtocols();
        fixture.definitions.reload();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.definitions.protocols().find("Sound") != nullptr, patience);
        QVERIFY(fixture.definitions.protocols().find("MyProto") == nullptr);
        QTreeWidgetItem* const broken = itemBelow(fixture.list(), QStringLiteral("✗ MyProto"));
        QVERIFY(broken != nullptr);
        QVERIFY(broken->toolTip(0).contains(QStringLiteral("line 6, column 15")));
        QVERIFY(itemBelow(fixture.list(), QStringLiteral("Sound")) != nullptr);
        fixture.list().setCurrentItem(broken);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.find<QListWidget>("protoErrors")->count() == 1, patience);
        // It can be put right there.
        fixture.editField(0, FieldRowsModel::KindColumn, QStringLiteral("u8"));
        fixture.click("saveDefinitionBtn");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.definitions.protocols().find("MyProto") != nullptr, patience);
        QVERIFY(!fixture.sawModal);
    }

    void draftsLastThroughARestart()
    {
        Fixture fixture(true);
        Fixture::put(fixture.file("kept.yaml"), QString(mine).replace(QStringLiteral("MyProto"), QStringLiteral("Kept")));
        fixture.openProtocols();
        fixture.definitions.reload();
        QTRY_VERIFY_WITH_TIMEOUT(itemBelow(fixture.list(), QStringLiteral("Kept")) != nullptr, patience);
        fixture.list().setCurrentItem(itemBelow(fixture.list(), QStringLiteral("Kept")));
        fixture.write(QString(mine).replace(QStringLiteral("MyProto"), QStringLiteral("KeptChanged")));
        fixture.begin("newDefinition_header");
        fixture.write(mine);
        fixture.window->saveForLater();
        fixture.openProtocols();
        fixture.window->restoreSession();
        QTreeWidgetItem* const draft = itemBelow(fixture.list(), QStringLiteral("MyProto — draft"));
        QVERIFY(draft != nullptr);
        fixture.list().setCurrentItem(draft);
        QCOMPARE(fixture.editor().toPlainText(), mine);
        QTreeWidgetItem* const changed = itemBelow(fixture.list(), QStringLiteral("KeptChanged — changed"));
        QVERIFY(changed != nullptr);
        fixture.list().setCurrentItem(changed);
        QVERIFY(fixture.editor().toPlainText().contains(QStringLiteral("KeptChanged")));
        QVERIFY(!Fixture::contents(fixture.file("kept.yaml")).contains(QStringLiteral("KeptChanged")));
    }

    void whatIsRemovedCanBeBroughtBack()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        fixture.write(mine);
        fixture.click("saveDefinitionBtn");
        const QString path = fixture.file("myproto.yaml");
        QVERIFY(QFile::exists(path));
        fixture.click("removeDefinitionBtn");
        QVERIFY(!QFile::exists(path));
        QVERIFY(fixture.editor().toPlainText().isEmpty());
        QVERIFY(!fixture.find("headerExportBtn")->isEnabled());
        QVERIFY(itemBelow(fixture.list(), QStringLiteral("MyProto")) == nullptr);
        const auto buttons = fixture.find("messageStrip")->findChildren<QAbstractButton*>();
        const auto back = std::ranges::find_if(buttons, [](const QAbstractButton* button) { return button->text().contains(QStringLiteral("back")); });
        QVERIFY(back != buttons.end());
        (*back)->click();
        QCOMPARE(fixture.editor().toPlainText(), mine);
    }

    void whatCannotBeSavedStaysADraft()
    {
        Fixture fixture;
        fixture.openProtocols();
        Fixture::put(fixture.directory.filePath(QStringLiteral("protocols")), QStringLiteral("a file where the folder should be"));
        fixture.begin("newDefinition_header");
        fixture.click("saveDefinitionBtn");
        QVERIFY(fixture.find("messageStrip")->isVisible());
        QVERIFY(fixture.text("protocolsStanding").contains(QStringLiteral("draft")));
        QVERIFY(fixture.find("saveDefinitionBtn")->isEnabled());
        QVERIFY(!fixture.sawModal);
    }

    void aDefinitionInAFileIsDroppedIn()
    {
        Fixture fixture;
        MainWindow& window = fixture.open();
        const QString path = fixture.directory.filePath(QStringLiteral("shared.fwproto"));
        Fixture::put(path, mine);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter); // A drop goes to where the dragging is.
        QVERIFY(enter.isAccepted());
        QDropEvent event({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &event);
        QCOMPARE(fixture.editor().toPlainText(), mine);
        QVERIFY(fixture.editor().isVisible());
    }

    void headersAreDrawnBitByBit()
    {
        const Protocols& protocols = Protocols::builtin();
        const ProtocolDesc& ip = *protocols.find("IP");
        int bit = 0;
        for (const HeaderCell& cell : headerCells(protocols, ip)) {
            QCOMPARE(cell.row * 32 + cell.firstBit, bit);
            if (!cell.isVariable)
                QVERIFY(cell.isFirst);
            if (!cell.isVariable)
                QCOMPARE(cell.bits, static_cast<int>(ip.fields[cell.field].bits));
            if (!cell.isVariable)
                QCOMPARE(static_cast<std::uint32_t>(bit), ip.fields[cell.field].bitOffset);
            bit += cell.bits;
        }
        QCOMPARE(bit, 6 * 32); // Five words, and the options.
        // A field over the end of a row is in two pieces, and a long one says how long it is.
        const auto ether = headerCells(protocols, *protocols.find("Ether"));
        QCOMPARE(ether[0].bits, 32);
        QCOMPARE(ether[1].bits, 16);
        QVERIFY(ether[0].isFirst && !ether[1].isFirst);
    }

    void headersOfAllProtocolsAreDrawn()
    {
        const Protocols& protocols = Protocols::builtin();
        const Theme theme;
        for (std::size_t id = 0; id < protocols.size(); ++id) {
            const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)];
            const auto cells = headerCells(protocols, protocol);
            for (std::size_t i = 0; i < cells.size(); ++i) {
                QVERIFY2(cells[i].firstBit + cells[i].bits <= 32 && cells[i].bits > 0, protocol.name.c_str());
                if (i > 0)
                    QVERIFY2(cells[i].row > cells[i - 1].row || cells[i].firstBit == cells[i - 1].firstBit + cells[i - 1].bits, protocol.name.c_str());
            }
            if (cells.empty())
                continue;
            const HeaderPainter painter(protocols, protocol, theme, QFont(), 400);
            QCOMPARE(painter.fieldAt(painter.cellRect(cells.back()).center()), cells.back().field);
        }
    }

    void aHeaderIsExported()
    {
        QTemporaryDir folder;
        const Protocols& protocols = Protocols::builtin();
        for (const char* name : {"ip.svg", "ip.pdf", "ip.png"}) {
            const QString path = folder.filePath(QLatin1String(name));
            QVERIFY2(exportHeader(protocols, *protocols.find("IP"), Theme(), path), name);
            QVERIFY(QFileInfo(path).size() > 500);
        }
        QVERIFY(QSvgRenderer(folder.filePath(QStringLiteral("ip.svg"))).isValid());
        QVERIFY(!exportHeader(protocols, *protocols.find("IP"), Theme(), folder.filePath(QStringLiteral("ip.txt"))));
        QVERIFY(!exportHeader(protocols, *protocols.find("IP"), Theme(), QStringLiteral("/nowhere/ip.svg")));
    }

    void theFieldOfTheDrawingAndTheRowAreTheSame()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        auto* const header = fixture.find<HeaderDiagram>("headerDiagram");
        QTRY_VERIFY_WITH_TIMEOUT(header->protocol() != nullptr, patience);
        fixture.fields().setCurrentIndex(fixture.fields().model()->index(2, 0));
        QCOMPARE(header->currentField(), QStringLiteral("id"));
        header->setFocus();
        QTest::keyClick(header, Qt::Key_Left);
        QCOMPARE(fixture.fields().currentIndex().row(), 1);
    }

    void everythingHasANameOfItsOwn()
    {
        Fixture fixture;
        fixture.openProtocols();
        fixture.begin("newDefinition_header");
        QCoreApplication::processEvents();
        std::map<QString, int> names;
        for (const QWidget* widget : fixture.window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->objectName().startsWith(QLatin1String("qt_")))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || !widget->property("text").toString().isEmpty() || widget->inherits("QTabBar")
                         || widget->inherits("QMenuBar"),
                     qPrintable(QLatin1String(widget->metaObject()->className()) + widget->objectName()));
            if (!widget->objectName().isEmpty())
                QVERIFY2(++names[widget->objectName()] == 1, qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TestProtocolsWorkspace)
#include "tst_protocols_workspace.moc"
