#include "engine/packet/build.h"
#include "tests/ui/craft_fixture.h"
#include "ui/craft/palette.h"
#include "ui/craft/stack_delegate.h"

#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeView>

namespace fw::ui {

class tst_StackTree : public QObject {
    Q_OBJECT

private slots:
    void init() { m_craft = std::make_unique<CraftFixture>(); }
    void cleanup() { m_craft.reset(); }

    void aRangeInACellMakesSeveralPackets()
    {
        m_craft->type(QStringLiteral("IP(dst=\"10.0.0.53\")/UDP()"));
        m_craft->editCell("IP.ttl", QStringLiteral("1..30"));
        QVERIFY2(m_craft->expression().text().contains(QStringLiteral("ttl=(1,30)")), qPrintable(m_craft->expression().text()));
        QCOMPARE(m_craft->cell("IP.ttl").data(StackTreeModel::ChipRole).toString(), QStringLiteral("30"));
        QCOMPARE(m_craft->count(), QStringLiteral("30 packets"));
        QCOMPARE(m_craft->cell("IP.ttl").data(Qt::AccessibleDescriptionRole).toString(), QStringLiteral("30 values"));

        m_craft->editCell("IP.ttl", QStringLiteral("1..300"));
        QVERIFY2(m_craft->cell("IP.ttl").data(StackTreeModel::ProblemRole).toString().contains(QStringLiteral("255")),
            qPrintable(m_craft->cell("IP.ttl").data(StackTreeModel::ProblemRole).toString()));
        QCOMPARE(m_craft->count(), QStringLiteral("30 packets"));
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        m_craft->editCell("IP.ttl", QStringLiteral("5"));
        QCOMPARE(m_craft->cell("IP.ttl").data(StackTreeModel::ProblemRole).toString(), QString());
        QCOMPARE(m_craft->count(), QStringLiteral("1 packet"));
    }

