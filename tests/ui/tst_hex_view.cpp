#include "tests/support/shown_packets.h"

#include "engine/base/hexdump.h"
#include "ui/panes/hex_view.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace fw;
using namespace fw::ui;
using namespace fw::ui::test;

class TestHexView : public QObject {
    Q_OBJECT

private:
    SelectionModel m_selection{Protocols::builtin()};
    Theme m_theme;
    std::unique_ptr<HexView> m_view;

    void show(const ShownPacketPtr& packet)
    {
        m_selection.setPacket(packet, this);
        QTest::qWait(0);
    }
    void select(std::string_view path) { m_selection.selectNode(nodeNamed(*m_selection.current().packet, path), this); }
    [[nodiscard]] QString path() const
    {
        const Selection& current = m_selection.current();
        return QString::fromStdString(nodePathText(m_selection.protocols(), current.packet->layout, current.node));
    }
    void click(int byte, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, m_view->cellRect(byte).center());
    }
    [[nodiscard]] QImage picture() const { return m_view->viewport()->grab().toImage(); }
    [[nodiscard]] QColor fillAt(int byte) const
    {
        // Beside the digits, inside what a frame would cover.
        const QRect cell = m_view->cellRect(byte);
        return picture().pixelColor(cell.left() + 3, cell.top() + 3);
    }

