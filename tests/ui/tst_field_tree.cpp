#include "tests/support/shown_packets.h"

#include "ui/panes/fields_pane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace fw;
using namespace fw::ui;
using namespace fw::ui::test;

class TestFieldTree : public QObject {
    Q_OBJECT

private:
    SelectionModel m_selection{Protocols::builtin()};
    Theme m_theme;
    std::unique_ptr<FieldsPane> m_pane;

    [[nodiscard]] QTreeView& tree() const { return m_pane->tree(); }
    [[nodiscard]] QModelIndex find(std::string_view path) const
    {
        return m_pane->model().indexOf(nodeNamed(*m_selection.current().packet, path));
    }
    void select(std::string_view path) { m_selection.selectNode(nodeNamed(*m_selection.current().packet, path), this); }

private slots:
    void init()
    {
        m_selection.setPacket(nullptr, this);
        m_pane = std::make_unique<FieldsPane>(m_selection, m_theme);
        m_pane->resize(520, 360);
        m_pane->show();
        m_selection.setPacket(shown("DNS answer"), this);
        m_selection.selectNode(-1, this);
    }

    void layersAreOpenFromTheStart()
    {
        for (int row = 0; row < m_pane->model().rowCount(); ++row)
            QVERIFY(tree().isExpanded(m_pane->model().index(row, 0)));
        QVERIFY(!tree().isExpanded(find("DNS.qd")));
    }

    void aSelectionMadeElsewhereIsOpenedAndScrolledTo()
    {
        select("DNS.an[0].rdata");
        QCOMPARE(tree().currentIndex(), find("DNS.an[0].rdata"));
        QVERIFY(tree().viewport()->rect().contains(tree().visualRect(tree().currentIndex()).center()));
        m_selection.selectNode(-1, this);
        QVERIFY(!tree().currentIndex().isValid());
        QVERIFY(!tree().selectionModel()->hasSelection());
    }

    void aClickSelectsTheField()
    {
        QSignalSpy changed(&m_selection, &SelectionModel::changed);
        const QModelIndex ttl = find("IP.ttl");
        tree().scrollTo(ttl);
        QTest::mouseClick(tree().viewport(), Qt::LeftButton, {}, tree().visualRect(ttl).center());
        QCOMPARE(m_selection.current().firstByte(), std::size_t{22});
        QCOMPARE(changed.count(), 1);
    }

    void focusAloneSelectsNothing()
    {
        m_pane->activateWindow();
        tree().setFocus();
        QTRY_VERIFY(tree().hasFocus());
        QCOMPARE(m_selection.current().node, -1);
        QTest::keyClick(&tree(), Qt::Key_Down);
        QVERIFY(m_selection.current().node >= 0);
    }

    void arrowKeysSelectTheNextField()
    {
        select("IP.ttl");
        QTest::keyClick(&tree(), Qt::Key_Down);
        QCOMPARE(m_selection.current().node, nodeNamed(*m_selection.current().packet, "IP.proto"));
    }

    void foldedLayersStayFoldedInTheNextPacket()
    {
        tree().collapse(find("IP"));
        m_selection.setPacket(shown("DNS query"), this);
        QVERIFY(!tree().isExpanded(find("IP")));
        QVERIFY(tree().isExpanded(find("UDP")));
        tree().expand(find("IP"));
        m_selection.setPacket(shown("DNS answer"), this);
        QVERIFY(tree().isExpanded(find("IP")));
    }

    void openedListsStayOpenInTheNextPacket()
    {
        tree().expand(find("DNS.qd"));
        m_selection.setPacket(shown("DNS query"), this);
        QVERIFY(tree().isExpanded(find("DNS.qd")));
    }

    void theValueIsCopied()
    {
        select("IP.src");
        QTest::keyClick(&tree(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"10.0.0.53"_qs);
    }

    void aLongValueIsCopiedWhole()
    {
        m_selection.setPacket(shownWithPayload(5'000), this);
        select("Raw.load");
        QTest::keyClick(&tree(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().size() > 5'000);
        QVERIFY(tree().currentIndex().siblingAtColumn(FieldTreeModel::ValueColumn).data().toString().size() < 400);
    }

    void escapeClimbs()
    {
        select("IP.ttl");
        QTest::keyClick(&tree(), Qt::Key_Escape);
        QCOMPARE(m_selection.current().node, nodeNamed(*m_selection.current().packet, "IP"));
    }

    void enterAsksToEdit()
    {
        QSignalSpy asked(m_pane.get(), &FieldsPane::editRequested);
        select("IP.ttl");
        QTest::keyClick(&tree(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toInt(), m_selection.current().node);
    }

    void hoverIsSharedBothWays()
    {
        QSignalSpy hovered(&m_selection, &SelectionModel::hovered);
        QTest::mouseMove(tree().viewport(), tree().visualRect(m_pane->model().index(0, 0)).center());
        QTRY_VERIFY(!hovered.empty());
        const QImage before = tree().viewport()->grab().toImage();
        emit m_selection.hovered(nodeNamed(*m_selection.current().packet, "IP.ttl"), this);
        tree().scrollTo(find("IP.ttl"));
        QVERIFY(tree().viewport()->grab().toImage() != before);
        const QRect row = tree().visualRect(find("IP.ttl"));
        QCOMPARE(tree().viewport()->grab().toImage().pixelColor(row.left() - 4, row.top() + 2), m_theme.color(Theme::Role::Hover));
    }

    void withoutAPacketTheEmptyTextIsShown()
    {
        auto* empty = m_pane->findChild<QLabel*>(u"fieldsEmpty"_qs);
        QVERIFY(!empty->isVisible());
        m_selection.setPacket(nullptr, this);
        m_pane->setEmptyText(u"Following — select a packet"_qs);
        QVERIFY(empty->isVisible());
        QVERIFY(!tree().isVisible());
        QCOMPARE(empty->text(), u"Following — select a packet"_qs);
    }

    void othersCanAddToTheMenu()
    {
        std::int32_t asked = -1;
        connect(m_pane.get(), &FieldsPane::menuRequested, this, [&](QMenu* menu, std::int32_t node) {
            asked = node;
            menu->addAction(u"Filter"_qs);
        });
        const QModelIndex layer = m_pane->model().index(0, 0);
        emit tree().customContextMenuRequested(tree().visualRect(layer).center());
        auto* menu = m_pane->findChild<QMenu*>();
        QVERIFY(menu);
        QCOMPARE(asked, 0);
        menu->close();
    }
};

QTEST_MAIN(TestFieldTree)
#include "tst_field_tree.moc"