    void typingOnARowEditsItsValue()
    {
        m_craft->type(QStringLiteral("IP()"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->cell("IP.ttl", StackTreeModel::NameColumn));
        QTest::keyClicks(&m_craft->tree(), QStringLiteral("7"));
        CraftFixture::pressReturn();
        QCOMPARE(m_craft->cell("IP.ttl").data().toString(), QStringLiteral("7"));
        QCOMPARE(m_craft->expression().text(), QStringLiteral("IP(ttl=7)"));
    }

    void lookingAtAnAutomaticValueDoesNotPinIt()
    {
        m_craft->type(QStringLiteral("IP()/UDP()"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->cell("UDP.chksum"));
        QTest::keyClick(&m_craft->tree(), Qt::Key_F2);
        CraftFixture::pressReturn();
        QCOMPARE(state("UDP.chksum"), RowState::Automatic);
        QCOMPARE(m_craft->expression().text(), QStringLiteral("IP()/UDP()"));
    }

    void aPinnedChecksumStaysAndSaysWhatItShouldBe()
    {
        m_craft->type(QStringLiteral("IP()/UDP()/Raw(load=\"abc\")"));
        QCOMPARE(state("UDP.chksum"), RowState::Automatic);
        m_craft->editCell("UDP.chksum", QStringLiteral("0xdead"));
        m_craft->editCell("Raw.load", QStringLiteral("abcd"));
        QCOMPARE(m_craft->cell("UDP.chksum").data().toString(), QStringLiteral("0xdead"));
        QCOMPARE(state("UDP.chksum"), RowState::Pinned);
        QVERIFY(m_craft->cell("UDP.chksum").data(Qt::AccessibleDescriptionRole).toString().startsWith(QStringLiteral("pinned")));
        const QString shouldBe = m_craft->cell("UDP.chksum").data(StackTreeModel::ProblemRole).toString();
        QVERIFY2(shouldBe.startsWith(QStringLiteral("should be 0x")), qPrintable(shouldBe));

        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->cell("UDP.chksum"));
        QTest::keyClick(&m_craft->tree(), Qt::Key_Delete);
        QCOMPARE(state("UDP.chksum"), RowState::Automatic);
        QVERIFY2(m_craft->cell("UDP.chksum").data().toString() == shouldBe.mid(10), qPrintable(shouldBe));
        QVERIFY(m_craft->cell("UDP.chksum").data(Qt::AccessibleDescriptionRole).toString().contains(QStringLiteral("automatic")));
    }

    void fixTakesAPinnedValueBackToAutomatic()
    {
        m_craft->type(QStringLiteral("IP(len=3)/UDP()"));
        const QModelIndex cell = m_craft->cell("IP.len");
        QVERIFY(cell.data(StackTreeModel::ProblemRole).toString().startsWith(QStringLiteral("should be 28")));
        QCoreApplication::processEvents();
        const QRect rect = m_craft->tree().visualRect(cell);
        const QFontMetrics metrics(m_craft->tree().font());
        const int text = metrics.horizontalAdvance(cell.data(StackTreeModel::ProblemRole).toString() + QStringLiteral("   "));
        const QPoint fix(rect.left() + 8 + text + 12, rect.top() + StackDelegate::cellHeight(metrics) + 6);
        QTest::mouseClick(m_craft->tree().viewport(), Qt::LeftButton, {}, fix);
        QCOMPARE(state("IP.len"), RowState::Automatic);
        QCOMPARE(m_craft->expression().text(), QStringLiteral("IP()/UDP()"));
    }

    void aPinnedProtocolNumberSaysWhatTheLayerAboveNeeds()
    {
        m_craft->type(QStringLiteral("IP(proto=6)/UDP()"));
        QCOMPARE(state("IP.proto"), RowState::Pinned);
        QVERIFY(m_craft->cell("IP.proto").data(StackTreeModel::ProblemRole).toString().contains(QStringLiteral("udp")));
        m_craft->type(QStringLiteral("IP()/UDP()"));
        QCOMPARE(state("IP.proto"), RowState::Bound);
        QCOMPARE(m_craft->cell("IP.proto").data().toString(), QStringLiteral("17 udp"));
    }

    void droppedFromThePaletteBetweenTwoLayers()
    {
        m_craft->type(QStringLiteral("Ether()/IP()/DNS()"));
        const QString before = m_craft->expression().text();
        const std::unique_ptr<QMimeData> mime(paletteMime("UDP"));
        const QRect dns = m_craft->tree().visualRect(m_craft->layer(2));
        dropAt(*mime, QPoint(dns.left() + 40, dns.top() + 2), Qt::CopyAction);
        QCOMPARE(m_craft->layers(), names({"Ether", "IP", "UDP", "DNS"}));
        QCOMPARE(m_craft->cell("IP.proto").data().toString(), QStringLiteral("17 udp"));
        const Buffer dropped = m_craft->bytes();

        QTest::keyClick(&m_craft->tree(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_craft->layers(), names({"Ether", "IP", "DNS"}));
        QCOMPARE(m_craft->expression().text(), before);
        m_craft->workspace->redoAction()->trigger();
        QVERIFY(m_craft->bytes() == dropped);
    }

    void draggedWithinTheStack()
    {
        m_craft->type(QStringLiteral("Ether()/IP()/UDP(sport=7)"));
        const std::unique_ptr<QMimeData> mime(m_craft->model().mimeData({m_craft->layer(2)}));
        const QRect first = m_craft->tree().visualRect(m_craft->layer(0));
        dropAt(*mime, QPoint(first.left() + 40, first.top() + 2), Qt::MoveAction);
        QCOMPARE(m_craft->layers(), names({"UDP", "Ether", "IP"}));
        QCOMPARE(m_craft->workspace->undoAction()->text(), QStringLiteral("Undo move UDP"));
        QCOMPARE(m_craft->cell("UDP.sport").data().toString(), QStringLiteral("7 echo"));
    }

    void aDropThatIsNoLayerExplainsItself()
    {
        m_craft->type(QStringLiteral("IP()"));
        QSignalSpy refused(m_craft->workspace, &CraftWorkspace::refused);
        QMimeData mime;
        mime.setText(QStringLiteral("what is this"));
        dropAt(mime, QPoint(40, 200), Qt::CopyAction);
        QCOMPARE(refused.size(), 1);
        QCOMPARE(m_craft->layers(), names({"IP"}));
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }

    void hexTextDroppedIsDissected()
    {
        m_craft->type(QStringLiteral("Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/IP(src=\"10.0.0.1\")/UDP(chksum=0x1234)"));
        const Buffer bytes = m_craft->bytes();
        m_craft->type(QString());
        QMimeData mime;
        mime.setText(QString::fromStdString(toHex(bytes)));
        dropAt(mime, QPoint(40, 100), Qt::CopyAction);
        QCOMPARE(m_craft->layers().mid(0, 3), names({"Ether", "IP", "UDP"}));
        QCOMPARE(state("UDP.chksum"), RowState::Automatic); // A copy to edit: what can be worked out is.
    }

    void layersMoveByKey()
    {
        m_craft->type(QStringLiteral("Ether()/IP()/UDP()"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->layer(1));
        QTest::keyClick(&m_craft->tree(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(m_craft->layers(), names({"Ether", "UDP", "IP"}));
        QCOMPARE(m_craft->tree().currentIndex().data().toString(), QStringLiteral("IP"));
        QTest::keyClick(&m_craft->tree(), Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(&m_craft->tree(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(m_craft->layers(), names({"IP", "Ether", "UDP"}));
    }

    void layersAreFoundByTyping()
    {
        m_craft->type(QStringLiteral("IP()/UDP()"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->layer(1));
        addByTyping(QStringLiteral("dn"));
        QCOMPARE(m_craft->layers(), names({"IP", "UDP", "DNS"}));
        QVERIFY(m_craft->tree().hasFocus());
        QTest::keyClick(&m_craft->tree(), Qt::Key_Insert);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(m_craft->tree().hasFocus());
        QCOMPARE(m_craft->layers().size(), 3);
    }

    void aWholeStackIsBuiltWithTheKeyboard()
    {
        m_craft->tree().setFocus();
        addByTyping(QStringLiteral("ip"));
        m_craft->editCell("IP.dst", QStringLiteral("10.0.0.53"));
        m_craft->tree().setCurrentIndex(m_craft->layer(0));
        addByTyping(QStringLiteral("udp"));
        addByTyping(QStringLiteral("dn"));
        m_craft->editCell("DNS.qd[0].qname", QStringLiteral("a.b"));
        const auto wanted = scapy::parse(Protocols::builtin(), "IP(dst=\"10.0.0.53\")/UDP()/DNS(qd=DNSQR(qname=\"a.b\"))");
        QVERIFY(m_craft->bytes() == buildBytes(Protocols::builtin(), *wanted));
    }

    void duplicatedAndRemovedByKey()
    {
        m_craft->type(QStringLiteral("IP(ttl=3)/UDP()"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->layer(0));
        QTest::keyClick(&m_craft->tree(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_craft->layers(), names({"IP", "IP", "UDP"}));
        QCOMPARE(m_craft->cell("IP:2.ttl").data().toString(), QStringLiteral("3"));
        QTest::keyClick(&m_craft->tree(), Qt::Key_Delete);
        QTest::keyClick(&m_craft->tree(), Qt::Key_Delete);
        QCOMPARE(m_craft->layers(), names({"IP"}));
        QCOMPARE(m_craft->workspace->undoAction()->text(), QStringLiteral("Undo remove UDP"));
    }

    void elementsAreAddedAndRemoved()
    {
        m_craft->type(QStringLiteral("IP()/UDP()/DNS(qd=DNSQR(qname=\"a.b\"))"));
        QCOMPARE(m_craft->cell("DNS.qdcount").data().toString(), QStringLiteral("1"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->cell("DNS.qd"));
        QTest::keyClick(&m_craft->tree(), Qt::Key_Plus);
        QCOMPARE(m_craft->model().rowCount(m_craft->cell("DNS.qd", 0)), 2);
        QCOMPARE(m_craft->cell("DNS.qdcount").data().toString(), QStringLiteral("2"));
        m_craft->editCell("DNS.qd[1].qname", QStringLiteral("c.d"));
        QVERIFY2(m_craft->expression().text().contains(QStringLiteral("c.d")), qPrintable(m_craft->expression().text()));
        m_craft->tree().setCurrentIndex(m_craft->cell("DNS.qd", 0).model()->index(0, 0, m_craft->cell("DNS.qd", 0)));
        QTest::keyClick(&m_craft->tree(), Qt::Key_Delete);
        QCOMPARE(m_craft->cell("DNS.qdcount").data().toString(), QStringLiteral("1"));
        QVERIFY(m_craft->cell("DNS.qd[0].qname").data().toString().contains(QStringLiteral("c.d")));
    }

    void optionsAreEditedAsText()
    {
        m_craft->type(QStringLiteral("IP()/TCP(options=[('MSS', 1460), ('NOP', None)])"));
        const QModelIndex options = m_craft->cell("TCP.options", 0);
        QCOMPARE(m_craft->model().rowCount(options), 2);
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->model().index(0, StackTreeModel::ValueColumn, options));
        QTest::keyClick(&m_craft->tree(), Qt::Key_F2);
        auto* edit = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(edit != nullptr);
        QCOMPARE(edit->text(), QStringLiteral("('MSS', 1460)"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("('MSS', 536)"));
        CraftFixture::pressReturn();
        const auto wanted = scapy::parse(Protocols::builtin(), "IP()/TCP(options=[('MSS', 536), ('NOP', None)])");
        QVERIFY(m_craft->bytes() == buildBytes(Protocols::builtin(), *wanted));
    }

    void flagsAreChips()
    {
        m_craft->type(QStringLiteral("IP()/TCP()"));
        m_craft->tree().setFocus();
        m_craft->tree().setCurrentIndex(m_craft->cell("TCP.flags"));
        QTest::keyClick(&m_craft->tree(), Qt::Key_F2);
        auto* editor = m_craft->find<QWidget>("flagEdit");
        QVERIFY(editor != nullptr);
        QToolButton* ack = nullptr;
        for (auto* chip : editor->findChildren<QToolButton*>())
            if (chip->text() == QStringLiteral("A"))
                ack = chip;
        QVERIFY(ack != nullptr && !ack->isChecked());
        QTest::mouseClick(ack, Qt::LeftButton);
        CraftFixture::pressReturn();
        QCOMPARE(m_craft->cell("TCP.flags").data().toString(), QStringLiteral("SA"));
        m_craft->editCell("TCP.flags", QStringLiteral("R"));
        QCOMPARE(m_craft->cell("TCP.flags").data().toString(), QStringLiteral("R"));
    }

    void namesAndNumbersFitAnEnumeration_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("name") << QStringLiteral("tcp");
        QTest::newRow("number") << QStringLiteral("6");
        QTest::newRow("hexadecimal") << QStringLiteral("0x6");
        QTest::newRow("as listed") << QStringLiteral("6 tcp");
    }

    void namesAndNumbersFitAnEnumeration()
    {
        QFETCH(QString, typed);
        m_craft->type(QStringLiteral("IP()"));
        m_craft->editCell("IP.proto", typed);
        QCOMPARE(m_craft->cell("IP.proto").data().toString(), QStringLiteral("6 tcp"));
    }

    void escapeInAnEditorKeepsTheOldValue()
    {
        m_craft->type(QStringLiteral("IP()"));
        m_craft->tree().setFocus();
        for (const char* path : {"IP.ttl", "IP.flags", "IP.proto", "IP.dst"}) {
            m_craft->tree().setCurrentIndex(m_craft->cell(path));
            QTest::keyClick(&m_craft->tree(), Qt::Key_F2);
            QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("1"));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            QCOMPARE(m_craft->expression().text(), QStringLiteral("IP()"));
        }
    }

    void rowAndSelectionFollowEachOther()
    {
        m_craft->type(QStringLiteral("IP()/UDP()"));
        m_craft->tree().setCurrentIndex(m_craft->cell("UDP.dport"));
        const Selection& selected = m_craft->selection.current();
        QVERIFY(selected.packet == m_craft->document.shownPacket());
        QCOMPARE(selected.firstByte(), std::size_t{22});
        QCOMPARE(selected.byteCount(), std::size_t{2});
        m_craft->selection.selectNode(m_craft->model().row(m_craft->cell("IP.ttl"))->node, nullptr);
        QCOMPARE(m_craft->tree().currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("ttl"));
        m_craft->editCell("IP.ttl", QStringLiteral("9"));
        QCOMPARE(m_craft->selection.current().firstByte(), std::size_t{8});
        QCOMPARE(m_craft->selection.current().packet->layout.bytes[8], std::uint8_t{9});
    }

private:
    [[nodiscard]] RowState state(const char* path) const { return static_cast<RowState>(m_craft->cell(path).data(StackTreeModel::StateRole).toInt()); }

    static QStringList names(std::initializer_list<const char*> list)
    {
        QStringList out;
        for (const char* name : list)
            out << QLatin1String(name);
        return out;
    }

    [[nodiscard]] QMimeData* paletteMime(const char* name) const
    {
        const Palette& palette = m_craft->workspace->layerPalette();
        return palette.tree().model()->mimeData({palette.indexOf(QLatin1String(name))});
    }

    void addByTyping(const QString& text) const
    {
        QTest::keyClick(&m_craft->tree(), Qt::Key_Insert);
        QTest::keyClicks(QApplication::focusWidget(), text);
        CraftFixture::pressReturn();
    }

    // QDrag does not run in tests: what it would send to the viewport is sent.
    void dropAt(const QMimeData& mime, QPoint at, Qt::DropAction action) const
    {
        QWidget* viewport = m_craft->tree().viewport();
        QDragEnterEvent enter(at, Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent move(at, Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &move);
        QDropEvent drop(at, Qt::CopyAction | Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        drop.setDropAction(action);
        QCoreApplication::sendEvent(viewport, &drop);
    }

    std::unique_ptr<CraftFixture> m_craft;
};

} // namespace fw::ui

QTEST_MAIN(fw::ui::tst_StackTree)
#include "tst_stack_tree.moc"