private slots:
    void init()
    {
        m_theme.setMode(Theme::Mode::Light);
        m_view = std::make_unique<HexView>(m_selection, m_theme);
        m_view->resize(760, 300);
        m_view->show();
        m_selection.setPacket(nullptr, this);
        show(shown("DNS answer"));
        m_selection.selectNode(-1, this);
    }

    void aFieldsBytesAreHighlighted_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::newRow("one byte") << "IP.ttl" << 22 << 1;
        QTest::newRow("four bytes") << "IP.src" << 26 << 4;
        QTest::newRow("part of a byte") << "IP.flags" << 20 << 1;
        QTest::newRow("over two rows") << "DNS.qd[0].qname" << 54 << 17;
        QTest::newRow("a layer") << "UDP" << 34 << 8;
        QTest::newRow("nothing") << "IP.options" << 34 << 0;
    }

    void aFieldsBytesAreHighlighted()
    {
        QFETCH(QString, field);
        QFETCH(int, first);
        QFETCH(int, count);
        select(field.toStdString());
        QCOMPARE(m_view->selection(), (std::pair{first, count}));
    }

    void exactlyTheFieldsBytesArePaintedAsSelected()
    {
        select("IP.src");
        const QColor selection = m_theme.color(Theme::Role::Selection);
        for (int byte = 14; byte < 40; ++byte)
            QCOMPARE(fillAt(byte) == selection, byte >= 26 && byte < 30);
    }

    void aFieldInsideAByteIsOutlinedAndItsBitsLit()
    {
        select("IP.flags");
        QCOMPARE(m_view->selection(), (std::pair{20, 1}));
        QCOMPARE(m_view->litBits(), (std::vector{7, 6, 5}));
        QVERIFY(fillAt(20) != m_theme.color(Theme::Role::Selection)); // The neighbour in the same byte is not selected.
        select("IP.ihl");
        QCOMPARE(m_view->litBits(), (std::vector{3, 2, 1, 0}));
        select("IP.frag");
        QCOMPARE(m_view->litBits(), (std::vector{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}));
        select("DNS.qd[0].qname");
        QCOMPARE(m_view->litBits(), std::vector<int>());
    }

    void aBitInTheStripSelectsItsField()
    {
        select("IP.flags");
        QTest::mouseClick(&m_view->bitStrip(), Qt::LeftButton, {}, m_view->bitStrip().bitRect(0).center());
        QCOMPARE(path(), u"IP.frag"_qs);
    }

    void layersAreShadedByTheirGroup()
    {
        QCOMPARE(fillAt(0), m_theme.groupFill(u"Link"_qs));
        QCOMPARE(fillAt(20), m_theme.groupFill(u"Network"_qs));
        QCOMPARE(fillAt(35), m_theme.groupFill(u"Transport"_qs));
        QCOMPARE(fillAt(50), m_theme.groupFill(u"Application"_qs));
        m_theme.setMode(Theme::Mode::Dark);
        QCOMPARE(fillAt(20), m_theme.groupFill(u"Network"_qs));
    }

    void clickingAByteSelectsItsField()
    {
        click(22);
        QCOMPARE(path(), u"IP.ttl"_qs);
        click(60);
        QCOMPARE(path(), u"DNS.qd[0].qname"_qs);
        QCOMPARE(m_view->selection(), (std::pair{54, 17}));
    }

    void clickingTheTextOfAByteSelectsItToo()
    {
        const QRect last = m_view->cellRect(31);
        QPoint text(last.right() + last.width() / 3 + 1, m_view->cellRect(22).center().y()); // First ASCII column.
        while (m_view->byteAt(text) < 0 && text.x() < m_view->width())
            text.rx() += 2;
        QCOMPARE(m_view->byteAt(text), 16);
    }

    void clickingAgainWithShiftSelectsWhatEnclosesIt()
    {
        click(60);
        click(60, Qt::ShiftModifier);
        QCOMPARE(path(), u"DNS.qd[0]"_qs);
        click(60, Qt::ShiftModifier);
        QCOMPARE(path(), u"DNS.qd"_qs);
    }

    void draggingSelectsBytes()
    {
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, m_view->cellRect(24).center());
        QTest::mouseMove(m_view->viewport(), m_view->cellRect(27).center());
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, m_view->cellRect(27).center());
        QCOMPARE(m_view->selection(), (std::pair{24, 4}));
    }

    void keysMoveTheCursor_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<int>("byte");
        QTest::newRow("left") << int(Qt::Key_Left) << Qt::KeyboardModifiers() << 49;
        QTest::newRow("right") << int(Qt::Key_Right) << Qt::KeyboardModifiers() << 51;
        QTest::newRow("up") << int(Qt::Key_Up) << Qt::KeyboardModifiers() << 34;
        QTest::newRow("down") << int(Qt::Key_Down) << Qt::KeyboardModifiers() << 66;
        QTest::newRow("row start") << int(Qt::Key_Home) << Qt::KeyboardModifiers() << 48;
        QTest::newRow("row end") << int(Qt::Key_End) << Qt::KeyboardModifiers() << 63;
        QTest::newRow("packet start") << int(Qt::Key_Home) << Qt::KeyboardModifiers(Qt::ControlModifier) << 0;
        QTest::newRow("packet end") << int(Qt::Key_End) << Qt::KeyboardModifiers(Qt::ControlModifier) << 105;
        QTest::newRow("page down") << int(Qt::Key_PageDown) << Qt::KeyboardModifiers() << 98;
        QTest::newRow("page up") << int(Qt::Key_PageUp) << Qt::KeyboardModifiers() << 2;
    }

    void keysMoveTheCursor()
    {
        QFETCH(int, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        click(50);
        QTest::keyClick(m_view.get(), static_cast<Qt::Key>(key), modifiers);
        QTEST(m_view->cursorByte(), "byte");
    }

    void shiftAndArrowsSelectBytes()
    {
        click(24);
        QTest::keyClick(m_view.get(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(m_view.get(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_view->selection(), (std::pair{24, 3}));
    }

    void escapeClimbs()
    {
        click(22);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(path(), u"IP"_qs);
    }

    void hexdumpIsCopiedAsScapyPrintsIt()
    {
        show(shown(QByteArray::fromHex("4500003d0001000040117cad7f0000017f000001003500350029b6d3"
                                       "00000100000100000000000003777777076578616d706c6503636f6d0000010001"),
            1));
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines, (QStringList{
                            "0000  45 00 00 3D 00 01 00 00 40 11 7C AD 7F 00 00 01  E..=....@.|.....",
                            "0010  7F 00 00 01 00 35 00 35 00 29 B6 D3 00 00 01 00  .....5.5.)......",
                            "0020  00 01 00 00 00 00 00 00 03 77 77 77 07 65 78 61  .........www.exa",
                            "0030  6D 70 6C 65 03 63 6F 6D 00 00 01 00 01           mple.com.....",
                        }));
    }

    void selectedBytesAreCopiedAsDigits()
    {
        select("IP.src");
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"0a000035"_qs);
    }

    void typingOverwritesNibblesOnlyWhereEditable()
    {
        QSignalSpy edited(m_view.get(), &HexView::byteEdited);
        click(22);
        QTest::keyClick(m_view.get(), Qt::Key_3);
        QCOMPARE(edited.count(), 0);
        m_view->setEditable(true);
        QTest::keyClick(m_view.get(), Qt::Key_3);
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited[0][0].value<std::size_t>(), std::size_t{22});
        QCOMPARE(edited[0][1].value<std::uint8_t>(), std::uint8_t{0x30});
        QTest::keyClick(m_view.get(), Qt::Key_F);
        QCOMPARE(edited[1][1].value<std::uint8_t>(), std::uint8_t{0x4f}); // The packet itself has not changed.
        QCOMPARE(m_view->cursorByte(), 23);
        QTest::keyClick(m_view.get(), Qt::Key_G);
        QCOMPARE(edited.count(), 2);
    }

    void theCursorStaysWhereOneTypesWhenThePacketChanges()
    {
        m_view->setEditable(true);
        m_view->activateWindow();
        m_view->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        connect(m_view.get(), &HexView::byteEdited, this, [this](std::size_t offset, std::uint8_t value) {
            QByteArray bytes = QByteArray::fromHex(packets[0].hex);
            bytes[static_cast<qsizetype>(offset)] = static_cast<char>(value);
            m_selection.setPacket(shown(bytes), nullptr);
        });
        click(30);
        QTest::keyClick(m_view.get(), Qt::Key_A);
        QCOMPARE(m_view->cursorByte(), 30);
        QTest::keyClick(m_view.get(), Qt::Key_B);
        QCOMPARE(m_view->cursorByte(), 31);
    }

    void hoveringSharesTheFieldUnderTheMouse()
    {
        QSignalSpy hovered(&m_selection, &SelectionModel::hovered);
        QTest::mouseMove(m_view->viewport(), m_view->cellRect(22).center());
        QTRY_VERIFY(!hovered.empty());
        QCOMPARE(hovered.last()[0].toInt(), nodeNamed(*m_selection.current().packet, "IP.ttl"));
    }

    void whatIsHoveredElsewhereIsTinted()
    {
        emit m_selection.hovered(nodeNamed(*m_selection.current().packet, "IP.ttl"), this);
        QCOMPARE(fillAt(22), m_theme.color(Theme::Role::Hover));
        QVERIFY(fillAt(23) != m_theme.color(Theme::Role::Hover));
    }

    void aNarrowViewHasEightBytesARow()
    {
        m_view->resize(420, 300);
        QVERIFY(m_view->cellRect(8).top() > m_view->cellRect(7).top());
        QVERIFY(m_view->cellRect(7).right() < m_view->viewport()->width());
        m_view->resize(760, 300);
        QCOMPARE(m_view->cellRect(8).top(), m_view->cellRect(7).top());
    }

    void aSelectedFieldIsScrolledIntoView()
    {
        show(shownWithPayload(65'000));
        QVERIFY(m_view->verticalScrollBar()->maximum() > 10'000);
        click(20);
        QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
        QVERIFY(m_view->viewport()->rect().contains(m_view->cellRect(65'041)));
        select("IP.ttl");
        QVERIFY(m_view->viewport()->rect().contains(m_view->cellRect(22)));
    }

    void withoutAPacketTheEmptyTextIsShown()
    {
        show(nullptr);
        const QImage before = picture();
        m_view->setEmptyText(u"Following — select a packet"_qs);
        QVERIFY(picture() != before);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_view->selection(), (std::pair{0, 0}));
    }

    void focusIsVisible()
    {
        m_view->clearFocus();
        const QImage without = picture();
        m_view->activateWindow();
        m_view->setFocus();
        QTRY_VERIFY(m_view->hasFocus());
        QVERIFY(picture() != without);
    }

    void screenReadersGetTheSelectionAndTheFields()
    {
        QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(reader);
        QCOMPARE(reader->text(QAccessible::Name), u"Bytes"_qs);
        select("IP.ttl");
        QCOMPARE(reader->text(QAccessible::Value), m_selection.statusText());
        QAccessibleInterface* field = reader->child(m_selection.current().node);
        QVERIFY(field);
        QCOMPARE(field->text(QAccessible::Name), u"IP.ttl"_qs);
        QCOMPARE(field->text(QAccessible::Value), u"64"_qs);
        QVERIFY(field->state().selected);
        QVERIFY(!field->rect().isEmpty());
        QCOMPARE(reader->indexOfChild(field), m_selection.current().node);
        show(shown("ARP"));
        QVERIFY(reader->childCount() < 20);
    }
};

QTEST_MAIN(TestHexView)
#include "tst_hex_view.moc"
